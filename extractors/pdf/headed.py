"""Rows without rules under a row of shaded heads: the heads tell where the columns part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.document import Box
from extractors.pdf.bands import band_of, levels_of, rows_of_band
from extractors.pdf.grid import RawCell, RawGrid
from extractors.pdf.lines import Line
from extractors.pdf.pieces import cut_at
from extractors.pdf.strips import MAX_LABEL, within

MARGIN = 0.5  # em a cell's text may stand out of its column
FAR = 4.0  # em of white below which nothing belongs to the table


def headed_grids(grids: Sequence[RawGrid], segments: Sequence[Line]) -> tuple[list[RawGrid], list[Line]]:
    """The grids, those of a single row of heads with the rows that stand under it, and the segments left over."""
    found: list[RawGrid] = []
    rest = list(segments)
    for grid in grids:
        heads = [c for c in grid.cells if c.filled]
        if grid.n_rows > 1 or len(heads) < 2 or any(c.inner or len(_text(c.lines)) > MAX_LABEL for c in heads):
            found.append(grid)
            continue
        floor = min((g.top for g in grids if g is not grid and g.top >= grid.bottom), default=float("inf"))
        walls = [(a.box.x1 + b.box.x0) / 2 for a, b in pairwise(heads)]
        below, rest = _below(grid, walls, rest, floor)
        found.append(_with_rows(grid, heads, walls, below) if below else grid)
    return found, rest


def _text(lines: Sequence[Line]) -> str:
    return "".join(s.text for s in lines)


def _below(head: RawGrid, walls: Sequence[float], segments: Sequence[Line], floor: float) -> tuple[list[Line], list[Line]]:
    """(pieces of the lines under the heads, each within one column; the other segments)."""
    taken: list[Line] = []
    used: set[int] = set()
    reach = head.bottom
    for level in levels_of([s for s in segments if head.bottom - 1 <= s.top and s.bottom <= floor + 1]):
        pieces = [piece for s in level for piece in _in_columns(s, head, walls)]
        far = min(s.top for s in level) - reach > FAR * level[0].size
        if far or not pieces or len(pieces) < len(level) or (taken and _other_style(taken[0], level[0])):
            break
        taken += pieces
        used |= {id(s) for s in level}
        reach = max(s.bottom for s in level)
    if not any(s.x0 > walls[0] for s in taken):
        return [], list(segments)
    return taken, [s for s in segments if id(s) not in used]


def _in_columns(segment: Line, head: RawGrid, walls: Sequence[float]) -> list[Line]:
    """The segment's pieces by column; none where a character stands on a wall or outside the table."""
    margin = MARGIN * segment.size
    if segment.x0 < head.x0 - margin or segment.x1 > head.x1 + margin:
        return []
    return cut_at(segment, [w for w in walls if segment.x0 < w < segment.x1])


def _other_style(first: Line, line: Line) -> bool:
    return abs(first.size - line.size) > 0.15 * first.size or (line.style.bold and not first.style.bold)


def _with_rows(head: RawGrid, heads: Sequence[RawCell], walls: Sequence[float], below: Sequence[Line]) -> RawGrid:
    rows = rows_of_band(band_of(below, walls[0]), 1, spaced=False)
    tops, bottoms = [min(s.top for s in row) for row in rows], [max(s.bottom for s in row) for row in rows]
    ys = [head.top, head.bottom, *((a + b) / 2 for a, b in zip(bottoms[:-1], tops[1:], strict=True)), max(bottoms)]
    xs = [head.x0, *walls, head.x1]
    cells = [RawCell(0, c, 1, 1, cell.box, lines=cell.lines, shaded=True) for c, cell in enumerate(heads)]
    for r, row in enumerate(rows, start=1):
        for c, (left, right) in enumerate(pairwise(xs)):
            cells.append(RawCell(r, c, 1, 1, Box(left, ys[r], right, ys[r + 1]), lines=within(row, xs, c, c + 1)))
    return RawGrid(head.page, Box(head.x0, head.top, head.x1, ys[-1]), len(rows) + 1, len(heads), cells, tuple(xs), tuple(ys))
