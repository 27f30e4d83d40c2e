"""What stands on a page before anyone has made sense of it: glyphs, rules, fills and images."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import Box


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

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True)
class Rule:
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
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)  # small round or square shapes: bullets
    images: list[Box] = field(default_factory=list)
    shapes: int = 0  # path objects
    unmapped: int = 0  # glyphs whose character the file does not tell
    truncated: bool = False  # more objects than the limits allow
    confidence: float = 1.0
    skew: float = 0.0  # degrees the page was turned by, counter-clockwise about its middle, to set it straight
