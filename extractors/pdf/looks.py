"""How the text objects of a page are set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.pdf import native
from extractors.pdf.calls import TEXT
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


# What makes a text object's look, of what its record tells: the font's handle, then red, green, blue; mode; size; its matrix
# a b c d, but not e f, where it stands.
_ACCOUNT = Struct("<3I I f 4f")
_HANDLE = 8  # bytes
_ACCOUNTS = np.dtype({"names": ["account"], "formats": [f"V{_HANDLE + _ACCOUNT.size}"], "itemsize": TEXT.itemsize})
Font = tuple[str, bool]  # its name, is it bold
NAMELESS: Font = "", False


class Looks:
    """The looks of a page's text objects, each look worked out once; fonts are asked once a page."""

    def __init__(self) -> None:
        self.all: list[Look] = []
        self.by_account: dict[tuple[Font, bytes, float | None], int] = {}
        self.by_value: dict[tuple[Any, ...], int] = {}
        self.fonts: dict[bytes, Font] = {}

    def of(self, objects: npt.NDArray[np.uint64], heights: Floats) -> Ints:
        """Places in ``all`` of the text objects' looks; a height stands in where PDFium cannot tell the size."""
        accounts = np.frombuffer(native.texts(objects), _ACCOUNTS)["account"].tolist()
        places = {account: self._place(account) for account in dict.fromkeys(accounts)}
        found = np.array([places[account] for account in accounts])
        shown = np.array([look.shown for look in self.all])[found]
        odd = np.flatnonzero(~((0.3 * heights < shown) & (shown < 40 * np.maximum(heights, 1.0))))
        for i in odd.tolist():
            found[i] = self._place(accounts[i], float(heights[i]))
        return found

    def _place(self, account: bytes, size: float | None = None) -> int:
        """The place of the look of that account, of another size than it tells where one is given."""
        handle = account[:_HANDLE]
        font = self.fonts.get(handle)
        if font is None:
            font = self.fonts[handle] = _font(*native.font(number)) if (number := int.from_bytes(handle, "little")) else NAMELESS
        key = font, account[_HANDLE:], size
        place = self.by_account.get(key)
        if place is None:
            place = self.by_account[key] = self._worked_out(*key)
        return place

    def _worked_out(self, font: Font, account: bytes, size: float | None) -> int:
        red, green, blue, mode, own, a, b, c, d = _ACCOUNT.unpack(account)
        name, bold = font
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


@lru_cache(maxsize=4096)
def _style(font: str, size: float, bold: bool, rgb: tuple[int, int, int], invisible: bool) -> Style:
    """One and the same object for all the lines that are set so."""
    return Style(font, size, bold, rgb, invisible)


@lru_cache(maxsize=4096)
def _font(name: bytes, weight: int) -> Font:
    """The font of that name as the file tells it."""
    text = name.decode("utf-8", "replace")
    text = text[7:] if text[6:7] == "+" else text
    return text, weight >= BOLD_WEIGHT or any(mark in text.lower() for mark in BOLD_NAMES)
