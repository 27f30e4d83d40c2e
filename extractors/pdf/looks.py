"""How the text objects of a page are set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

import numpy as np

from extractors.pdf.calls import FONT, MAX_NAME
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


_TEXT = Struct("<5I 5f")  # of a TEXT
Font = tuple[str, bool]  # its name, is it bold
Value = tuple[Style, float, float, bool]  # what tells one look from another


class Looks:
    """The looks of a page's text objects, each look once."""

    def __init__(self, texts: bytes, fonts: bytes) -> None:
        self.all: list[Look] = []
        self.by_value: dict[Value, int] = {}
        self.fonts = [_font(name[: max(0, min(length, MAX_NAME) - 1)], weight) for weight, length, name in FONT.iter_unpack(fonts)]
        self.texts = list(_TEXT.iter_unpack(texts))

    def of(self, texts: Ints, first: Ints, heights: Floats) -> Ints:
        """Places in ``all`` of the looks of the page's characters, whose text objects begin at ``first``.

        The height of a text object's first character stands in where PDFium cannot tell the size.
        """
        places = np.array([self._place(number) for number in range(len(self.texts))])
        shown = np.array([look.shown for look in self.all])[places][texts[first]]
        found = places[texts]
        for i in np.flatnonzero(~((0.3 * heights < shown) & (shown < 40 * np.maximum(heights, 1.0)))).tolist():
            end = first[i + 1] if i + 1 < len(first) else len(found)
            found[first[i] : end] = self._place(texts[first[i]], float(heights[i]))
        return found

    def _place(self, text: int, size: float | None = None) -> int:
        """The place of the look of that text, of another size than it tells where one is given."""
        font, *account = self.texts[text]
        value, look = _look(self.fonts[font], *account, size)
        place = self.by_value.setdefault(value, len(self.all))
        if place == len(self.all):
            self.all.append(look)
        return place


@lru_cache(maxsize=4096)
def _look(
    font: Font, red: int, green: int, blue: int, mode: int, own: float, a: float, b: float, c: float, d: float, size: float | None
) -> tuple[Value, Look]:
    """The look a text object's record tells (``own`` is the size, a b c d the matrix), of another ``size`` where one is given."""
    name, bold = font
    scale = (c**2 + d**2) ** 0.5
    shown = abs(own * scale)
    size = shown if size is None else size
    stretch = min(1.5, max(0.3, (a**2 + b**2) ** 0.5 / scale)) if scale > 0 else 1.0
    upright = abs(b) <= UPRIGHT * abs(a)
    style = _style(name, round(size, 1), bold or mode in STROKED, (red, green, blue), mode in INVISIBLE)
    look = Look(style, shown, size * stretch, ASCENT * size, DESCENT * size, upright, not name)
    return (style, round(shown, 1), round(stretch, 2), upright), look


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
