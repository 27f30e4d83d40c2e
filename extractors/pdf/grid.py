"""A skeleton of rules to a grid of cells with spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from extractors.document import Box
from extractors.pdf.glyphs import Floats, Ints, Rule
from extractors.pdf.lines import Line
from extractors.pdf.rulings import REACH, Skeleton

COVER = 0.6  # share of a side a rule must run along to part two cells
FRAME = 0.9  # share of a side that its rules cover where they frame a table
MERGE = 2.5  # points; grid lines nearer than this are one
MAX_GRID = 40_000  # grid places; beyond, it is a drawing


@dataclass(eq=False, slots=True)
class RawCell:
    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    lines: list[Line] = field(default_factory=list)
    shaded: bool = False
    open_top: bool = False  # no rule above: the cell goes on from the page or column before
    open_bottom: bool = False
    inner: list[RawGrid] = field(default_factory=list)  # tables of their own that lie in the cell, top to bottom

    @property
    def filled(self) -> bool:
        return bool(self.lines or self.inner)

    def all_lines(self) -> list[Line]:
        """The cell's lines and those of the tables in it."""
        return [*self.lines, *(line for grid in self.inner for line in grid.lines())] if self.inner else self.lines


@dataclass(eq=False, slots=True)
class RawGrid:
    page: int
    box: Box
    n_rows: int
    n_cols: int
    cells: list[RawCell]
    xs: tuple[float, ...]  # the grid's vertical lines
    ys: tuple[float, ...]
    across: bool = False  # ruled only across

    @property
    def top(self) -> float:
        return self.box.top

    @property
    def bottom(self) -> float:
        return self.box.bottom

    @property
    def x0(self) -> float:
        return self.box.x0

    @property
    def x1(self) -> float:
        return self.box.x1

    def lines(self) -> Iterator[Line]:
        """The lines of all its cells, and of the tables in them."""
        return (line for cell in self.cells for line in cell.all_lines())

    def cells_at(self, x: Floats, y: Floats) -> Ints:
        """The places in ``cells`` of what covers the points; -1 for none."""
        places = np.full((self.n_rows + 2, self.n_cols + 2), -1, dtype=np.int64)  # a border for points outside
        for i, cell in enumerate(self.cells):
            places[cell.row + 1 : cell.row + cell.rowspan + 1, cell.col + 1 : cell.col + cell.colspan + 1] = i
        found: Ints = places[np.searchsorted(self.ys, y, side="right"), np.searchsorted(self.xs, x, side="right")]
        return found


def every(grids: Iterable[RawGrid]) -> Iterator[RawGrid]:
    """The grids and those that lie in their cells, these first."""
    for grid in grids:
        for cell in grid.cells:
            if cell.inner:
                yield from every(cell.inner)
        yield grid


def grid_of(skeleton: Skeleton, page: int, extra_x: Sequence[float] = ()) -> RawGrid | None:
    """The grid the rules draw; None for a single frame or a drawing.

    A side without a rule (a table cut by a page break, or one ruled only across) counts as closed by the skeleton's box.
    """
    flat = [r for r in skeleton.rules if r.horizontal]
    upright = [r for r in skeleton.rules if not r.horizontal]
    box = skeleton.box
    xs = _lines([r.at for r in upright] + [box.x0, box.x1, *extra_x])
    ys = _lines([r.at for r in flat] + [box.top, box.bottom])
    n_cols, n_rows = len(xs) - 1, len(ys) - 1
    if n_cols < 1 or n_rows < 1 or n_cols * n_rows < 2 or n_cols * n_rows > MAX_GRID:
        return None
    walls = upright + [Rule(False, x, box.top, box.bottom) for x in extra_x]
    cells = _cells(xs, ys, flat, walls)
    if len(cells) < 2:
        return None
    return RawGrid(page, box, n_rows, n_cols, cells, tuple(xs), tuple(ys))


