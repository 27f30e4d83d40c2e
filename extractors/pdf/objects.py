"""A page's objects that are no text: rules, fills, bullets and images."""

from __future__ import annotations

import ctypes
from struct import Struct

import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.pdf.dotted import dotted_rules
from extractors.pdf.frame import Frame
from extractors.pdf.glyphs import Fill, PageContent, Rule
from extractors.pdf.limits import Limits
from extractors.pdf.native import by_address

RULE_THICKNESS = 2.6  # points; a filled rectangle thinner than this is a rule
MAX_DOT = 9.0  # points; a shape that small is a bullet
MAX_FORM_DEPTH = 6
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FLOATS, _INTS = Struct("<6f"), Struct("<4I")

_matrix_into = by_address(pdfium.FPDFPageObj_GetMatrix, ctypes.c_void_p)
_fill_into = by_address(pdfium.FPDFPageObj_GetFillColor, *[ctypes.c_void_p] * 4)
_count_objects = by_address(pdfium.FPDFPage_CountObjects)
_object_at = by_address(pdfium.FPDFPage_GetObject, ctypes.c_int, result=ctypes.c_size_t)
_count_parts = by_address(pdfium.FPDFFormObj_CountObjects)
_part_at = by_address(pdfium.FPDFFormObj_GetObject, ctypes.c_ulong, result=ctypes.c_size_t)
_kind_of = by_address(pdfium.FPDFPageObj_GetType)
_bounds_into = by_address(pdfium.FPDFPageObj_GetBounds, *[ctypes.c_void_p] * 4)
_mode_into = by_address(pdfium.FPDFPath_GetDrawMode, ctypes.c_void_p, ctypes.c_void_p)
_count_segments = by_address(pdfium.FPDFPath_CountSegments)
_segment_at = by_address(pdfium.FPDFPath_GetPathSegment, ctypes.c_int, result=ctypes.c_size_t)
_segment_kind = by_address(pdfium.FPDFPathSegment_GetType)
_segment_closes = by_address(pdfium.FPDFPathSegment_GetClose)
_point_into = by_address(pdfium.FPDFPathSegment_GetPoint, ctypes.c_void_p, ctypes.c_void_p)


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


class Objects:
    """The way through a page's objects that are no text: paths and images, those in forms too."""

    def __init__(self, frame: Frame, content: PageContent, limits: Limits) -> None:
        self.frame, self.content, self.left = frame, content, limits.max_objects
        self.specks: list[Box] = []
        self.out = ctypes.create_string_buffer(24)  # what PDFium writes
        start = ctypes.addressof(self.out)
        self.at = [start + 4 * i for i in range(6)]

    def add(self, page: int) -> None:
        """Puts the page's objects into the content, as many as the limits allow."""
        self._add_all([_object_at(page, i) for i in range(min(_count_objects(page), self.left))], IDENTITY, 0)
        self.content.truncated |= self.left <= 0
        self.content.rules += dotted_rules(self.specks)

    def _add_all(self, handles: list[int], above: Matrix, depth: int) -> None:
        kinds = list(map(_kind_of, handles))
        self.left -= len(handles)
        for handle, kind in zip(handles, kinds, strict=True):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.content.shapes += 1
                self._add_path(handle, above)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                box = self._bounds(handle, above)
                self.content.images += [box] if box is not None else []
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                parts = [_part_at(handle, i) for i in range(min(_count_parts(handle), max(0, self.left)))]
                self._add_all(parts, _times(self._matrix(handle), above), depth + 1)

    def _matrix(self, handle: int) -> Matrix:
        return _FLOATS.unpack(self.out) if _matrix_into(handle, self.at[0]) else IDENTITY

    def _bounds(self, handle: int, above: Matrix) -> Box | None:
        if not _bounds_into(handle, *self.at[:4]):
            return None
        x0, y0, x1, y1, _, _ = _FLOATS.unpack(self.out)
        if above is not IDENTITY:
            xs = [above[0] * x + above[2] * y + above[4] for x in (x0, x1) for y in (y0, y1)]
            ys = [above[1] * x + above[3] * y + above[5] for x in (x0, x1) for y in (y0, y1)]
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        return Box(*self.frame.box(x0, y0, x1, y1))

    def _add_path(self, handle: int, above: Matrix) -> None:
        box, content = self._bounds(handle, above), self.content
        if box is None or box.x1 < 0 or box.bottom < 0 or box.x0 > content.width or box.top > content.height:
            return
        _mode_into(handle, self.at[0], self.at[1])
        fill, stroke, *_ = _INTS.unpack_from(self.out)
        if not fill and not stroke:
            return
        if max(box.width, box.height) <= RULE_THICKNESS:
            self.specks.append(box)
        elif min(box.width, box.height) <= RULE_THICKNESS:
            _add_rule(box, content)
        elif max(box.width, box.height) <= MAX_DOT and fill + stroke:
            content.dots.append(box)
        elif fill:
            self._add_fill(handle, box, framed=bool(stroke))
        else:
            self._add_strokes(handle, above)

    def _add_fill(self, handle: int, box: Box, framed: bool) -> None:
        count = _count_segments(handle)
        kinds = (_segment_kind(_segment_at(handle, i)) for i in range(count))
        if count > 12 or pdfium.FPDF_SEGMENT_BEZIERTO in kinds:
            return
        rgb = _INTS.unpack_from(self.out)[:3] if _fill_into(handle, *self.at[:4]) else (0, 0, 0)
        self.content.fills.append(Fill(box, rgb))
        if framed:
            _add_frame(box, self.content)

    def _add_strokes(self, handle: int, above: Matrix) -> None:
        """The straight pieces of a stroked path that run along an axis."""
        matrix = _times(self._matrix(handle), above)
        last: tuple[float, float] | None = None
        start: tuple[float, float] | None = None
        for i in range(min(_count_segments(handle), 2000)):
            segment = _segment_at(handle, i)
            _point_into(segment, self.at[0], self.at[1])
            x, y, *_ = _FLOATS.unpack(self.out)
            point = matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
            kind = _segment_kind(segment)
            if kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
                _add_stroke(last, point, self.frame, self.content)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            last = point
            if _segment_closes(segment) and start is not None:
                _add_stroke(last, start, self.frame, self.content)


def _add_rule(box: Box, content: PageContent) -> None:
    if box.width > box.height:
        content.rules.append(Rule(True, (box.top + box.bottom) / 2, box.x0, box.x1))
    elif box.height > box.width:
        content.rules.append(Rule(False, (box.x0 + box.x1) / 2, box.top, box.bottom))


def _add_frame(box: Box, content: PageContent) -> None:
    content.rules += [Rule(True, box.top, box.x0, box.x1), Rule(True, box.bottom, box.x0, box.x1)]
    content.rules += [Rule(False, box.x0, box.top, box.bottom), Rule(False, box.x1, box.top, box.bottom)]


def _add_stroke(a: tuple[float, float], b: tuple[float, float], frame: Frame, content: PageContent) -> None:
    if abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5:
        box = frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        _add_rule(Box(*box), content)
