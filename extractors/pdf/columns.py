"""Reading order: bands and columns of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import numpy as np

from extractors.document import Box
from extractors.pdf.aligned import aligned_grids
from extractors.pdf.bands import ALIGNED, columns_of
from extractors.pdf.cards import CardRow, Item, card_rows, stands_out
from extractors.pdf.grid import RawGrid
from extractors.pdf.headed import headed_grids
from extractors.pdf.lines import Line, rows_of
from extractors.pdf.panels import Panel
from extractors.pdf.unruled import unruled_grids

Edges = tuple[float, float, float, float]  # x0, top, x1, bottom

MIN_GUTTER = 1.1  # em
MIN_LINES = 4  # of a column
MIN_WIDTH = 8.0  # em, a column's longer lines
MAX_DEPTH = 4
EDGE_SHARE = 0.5  # of the lines that begin on the commonest edge; where fewer do, it is an indent
NEAR = 2.0  # em from a head to what it stands over
MAX_SPANNING = 0.5  # share of the text's height that may cross a gutter


@dataclass(slots=True)
class Flow:
    """A column (or a full-width band) with its items from top to bottom."""

    page: int
    items: list[Item]
    box: Box
    card: Box | None = None  # the drawn box it fills: nothing in it goes on outside
    beside: bool = False  # does that stand beside another


def flows_of(
    segments: Sequence[Line], grids: Sequence[RawGrid], page: int, em: float, known: Sequence[float] = (), panels: Sequence[Panel] = ()
) -> tuple[list[Flow], list[float]]:
    """The page's columns, bands and cards in reading order, and the x of its gutters.

    ``known`` are the gutters of the page before: with few lines on a page, its own do not show.
    """
    rows, rest = card_rows(panels, [*segments, *grids])
    if rows:
        return list(_carded(rows, rest, page, em, panels)), []
    return _uncarded(segments, grids, page, em, known)


def _carded(rows: Sequence[CardRow], rest: Sequence[Item], page: int, em: float, panels: Sequence[Panel]) -> Iterator[Flow]:
    """The flows of a page with cards: what stands above a row of them, each of its cards, what stands below."""
    for row in rows:
        above = [i for i in rest if (i.top + i.bottom) / 2 < row.top]
        beside = [i for i in rest if row.top <= (i.top + i.bottom) / 2 <= row.bottom]
        rest = [i for i in rest if (i.top + i.bottom) / 2 > row.bottom]
        yield from _plain(above, page, em)
        for card in row.cards:
            before = [i for i in beside if i.x0 < card.box.x0]
            beside = [i for i in beside if i.x0 >= card.box.x0]
            yield from _plain(before, page, em)
            inner = [p for p in panels if p is not card.panel and card.holds(p)]
            yield from (
                replace(flow, card=flow.card or card.box, beside=flow.beside or len(row.cards) > 1)
                for flow in _plain(card.items, page, em, inner)
            )
        yield from _plain(beside, page, em)
    yield from _plain(rest, page, em)


def _plain(items: Sequence[Item], page: int, em: float, panels: Sequence[Panel] = ()) -> list[Flow]:
    lines, grids = [i for i in items if isinstance(i, Line)], [i for i in items if isinstance(i, RawGrid)]
    return flows_of(lines, grids, page, em, (), panels)[0]


def _uncarded(
    segments: Sequence[Line], grids: Sequence[RawGrid], page: int, em: float, known: Sequence[float]
) -> tuple[list[Flow], list[float]]:
    grids, segments = headed_grids(grids, segments)
    items: list[Item] = [*segments, *grids]
    gutter = _gutter(items, em)
    tables, loose = unruled_grids(segments, spaced=gutter is not None)
    if tables:
        items = [*loose, *grids, *tables]
        gutter = _gutter(items, em)
    elif gutter is None and not any(_parts(items, g) for g in known):
        return [_flow(items, page, unruled=False)] if items else [], []
    if gutter is None:
        gutter = next((g for g in known if _parts(items, g)), None)
    return _split(items, page, em, 0, gutter), [gutter] if gutter is not None else []


def _parts(items: Sequence[Item], gutter: float) -> bool:
    """Does the gutter run through the page without touching anything?"""
    sides = {i.x0 > gutter for i in items}
    return len(sides) == 2 and not any(i.x0 < gutter < i.x1 for i in items)


def _split(items: list[Item], page: int, em: float, depth: int, gutter: float | None) -> list[Flow]:
    if not items:
        return []
    if gutter is None:
        return [_flow(items, page)]
    flows: list[Flow] = []
    for across, band in _bands(items, gutter):
        flows += [_flow(band, page)] if across else _columns(band, gutter, page, em, depth)
    return flows


def _bands(items: Sequence[Item], gutter: float) -> Iterator[tuple[bool, list[Item]]]:
    """From top to bottom: (does it stand across the gutter, items)."""
    wide = [i for i in items if i.x0 < gutter - 0.5 and i.x1 > gutter + 0.5]
    edges = _edges(items) if wide else []
    across = {id(i) for i in [*wide, *_beside(wide, items, edges)]}
    runs = [(crosses, list(run)) for crosses, run in groupby(sorted(items, key=lambda i: i.top), key=lambda i: id(i) in across)]
    marked = [(crosses or (bool(wide) and _is_row(run, gutter, edges)), run) for crosses, run in _with_heads(runs)]
    for crosses, some in groupby(marked, key=itemgetter(0)):
        yield crosses, [item for _, run in some for item in run]


def _with_heads(runs: Sequence[tuple[bool, list[Item]]]) -> list[tuple[bool, list[Item]]]:
    """The runs, a head that ends one put over what it heads."""
    found: list[tuple[bool, list[Item]]] = []
    for crosses, run in runs:
        heads = _leading(found[-1][1], run[0]) if crosses and found else []
        if heads:
            found[-1] = (False, found[-1][1][: -len(heads)])
        found.append((crosses, [*heads, *run]))
    return found


def _leading(band: Sequence[Item], spanning: Item) -> list[Item]:
    """The band's last line, if it is the head of what spans the columns below: under both, and set otherwise than the text above."""
    last = band[-1] if len(band) > 1 else None
    if not isinstance(last, Line) or last.x0 > spanning.x0 + last.size or spanning.top - last.bottom > NEAR * last.size:
        return []
    above = max((i for i in band[:-1] if i.x0 < last.x1 and i.x1 > last.x0), key=lambda i: i.bottom, default=None)
    under_all = all(i.bottom <= last.top + 1 for i in band[:-1])
    return [last] if under_all and isinstance(above, Line) and stands_out(last, above) else []


