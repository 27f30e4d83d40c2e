"""How the text objects of a page are set."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractors.pdf.glyphs import Floats, Ints, Style
from extractors.pdf.native import addresses, by_address, call_all

BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "heavy", "black", "demi", "w6", "w7", "w8", "w9", "太")
UPRIGHT = 0.02  # radians
ASCENT, DESCENT = 0.88, 0.12  # of an em, the Japanese em box above and below the baseline
INVISIBLE = (3, 7)
STROKED = (1, 2)

_font_of = by_address(pdfium.FPDFTextObj_GetFont, result=ctypes.c_size_t)
_mode_of = by_address(pdfium.FPDFTextObj_GetTextRenderMode)
_size_into = by_address(pdfium.FPDFTextObj_GetFontSize, ctypes.c_void_p)
_matrix_into = by_address(pdfium.FPDFPageObj_GetMatrix, ctypes.c_void_p)
_fill_into = by_address(pdfium.FPDFPageObj_GetFillColor, *[ctypes.c_void_p] * 4)


@dataclass(frozen=True, slots=True)
class Look:
    """A text object's style and measures."""

    style: Style
    shown: float  # its size in points by its own account
    advance: float  # of a full-width glyph, in points
    rise: float  # of the em box over the baseline, in points
    fall: float
    upright: bool
    nameless: bool  # a Type 3 font


# What PDFium writes about a text object: red, green, blue, alpha; size; its matrix a b c d, and e f, where it stands.
# Alpha's place takes the rendering mode, so that all but e and f makes the account of its look.
_ACCOUNT = Struct("<3I I f 4f")
_WORDS = _ACCOUNT.size // 4


class Looks:
    """The looks of a page's text objects, each look worked out once; fonts are asked once a page."""

    def __init__(self) -> None:
        self.all: list[Look] = []
        self.by_account: dict[tuple[int, bytes], int] = {}
        self.by_value: dict[tuple[Any, ...], int] = {}
        self.fonts: dict[int, tuple[str, bool]] = {}

    def of(self, handles: list[int], heights: Floats) -> Ints:
        """Places in ``all`` of the text objects' looks; a height stands in where PDFium cannot tell the size."""
        count = len(handles)
        words = np.zeros((count, _WORDS + 2), np.uint32)
        columns = [addresses(words[:, i:]) for i in range(6)]
        fonts = list(map(_font_of, handles))
        call_all(map(_fill_into, handles, *columns[:4]))
        call_all(map(_size_into, handles, columns[4]))
        call_all(map(_matrix_into, handles, columns[5]))
        words[:, 3] = np.fromiter(map(_mode_of, handles), np.int64, count)
        data, width = words[:, :_WORDS].tobytes(), _ACCOUNT.size
        accounts = [data[i : i + width] for i in range(0, len(data), width)]
        keys = list(zip(fonts, accounts, strict=True))
        for key in dict.fromkeys(keys):
            self.by_account[key] = self._place(*key)
        found = np.fromiter(map(self.by_account.__getitem__, keys), np.int64, count)
        shown = np.array([look.shown for look in self.all])[found]
        for i in np.flatnonzero(~((0.3 * heights < shown) & (shown < 40 * np.maximum(heights, 1.0)))).tolist():
            found[i] = self._place(fonts[i], accounts[i], float(heights[i]))
        return found

    def _place(self, font: int, account: bytes, size: float | None = None) -> int:
        """The place of the look of that account, of another size than it tells where one is given."""
        red, green, blue, mode, own, a, b, c, d = _ACCOUNT.unpack(account)
        name, bold = self.fonts.get(font) or self._font(font)
        scale = (c**2 + d**2) ** 0.5
        shown = abs(own * scale)
        size = shown if size is None else size
        stretch = min(1.5, max(0.3, (a**2 + b**2) ** 0.5 / scale)) if scale > 0 else 1.0
        upright = abs(b) <= UPRIGHT * abs(a)
        style = _style(name, round(size, 1), bold or mode in STROKED, (red, green, blue), mode in INVISIBLE)
        value = (style, round(shown, 1), round(stretch, 2), upright)
        place = self.by_value.get(value)
        if place is None:
            place = self.by_value[value] = len(self.all)
            self.all.append(Look(style, shown, size * stretch, ASCENT * size, DESCENT * size, upright, not name))
        return place

    def _font(self, font: int) -> tuple[str, bool]:
        if not font:
            return "", False
        pointer = ctypes.cast(font, pdfium.FPDF_FONT)
        name = _font_name(pointer)
        bold = int(pdfium.FPDFFont_GetWeight(pointer)) >= BOLD_WEIGHT or any(mark in name.lower() for mark in BOLD_NAMES)
        self.fonts[font] = name, bold
        return name, bold


@lru_cache(maxsize=4096)
def _style(font: str, size: float, bold: bool, rgb: tuple[int, int, int], invisible: bool) -> Style:
    """One and the same object for all the lines that are set so."""
    return Style(font, size, bold, rgb, invisible)


def _font_name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(128)
    length = int(pdfium.FPDFFont_GetBaseFontName(font, buffer, 128))
    name = buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")
    return name[7:] if name[6:7] == "+" else name
