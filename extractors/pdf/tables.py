"""Where the tables of a page are, and which glyphs stand in which cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractors.document import Box
from extractors.pdf.glyphs import Bools, Glyphs, Ints, PageContent, Rule
from extractors.pdf.grid import RawGrid, every, grid_of, stacked
from extractors.pdf.lines import Line, rows_of
from extractors.pdf.nested import hold, lies_in
from extractors.pdf.openrows import with_rows_parted
from extractors.pdf.overhang import reach_down
from extractors.pdf.rulings import REACH, Skeleton, fill_edges, head_edges, is_shade, joined, same_extent, skeletons

MIN_OPEN_RULES = 3  # rules across that make a table without upright ones
MIN_GAP = 0.8  # em of white that parts two columns where no rule's joint does
MAX_ROW = 0.5  # share of the page's height one row of a table without upright rules may take


def find_tables(content: PageContent) -> tuple[list[RawGrid], Ints]:
    """The page's tables, and for each glyph the number of the cell it stands in, counted through ``every`` one; -1 outside tables."""
    rules = joined(content.rules)
    ruled = {g: s for s in skeletons(rules) if (g := grid_of(s, content.number)) is not None}
    heads = head_edges(content, rules)
    across = joined([*rules, *heads]) if heads else rules
    grids = [*ruled, *_open_grids(content, across, [*content.rules, *heads], list(ruled))]
    edges = joined(fill_edges(content, [g.box for g in grids]))
    outermost = _outermost(grids + [g for s in skeletons(edges) if (g := grid_of(s, content.number)) is not None])
    grids = stacked(outermost)
    for grid in grids:
        reach_down(grid, content)
    inner = ruled.keys() - set(outermost)
    hold(grids, [(g, s) for g, s in ruled.items() if g in inner], content.glyphs)
    all_grids = list(every(grids))
    kept, cells = _with_text(all_grids, _cells_of(all_grids, content.glyphs), content.glyphs.ink)
    for grid in kept:
        _shade(grid, content, inner=grid in inner)
    return [g for g in kept if g not in inner], cells


def filled(grids: Sequence[RawGrid], segments: Mapping[int, list[Line]]) -> list[RawGrid]:
    """The grids with the segments of each cell, by its number, as its lines; rows that no rule parts are parted."""
    for number, cell in enumerate(cell for grid in every(grids) for cell in grid.cells):
        cell.lines = rows_of(segments.get(number, []), cell=True)
    return [with_rows_parted(g) if g.across else g for g in grids]


def _outermost(grids: list[RawGrid]) -> list[RawGrid]:
    """Grids that lie in no other grid."""
    return [g for g in grids if not any(o is not g and lies_in(g.box, o.box) and o.box != g.box for o in grids)]


