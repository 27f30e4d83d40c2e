"""Tables of budget items without years: 費目 | 5か年の額（千円）, ending in a total.

Only where the nearest heading or the caption speaks of the programme's money: under 所要額 there also stand tables of what
a market or a price comes to.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Cell, Document, Table
from extractors.fields.budget_axis import year_axis
from extractors.fields.budget_figures import Figure, ItemTable
from extractors.fields.budget_units import surrounding_unit
from extractors.fields.budget_words import bare_label, pattern
from extractors.fields.statements import squeeze
from extractors.money import parse_money, unit_of

MIN_ROWS = 3


def item_tables(document: Document) -> tuple[ItemTable, ...]:
    """Tables of items that end in a total and stand under a heading about money."""
    found = []
    for index, block in enumerate(document.blocks):
        if block.table is not None and _is_about_the_budget(block.section, block.table):
            table = _item_table(document, index, block.table)
            if table is not None:
                found.append(table)
    return tuple(found)


def _is_about_the_budget(section: Sequence[str], table: Table) -> bool:
    near = squeeze(" ".join((*section[-1:], table.caption)))
    heads = squeeze("/".join(cell.text.text for cell in table.cells if cell.row == 0))
    wrong = pattern("other_programme").search(squeeze(" ".join((*section, table.caption)))) or pattern("other_items").search(near + heads)
    return bool(pattern("budget_context").search(near)) and not wrong


def _item_table(document: Document, index: int, table: Table) -> ItemTable | None:
    texts = {place: squeeze(cell.text.text) for place, cell in table.grid.items()}
    totals = [row for row in range(table.n_rows) if pattern("total_label").fullmatch(bare_label(texts.get((row, 0), "")))]
    if not totals or table.n_rows < MIN_ROWS or year_axis(table, texts, 0) is not None:
        return None
    surrounding = surrounding_unit(document, index, table)
    for col in range(1, table.n_cols):
        unit = unit_of(texts.get((0, col), "")) or surrounding
        figures = [
            (texts.get((row, 0), ""), figure) for row in range(table.n_rows) if (figure := _figure(table.cell(row, col), unit)) is not None
        ]
        total = next((figure for label, figure in figures if pattern("total_label").fullmatch(bare_label(label))), None)
        items = tuple((label, figure) for label, figure in figures if not pattern("total_label").fullmatch(bare_label(label)))
        if total is not None and len(items) >= 2 and total.yen:
            return ItemTable(index, items, total)
    return None


def _figure(cell: Cell | None, unit: str) -> Figure | None:
    yen = parse_money(cell.text.text, unit) if cell is not None else None
    return Figure(yen, cell.text.text.strip(), cell, unit) if cell is not None and yen is not None else None
