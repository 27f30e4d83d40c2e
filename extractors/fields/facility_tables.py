"""Tables that list facilities: which column names them, and how plainly the heads say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Cell, Table
from extractors.fields.facility_signs import SIZE_TOLD
from extractors.fields.lexicon import pattern
from extractors.names import facility_kind, parse_name
from extractors.view import view

_NAME_AND_PLACE = re.compile(
    r"(?:施設|施設名|施設名称|名称|建物|建物名)(?:及び|と|・|、|/|等|の|名称?|所在地?|場所|住所|位置|概要|\(.*\))*"
)
_OUTRIGHT = re.compile("施設|建物|設備名|インフラ")
_MAX_HEAD = 8  # characters of a column's head; more is a value


def column_head(table: Table, col: int) -> str:
    cell = table.cell(0, col)
    return re.sub(r"\s+", "", view(cell.text.text)) if cell is not None else ""


def _short(head: str) -> str:
    return head if len(head) <= _MAX_HEAD else ""


def name_column(table: Table, heads: dict[int, str], headed: bool) -> int | None:
    """The column that is headed as names are, where the heading or the heads speak of facilities.

    Else, in a table that lists facilities by what stands in it (under a heading about facilities the sizes beside or the
    endings of names, elsewhere both), the one with such endings or the first."""
    wanted = pattern("infrastructure", "name_heads")
    named = next((col for col, head in heads.items() if wanted.fullmatch(head) or _NAME_AND_PLACE.fullmatch(head)), None)
    if named is not None and (headed or _OUTRIGHT.search("".join(heads.values()))):
        return named
    rows = [table.row_cells(row) for row in range(0 if table.is_form else 1, table.n_rows)]
    if table.n_cols < 2 or len(rows) < 2:
        return None
    ends = [col for col in range(table.n_cols) if sum(_ends_as_facilities(cells, col) for cells in rows) * 2 >= len(rows)]
    first = next(
        (col for col in ends or [named or 0] if not pattern("infrastructure", "other_rows").search(_short(heads.get(col, "")))), None
    )
    sized = sum(any(SIZE_TOLD.search(view(c.text.text)) for c in cells if c.col != first) for cells in rows)
    signs = (sized * 2 >= len(rows)) + bool(ends) + headed + (named is not None)
    return first if signs >= 2 else None


def _ends_as_facilities(cells: Sequence[Cell], col: int) -> bool:
    """Does a row's cell in a column end as names of facilities do?"""
    return any(c.col == col and facility_kind(parse_name(view(c.text.text)).bare) for c in cells)


def facility_heads(heads: dict[int, str]) -> float:
    """1 where the head says 施設 outright or the other heads are a facility's facts."""
    outright = any(_OUTRIGHT.search(h) for h in heads.values())
    facts = sum(bool(pattern("infrastructure", "fact_heads").search(h)) for h in set(heads.values()))
    return min(1.0, 0.5 * outright + 0.25 * facts)


def is_label_table(table: Table, col: int) -> bool:
    """A form whose first row happens to begin with such a label."""
    kinds = sum(bool(facility_kind(parse_name(view(c.text.text)).bare)) for c in table.cells if c.col == col)
    return table.is_form and table.n_cols <= 3 and not any(c.is_header for c in table.row_cells(0)) and kinds * 2 < table.n_rows
