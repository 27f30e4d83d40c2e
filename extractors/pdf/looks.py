"""How the text objects of a page are set."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractors.pdf import native
from extractors.pdf.glyphs import Floats, Ints, Style

BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "heavy", "black", "demi", "w6", "w7", "w8", "w9", "太")
UPRIGHT = 0.02  # radians
ASCENT, DESCENT = 0.88, 0.12  # of an em, the Japanese em box above and below the baseline
INVISIBLE = (3, 7)
STROKED = (1, 2)

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


# What makes a text object's look, of what its record tells: font; red, green, blue; mode; size; its matrix a b c d, but not e f,
# where it stands.
_ACCOUNT = Struct("<Q 3I I f 4f")
_WORDS = _ACCOUNT.size // 4


class Looks:
    """The looks of a page's text objects, each look worked out once; fonts are asked once a page."""

    def __init__(self) -> None:
        self.all: list[Look] = []
        self.by_account: dict[bytes, int] = {}
        self.by_value: dict[tuple[Any, ...], int] = {}
        self.fonts: dict[int, tuple[str, bool]] = {}

    def of(self, objects: npt.NDArray[np.uint64], heights: Floats) -> Ints:
        """Places in ``all`` of the text objects' looks; a height stands in where PDFium cannot tell the size."""
        words = np.frombuffer(native.texts(objects), np.uint32).reshape(len(objects), -1)[:, :_WORDS]
        starts = np.flatnonzero(np.append(True, (words[1:] != words[:-1]).any(axis=1)))
        alike = np.diff(starts, append=len(objects))
        accounts = [account.tobytes() for account in words[starts]]
        for account in dict.fromkeys(accounts):
            self.by_account[account] = self._place(account)
        found = np.repeat([self.by_account[account] for account in accounts], alike)
        shown = np.array([look.shown for look in self.all])[found]
        odd = ~((0.3 * heights < shown) & (shown < 40 * np.maximum(heights, 1.0)))
        for i in np.flatnonzero(odd).tolist():
            found[i] = self._place(words[i].tobytes(), float(heights[i]))
        return found

    def _place(self, account: bytes, size: float | None = None) -> int:
        """The place of the look of that account, of another size than it tells where one is given."""
        font, red, green, blue, mode, own, a, b, c, d = _ACCOUNT.unpack(account)
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
