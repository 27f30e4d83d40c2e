"""Lines above one another that a strip of white parts into labels and values, and the rows of a table they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pdf.lines import Line

ALIGNED = 0.35  # em two beginnings on one edge may differ by
FULL = 2.0  # em from a column's right edge; a line that comes so near goes on in the next
LOOSE = 1.25  # times the white between the lines of a cell: what parts two rows


@dataclass(frozen=True, slots=True)
class Band:
    """Lines of one size, none of which crosses the strip left of ``edge``."""

    labels: tuple[Line, ...]
    values: tuple[Line, ...]
    edge: float
    em: float

    @property
    def lines(self) -> list[Line]:
        return sorted((*self.labels, *self.values), key=lambda s: (s.top, s.x0))


def band_of(lines: Sequence[Line], edge: float) -> Band:
    labels = tuple(s for s in lines if s.x0 < edge - ALIGNED * s.size)
    values = tuple(s for s in lines if s.x0 >= edge - ALIGNED * s.size)
    sizes = sorted(s.size for s in lines)
    return Band(labels, values, edge, sizes[len(sizes) // 2])


def rows_of_band(band: Band, least: int, *, spaced: bool) -> list[list[Line]]:
    """The band's lines by table row; none where white must part them (``spaced``) and does not."""
    rows = _parted(band)
    if len(rows) >= least and not any(_crowded(row, band) for row in rows):
        return rows
    return [] if spaced else _led(band)


def _crowded(row: Sequence[Line], band: Band) -> bool:
    """Are there two rows in one: a label that ends short, and another on the level of a value under it?"""
    labels = left_of(row, band)
    right = max((s.x1 for s in band.labels), default=0.0)
    return any(
        right - a.x1 > a.size and _level_with_any(b, right_of(row, band))
        for a, b in pairwise(labels)
        if abs(a.x0 - b.x0) <= ALIGNED * a.size and b.top >= a.bottom
    )


def _level_with_any(line: Line, others: Sequence[Line]) -> bool:
    middle = (line.top + line.bottom) / 2
    return any(o.top < middle < o.bottom for o in others)


def whole_rows(rows: Sequence[Sequence[Line]], band: Band) -> tuple[int, int]:
    """From the first row of label and value to behind the last."""
    whole = [i for i, row in enumerate(rows) if _whole(row, band)]
    return (whole[0], whole[-1] + 1) if whole else (0, 0)


def _whole(row: Sequence[Line], band: Band) -> bool:
    """Has the row a label, and a value that begins on the edge?"""
    return bool(left_of(row, band)) and any(abs(s.x0 - band.edge) <= ALIGNED * s.size for s in row)


def left_of(row: Sequence[Line], band: Band) -> list[Line]:
    return [s for s in row if s.x0 < band.edge - ALIGNED * s.size]


def right_of(row: Sequence[Line], band: Band) -> list[Line]:
    return [s for s in row if s.x0 >= band.edge - ALIGNED * s.size]


def _parted(band: Band) -> list[list[Line]]:
    """Rows by the white between them, which is more than there is between the lines of a cell."""
    leading = _leading(band)
    rows: list[list[Line]] = []
    reach = 0.0
    for line in band.lines:
        if rows and line.top - reach <= (LOOSE * leading if leading is not None else 0.0):
            rows[-1].append(line)
        else:
            rows.append([line])
        reach = max(reach, line.bottom)
    return rows


def _leading(band: Band) -> float | None:
    """The white under a line that goes on in the next one; None where no line may."""
    found: list[float] = []
    for column in columns_of(band.lines):
        right = max(s.x1 for s in column)
        found += [b.top - a.bottom for a, b in pairwise(column) if right - a.x1 <= FULL * a.size and b.top >= a.bottom - 0.3 * a.size]
    return max(0.0, min(found)) if found else None


def columns_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines by the x they begin on, each from top to bottom."""
    columns: list[list[Line]] = []
    for line in sorted(lines, key=lambda s: s.x0):
        if columns and line.x0 - columns[-1][0].x0 <= ALIGNED * line.size:
            columns[-1].append(line)
        else:
            columns.append([line])
    return [sorted(c, key=lambda s: s.top) for c in columns]


def _led(band: Band) -> list[list[Line]]:
    """Rows of one pitch: each begins with a label on the level of a value, where what stands above has come to its end."""
    rows: list[list[Line]] = []
    right = (max(s.x1 for s in band.labels), max(s.x1 for s in band.values))
    for line in band.lines:
        middle = (line.top + line.bottom) / 2
        label = next((s for s in band.labels if s.top < middle < s.bottom), None)
        if rows and rows[-1][-1].top < middle < rows[-1][-1].bottom:
            rows[-1].append(line)
        elif not rows or (label is not None and not _open(rows[-1], right, band)):
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _open(row: Sequence[Line], right: tuple[float, float], band: Band) -> bool:
    """Do both the last label and the last value reach their column's end, so that they may go on?"""
    labels, values = left_of(row, band), right_of(row, band)
    if not labels or not values:
        return False
    return right[0] - labels[-1].x1 <= labels[-1].size and right[1] - max(s.x1 for s in values[-1:]) <= FULL * values[-1].size


def levels_of(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines on one level, from top to bottom."""
    level: list[Line] = []
    for line in sorted(lines, key=lambda s: s.top + s.bottom):
        if level and (line.top + line.bottom) / 2 > level[0].bottom:
            yield level
            level = []
        level.append(line)
    if level:
        yield level
