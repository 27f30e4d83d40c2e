"""PDFium as the source of glyphs and geometry: the only module that calls it for reading.

PDFium gives every character with its box at some 2 µs; pdfplumber's own tokenizer takes 50 times that.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from extractors.document import Box
from extractors.pdf.glyphs import Fill, Glyph, PageContent, Rule, Style
from extractors.pdf.limits import Limits
from extractors.text import unify_radicals

RULE_THICKNESS = 2.6  # points; a filled rectangle thinner than this is a rule
BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "heavy", "black", "demi", "w6", "w7", "w8", "w9", "太")
MAX_DOT = 9.0  # points; a shape that small is a bullet
MAX_FORM_DEPTH = 6
UPRIGHT = 0.02  # radians
ASCENT, DESCENT = 0.88, 0.12  # of an em, the Japanese em box above and below the baseline
FIRST_WIDE = 0x2E80  # from here on glyphs are as a rule an em wide
KANJI = (0x2E80, 0x9FFF)  # and these always
LAST_RADICAL = 0x2FDF
HYPHEN, TAB, SPACE = 2, 9, 32
PLAIN = (0x2FE0, 0xD7FF)  # characters taken as they are, the bulk of Japanese text
SAMPLE = 4  # of so many characters one is asked whether the file tells its Unicode
INVISIBLE = (3, 7)
STROKED = (1, 2)
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Frame:
    """The way from a page's user space to points from its upper left corner, /Rotate applied."""

    def __init__(self, bbox: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = bbox
        self.rotation = rotation % 4
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (wide, high) if self.rotation % 2 == 0 else (high, wide)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom) of a user-space rectangle."""
        if self.rotation == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.rotation == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed at the end.

    Raises:
        pypdfium2.PdfiumError: not a PDF, damaged, or protected by a password.
    """
    document = pypdfium2.PdfDocument(path, password=password)
    try:
        yield document
    finally:
        document.close()


