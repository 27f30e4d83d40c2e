"""Tables that lie in a cell of another table, apart from that cell's rules: a form's cell with a list of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extractors.document import Box, PlacedText
from extractors.pdf.glyphs import Glyphs
from extractors.pdf.grid import RawCell, RawGrid, is_framed
from extractors.pdf.lines import Line, rows_of
from extractors.pdf.partjoin import SAME_WIDTH, same_columns
from extractors.pdf.reflow import reflow
from extractors.pdf.rulings import Skeleton

GAP = "\u3000"  # stands for a table between a cell's texts
MAX_CAPTION = 60  # characters of the line above a table


def lies_in(a: Box, b: Box) -> bool:
    return a.x0 >= b.x0 - 1 and a.x1 <= b.x1 + 1 and a.top >= b.top - 1 and a.bottom <= b.bottom + 1


# on a page ---------------------------------------------------------------------------------------


def hold(grids: Sequence[RawGrid], candidates: Sequence[tuple[RawGrid, Skeleton]], glyphs: Glyphs) -> None:
    """Puts each candidate that is a table into the cell that it lies in; a table may lie in a cell of one that does."""
    hosts = list(grids)
    for grid, skeleton in sorted(candidates, key=lambda c: -c[0].box.width * c[0].box.height):
        cell = next((c for host in reversed(hosts) if lies_in(grid.box, host.box) for c in host.cells if lies_in(grid.box, c.box)), None)
        if cell is not None and is_framed(skeleton) and _is_table(grid, glyphs):
            cell.inner.append(grid)
            cell.inner.sort(key=lambda g: (g.top, g.x0))
            hosts.append(grid)


def _is_table(grid: RawGrid, glyphs: Glyphs) -> bool:
    """Is there text in two rows and two columns? A single row may be what a page's end has cut off."""
    if grid.n_cols < 2:
        return False
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    inside = glyphs.ink & (x >= grid.x0) & (x <= grid.x1) & (y >= grid.top) & (y <= grid.bottom)
    found = [grid.cells[i] for i in np.unique(grid.cells_at(x[inside], y[inside])).tolist() if i >= 0]
    rows = 1 if grid.n_rows == 1 else 2
    return len({c.col for c in found}) >= 2 and len({c.row for c in found}) >= rows


# in a document -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A cell of a part that holds tables, and where it stands in the whole table."""

    row: int
    col: int
    cell: RawCell


@dataclass(frozen=True, slots=True)
class Inner:
    """A table in the cell at (row, col) of another, with the parts that go on with it on later pages."""

    row: int
    col: int
    parts: list[RawGrid]
    caption: str


def settle(parts: Sequence[RawGrid]) -> None:
    """Tables of a single row become text of their cell again, unless the part before or behind goes on with them."""
    kept = {id(g) for above, below in pairwise(parts) for a, b in cut_pairs(above, below) for g in (a.inner[-1], b.inner[0])}
    for cell in (c for part in parts for c in part.cells if c.inner):
        single = [g for g in cell.inner if g.n_rows == 1 and id(g) not in kept]
        if single:
            cell.inner = [g for g in cell.inner if g not in single]
            cell.lines = rows_of([*cell.lines, *(line for g in single for line in g.lines())], cell=True)


def cut_pairs(above: RawGrid, below: RawGrid) -> list[tuple[RawCell, RawCell]]:
    """Cells at a part's end and cells of the next part that go on with the table in them."""
    ends = [c for c in above.cells if c.inner and c.row + c.rowspan == above.n_rows]
    return [(a, b) for a in ends for b in below.cells if b.inner and _one_column(a, above, b, below) and _goes_on(a, b)]


def _one_column(a: RawCell, above: RawGrid, b: RawCell, below: RawGrid) -> bool:
    sides = (a.box.x0 - above.x0 - b.box.x0 + below.x0, a.box.x1 - above.x0 - b.box.x1 + below.x0)
    return max(map(abs, sides)) <= SAME_WIDTH


def _goes_on(a: RawCell, b: RawCell) -> bool:
    return ends_in_table(a) and begins_with_table(b) and same_columns(a.inner[-1], b.inner[0])


def ends_in_table(cell: RawCell) -> bool:
    return bool(cell.inner) and all(_middle(line) < cell.inner[-1].bottom for line in cell.lines)


def begins_with_table(cell: RawCell) -> bool:
    return bool(cell.inner) and all(_middle(line) > cell.inner[0].top for line in cell.lines)


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def text_of(cell: RawCell) -> PlacedText:
    """The cell's own text: what stands before, between and behind the tables in it."""
    if not cell.inner:
        return reflow(cell.lines)
    edges = [g.top for g in cell.inner]
    runs: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in cell.lines:
        runs[sum(edge < _middle(line) for edge in edges)].append(line)
    return PlacedText.join([reflow(run) for run in runs if run], GAP)


def inner_tables(held: Sequence[Held]) -> list[Inner]:
    """The tables in a table's cells, row by row; those that a page's end cut are whole."""
    found: list[Inner] = []
    last: Held | None = None
    for one in sorted(held, key=lambda h: (h.row, h.col)):  # stable: the parts of a cut cell follow one another
        for i, grid in enumerate(one.cell.inner):
            cut = not i and last is not None and (last.row, last.col) == (one.row, one.col) and _goes_on(last.cell, one.cell)
            if cut:
                found[-1].parts.append(grid)
            else:
                found.append(Inner(one.row, one.col, [grid], _caption(one.cell, i)))
        last = one
    return found


def _caption(cell: RawCell, index: int) -> str:
    """The short line right above a table."""
    grid = cell.inner[index]
    floor = cell.inner[index - 1].bottom if index else cell.box.top
    above = [line for line in cell.lines if floor <= _middle(line) <= grid.top]
    text = above[-1].text if above else ""
    return "" if len(text) > MAX_CAPTION or text.endswith("。") else text
