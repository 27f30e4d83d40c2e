"""What PDFium tells of a page, as records one behind the other: a call from Python for each thing that is asked.

``_pdfium.c`` does the same several times as fast; native.py takes it where it was built. Handles are addresses, which cost a
third of ctypes' pointer objects.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractors.pdf.glyphs import Ints

Texts = npt.NDArray[np.void]  # of the type TEXT

CHARACTER = np.dtype(
    [
        ("x", "<f8"),  # its origin, where one is told
        ("y", "<f8"),
        ("left", "<f4"),
        ("top", "<f4"),
        ("right", "<f4"),
        ("bottom", "<f4"),
        ("code", "<u4"),
        ("told", "<i4"),  # is the origin
        ("first", "<i4"),  # does it begin a text object
        ("text", "<i4"),  # how it is set: the number of a TEXT
    ]
)
TEXT = np.dtype(
    [
        ("font", "<u4"),  # the number of a FONT
        ("red", "<u4"),
        ("green", "<u4"),
        ("blue", "<u4"),
        ("mode", "<u4"),
        ("size", "<f4"),
        *((side, "<f4") for side in "abcd"),  # its matrix but for where it stands
    ]
)
MAX_NAME = 128  # bytes of a font's name, its end included
FONT = Struct(f"<2i {MAX_NAME}s")  # weight; the name's length, its end included; as much of the name as there is room for
OBJECT = np.dtype(
    [
        ("handle", "<u8"),
        ("kind", "<i4"),
        ("form", "<i4"),  # the number of the record of the form it is in, -1 on the page itself
        ("fill", "<i4"),  # is it filled, and how
        ("stroke", "<i4"),
        ("bounded", "<i4"),  # are bounds told
        ("rgb", "<u4", 3),  # of its filling
        *((side, "<f4") for side in ("x0", "y0", "x1", "y1")),
        ("matrix", "<f4", 6),
    ]
)
SEGMENT = Struct("<2f 2i")  # x, y; kind, does it close the path
SIZES = (CHARACTER.itemsize, TEXT.itemsize, FONT.size, OBJECT.itemsize, SEGMENT.size)

HYPHEN, TAB, SPACE = 2, 9, 32
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_POINT = Struct("<2f")
_RECORD = Struct("<Q 5i 3I 4f 6f")  # of an OBJECT
PATH, IMAGE, FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM

FUNCTIONS = (
    pdfium.FPDFText_GetUnicode,
    pdfium.FPDFText_IsGenerated,
    pdfium.FPDFText_HasUnicodeMapError,
    pdfium.FPDFText_GetLooseCharBox,
    pdfium.FPDFText_GetCharOrigin,
    pdfium.FPDFText_GetTextObject,
    pdfium.FPDFTextObj_GetFont,
    pdfium.FPDFFont_GetBaseFontName,
    pdfium.FPDFFont_GetWeight,
    pdfium.FPDFTextObj_GetTextRenderMode,
    pdfium.FPDFTextObj_GetFontSize,
    pdfium.FPDFPageObj_GetMatrix,
    pdfium.FPDFPageObj_GetFillColor,
    pdfium.FPDFPage_CountObjects,
    pdfium.FPDFPage_GetObject,
    pdfium.FPDFFormObj_CountObjects,
    pdfium.FPDFFormObj_GetObject,
    pdfium.FPDFPageObj_GetType,
    pdfium.FPDFPageObj_GetBounds,
    pdfium.FPDFPath_GetDrawMode,
    pdfium.FPDFPath_CountSegments,
    pdfium.FPDFPath_GetPathSegment,
    pdfium.FPDFPathSegment_GetType,
    pdfium.FPDFPathSegment_GetClose,
    pdfium.FPDFPathSegment_GetPoint,
)


def address(handle: Any) -> int:
    """Where a handle or a function of PDFium is; 0 of none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _by_address(function: Any, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    """The function that takes a handle (an address) and then ``arguments``."""
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)(address(function))


