"""What stands on a page before anyone has made sense of it: glyphs, rules, fills and images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.document import Box

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SPACES = " \u3000\t"
_SPACE, _WIDE_SPACE, _TAB = map(ord, SPACES)


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of glyphs is set. ``size`` in points; ``rgb`` 0–255 each."""

    font: str = ""
    size: float = 0.0
    bold: bool = False
    rgb: tuple[int, int, int] = (0, 0, 0)
    invisible: bool = False


@dataclass(slots=True)
class Glyph:
    """One printed character (now and then several: a ligature) and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    style: Style
    confidence: float = 1.0
    upright: bool = True


@dataclass(eq=False)
class Glyphs:
    """A page's characters in content order as parallel arrays: what is done to each of them is done to all at once."""

    codes: Ints  # Unicode code points
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    style: Ints  # places in ``styles``
    styles: list[Style]
    upright: Bools
    confidence: Floats

    @classmethod
    def none(cls) -> Glyphs:
        return cls.of([])

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> Glyphs:
        """The glyphs of a reader that gives them one by one; one of several characters is cut into them evenly."""
        singles = [part for glyph in glyphs for part in _cut(glyph)]
        styles: dict[Style, int] = {}
        style = [styles.setdefault(g.style, len(styles)) for g in singles]
        x0, top, x1, bottom = np.array([(g.x0, g.top, g.x1, g.bottom) for g in singles], dtype=np.float64).reshape(-1, 4).T.copy()
        return cls(
            np.array([ord(g.text) for g in singles], dtype=np.int64),
            x0,
            top,
            x1,
            bottom,
            np.array(style, dtype=np.int64),
            list(styles),
            np.array([g.upright for g in singles], dtype=np.bool_),
            np.array([g.confidence for g in singles], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def ink(self) -> Bools:
        """Which characters are no spaces."""
        ink: Bools = (self.codes != _SPACE) & (self.codes != _WIDE_SPACE) & (self.codes != _TAB)
        return ink

    @cached_property
    def size(self) -> Floats:
        return np.array([s.size for s in self.styles], dtype=np.float64)[self.style]

    @cached_property
    def invisible(self) -> Bools:
        return np.array([s.invisible for s in self.styles], dtype=np.bool_)[self.style]

    def take(self, which: Ints | Bools) -> Glyphs:
        """Those of the places or marks, in their order."""
        edges = self.x0[which], self.top[which], self.x1[which], self.bottom[which]
        taken = Glyphs(self.codes[which], *edges, self.style[which], self.styles, self.upright[which], self.confidence[which])
        taken.__dict__ |= {name: self.__dict__[name][which] for name in ("ink", "size") if name in self.__dict__}  # worked out already
        return taken


def _cut(glyph: Glyph) -> list[Glyph]:
    count = len(glyph.text)
    if count == 1:
        return [glyph]
    step = (glyph.x1 - glyph.x0) / max(count, 1)
    ends = [(glyph.x0 + i * step, glyph.x0 + (i + 1) * step) for i in range(count)]
    return [replace(glyph, text=char, x0=x0, x1=x1) for char, (x0, x1) in zip(glyph.text, ends, strict=True)]


class Rule(NamedTuple):
    """A straight horizontal or vertical line: ``at`` is its fixed coordinate, ``start``–``end`` its run."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle that is no rule."""

    box: Box
    rgb: tuple[int, int, int]


@dataclass(slots=True)
class PageContent:
    """One page's raw objects; coordinates in points from the upper left corner of the page as shown."""

    number: int
    width: float
    height: float
    glyphs: Glyphs = field(default_factory=Glyphs.none)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    rounded: list[Fill] = field(default_factory=list)  # filled rectangles with rounded corners
    dots: list[Box] = field(default_factory=list)  # small round or square shapes: bullets
    images: list[Box] = field(default_factory=list)
    shapes: int = 0  # path objects
    unmapped: int = 0  # glyphs whose character the file does not tell
    truncated: bool = False  # more objects than the limits allow
    confidence: float = 1.0
    skew: float = 0.0  # degrees the page was turned by, counter-clockwise about its middle, to set it straight
    turns: int = 0  # and quarters it was turned by, the same way, to set its lines level; width and height are those it has now
