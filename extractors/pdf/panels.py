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
    found = [Panel(box, framed=True) for box in _frames(content, grids)]
    free = [f for f in (*content.fills, *content.rounded) if _is_large(f.box) and not any(_within(f.box, g.box) for g in grids)]
    found += [Panel(f.box, framed=False) for f in free if is_shade(f, content)]
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
    boxes = [g.box for g in grids]
    loose = [r for r in content.rules if r.end - r.start >= MIN_SIDE - 2 * SNUG and not any(_drawn_in(r, b) for b in boxes)]
    if not SIDES <= len(loose) <= MOST_RULES:
        return []
    rules = joined(loose)
    flat, upright = [r for r in rules if r.horizontal], [r for r in rules if not r.horizontal]
    found: list[Box] = []
    for i, top in enumerate(flat):  # from the top
        lefts = [v for v in upright if _meet(top.start - v.at, v.start - top.at)]
        rights = [v for v in upright if _meet(v.at - top.end, v.start - top.at)] if lefts else []
        for left, right in ((a, b) for a in lefts for b in rights if abs(a.end - b.end) <= SNUG and abs(a.start - b.start) <= SNUG):
            bottom = next((f.at for f in flat[i + 1 :] if _closes(f, top, left)), None)
            if bottom is not None:
                found.append(Box(left.at, top.at, right.at, bottom))
    return found


def _meet(across: float, down: float) -> bool:
    """Do two sides of a frame meet, or end as far from the corner as each other?"""
    return -SNUG <= across <= CORNER and abs(across - down) <= 2 * SNUG


def _closes(bottom: Rule, top: Rule, left: Rule) -> bool:
    same = abs(bottom.start - top.start) <= SNUG and abs(bottom.end - top.end) <= SNUG
    return same and _meet(top.start - left.at, bottom.at - left.end)


def _drawn_in(rule: Rule, table: Box) -> bool:
    horizontal, at, start, end = rule
    if horizontal:
        return table.top - SNUG <= at <= table.bottom + SNUG and start >= table.x0 - SNUG and end <= table.x1 + SNUG
    return table.x0 - SNUG <= at <= table.x1 + SNUG and start >= table.top - SNUG and end <= table.bottom + SNUG


def _within(box: Box, table: Box) -> bool:
    return box.x0 < table.x1 - 1 and box.x1 > table.x0 + 1 and table.top - SNUG <= box.top and box.bottom <= table.bottom + SNUG


def _same(a: Box, b: Box) -> bool:
    return max(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.top - b.top), abs(a.bottom - b.bottom)) <= SNUG
