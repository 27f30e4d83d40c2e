"""Boxes side by side, each to be read for itself: the cards of a slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from extractors.document import Box
from extractors.pdf.bands import levels_of
from extractors.pdf.grid import RawGrid
from extractors.pdf.lines import Line
from extractors.pdf.marks import is_bullet
from extractors.pdf.panels import Panel
from extractors.pdf.pieces import cut_at

EDGE = 1.5  # points text or a card may stand over a card's side
MIN_CARDS = 2  # side by side, of several lines each
BIGGER = 1.08  # times the size of other text

Item = Line | RawGrid


@dataclass(frozen=True, slots=True)
class Card:
    """A box and what stands in it."""

    panel: Panel
    items: tuple[Item, ...]

    @property
    def box(self) -> Box:
        return self.panel.box

    def holds(self, panel: Panel) -> bool:
        return _holds(self.box, panel.box)


@dataclass(frozen=True, slots=True)
class CardRow:
    """Cards that reach over one another's height, in reading order."""

    cards: tuple[Card, ...]

    @property
    def top(self) -> float:
        return min(c.box.top for c in self.cards)

    @property
    def bottom(self) -> float:
        return max(c.box.bottom for c in self.cards)


def card_rows(panels: Sequence[Panel], items: Sequence[Item]) -> tuple[list[CardRow], list[Item]]:
    """The page's rows of cards from top to bottom, and the items in none; no rows where no two cards stand side by side."""
    if len(panels) < MIN_CARDS or not items:
        return [], list(items)
    rest, rows = list(items), []
    for row in _rows(_outermost(panels)):
        found = _row_of(row, rest)
        if found is not None:
            made, rest = found
            rows.append(made)
    if not any(_is_told_apart(row) for row in rows):
        return [], list(items)
    return rows, rest


def _outermost(panels: Sequence[Panel]) -> list[Panel]:
    """Panels that lie in no other; one that stands alone gives way to such as stand side by side in it."""
    inside = [[p for p in panels if p is not outer and _holds(outer.box, p.box)] for outer in panels]
    held = {id(p) for some in inside for p in some}
    outer = [(p, inner) for p, inner in zip(panels, inside, strict=True) if id(p) not in held]
    found: list[Panel] = []
    for panel, inner in outer:
        alone = not any(_beside(panel.box, other.box) for other, _ in outer)
        found += _outermost(inner) if alone and any(_beside(a.box, b.box) for a, b in combinations(inner, 2)) else [panel]
    return found


def _holds(outer: Box, inner: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - EDGE
        and inner.x1 <= outer.x1 + EDGE
        and inner.top >= outer.top - EDGE
        and inner.bottom <= outer.bottom + EDGE
        and outer.width * outer.height > inner.width * inner.height
    )


def _beside(a: Box, b: Box) -> bool:
    apart = min(a.x1, b.x1) - max(a.x0, b.x0) <= EDGE
    return apart and min(a.bottom, b.bottom) - max(a.top, b.top) > EDGE


def _rows(panels: Sequence[Panel]) -> Iterator[list[Panel]]:
    """Panels that reach over one another's height, from top to bottom."""
    row: list[Panel] = []
    reach = 0.0
    for panel in sorted(panels, key=lambda p: p.box.top):
        if row and panel.box.top > reach - EDGE:
            yield row
            row = []
        row.append(panel)
        reach = max(reach, panel.box.bottom) if len(row) > 1 else panel.box.bottom
    if row:
        yield row


def _row_of(panels: Sequence[Panel], items: Sequence[Item]) -> tuple[CardRow, list[Item]] | None:
    """The row the panels make, and the items outside it; None where one panel lies on another or text runs over a side."""
    columns = _columns(panels)
    if columns is None:
        return None
    whole = [piece for item in items for piece in _pieces(item, panels)]
    if any(_crosses(item, p.box) for item in whole for p in panels):
        return None
    ordered = [p for column in columns for p in column]
    cards = [Card(p, tuple(i for i in whole if _stands_in(i, p.box))) for p in ordered]
    taken = {id(i) for card in cards for i in card.items}
    filled = tuple(card for card in cards if card.items)
    return (CardRow(filled), [i for i in whole if id(i) not in taken]) if filled else None


def _columns(panels: Sequence[Panel]) -> list[list[Panel]] | None:
    """The panels by column from the left, each from its top; None where they overlap."""
    columns: list[list[Panel]] = []
    reach = 0.0
    for panel in sorted(panels, key=lambda p: p.box.x0):
        if columns and panel.box.x0 < reach - EDGE:
            columns[-1].append(panel)
        else:
            columns.append([panel])
        reach = max(reach, panel.box.x1) if len(columns[-1]) > 1 else panel.box.x1
    columns = [sorted(column, key=lambda p: p.box.top) for column in columns]
    return None if any(b.box.top < a.box.bottom - EDGE for column in columns for a, b in pairwise(column)) else columns


def _pieces(item: Item, panels: Sequence[Panel]) -> Sequence[Item]:
    """A line that runs out of a card into the next one, or to an arrow between the two, parted at their sides."""
    if isinstance(item, RawGrid):
        return [item]
    middle = (item.top + item.bottom) / 2
    sides = [x for p in panels if p.box.top < middle < p.box.bottom for x in (p.box.x0, p.box.x1) if item.x0 < x < item.x1]
    return (cut_at(item, sides) or [item]) if sides else [item]


def _crosses(item: Item, box: Box) -> bool:
    middle = (item.top + item.bottom) / 2
    if isinstance(item, RawGrid):
        apart = item.x1 <= box.x0 + EDGE or item.x0 >= box.x1 - EDGE or item.bottom <= box.top + EDGE or item.top >= box.bottom - EDGE
        return not apart and not _holds(box, item.box)
    level = box.top < middle < box.bottom
    return level and item.x0 < box.x1 - EDGE and item.x1 > box.x0 + EDGE and (item.x0 < box.x0 - EDGE or item.x1 > box.x1 + EDGE)


def _stands_in(item: Item, box: Box) -> bool:
    x, y = (item.x0 + item.x1) / 2, (item.top + item.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _is_told_apart(row: CardRow) -> bool:
    """Do cards of several lines stand side by side?"""
    told = [card.box for card in row.cards if _has_several_lines(card)]
    return any(_beside(a, b) for a, b in combinations(told, 2))


def _has_several_lines(card: Card) -> bool:
    """Two levels of lines at least; a tint without a frame, which may be a table's, holds a head over them or bullets too."""
    levels = list(levels_of([i for i in card.items if isinstance(i, Line)]))
    if len(levels) < 2:
        return False
    return card.panel.framed or _has_head(card) or any(s.bullet or is_bullet(s.text) for level in levels for s in level)


def _has_head(card: Card) -> bool:
    lines = sorted((i for i in card.items if isinstance(i, Line)), key=lambda s: s.top)
    first, last = lines[0], lines[-1]
    return stands_out(first, last) or last.size > BIGGER * first.size


def stands_out(line: Line, other: Line) -> bool:
    """Is a line bolder, bigger or of another colour or font than another (one made bold by drawing it twice has no name)?"""
    a, b = line.style, other.style
    return (a.bold and not b.bold) or a.size > BIGGER * b.size or a.rgb != b.rgb or bool(a.font) != bool(b.font)
