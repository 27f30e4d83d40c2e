"""Pages in vertical writing, laid on their side so that columns become lines: the layout then needs no second way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from extractors.document import Box
from extractors.pdf.glyphs import Fill, Glyphs, PageContent, Rule

MIN_STEPS = 12  # steps from character to character downwards that make a page vertical
SHARE = 0.7  # of all steps


def is_vertical(glyphs: Glyphs) -> bool:
    """Do most characters stand under the one before?"""
    em = np.maximum(glyphs.size[:-1], 1.0)
    aside, under = np.abs(np.diff(glyphs.x0)), np.diff(glyphs.top)
    below = (aside < 0.3 * em) & (0.4 * em < under) & (under < 2 * em)
    level = ~below & (np.abs(under) < 0.3 * em)
    down = int(below.sum())
    return down >= MIN_STEPS and down > SHARE * (down + int(level.sum()))


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
    g = content.glyphs
    glyphs = replace(g, x0=g.top, top=side.width - g.x1, x1=g.bottom, bottom=side.width - g.x0)
    rules = [
        Rule(False, r.at, side.width - r.end, side.width - r.start) if r.horizontal else Rule(True, side.width - r.at, r.start, r.end)
        for r in content.rules
    ]
    fills = [Fill(side.lay(f.box), f.rgb) for f in content.fills]
    return replace(content, width=content.height, height=content.width, glyphs=glyphs, rules=rules, fills=fills, dots=[], images=[])
