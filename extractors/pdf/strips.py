"""Strips of white that part columns, and the grid of the rows they run through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.document import Box
from extractors.pdf.grid import RawCell, RawGrid
from extractors.pdf.lines import Line

STRIP = 0.25  # em of white between two columns
WIDE = 2.0  # em of white that part columns even where a single row has them
MAX_LABEL = 24  # characters of a label


def grid_of_rows(rows: Sequence[Sequence[Line]], walls: Sequence[float], *, form: bool) -> RawGrid:
    lines = [s for row in rows for s in row]
    x0, x1 = min(s.x0 for s in lines), max(s.x1 for s in lines)
    tops, bottoms = [min(s.top for s in r) for r in rows], [max(s.bottom for s in r) for r in rows]
    ys = [tops[0], *((a + b) / 2 for a, b in zip(bottoms[:-1], tops[1:], strict=True)), bottoms[-1]]
    xs = [x0, *walls, x1]
    cells = [cell for r, row in enumerate(rows) for cell in _cells(r, row, xs, ys, form)]
    return RawGrid(lines[0].page, Box(x0, tops[0], x1, bottoms[-1]), len(rows), len(xs) - 1, cells, tuple(xs), tuple(ys))


def gaps_of(row: Sequence[Line]) -> list[tuple[float, float]]:
    """The strips of white that run through all lines of a row."""
    gaps: list[tuple[float, float]] = []
    reach: float | None = None
    for line in sorted(row, key=lambda s: s.x0):
        if reach is not None and line.x0 - reach >= STRIP * line.size:
            gaps.append((reach, line.x0))
        reach = line.x1 if reach is None else max(reach, line.x1)
    return gaps


def walls_of(rows: Sequence[Sequence[Line]], edge: float, em: float) -> list[tuple[float, int]]:
    """Where columns part, and in how many rows: strips that several share, the one left of the values among them."""
    shared: list[tuple[float, float, int]] = []
    for gap in sorted(g for row in rows for g in gaps_of(row)):
        at = next((i for i, (a, b, _) in enumerate(shared) if min(b, gap[1]) - max(a, gap[0]) >= 0.5 * STRIP * em), None)
        if at is None:
            shared.append((*gap, 1))
        else:
            a, b, count = shared[at]
            shared[at] = (max(a, gap[0]), min(b, gap[1]), count + 1)
    return sorted(((a + b) / 2, count) for a, b, count in shared if count >= 2 or a < edge <= b + 1 or b - a >= WIDE * em)


def parted_by(row: Sequence[Line], walls: Sequence[float]) -> int:
    """How many of the row's strips part columns."""
    return sum(any(a <= x <= b for x in walls) for a, b in gaps_of(row))


def within(row: Sequence[Line], bounds: Sequence[float], start: int, end: int) -> list[Line]:
    """The row's lines whose middle stands in the columns ``start`` to ``end``, from the top; an outer column takes in all beyond it."""
    last = len(bounds) - 1
    inside = [s for s in row if (start == 0 or bounds[start] <= (s.x0 + s.x1) / 2) and (end == last or (s.x0 + s.x1) / 2 < bounds[end])]
    return sorted(inside, key=lambda s: (s.top, s.x0))


def _cells(r: int, row: Sequence[Line], xs: Sequence[float], ys: Sequence[float], form: bool) -> Iterator[RawCell]:
    """The row's cells, each as wide as the columns it reaches into and the empty ones after it."""
    gaps = gaps_of(row)
    own = [c for c in range(1, len(xs) - 1) if any(a <= xs[c] <= b for a, b in gaps)]
    for i, (start, end) in enumerate(pairwise([0, *own, len(xs) - 1])):
        inside = within(row, xs, start, end)
        box = Box(xs[start], ys[r], xs[end], ys[r + 1])
        cell = RawCell(r, start, 1, end - start, box, lines=inside)
        cell.shaded = form and i % 2 == 0 and i < len(own) and sum(len(s.text) for s in inside) <= MAX_LABEL  # as a printed form's label is
        yield cell