_POINTER, _HANDLE = ctypes.c_void_p, ctypes.c_size_t
_unicode_of = _by_address(pdfium.FPDFText_GetUnicode, ctypes.c_int, result=ctypes.c_uint)
_generated = _by_address(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_unmapped = _by_address(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_box_into = _by_address(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _POINTER)
_origin_into = _by_address(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, _POINTER)
_object_of = _by_address(pdfium.FPDFText_GetTextObject, ctypes.c_int, result=_HANDLE)
_font_of = _by_address(pdfium.FPDFTextObj_GetFont, result=_HANDLE)
_font_name_into = _by_address(pdfium.FPDFFont_GetBaseFontName, _POINTER, ctypes.c_size_t, result=ctypes.c_size_t)
_font_weight = _by_address(pdfium.FPDFFont_GetWeight)
_text_mode_of = _by_address(pdfium.FPDFTextObj_GetTextRenderMode)
_size_into = _by_address(pdfium.FPDFTextObj_GetFontSize, _POINTER)
_matrix_into = _by_address(pdfium.FPDFPageObj_GetMatrix, _POINTER)
_fill_into = _by_address(pdfium.FPDFPageObj_GetFillColor, *[_POINTER] * 4)
_count_objects = _by_address(pdfium.FPDFPage_CountObjects)
_object_at = _by_address(pdfium.FPDFPage_GetObject, ctypes.c_int, result=_HANDLE)
_count_parts = _by_address(pdfium.FPDFFormObj_CountObjects)
_part_at = _by_address(pdfium.FPDFFormObj_GetObject, ctypes.c_ulong, result=_HANDLE)
_kind_of = _by_address(pdfium.FPDFPageObj_GetType)
_bounds_into = _by_address(pdfium.FPDFPageObj_GetBounds, *[_POINTER] * 4)
_draw_mode_into = _by_address(pdfium.FPDFPath_GetDrawMode, _POINTER, _POINTER)
_count_segments = _by_address(pdfium.FPDFPath_CountSegments)
_segment_at = _by_address(pdfium.FPDFPath_GetPathSegment, ctypes.c_int, result=_HANDLE)
_segment_kind = _by_address(pdfium.FPDFPathSegment_GetType)
_segment_closes = _by_address(pdfium.FPDFPathSegment_GetClose)
_point_into = _by_address(pdfium.FPDFPathSegment_GetPoint, _POINTER, _POINTER)


def characters(textpage: int, count: int, sample: int) -> tuple[bytes, bytes, bytes, int]:
    """CHARACTER records of the printed ones (no controls, no spaces of PDFium's own making) among the first ``count``, the TEXT
    records of how they are set and the FONT records of these, each once; and of how many of every ``sample``\\ th character the
    file does not tell the Unicode."""
    codes = np.fromiter(map(_unicode_of, repeat(textpage), range(count)), np.int64, count)
    places = _printed(textpage, codes)
    found = np.zeros(len(places), CHARACTER)
    boxed = _answers(map(_box_into, repeat(textpage), places.tolist(), _addresses(found["left"])), len(places)) != 0
    found, places = found[boxed], places[boxed]
    found["code"] = codes[places]
    xs, ys, calls = _addresses(found["x"]), _addresses(found["y"]), places.tolist()
    found["told"] = _answers(map(_origin_into, repeat(textpage), calls, xs, ys), len(places)) != 0
    objects = np.fromiter(map(_object_of, repeat(textpage), calls), np.uint64, len(places))
    first = np.ones(len(places), np.bool_)
    first[1:] = objects[1:] != objects[:-1]
    texts, fonts = _texts(objects[first].tolist())
    kept: dict[bytes, int] = {}
    numbers = np.array([kept.setdefault(text.tobytes(), len(kept)) for text in texts], np.int64)
    found["first"], found["text"] = first, numbers[np.cumsum(first) - 1]
    asked = places[places % sample == 0].tolist()
    unmapped = sum(answer == 1 for answer in map(_unmapped, repeat(textpage), asked))
    return found.tobytes(), b"".join(kept), fonts, unmapped


def _printed(textpage: int, codes: Ints) -> Ints:
    odd = np.flatnonzero(codes <= SPACE).tolist()
    dropped = [i for i in odd if codes[i] not in (SPACE, TAB, HYPHEN) or _generated(textpage, i) == 1]
    return np.delete(np.arange(len(codes)), dropped)


def _texts(objects: list[int]) -> tuple[Texts, bytes]:
    """How the text objects are set, and the fonts, each once."""
    found, unused = np.zeros(len(objects), TEXT), np.zeros((len(objects), 6), np.float32)
    fonts: dict[bytes, int] = {}
    numbers: dict[int, int] = {}
    for i, handle in enumerate(map(_font_of, objects)):
        if handle not in numbers:
            numbers[handle] = fonts.setdefault(_font(handle), len(fonts))
        found["font"][i] = numbers[handle]
    _call_all(map(_fill_into, objects, *(_addresses(found[c]) for c in ("red", "green", "blue")), _addresses(unused[:, 0])))
    found["mode"] = _answers(map(_text_mode_of, objects), len(objects))
    _call_all(map(_size_into, objects, _addresses(found["size"])))
    matrices = np.zeros((len(objects), 6), np.float32)
    _call_all(map(_matrix_into, objects, _addresses(matrices[:, 0])))
    for i, side in enumerate("abcd"):
        found[side] = matrices[:, i]
    return found, b"".join(fonts)


def _font(handle: int) -> bytes:
    """The FONT record of a font, all zeros of none."""
    name = ctypes.create_string_buffer(MAX_NAME)
    length = _font_name_into(handle, ctypes.addressof(name), MAX_NAME) if handle else 0
    return FONT.pack(_font_weight(handle) if handle else 0, length, name.raw)


def _answers(calls: Iterator[int], count: int) -> Ints:
    return np.fromiter(calls, np.int64, count)


def _addresses(column: npt.NDArray[Any]) -> range:
    """Where a column's values lie, for PDFium to write to."""
    width = column.strides[0] or column.itemsize  # of an empty one, 0
    return range(column.ctypes.data, column.ctypes.data + len(column) * width, width)


def _call_all(calls: Iterator[int]) -> None:
    """Makes the calls for what they write."""
    deque(calls, maxlen=0)


def objects(page: int, depth: int, most: int) -> tuple[bytes, int]:
    """OBJECT records of a page's paths, images and forms, and of those in its forms, ``depth`` deep; how many of ``most`` are left."""
    walk = _Walk(most)
    walk.add([_object_at(page, i) for i in range(min(_count_objects(page), most))], -1, depth)
    return b"".join(walk.found), walk.left


class _Walk:
    """The way through a page's objects and its forms'."""

    def __init__(self, most: int) -> None:
        self.found: list[bytes] = []
        self.left = most
        self.out = ctypes.create_string_buffer(64)  # what PDFium writes, in a record's order from ``fill`` on
        start = ctypes.addressof(self.out)
        at = [start + 4 * i for i in range(16)]
        self.modes, self.colour, self.bounds, self.matrix = at[:2], at[2:6], at[6:10], at[10]
        self.numbers = Struct("<2i 4I 4f 6f")

    def add(self, handles: list[int], form: int, depth: int) -> None:
        self.left -= len(handles)
        for handle, kind in zip(handles, map(_kind_of, handles), strict=True):
            if kind not in (PATH, IMAGE, FORM) or (kind == FORM and depth < 1):
                continue
            here = len(self.found)
            self.found.append(self._record(handle, kind, form))
            if kind == FORM:
                parts = [_part_at(handle, i) for i in range(min(_count_parts(handle), max(0, self.left)))]
                self.add(parts, here, depth - 1)

    def _record(self, handle: int, kind: int, form: int) -> bytes:
        ctypes.memset(self.out, 0, len(self.out))
        bounded = coloured = 0
        if kind != FORM:
            bounded = _bounds_into(handle, *self.bounds) != 0
        if kind == PATH:
            _draw_mode_into(handle, *self.modes)
            coloured = _fill_into(handle, *self.colour) != 0
        placed = _matrix_into(handle, self.matrix)
        fill, stroke, red, green, blue, _, x0, y0, x1, y1, *matrix = self.numbers.unpack(self.out)
        rgb = (red, green, blue) if coloured else (0, 0, 0)
        return _RECORD.pack(handle, kind, form, fill, stroke, bounded, *rgb, x0, y0, x1, y1, *(matrix if placed else IDENTITY))


def segments(path: int, most: int) -> bytes:
    """SEGMENT records of a path's first segments."""
    out = ctypes.create_string_buffer(8)
    x = ctypes.addressof(out)
    found: list[bytes] = []
    for i in range(min(_count_segments(path), most)):
        segment = _segment_at(path, i)
        ctypes.memset(out, 0, 8)
        _point_into(segment, x, x + 4)
        found.append(SEGMENT.pack(*_POINT.unpack(out), _segment_kind(segment), _segment_closes(segment)))
    return b"".join(found)