def _edges(items: Sequence[Item]) -> list[float]:
    """The x on which the columns' lines begin, not those of indents."""
    begun = columns_of([i for i in items if isinstance(i, Line)])
    most = max((len(lines) for lines in begun), default=0)
    return [lines[0].x0 for lines in begun if len(lines) >= max(MIN_LINES, EDGE_SHARE * most)]


def _beside(wide: Sequence[Item], items: Sequence[Item], edges: Sequence[float]) -> list[Line]:
    """The rest of the lines that cross a gutter: what white parts from them on their level.

    A line that begins on the edge of a column to the right is that column's: only a long word or a formula reaches over to it.
    """
    long = [i for i in wide if isinstance(i, Line)]
    rest = [i for i in items if isinstance(i, Line) and any(s is not i and _level(s, i) for s in long)] if long else []
    return [i for i in rest if any(_level(s, i) and (i.x1 <= s.x0 or not _heads_column(i, edges)) for s in long)]


def _is_row(run: Sequence[Item], gutter: float, edges: Sequence[float]) -> bool:
    """Is it a single line in pieces, which the gutter happens to part?"""
    lines = [i for i in run if isinstance(i, Line)]
    if len(lines) < len(run) or not all(_level(lines[0], line) for line in lines[1:]):
        return False
    right = [line for line in lines if line.x0 > gutter]
    return 0 < len(right) < len(lines) and not any(_heads_column(line, edges) for line in right)


