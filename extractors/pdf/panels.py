"""Boxes drawn round text (the cards of a slide): plain or rounded frames and tinted backgrounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Box
from extractors.pdf.glyphs import PageContent, Rule
from extractors.pdf.grid import RawGrid
from extractors.pdf.rulings import is_shade, joined

MIN_SIDE = 20.0  # points; smaller boxes hold no two lines
MOST_RULES = 400  # outside tables; a page of more is a drawing
MOST_PANELS = 100  # likewise
CORNER = 16.0  # points a rounded corner may take from each side
SNUG = 2.0  # points two sides of one frame may differ by
SIDES = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """A box that something is drawn for: a frame, or no more than a tint."""

    box: Box
    framed: bool


def panels_of(content: PageContent, grids: Sequence[RawGrid]) -> list[Panel]:
    """The page's boxes that are no part of a table, each once."""
    tints = [f.box for f in (*content.fills, *content.rounded) if is_shade(f, content)]
    found = [Panel(box, framed=True) for box in _frames(content, grids)]
    found += [Panel(box, framed=False) for box in tints if _is_large(box) and not any(_within(box, g) for g in grids)]
    if len(found) > MOST_PANELS:
        return []
    kept: list[Panel] = []
    for panel in found:
        if _is_large(panel.box) and not any(_same(panel.box, k.box) for k in kept):
            kept.append(panel)
    return kept


def _is_large(box: Box) -> bool:
    return min(box.width, box.height) >= MIN_SIDE


def _frames(content: PageContent, grids: Sequence[RawGrid]) -> list[Box]:
    """The boxes that four rules draw, their corners closed or rounded."""
    if len(content.rules) < SIDES:
        return []
    loose = [r for r in content.rules if r.end - r.start >= MIN_SIDE - 2 * SNUG and not any(_drawn_in(r, g) for g in grids)]
    if not SIDES <= len(loose) <= MOST_RULES:
        return []
    rules = joined(loose)
    flat, upright = [r for r in rules if r.horizontal], [r for r in rules if not r.horizontal]
    boxes: list[Box] = []
    for i, top in enumerate(flat):  # from the top
        lefts = [v for v in upright if _meet(top.start - v.at, v.start - top.at)]
        rights = [v for v in upright if _meet(v.at - top.end, v.start - top.at)] if lefts else []
        for left, right in ((a, b) for a in lefts for b in rights if abs(a.end - b.end) <= SNUG and abs(a.start - b.start) <= SNUG):
            bottom = next((f.at for f in flat[i + 1 :] if _closes(f, top, left)), None)
            if bottom is not None:
                boxes.append(Box(left.at, top.at, right.at, bottom))
    return boxes


def _meet(across: float, down: float) -> bool:
    """Do two sides of a frame meet, or end as far from the corner as each other?"""
    return -SNUG <= across <= CORNER and abs(across - down) <= 2 * SNUG


def _closes(bottom: Rule, top: Rule, left: Rule) -> bool:
    same = abs(bottom.start - top.start) <= SNUG and abs(bottom.end - top.end) <= SNUG
    return same and _meet(top.start - left.at, bottom.at - left.end)


def _drawn_in(rule: Rule, grid: RawGrid) -> bool:
    if rule.horizontal:
        return grid.top - SNUG <= rule.at <= grid.bottom + SNUG and rule.start >= grid.x0 - SNUG and rule.end <= grid.x1 + SNUG
    return grid.x0 - SNUG <= rule.at <= grid.x1 + SNUG and rule.start >= grid.top - SNUG and rule.end <= grid.bottom + SNUG


def _within(box: Box, grid: RawGrid) -> bool:
    return box.x0 < grid.x1 - 1 and box.x1 > grid.x0 + 1 and grid.top - SNUG <= box.top and box.bottom <= grid.bottom + SNUG


def _same(a: Box, b: Box) -> bool:
    return max(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.top - b.top), abs(a.bottom - b.bottom)) <= SNUG