def is_framed(skeleton: Skeleton) -> bool:
    """Is each side of the skeleton's box ruled all along, or not at all? Boxes that lines join have sides ruled in part."""
    box = skeleton.box
    for horizontal, start, end, sides in ((True, box.x0, box.x1, (box.top, box.bottom)), (False, box.top, box.bottom, (box.x0, box.x1))):
        rules = [r for r in skeleton.rules if r.horizontal is horizontal]
        for at in sides:
            runs = _runs_at(rules, at)
            if runs and _run(runs, start, end) < FRAME * (end - start):
                return False
    return True


def _lines(values: Sequence[float]) -> list[float]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > MERGE:
            merged.append(value)
    return merged


def _runs_at(rules: Sequence[Rule], at: float) -> list[tuple[float, float]]:
    """Where on a line of the grid its rules run."""
    return [(r.start, r.end) for r in rules if abs(r.at - at) <= REACH]


def _covered(runs: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    """Do the runs on a line cover so much from ``start`` to ``end``?"""
    return _run(runs, start, end) >= COVER * (end - start)


def _run(runs: Sequence[tuple[float, float]], start: float, end: float) -> float:
    """How much of ``start`` to ``end`` the runs on a line cover."""
    run = 0.0
    for first, last in runs:
        if first < end and last > start:
            run += (last if last < end else end) - (first if first > start else start)
    return run


def _cells(xs: Sequence[float], ys: Sequence[float], flat: Sequence[Rule], upright: Sequence[Rule]) -> list[RawCell]:
    """Grid places grown right, then down, as long as no rule parts them."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    walls, floors = [_runs_at(upright, x) for x in xs[1:]], [_runs_at(flat, y) for y in ys]
    wall = [[_covered(runs, top, bottom) for runs in walls] for top, bottom in pairwise(ys)]
    floor = [[_covered(runs, left, right) for left, right in pairwise(xs)] for runs in floors[1:]]
    taken = [[False] * n_cols for _ in range(n_rows)]
    cells: list[RawCell] = []
    for r in range(n_rows):
        for c in range(n_cols):
            if taken[r][c]:
                continue
            width, height = _extent(r, c, wall, floor, taken)
            for i in range(r, r + height):
                taken[i][c : c + width] = [True] * width
            box = Box(xs[c], ys[r], xs[c + width], ys[r + height])
            cell = RawCell(r, c, height, width, box)
            cell.open_top = r == 0 and not _covered(floors[0], box.x0, box.x1)
            cell.open_bottom = r + height == n_rows and not _covered(floors[-1], box.x0, box.x1)
            cells.append(cell)
    return cells


def _extent(r: int, c: int, wall: list[list[bool]], floor: list[list[bool]], taken: list[list[bool]]) -> tuple[int, int]:
    n_rows, n_cols = len(wall), len(wall[0])
    width = 1
    while c + width < n_cols and not wall[r][c + width - 1] and not taken[r][c + width]:
        width += 1
    height = 1
    while r + height < n_rows and not any(floor[r + height - 1][c : c + width]) and not any(taken[r + height][c : c + width]):
        if any(wall[r + height][c : c + width - 1]):
            break
        height += 1
    return width, height


def stacked(grids: Sequence[RawGrid]) -> list[RawGrid]:
    """Grids of the same columns that touch one under the other (shaded heads over ruled rows) made one."""
    done: list[RawGrid] = []
    for grid in sorted(grids, key=lambda g: g.top):
        above = next((g for g in done if _touches(g, grid)), None)
        if above is None:
            done.append(grid)
        else:
            done[done.index(above)] = _under(above, grid)
    return done


def _touches(above: RawGrid, below: RawGrid) -> bool:
    if above.n_cols != below.n_cols or abs(below.top - above.bottom) > REACH:
        return False
    return all(abs(a - b) <= REACH for a, b in zip(above.xs, below.xs, strict=True))


def _under(above: RawGrid, below: RawGrid) -> RawGrid:
    for cell in below.cells:
        cell.row += above.n_rows
    box = above.box.union(below.box)
    ys = (*above.ys[:-1], *below.ys)
    return RawGrid(above.page, box, above.n_rows + below.n_rows, above.n_cols, above.cells + below.cells, above.xs, ys)
