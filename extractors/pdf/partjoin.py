"""Parts of a table on pages or columns that follow one another, brought on one grid of columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.pdf.grid import RawGrid

SAME_WIDTH = 6.0  # points two column edges may differ by and still be the same table's


def same_columns(a: RawGrid, b: RawGrid) -> bool:
    """Have two grids columns of the same widths (they may stand in different columns of the page)?

    One of them may lack some edges, where none of its rows parts those columns; the sides and one edge within they share.
    """
    more, less = sorted((_edges(a), _edges(b)), key=len, reverse=True)
    if len(less) == len(more):
        return all(_near(x, y) for x, y in zip(less, more, strict=True))
    return len(less) > 2 and _near(less[-1], more[-1]) and all(any(_near(x, y) for y in more) for x in less)


def on_one_grid(parts: Sequence[RawGrid]) -> int:
    """Counts the parts' columns by the edges of all of them; returns how many columns those make."""
    edges: list[float] = []
    for part in sorted(parts, key=lambda p: -p.n_cols):
        edges += [x for x in _edges(part) if not any(_near(x, y) for y in edges)]
    edges.sort()
    for part in parts:
        if part.n_cols + 1 < len(edges):
            _spread(part, edges)
    return len(edges) - 1


def _spread(part: RawGrid, edges: Sequence[float]) -> None:
    places = [min(range(len(edges)), key=lambda i: abs(edges[i] - x)) for x in _edges(part)]
    widths = [b - a for a, b in pairwise(places)]
    for cell in part.cells:
        cell.colspan = sum(widths[cell.col : cell.col + cell.colspan])
        cell.col = places[cell.col]
    part.n_cols, part.xs = len(edges) - 1, tuple(part.xs[0] + x for x in edges)


def _edges(grid: RawGrid) -> list[float]:
    return [x - grid.xs[0] for x in grid.xs]


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= SAME_WIDTH
