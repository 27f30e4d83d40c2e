"""Tables without rules whose cells run over several lines: short labels left of a white strip, values right of it.

A word processor's table with its borders switched off leaves no more than this: a strip of white that no line crosses,
values that begin on its right edge, and rows parted by more white than the lines within a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from statistics import median

from extractors.pdf.bands import ALIGNED, Band, band_of, columns_of, left_of, right_of, rows_of_band, whole_rows
from extractors.pdf.grid import RawGrid
from extractors.pdf.lines import Line
from extractors.pdf.marks import STRONG, head_mark, is_bullet
from extractors.pdf.pieces import made_whole, parted
from extractors.pdf.strips import MAX_LABEL, STRIP, gaps_of, grid_of_rows, parted_by, walls_of

MIN_ROWS = 3
MIN_ALIGNED = 0.8  # share of the values that must begin on the edge
MIN_LABEL = 2  # and of the middle one of all labels
MAX_LABEL_WIDTH = 0.4  # of the table
NARROW = 8.0  # em; a wider label column must not look like a column of text
MAX_FULL = 0.6  # share of a wide label column's lines that may reach its right edge
GRID_SHARE = 0.6  # of the rows must share a strip for it to part columns
MAX_CELL = 60  # characters left of the edge in a grid
FOREIGN = 2  # strips in the last row that no other row shares: it belongs to another table
MIN_VALUE = 4  # characters of the middle value; shorter ones are no values of a form


def unruled_grids(segments: Sequence[Line], *, spaced: bool = False) -> tuple[list[RawGrid], list[Line]]:
    """The tables among segments, and the segments that stand in none.

    ``spaced`` asks for rows that are parted by white throughout, as on a page that may be set in columns.
    """
    edges = _edges(segments, MIN_ROWS)
    if not edges:
        return [], list(segments)
    pieces, whole = parted(segments, edges)
    grids: list[RawGrid] = []
    rest = pieces
    for least in (MIN_ROWS, 1):
        if least < MIN_ROWS and not grids:
            break  # only a page that has shown such tables may have small ones
        for edge in edges if least == MIN_ROWS else _edges(rest, least + 1):
            found, rest = _on_edge(rest, edge, least, spaced, grids)
            grids += found
    return (grids, made_whole(rest, whole)) if grids else ([], list(segments))


def _on_edge(segments: list[Line], edge: float, least: int, spaced: bool, barriers: Sequence[RawGrid]) -> tuple[list[RawGrid], list[Line]]:
    grids: list[RawGrid] = []
    taken: set[int] = set()
    for band in _bands(segments, edge, least, barriers):
        found = _table(band, least, spaced)
        if found is not None:
            rows, grid = found
            grids.append(grid)
            taken |= {id(s) for row in rows for s in row}
    return grids, [s for s in segments if id(s) not in taken] if taken else segments


def _table(band: Band, least: int, spaced: bool) -> tuple[list[list[Line]], RawGrid] | None:
    """The band's rows and their grid; None where they make no table."""
    whole = rows_of_band(band, least, spaced=spaced)
    first, last = whole_rows(whole, band)
    first += sum(1 for _ in takewhile(lambda row: _is_heading(row[0]), whole[first:last]))
    rows = whole[first:last]
    walls = walls_of(rows, band.edge, band.em)
    while rows and len(gaps_of(rows[-1])) - parted_by(rows[-1], [x for x, _ in walls]) >= FOREIGN:  # the head of the next table
        rows = rows[:-1]
    if len(rows) < least or not walls:
        return None
    shared = [x for x, count in walls if count >= GRID_SHARE * len(rows)]
    is_grid = len(shared) >= 2 and len(rows) >= MIN_ROWS and _is_grid(rows, band)
    if not is_grid and not _is_form(band, rows, least):
        return None
    if is_grid and first and parted_by(whole[first - 1], shared) == len(shared):
        rows = [whole[first - 1], *rows]  # its heads, which stand in the middle of their columns
    return rows, grid_of_rows(rows, [x for x, _ in walls], form=not is_grid)


