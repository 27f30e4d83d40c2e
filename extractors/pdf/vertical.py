"""Pages in vertical writing or printed sideways, laid so that columns become lines: the layout then needs no second way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extractors.document import Box
from extractors.pdf.glyphs import Fill, Glyphs, PageContent, Rule
from extractors.pdf.turning import quartered

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


def laid(content: PageContent, turns: int) -> PageContent:
    """The page turned counter-clockwise by so many quarters: a new content."""
    size, g = (content.width, content.height), content.glyphs
    x0, top, x1, bottom = quartered(turns, size, g.x0, g.top, g.x1, g.bottom)
    glyphs = replace(g, x0=x0, top=top, x1=x1, bottom=bottom)
    rules = [_laid_rule(r, turns, size) for r in content.rules]
    fills = [Fill(Box(*quartered(turns, size, f.box.x0, f.box.top, f.box.x1, f.box.bottom)), f.rgb) for f in content.fills]
    turned = replace(content, glyphs=glyphs, rules=rules, fills=fills, rounded=[], dots=[], images=[], turns=(content.turns + turns) % 4)
    if turns % 2:
        turned.width, turned.height = content.height, content.width
    return turned


def _laid_rule(r: Rule, turns: int, size: tuple[float, float]) -> Rule:
    ends = (r.start, r.at, r.end, r.at) if r.horizontal else (r.at, r.start, r.at, r.end)
    x0, top, x1, bottom = quartered(turns, size, *ends)
    return Rule(True, top, x0, x1) if r.horizontal != (turns % 2 == 1) else Rule(False, x0, top, bottom)
