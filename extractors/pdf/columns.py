"""Reading order: bands and columns of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.document import Box
from extractors.pdf.aligned import aligned_grids
from extractors.pdf.grid import RawGrid
from extractors.pdf.headed import headed_grids
from extractors.pdf.lines import Line, rows_of
from extractors.pdf.unruled import unruled_grids

Item = Line | RawGrid
Edges = tuple[float, float, float, float]  # x0, top, x1, bottom

MIN_GUTTER = 1.1  # em
MIN_LINES = 4  # of a column
MIN_WIDTH = 8.0  # em, a column's longer lines
MAX_DEPTH = 4
MAX_SPANNING = 0.5  # share of the text's height that may cross a gutter


@dataclass(slots=True)
class Flow:
    """A column (or a full-width band) with its items from top to bottom."""

    page: int
    items: list[Item]
    box: Box


def flows_of(
    segments: Sequence[Line], grids: Sequence[RawGrid], page: int, em: float, known: Sequence[float] = ()
) -> tuple[list[Flow], list[float]]:
    """The page's columns and bands in reading order, and the x of its gutters.

    ``known`` are the gutters of the page before: with few lines on a page, its own do not show.
    """
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
    band: list[Item] = []
    spanning: list[Item] = []
    for item in sorted(items, key=lambda i: i.top):
        if item.x0 < gutter - 0.5 and item.x1 > gutter + 0.5:
            flows += _columns(band, gutter, page, em, depth)
            band = []
            spanning.append(item)
        else:
            flows += [_flow(spanning, page)] if spanning else []
            spanning = []
            band.append(item)
    flows += _columns(band, gutter, page, em, depth)
    return [*flows, _flow(spanning, page)] if spanning else flows


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