def _edges(segments: Sequence[Line], least: int) -> list[float]:
    """The x on which at least so many segments begin right of others, the commonest first."""
    if len(segments) <= least:
        return []
    left = min(s.x0 for s in segments)
    clusters = columns_of(segments)
    edges = [(len(c), min(s.x0 for s in c)) for c in clusters if len(c) >= least and c[0].x0 - left >= MIN_LABEL * c[0].size]
    return [x0 for _, x0 in sorted(edges, key=lambda e: -e[0])]


def _bands(segments: Sequence[Line], edge: float, least: int, barriers: Sequence[RawGrid]) -> Iterator[Band]:
    """The runs of lines, top to bottom, none of which crosses the strip left of ``edge``."""
    run: list[Line] = []
    for segment in sorted(segments, key=lambda s: (s.top, s.x0)):
        crosses = segment.x0 < edge - ALIGNED * segment.size and segment.x1 > edge - STRIP * segment.size
        if crosses or not _one_size(run, segment) or _barred(run, segment, barriers):
            yield from _band(run, edge, least)
            run = []
        if not crosses:
            run.append(segment)
    yield from _band(run, edge, least)


def _one_size(run: Sequence[Line], segment: Line) -> bool:
    return not run or abs(run[-1].size - segment.size) <= 0.25 * segment.size


def _barred(run: Sequence[Line], segment: Line, barriers: Sequence[RawGrid]) -> bool:
    """Does a table stand between the run and the line?"""
    return bool(run) and any(run[-1].top < g.top < segment.top for g in barriers)


def _band(run: Sequence[Line], edge: float, least: int) -> Iterator[Band]:
    labels = sum(s.x0 < edge - ALIGNED * s.size for s in run)
    if labels >= least and len(run) - labels >= least:
        yield band_of(run, edge)


def _is_heading(line: Line) -> bool:
    mark = head_mark(line.text)
    return mark is not None and mark.rank in STRONG


# is it one? ------------------------------------------------------------------------------------


def _is_form(band: Band, rows: Sequence[Sequence[Line]], least: int) -> bool:
    """Short labels left, values right."""
    labels, values = [left_of(row, band) for row in rows], [right_of(row, band) for row in rows]
    filled = [_text(row) for row in labels if row]
    if len(filled) < max(least, 0.6 * len(rows)) or not _are_labels(filled):
        return False
    if median(len(_text(row)) for row in values) < MIN_VALUE:
        return False
    left, right = [s for row in labels for s in row], [s for row in values for s in row]
    width = max(s.x1 for s in right) - min(s.x0 for s in left)
    column = max(s.x1 for s in left) - min(s.x0 for s in left)
    if column > MAX_LABEL_WIDTH * width or (column > NARROW * band.em and _is_prose(left)):
        return False
    return _begin_on(right, band)


def _is_grid(rows: Sequence[Sequence[Line]], band: Band) -> bool:
    """Three columns or more, their rows parted by white, nothing in them as long as a column of text."""
    several = sum(len(gaps_of(row)) >= 1 for row in rows)
    long = any(len(_text(left_of(row, band))) > MAX_CELL for row in rows)
    return several >= MIN_ALIGNED * len(rows) and not long


def _text(lines: Sequence[Line]) -> str:
    return "".join(s.text for s in lines)


def _are_labels(texts: Sequence[str]) -> bool:
    if any(len(t) > MAX_LABEL or "。" in t or is_bullet(t) for t in texts) or median(len(t) for t in texts) < MIN_LABEL:
        return False
    marks = [head_mark(t) for t in texts]
    return sum(m is not None and m.end >= len(t) for m, t in zip(marks, texts, strict=True)) * 2 < len(texts)


def _is_prose(lines: Sequence[Line]) -> bool:
    right = max(s.x1 for s in lines)
    return sum(right - s.x1 <= s.size for s in lines) > MAX_FULL * len(lines)


def _begin_on(values: Sequence[Line], band: Band) -> bool:
    """Do the values' lines begin on the edge, as far as they are the first on their level?"""
    firsts = [s for s in values if not any(o.x0 < s.x0 and o.top < (s.top + s.bottom) / 2 < o.bottom for o in values)]
    return sum(abs(s.x0 - band.edge) <= ALIGNED * band.em for s in firsts) >= MIN_ALIGNED * len(firsts)
