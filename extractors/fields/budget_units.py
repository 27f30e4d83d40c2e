"""The unit of a budget table: in its caption, its corner, a column head, a line beside it, or told by the size of its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.document import Document, Table
from extractors.fields.budget_figures import Figure, Line
from extractors.fields.statements import squeeze
from extractors.money import parse_money, unit_of

NEARBY_BLOCKS = 2  # how many blocks above a table its unit may be printed in
SHORT_NOTE = 40  # characters of a line below a table that may give its unit
SMALLEST_YEAR, LARGEST_YEAR = 10**8, 3 * 10**9  # yen of the largest year of a regional programme
_ALONE = re.compile(r"単位|[\s(（〔\[]*(?:[十百千]?万?億?円)[\s)）〕\]]*$|.*[(（〔][十百千万億]+円[)）〕]$")


def surrounding_unit(document: Document, index: int, table: Table) -> str:
    """The unit of the caption or the corner cell, of a line just above or below the table, or of its headings; "" where none."""
    corner = table.cell(0, 0)
    for text in (table.unit, table.caption, corner.text.text if corner is not None else ""):
        if unit := unit_of(text):
            return unit
    return next((unit for text in _beside(document, index) if _ALONE.search(squeeze(text)) and (unit := unit_of(text))), "")


def _beside(document: Document, index: int) -> Iterator[str]:
    yield from (b.text.text for b in reversed(document.blocks[max(0, index - NEARBY_BLOCKS) : index]) if b.table is None)
    yield from (b.text.text for b in document.blocks[index + 1 : index + 2] if b.table is None and len(b.text) < SHORT_NOTE)
    yield from reversed(document.blocks[index].section)


def has_own_units(lines: Sequence[Line]) -> bool:
    """Do most cells print their unit themselves (４億５千万円)?"""
    figures = [f for line in lines for f in line.by_year.values() if f.yen]
    return sum("円" in f.printed or "億" in f.printed for f in figures) * 2 >= len(figures)


def with_guessed_unit(lines: Sequence[Line]) -> tuple[Line, ...]:
    """No unit printed: the one in which the largest year is of the size of a regional programme; () where none fits."""
    for unit in ("千円", "百万円", "円", "億円"):
        scaled = tuple(_in_unit(line, unit) for line in lines)
        if SMALLEST_YEAR <= max((f.yen for line in scaled for f in line.by_year.values()), default=0) <= LARGEST_YEAR:
            return scaled
    return ()


def _in_unit(line: Line, unit: str) -> Line:
    return replace(
        line,
        by_year={year: _reread(figure, unit) for year, figure in line.by_year.items()},
        total=_reread(line.total, unit) if line.total is not None else None,
        unit=unit,
    )


def _reread(figure: Figure, unit: str) -> Figure:
    return replace(figure, yen=parse_money(figure.printed, unit) or 0, unit=unit)
