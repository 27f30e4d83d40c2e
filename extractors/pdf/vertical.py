"""Pages in vertical writing or printed sideways, laid so that columns become lines: the layout then needs no second way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from extractors.document import Box
from extractors.pdf.glyphs import Fill, Glyphs, PageContent, Rule

MIN_STEPS = 12  # steps from character to character downwards that make a page vertical
SHARE = 0.7  # of all steps
MIN_LYING = 8  # characters on their side that make a page lie
LYING = 0.8  # their share of the page's characters


def is_vertical(glyphs: Glyphs) -> bool:
    """Do most characters stand under the one before?"""
    em = np.maximum(glyphs.size[:-1], 1.0)
    aside, under = np.abs(glyphs.x0[1:] - glyphs.x0[:-1]), glyphs.top[1:] - glyphs.top[:-1]
    below = (aside < 0.3 * em) & (0.4 * em < under) & (under < 2 * em)
    level = ~below & (np.abs(under) < 0.3 * em)
    down = int(np.count_nonzero(below))
    return down >= MIN_STEPS and down > SHARE * (down + int(np.count_nonzero(level)))


def lies_sideways(glyphs: Glyphs) -> bool:
    """Do nearly all characters lie on their side (a wide table printed across a page that stands upright)?"""
    lying = int(np.count_nonzero(glyphs.ink & ~glyphs.upright))
    return lying >= MIN_LYING and lying > LYING * int(np.count_nonzero(glyphs.ink))


def reads_upwards(glyphs: Glyphs) -> bool:
    """Does what lies on its side run up the page?"""
    lying = np.flatnonzero(glyphs.ink & ~glyphs.upright)
    aside, under = np.diff(glyphs.x0[lying]), np.diff((glyphs.top + glyphs.bottom)[lying] / 2)
    steps = under[np.abs(aside) < 0.3 * np.maximum(glyphs.size[lying][:-1], 1.0)]
    return int((steps < 0).sum()) > int((steps > 0).sum())


@dataclass(frozen=True, slots=True)
class OnItsSide:
    """A page turned so that its right edge is on top; its left one where it reads ``up``."""

    side: float  # of the page as printed: its width; its height where it reads up
    up: bool = False

    def lay(self, b: Box) -> Box:
        if self.up:
            return Box(self.side - b.bottom, b.x0, self.side - b.top, b.x1)
        return Box(b.top, self.side - b.x1, b.bottom, self.side - b.x0)

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        if self.up:
            return top, self.side - x1, bottom, self.side - x0
        return self.side - bottom, x0, self.side - top, x1


def laid(content: PageContent, *, up: bool = False) -> PageContent:
    """The page on its side: a new content, width and height exchanged."""
    side = OnItsSide(content.height if up else content.width, up)
    g, s = content.glyphs, side.side
    edges = (s - g.bottom, g.x0, s - g.top, g.x1) if up else (g.top, s - g.x1, g.bottom, s - g.x0)
    glyphs = replace(g, x0=edges[0], top=edges[1], x1=edges[2], bottom=edges[3])
    rules = [_laid_rule(r, side) for r in content.rules]
    fills = [Fill(side.lay(f.box), f.rgb) for f in content.fills]
    return replace(content, width=content.height, height=content.width, glyphs=glyphs, rules=rules, fills=fills, dots=[], images=[])


def _laid_rule(r: Rule, side: OnItsSide) -> Rule:
    box = side.lay(Box(r.start, r.at, r.end, r.at) if r.horizontal else Box(r.at, r.start, r.at, r.end))
    return Rule(False, box.x0, box.top, box.bottom) if r.horizontal else Rule(True, box.top, box.x0, box.x1)
