"""The rows of a table that is ruled only above and below its body: no rule parts them, the levels of its lines do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.document import Box
from extractors.pdf.bands import levels_of
from extractors.pdf.grid import RawCell, RawGrid
from extractors.pdf.lines import Line

LOOSE = 1.25  # times the white between the lines of a cell: what parts two rows
MAX_LINES = 4  # of a row that white parts from the next,
MAX_WRAPPED = 12  # and of one in a table whose cells are seen to go on
MAX_RULED = 2  # body and total; where more rows are ruled, each of them is
FULL = 1.5  # em from its column's end; a line that comes so near may go on in the next
_FIGURE = re.compile(r"[\d０-９,，.．△▲－―\-%％\s]+$")  # never goes on in a second line, but for
_RANGE = re.compile(r"\d\s*[-‐‑–—−－~〜～]$")  # a span of years, broken behind its dash,
_AMOUNT = re.compile(r"[\d百千万億]$")  # and an amount, broken before
_UNIT = re.compile(
    r"(?:[百千万億]*円|[件名人社台室編報本基回年月日点頭棟％%㎡]|[かヶ箇]所|機関|トン)[）)]?$"
)  # its unit, which stands alone
_OPEN, _CLOSE = re.compile(r"[（「『【〔［〈《(\[]"), re.compile(r"[）」』】〕］〉》)\]]")
_BEGINS_NONE = frozenset("、。，．）」』】〕］〉》)]")  # what no cell begins with


def with_rows_parted(grid: RawGrid) -> RawGrid:
    """The grid, each row of its body cut where a new row of text begins in it."""
    heads = 1 if grid.n_rows > 1 else 0
    if grid.n_rows - heads > MAX_RULED or any(c.inner for c in grid.cells):
        return grid
    cells: list[RawCell] = []
    ys = [grid.ys[0]]
    for r in range(grid.n_rows):
        row = [c for c in grid.cells if c.row == r]
        parts = _parts(row, grid) if r >= heads and all(c.rowspan == 1 for c in row) else []
        cuts = _cuts(parts) if len(parts) > 1 else []
        edges = [grid.ys[r], *cuts, grid.ys[r + 1]]
        for i, (top, bottom) in enumerate(pairwise(edges)):
            cells += [_cut(c, len(ys) - 1 + i, top, bottom, whole=not cuts) for c in row]
        ys += edges[1:]
    return replace(grid, cells=cells, n_rows=len(ys) - 1, ys=tuple(ys)) if len(ys) - 1 > grid.n_rows else grid


def _cut(cell: RawCell, row: int, top: float, bottom: float, *, whole: bool) -> RawCell:
    if whole:
        return replace(cell, row=row)
    inside = [s for s in cell.lines if top <= (s.top + s.bottom) / 2 < bottom]
    return replace(cell, row=row, lines=inside, box=Box(cell.box.x0, top, cell.box.x1, bottom))


def _cuts(parts: Sequence[Sequence[Line]]) -> list[float]:
    return [(max(s.bottom for s in above) + min(s.top for s in below)) / 2 for above, below in pairwise(parts)]


def _parts(row: Sequence[RawCell], grid: RawGrid) -> list[list[Line]]:
    """The row's lines by row of text."""
    column = {id(line): cell for cell in row for line in cell.lines}
    levels = list(levels_of([line for cell in row for line in cell.lines]))
    ends = _ends(row)
    spaced = _spaced(levels, column, MAX_WRAPPED if ends else MAX_LINES)
    if spaced:
        return spaced
    above: dict[int, list[Line]] = {}  # the row's lines so far in each column
    parts: list[list[Line]] = []
    for level in levels:
        cells = [column[id(line)] for line in level]
        begins = any(c.col == 0 for c in cells)
        ended = any(
            c.col in above and not _goes_on(above[c.col], line, ends.get(c.col, c.box.x1)) for c, line in zip(cells, level, strict=True)
        )
        if not parts or (begins and ended):
            parts.append([])
            above = {}
        parts[-1] += level
        for cell, line in zip(cells, level, strict=True):
            above.setdefault(cell.col, []).append(line)
    return parts


def _ends(row: Sequence[RawCell]) -> dict[int, float]:
    """Where each column's longest line ends, in a table whose cells are seen to go on; else nothing, for lines may happen to be as long."""
    if not any(_is_broken([above], below) for cell in row for above, below in pairwise(cell.lines)):
        return {}
    return {cell.col: max(line.x1 for line in cell.lines) for cell in row if cell.lines}


def _spaced(levels: Sequence[list[Line]], column: Mapping[int, RawCell], most: int) -> list[list[Line]]:
    """The rows that wider white parts; none where it is of one width, or parts no rows of a few lines."""
    if len(levels) < 2:
        return []
    white = [min(s.top for s in below) - max(s.bottom for s in above) for above, below in pairwise(levels)]
    if max(white) <= LOOSE * max(0.0, min(white)) + 0.1 * levels[0][0].size:
        return []
    rows = [[levels[0]]]
    for gap, level in zip(white, levels[1:], strict=True):
        if gap > LOOSE * max(0.0, min(white)) + 0.1 * level[0].size:
            rows.append([level])
        else:
            rows[-1].append(level)
    if max(map(len, rows)) > most or any(_figures_under_figures(r, column) for r in rows):
        return []
    return [[line for level in r for line in level] for r in rows]


def _figures_under_figures(levels: Sequence[list[Line]], column: Mapping[int, RawCell]) -> bool:
    """Does a column hold two figures, one under the other, that are no span of years?"""
    above: dict[int, str] = {}
    for line in (line for level in levels for line in level if _FIGURE.match(line.text)):
        col = column[id(line)].col
        if col in above and not _RANGE.search(above[col]):
            return True
        above[col] = line.text
    return False


def _goes_on(above: Sequence[Line], line: Line, end: float) -> bool:
    """Do a cell's lines so far go on in the next one?"""
    return _is_broken(above, line) or (end - above[-1].x1 <= FULL * above[-1].size and not _FIGURE.match(above[-1].text))


def _is_broken(above: Sequence[Line], line: Line) -> bool:
    """Does the text say so, whatever its width: an open bracket, a span of years without its end, an amount without its unit?"""
    last, text = above[-1].text, "".join(s.text for s in above)
    if _RANGE.search(last) or line.text[:1] in _BEGINS_NONE or (_AMOUNT.search(last) and _UNIT.match(line.text)):
        return True
    return len(_OPEN.findall(text)) > len(_CLOSE.findall(text))