def metadata_of(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """The document's own account of itself (Title, Author, Producer …), empty entries left out."""
    try:
        return {key: value for key, value in document.get_metadata_dict(skip_empty=True).items() if value}
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return {}


def page_size(document: pypdfium2.PdfDocument, index: int) -> tuple[float, float]:
    """Width and height of page ``index`` (0-based) in points."""
    width, height = document.get_page_size(index)
    return float(width), float(height)


def page_content(document: pypdfium2.PdfDocument, index: int, limits: Limits) -> PageContent:
    """Everything page ``index`` (0-based) holds.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    try:
        frame = Frame(page.get_bbox(), page.get_rotation() // 90)
        content = PageContent(index + 1, frame.width, frame.height)
        _add_objects(page.raw, frame, content, limits)
        textpage = page.get_textpage()
        try:
            _add_glyphs(textpage.raw, frame, content, limits)
        finally:
            textpage.close()
        return content
    finally:
        page.close()


def page_image(document: pypdfium2.PdfDocument, index: int, dpi: float, limits: Limits) -> tuple[Image.Image, float]:
    """Page ``index`` (0-based) in grey at ``dpi`` or as near as the limits allow, and the points a pixel stands for."""
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (limits.max_pixels / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return bitmap.to_pil().copy(), 1 / scale
        finally:
            bitmap.close()
    finally:
        page.close()


# characters ------------------------------------------------------------------------------------


def _by_address(function: Any, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    """A PDFium function that takes and gives handles as plain integers, at a third of the cost of pointer objects."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)(address)


_unicode_of = _by_address(pdfium.FPDFText_GetUnicode, ctypes.c_int, result=ctypes.c_uint)
_generated = _by_address(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_unmapped = _by_address(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_box_into = _by_address(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p)
_origin_into = _by_address(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_object_of = _by_address(pdfium.FPDFText_GetTextObject, ctypes.c_int, result=ctypes.c_void_p)
_font_of = _by_address(pdfium.FPDFTextObj_GetFont, result=ctypes.c_void_p)
_mode_of = _by_address(pdfium.FPDFTextObj_GetTextRenderMode)
_size_of = _by_address(pdfium.FPDFTextObj_GetFontSize, ctypes.c_void_p)
_matrix_into = _by_address(pdfium.FPDFPageObj_GetMatrix, ctypes.c_void_p)
_fill_into = _by_address(pdfium.FPDFPageObj_GetFillColor, *[ctypes.c_void_p] * 4)


@dataclass(frozen=True, slots=True)
class _Look:
    """A text object's style and measures."""

    style: Style
    advance: float  # of a full-width glyph, in points
    rise: float  # of the em box over the baseline, in points
    fall: float
    upright: bool
    nameless: bool  # a Type 3 font


class _Looks:
    """Looks by text object, each asked of PDFium once; fonts are asked once a page."""

    def __init__(self) -> None:
        self.by_object: dict[int, _Look] = {}
        self.by_value: dict[tuple[Any, ...], _Look] = {}
        self.fonts: dict[int, tuple[str, bool]] = {}
        self.matrix, self.size = pdfium.FS_MATRIX(), ctypes.c_float()
        self.colours = [ctypes.c_uint() for _ in range(4)]
        self.matrix_at, self.size_at = ctypes.addressof(self.matrix), ctypes.addressof(self.size)
        self.colours_at = [ctypes.addressof(c) for c in self.colours]

    def read(self, handle: int, height: float) -> _Look:
        """The look of a text object not met before; ``height`` stands in where PDFium cannot tell the size."""
        font = _font_of(handle) or 0 if handle else 0
        name, bold = self.fonts.get(font) or self._font(font)
        mode = _mode_of(handle) if handle else 0
        size, stretch, upright = self._geometry(handle, height)
        red, green, blue, _ = self.colours
        rgb = (red.value, green.value, blue.value) if handle and _fill_into(handle, *self.colours_at) else (0, 0, 0)
        value = (name, round(size, 1), bold or mode in STROKED, rgb, mode in INVISIBLE, round(stretch, 2), upright)
        found = self.by_value.get(value)
        if found is None:
            found = _Look(Style(*value[:5]), size * stretch, ASCENT * size, DESCENT * size, upright, not name)
            self.by_value[value] = found
        self.by_object[handle] = found
        return found

    def _font(self, font: int) -> tuple[str, bool]:
        if not font:
            return "", False
        pointer = ctypes.cast(font, pdfium.FPDF_FONT)
        name = _font_name(pointer)
        bold = int(pdfium.FPDFFont_GetWeight(pointer)) >= BOLD_WEIGHT or any(mark in name.lower() for mark in BOLD_NAMES)
        self.fonts[font] = name, bold
        return name, bold

    def _geometry(self, handle: int, height: float) -> tuple[float, float, bool]:
        """Points as shown (the size times the text matrix's vertical scale), width to height, upright."""
        if not handle or not _size_of(handle, self.size_at) or not _matrix_into(handle, self.matrix_at):
            return height, 1.0, True
        m = self.matrix
        scale = (m.c**2 + m.d**2) ** 0.5
        shown = abs(self.size.value * scale)
        stretch = (m.a**2 + m.b**2) ** 0.5 / scale if scale > 0 else 1.0
        upright = abs(m.b) <= UPRIGHT * abs(m.a)
        return (shown if 0.3 * height < shown < 40 * max(height, 1.0) else height), min(1.5, max(0.3, stretch)), upright


def _font_name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(128)
    length = int(pdfium.FPDFFont_GetBaseFontName(font, buffer, 128))
    name = buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")
    return name[7:] if name[6:7] == "+" else name


def _colour(handle: Any, getter: Any) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not getter(handle, red, green, blue, alpha):
        return (0, 0, 0)
    return (red.value, green.value, blue.value)


def _add_glyphs(textpage: Any, frame: Frame, content: PageContent, limits: Limits) -> None:
    """The page's characters. Written flat: it runs once for every character there is."""
    count = int(pdfium.FPDFText_CountChars(textpage))
    if count > limits.max_glyphs:
        count, content.truncated = limits.max_glyphs, True
    page = ctypes.cast(textpage, ctypes.c_void_p).value
    assert page is not None
    looks, rect, x, y = _Looks(), pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    rect_at, x_at, y_at = ctypes.addressof(rect), ctypes.addressof(x), ctypes.addressof(y)
    known, add, level, sideways = looks.by_object, content.glyphs.append, frame.rotation == 0, frame.rotation % 2 == 1
    left_edge, top_edge = frame.left, frame.top
    for i in range(count):
        code = _unicode_of(page, i)
        if code <= SPACE and (code not in (SPACE, TAB, HYPHEN) or _generated(page, i) == 1):
            continue
        if not _box_into(page, i, rect_at):
            continue
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        handle = _object_of(page, i) or 0
        look = known.get(handle) or looks.read(handle, max(top - bottom, right - left))
        if look.upright and _origin_into(page, i, x_at, y_at):
            base = y.value
            if bottom - look.rise < base <= top:  # the em box round the baseline, alike for all the line
                top, bottom = base + look.rise, base - look.fall
                if KANJI[0] <= code <= KANJI[1] or (look.nameless and code > FIRST_WIDE):
                    # of Type 3 fonts and of /ActualText PDFium knows the ink, not the advance
                    start = x.value
                    left, right = min(left, start), max(right, start + look.advance)
        if i % SAMPLE == 0 and _unmapped(page, i) == 1:
            content.unmapped += SAMPLE
        text = chr(code) if PLAIN[0] <= code <= PLAIN[1] else _character(code)
        if level:
            add(Glyph(text, left - left_edge, top_edge - top, right - left_edge, top_edge - bottom, look.style, 1.0, look.upright))
        else:
            add(Glyph(text, *frame.box(left, bottom, right, top), look.style, 1.0, look.upright or sideways))


def _character(code: int) -> str:
    if code in (HYPHEN, 0xFFFE, 0xAD):  # PDFium's marks for a hyphen at a line's end
        return "-"
    if code in (TAB, 0xA0):
        return " "
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code) if code < FIRST_WIDE or code > LAST_RADICAL else unify_radicals(chr(code))


# paths and images ------------------------------------------------------------------------------


def _times(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that applies ``a`` first, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _matrix_of(handle: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, m):
        return IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _add_objects(page: Any, frame: Frame, content: PageContent, limits: Limits) -> None:
    total = int(pdfium.FPDFPage_CountObjects(page))
    budget = [limits.max_objects]
    for i in range(total):
        _add_object(pdfium.FPDFPage_GetObject(page, i), frame, content, IDENTITY, 0, budget)
        if budget[0] <= 0:
            content.truncated = True
            return


def _add_object(handle: Any, frame: Frame, content: PageContent, above: Matrix, depth: int, budget: list[int]) -> None:
    budget[0] -= 1
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        content.shapes += 1
        _add_path(handle, frame, content, above)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        box = _bounds(handle, frame, above)
        if box is not None:
            content.images.append(box)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
        inner = _times(_matrix_of(handle), above)
        for i in range(int(pdfium.FPDFFormObj_CountObjects(handle))):
            if budget[0] <= 0:
                return
            _add_object(pdfium.FPDFFormObj_GetObject(handle, i), frame, content, inner, depth + 1, budget)


def _bounds(handle: Any, frame: Frame, above: Matrix) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *edges):
        return None
    x0, y0, x1, y1 = (e.value for e in edges)
    if above is not IDENTITY:
        xs = [above[0] * x + above[2] * y + above[4] for x in (x0, x1) for y in (y0, y1)]
        ys = [above[1] * x + above[3] * y + above[5] for x in (x0, x1) for y in (y0, y1)]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    return Box(*frame.box(x0, y0, x1, y1))


def _add_path(handle: Any, frame: Frame, content: PageContent, above: Matrix) -> None:
    box = _bounds(handle, frame, above)
    if box is None or box.x1 < 0 or box.bottom < 0 or box.x0 > content.width or box.top > content.height:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value and not stroke.value:
        return
    if box.width <= RULE_THICKNESS or box.height <= RULE_THICKNESS:
        _add_rule(box, content)
    elif max(box.width, box.height) <= MAX_DOT and fill.value + stroke.value:
        content.dots.append(box)
    elif fill.value:
        _add_fill(handle, box, content, framed=bool(stroke.value))
    else:
        _add_strokes(handle, frame, content, above)


def _add_rule(box: Box, content: PageContent) -> None:
    if box.width > box.height:
        content.rules.append(Rule(True, (box.top + box.bottom) / 2, box.x0, box.x1))
    elif box.height > box.width:
        content.rules.append(Rule(False, (box.x0 + box.x1) / 2, box.top, box.bottom))


def _add_fill(handle: Any, box: Box, content: PageContent, framed: bool) -> None:
    count = int(pdfium.FPDFPath_CountSegments(handle))
    if count > 12 or any(
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(handle, i)) == pdfium.FPDF_SEGMENT_BEZIERTO for i in range(count)
    ):
        return
    rgb = _colour(handle, pdfium.FPDFPageObj_GetFillColor)
    content.fills.append(Fill(box, rgb))
    if framed:
        _add_frame(box, content)


def _add_frame(box: Box, content: PageContent) -> None:
    content.rules += [Rule(True, box.top, box.x0, box.x1), Rule(True, box.bottom, box.x0, box.x1)]
    content.rules += [Rule(False, box.x0, box.top, box.bottom), Rule(False, box.x1, box.top, box.bottom)]


def _add_strokes(handle: Any, frame: Frame, content: PageContent, above: Matrix) -> None:
    """The straight pieces of a stroked path that run along an axis."""
    matrix = _times(_matrix_of(handle), above)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    start: tuple[float, float] | None = None
    for i in range(min(int(pdfium.FPDFPath_CountSegments(handle)), 2000)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        px = matrix[0] * x.value + matrix[2] * y.value + matrix[4]
        py = matrix[1] * x.value + matrix[3] * y.value + matrix[5]
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            _add_stroke(last, (px, py), frame, content)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = (px, py)
        last = (px, py)
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            _add_stroke(last, start, frame, content)


def _add_stroke(a: tuple[float, float], b: tuple[float, float], frame: Frame, content: PageContent) -> None:
    if abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5:
        box = frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        _add_rule(Box(*box), content)