def _cells_of(grids: Sequence[RawGrid], glyphs: Glyphs) -> Ints:
    """The number of the cell each glyph's middle stands in, counted through the grids; -1 for none."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    found = np.full(len(glyphs), -1, dtype=np.int64)
    free = np.ones(len(glyphs), dtype=np.bool_)  # of grids that overlap, the first takes it
    before = 0
    for grid in grids:
        inside = np.flatnonzero(free & (x >= grid.x0) & (x <= grid.x1) & (y >= grid.top) & (y <= grid.bottom))
        free[inside] = False
        cells = grid.cells_at(x[inside], y[inside])
        found[inside] = np.where(cells >= 0, cells + before, -1)
        before += len(grid.cells)
    return found


def _with_text(grids: Sequence[RawGrid], cells: Ints, ink: Bools) -> tuple[list[RawGrid], Ints]:
    """Grids with text in at least two cells, or a table in one; the glyphs of the others go back into the page."""
    kept: list[RawGrid] = []
    before = after = 0
    new = np.full(sum(len(grid.cells) for grid in grids) + 1, -1, dtype=np.int64)  # a last place for -1
    filled = np.bincount(cells[ink & (cells >= 0)], minlength=len(new)) > 0
    for grid in grids:
        end = before + len(grid.cells)
        if int(filled[before:end].sum()) >= 2 or any(c.inner for c in grid.cells):
            kept.append(grid)
            new[before:end] = np.arange(after, after + len(grid.cells))
            after += len(grid.cells)
        before = end
    return kept, new[cells]


def _shade(grid: RawGrid, content: PageContent, *, inner: bool) -> None:
    """Marks the shaded cells; the shade of the cell that a table lies in is not that of its own cells."""
    fills = [f for f in content.fills if is_shade(f, content) and f.box.bottom > grid.top and f.box.top < grid.bottom]
    if inner:
        fills = [f for f in fills if not lies_in(grid.box, f.box)]
    for cell in grid.cells:
        x, y = (cell.box.x0 + cell.box.x1) / 2, (cell.box.top + cell.box.bottom) / 2
        cell.shaded = any(f.box.x0 <= x <= f.box.x1 and f.box.top <= y <= f.box.bottom for f in fills)


# tables ruled only across ----------------------------------------------------------------------


def _open_grids(content: PageContent, rules: Sequence[Rule], pieces: Sequence[Rule], grids: Sequence[RawGrid]) -> list[RawGrid]:
    """``pieces`` are what the rules are joined of."""
    rules = [r for r in rules if r.horizontal and not any(_within(r, g) for g in grids)]
    found: list[RawGrid] = []
    for stack in _stacks(rules, content.height):
        box = Box(min(r.start for r in stack), stack[0].at, max(r.end for r in stack), stack[-1].at)
        for part, columns in _ruled_parts(stack, box, content, pieces):
            extent = Box(box.x0, part[0].at, box.x1, part[-1].at)
            grid = grid_of(Skeleton(tuple(part), extent), content.number, columns)
            if grid is not None:
                found.append(replace(grid, across=True))
    return found


def _within(rule: Rule, grid: RawGrid) -> bool:
    return grid.top - REACH <= rule.at <= grid.bottom + REACH and rule.start < grid.x1 and rule.end > grid.x0


def _stacks(rules: Sequence[Rule], page_height: float) -> list[list[Rule]]:
    """Rules of one extent, one under the other."""
    stacks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        home = next((s for s in stacks if same_extent(s[-1], rule) and rule.at - s[-1].at < MAX_ROW * page_height), None)
        if home is None:
            stacks.append([rule])
        else:
            home.append(rule)
    return [s for s in stacks if len(s) >= 2]


def _ruled_parts(stack: Sequence[Rule], box: Box, content: PageContent, pieces: Sequence[Rule]) -> list[tuple[list[Rule], list[float]]]:
    """The pieces of a stack that are tables, each with the x where its columns part.

    Columns part at the joints of the rules' pieces, else at white strips through every row. A rule without joints is part
    of the table where the text above it keeps to the columns (a dotted one), and none where it does not (under a heading); one
    above the first with joints (a table's border) where a single line of text stands below it and does.
    """
    parts: list[tuple[list[Rule], list[float]]] = []
    run: list[Rule] = []
    shared: frozenset[int] = frozenset()
    for before, rule in pairwise([stack[0], *stack]):
        own = _joints(rule, box, pieces)
        if run and (_alike(own, shared) if own else _keeps_to(shared, run[-1], rule, content.glyphs)):
            run.append(rule)
        else:
            headed = bool(own) and not run and before is not rule and _is_row(own, before, rule, content.glyphs)
            parts += _finished(run, shared)
            run, shared = ([before, rule] if headed else [rule], own) if own else ([], frozenset())
    parts += _finished(run, shared)
    if parts or len(stack) < MIN_OPEN_RULES:
        return parts
    g = content.glyphs
    middle = (g.top + g.bottom) / 2
    inside = g.ink & (box.top <= middle) & (middle <= box.bottom) & (box.x0 - 2 <= g.x0) & (g.x0 <= box.x1)
    strips = _white_strips(g.take(inside), box, stack)
    return [(list(stack), strips)] if strips else []


def _keeps_to(joints: frozenset[int], above: Rule, below: Rule, glyphs: Glyphs) -> bool:
    """Does the text between two rules stand in several of the columns and cross no joint?"""
    return _in_columns(joints, _between(above, below, glyphs))


def _is_row(joints: frozenset[int], above: Rule, below: Rule, glyphs: Glyphs) -> bool:
    """Is it one line besides?"""
    row = _between(above, below, glyphs)
    return len(row) > 0 and bool(row.top.max() < row.bottom.min()) and _in_columns(joints, row)


def _between(above: Rule, below: Rule, glyphs: Glyphs) -> Glyphs:
    middle = (glyphs.top + glyphs.bottom) / 2
    return glyphs.take(
        glyphs.ink & (above.at < middle) & (middle < below.at) & (above.start - REACH <= glyphs.x0) & (glyphs.x1 <= above.end + REACH)
    )


def _in_columns(joints: frozenset[int], row: Glyphs) -> bool:
    edges = np.array(sorted(joints))
    first, last = np.searchsorted(edges, row.x0 + 1), np.searchsorted(edges, row.x1 - 1)
    return bool((first == last).all()) and len(set(first.tolist())) > 1


def _finished(run: list[Rule], joints: frozenset[int]) -> list[tuple[list[Rule], list[float]]]:
    return [(run, sorted(float(x) for x in joints))] if len(run) >= 2 else []


def _alike(a: frozenset[int], b: frozenset[int]) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= REACH for x, y in zip(sorted(a), sorted(b), strict=True))


def _joints(rule: Rule, box: Box, rules: Sequence[Rule]) -> frozenset[int]:
    """The x where one piece of a rule ends and the next begins."""
    pieces = [p for p in rules if p.horizontal and abs(p.at - rule.at) <= REACH and p.start >= box.x0 - REACH and p.end <= box.x1 + REACH]
    return frozenset(round(p.start) for p in pieces if p.start > box.x0 + REACH)


def _white_strips(glyphs: Glyphs, box: Box, stack: Sequence[Rule]) -> list[float]:
    spans = sorted(zip(glyphs.x0.tolist(), glyphs.x1.tolist(), glyphs.size.tolist(), strict=True))
    if not spans:
        return []
    strips: list[float] = []
    reach, em = spans[0][1], spans[0][2]
    for x0, x1, size in spans[1:]:
        if x0 - reach >= MIN_GAP * max(em, size):
            strips.append((reach + x0) / 2)
        if x1 > reach:
            reach, em = x1, size
    if not strips:
        return []
    return strips if _rows_use(strips, glyphs, stack) else []


def _rows_use(strips: Sequence[float], glyphs: Glyphs, stack: Sequence[Rule]) -> bool:
    """Most rows have ink on both sides of a strip."""
    middle, side = (glyphs.top + glyphs.bottom) / 2, np.searchsorted(np.array(strips), glyphs.x0)
    rows = (side[(above.at <= middle) & (middle <= below.at)] for above, below in pairwise(stack))
    full = sum(len(sides) > 0 and int(sides.min()) < int(sides.max()) for sides in rows)
    return full >= 0.6 * (len(stack) - 1)
