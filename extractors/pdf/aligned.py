"""Tables without rules: rows of pieces that stand under one another."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Box
from extractors.pdf.grid import RawCell, RawGrid
from extractors.pdf.lines import Line
from extractors.pdf.marks import head_mark, is_bullet

MIN_ROWS = 3
MIN_COLUMNS = 2
MIN_STRIP = 1.2  # em of white through all rows between two columns
MAX_STEP = 3.2  # em from one row to the next
MAX_PIECE = 24  # characters in a cell; longer ones are text set in columns


def aligned_grids(segments: Sequence[Line]) -> tuple[list[RawGrid], list[Line]]:
    """The tables among a flow's segments, and the segments that stand in none."""
    rows = _rows(segments)
    grids: list[RawGrid] = []
    rest: list[Line] = []
    start = 0
    while start < len(rows):
        end, strips = _reach(rows, start)
        if end - start >= MIN_ROWS and strips:
            grids.append(_grid(rows[start:end], strips))
            start = end
        else:
            rest += rows[start]
            start += 1
    return grids, rest


def _rows(segments: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=lambda s: (s.top + s.bottom, s.x0)):
        middle = (segment.top + segment.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.x0) for row in rows]


def _is_row(row: Sequence[Line]) -> bool:
    short = all(len(s.text) <= MAX_PIECE for s in row)
    return len(row) >= MIN_COLUMNS and short and head_mark(row[0].text) is None and not is_bullet(row[0].text)


def _reach(rows: Sequence[list[Line]], start: int) -> tuple[int, list[float]]:
    """How far the table that begins at row ``start`` goes, and where its columns part."""
    best: tuple[int, list[float]] = (start, [])
    end = start
    while end < len(rows) and _is_row(rows[end]) and (end == start or _near(rows[end - 1], rows[end])):
        end += 1
        strips = _strips(rows[start:end])
        count = len(rows[start])
        if len(strips) != count - 1 or any(len(row) != count for row in rows[start:end]):
            break
        best = (end, strips)
    return best


def _near(above: Sequence[Line], below: Sequence[Line]) -> bool:
    return below[0].top - above[0].top <= MAX_STEP * below[0].size and abs(above[0].size - below[0].size) < 0.2 * below[0].size


def _strips(rows: Sequence[Sequence[Line]]) -> list[float]:
    spans = sorted((s.x0, s.x1) for row in rows for s in row)
    em = rows[0][0].size
    strips: list[float] = []
    reach = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - reach >= MIN_STRIP * em:
            strips.append((reach + x0) / 2)
        reach = max(reach, x1)
    return strips


def _grid(rows: Sequence[Sequence[Line]], strips: Sequence[float]) -> RawGrid:
    x0, x1 = min(s.x0 for r in rows for s in r), max(s.x1 for r in rows for s in r)
    tops = [min(s.top for s in r) for r in rows]
    bottoms = [max(s.bottom for s in r) for r in rows]
    ys = [tops[0], *((a + b) / 2 for a, b in zip(bottoms[:-1], tops[1:], strict=True)), bottoms[-1]]
    xs = [x0, *strips, x1]
    cells = [
        RawCell(r, c, 1, 1, Box(xs[c], ys[r], xs[c + 1], ys[r + 1]), lines=[segment])
        for r, row in enumerate(rows)
        for c, segment in enumerate(row)
    ]
    return RawGrid(rows[0][0].page, Box(x0, tops[0], x1, bottoms[-1]), len(rows), len(xs) - 1, cells, tuple(xs), tuple(ys))
