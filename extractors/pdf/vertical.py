"""Pages in vertical writing, laid on their side so that columns become lines: the layout then needs no second way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.document import Box
from extractors.pdf.glyphs import Fill, Glyph, PageContent, Rule

MIN_STEPS = 12  # steps from character to character downwards that make a page vertical
SHARE = 0.7  # of all steps


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Do most characters stand under the one before?"""
    down = level = 0
    for a, b in pairwise(glyphs):
        em = max(a.style.size, 1.0)
        if abs(a.x0 - b.x0) < 0.3 * em and 0.4 * em < b.top - a.top < 2 * em:
            down += 1
        elif abs(a.top - b.top) < 0.3 * em:
            level += 1
    return down >= MIN_STEPS and down > SHARE * (down + level)


@dataclass(frozen=True, slots=True)
class OnItsSide:
    """A page turned so that its right edge is on top."""

    width: float  # of the page as printed

    def lay(self, b: Box) -> Box:
        return Box(b.top, self.width - b.x1, b.bottom, self.width - b.x0)

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        return self.width - bottom, x0, self.width - top, x1


def laid(content: PageContent) -> PageContent:
    """The page on its side: a new content, width and height exchanged."""
    side = OnItsSide(content.width)
    glyphs = []
    for g in content.glyphs:
        b = side.lay(g.box)
        glyphs.append(Glyph(g.text, b.x0, b.top, b.x1, b.bottom, g.style, g.confidence, g.upright))
    rules = [
        Rule(False, r.at, side.width - r.end, side.width - r.start) if r.horizontal else Rule(True, side.width - r.at, r.start, r.end)
        for r in content.rules
    ]
    fills = [Fill(side.lay(f.box), f.rgb) for f in content.fills]
    return replace(content, width=content.height, height=content.width, glyphs=glyphs, rules=rules, fills=fills, dots=[], images=[])