def _level(line: Line, other: Line) -> bool:
    return line.top < (other.top + other.bottom) / 2 < line.bottom


def _heads_column(line: Line, edges: Sequence[float]) -> bool:
    return any(abs(x - line.x0) <= ALIGNED * line.size for x in edges)


def _columns(band: list[Item], gutter: float, page: int, em: float, depth: int) -> list[Flow]:
    left = [i for i in band if (i.x0 + i.x1) / 2 < gutter]
    right = [i for i in band if (i.x0 + i.x1) / 2 >= gutter]
    deeper = depth + 1 < MAX_DEPTH
    return [f for side in (left, right) for f in _split(side, page, em, depth + 1, _gutter(side, em) if deeper else None)]


def _flow(items: Sequence[Item], page: int, *, unruled: bool = True) -> Flow:
    """The items as one flow; ``unruled`` is False where they are known to hold no table without rules."""
    segments = [i for i in items if isinstance(i, Line)]
    tables, loose = unruled_grids(segments) if unruled else ([], segments)
    aligned, loose = aligned_grids(loose)
    tables += aligned
    lines: list[Item] = list(rows_of(loose))
    whole = sorted([*lines, *tables, *(i for i in items if isinstance(i, RawGrid))], key=lambda i: i.top)
    box = Box(min(i.x0 for i in whole), whole[0].top, max(i.x1 for i in whole), max(i.bottom for i in whole))
    return Flow(page, whole, box)


def _gutter(items: Sequence[Item], em: float) -> float | None:
    """The x in the middle of the emptiest upright strip that has columns of text on both sides."""
    lines = [i for i in items if isinstance(i, Line)]
    if len(lines) < 2 * MIN_LINES:
        return None
    best: tuple[float, float] | None = None
    edges: list[Edges] = []
    for left in _column_ends(items, em):
        edges = edges or [(i.x0, i.top, i.x1, i.bottom) for i in items]
        found = _strip(edges, left, em)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best is not None else None


def _column_ends(items: Sequence[Item], em: float) -> list[float]:
    """The x where a strip of white may begin: such as have columns of text on both sides."""
    x0, x1, wide, is_line = np.array([(i.x0, i.x1, i.x1 - i.x0 >= MIN_WIDTH * em, isinstance(i, Line)) for i in items]).T
    inner = x1[(x0.min() + 6 * em < x1) & (x1 < x1.max() - 6 * em)]
    ends = np.array(sorted(set(np.rint(inner).tolist())))
    fine = np.ones(len(ends), np.bool_)
    line, long = is_line > 0, (is_line > 0) & (wide > 0)
    before = [np.searchsorted(np.sort(x1[some]), ends + 1, side="right") for some in (line, long)]
    after = [np.count_nonzero(some) - np.searchsorted(np.sort(x0[some]), ends + MIN_GUTTER * em - 1) for some in (line, long)]
    for count, enough in (before, after):
        fine &= (count >= MIN_LINES) & (count - enough <= count * 3 // 4)
    found: list[float] = ends[fine].tolist()
    return found


def _strip(edges: Sequence[Edges], left: float, em: float) -> tuple[float, float] | None:
    """(share of height crossing, middle) of the strip that begins at ``left``; None where it parts no columns of text."""
    right = left + MIN_GUTTER * em
    crossing = sum([bottom - top for x0, top, x1, bottom in edges if x0 < right - 1 and x1 > left + 1])
    share = crossing / max(sum([bottom - top for _, top, _, bottom in edges]), 1.0)
    if share > MAX_SPANNING:
        return None
    before = [e for e in edges if e[2] <= left + 1]
    after = [e for e in edges if e[0] >= right - 1]
    overlap = min(max([e[3] for e in before]), max([e[3] for e in after])) - max(min([e[1] for e in before]), min([e[1] for e in after]))
    if overlap < 2 * em:
        return None
    far = min([e[0] for e in after])
    return share, (max(left, max([e[2] for e in before])) + far) / 2
