"""Budget tables: any grid with fiscal years along one edge, turned into lines of yen with their sources.

    years down the side:   年度 | 国庫補助金（千円） | 県・市負担金（万円） | 計（百万円）     a line is a column
    years along the top:   費目 | H14 | H15 | … | 計                                        a line is a row

Every figure keeps its cell, so that a mismatch can be shown where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.document import Cell, Document, Table
from extractors.fields.budget_axis import MIN_YEARS, Texts, year_axis
from extractors.fields.budget_choice import joined, score
from extractors.fields.budget_figures import BudgetTable, Figure, Line
from extractors.fields.budget_units import has_own_units, surrounding_unit, with_guessed_unit
from extractors.fields.budget_words import PAYERS, Source, bare_label, pattern, payer_of, source_of
from extractors.fields.statements import squeeze
from extractors.money import parse_money, unit_of


def budget_tables(document: Document, first_year: int) -> tuple[BudgetTable, ...]:
    """Every table of the document with fiscal years and money, best first."""
    found = []
    for index, block in enumerate(document.blocks):
        if block.table is not None:
            table = read_budget_table(document, index, block.table, first_year)
            if table is not None:
                found.append(table)
    return tuple(sorted((t for t in joined(found) if len(t.years) >= MIN_YEARS), key=lambda t: -t.score))


def read_budget_table(document: Document, index: int, table: Table, first_year: int) -> BudgetTable | None:
    """The table as lines, or None where it has no fiscal years or no money."""
    block = document.blocks[index]
    texts = {place: squeeze(cell.text.text) for place, cell in table.grid.items()}
    axis = year_axis(table, texts, first_year)
    if axis is None:
        return None
    horizontal, edge, years = axis
    surrounding = surrounding_unit(document, index, table)
    lines = (_rows_as_lines if horizontal else _columns_as_lines)(table, texts, edge, years, surrounding)
    if not lines or not any(f.yen for line in lines for f in line.by_year.values()):
        return None
    unit = table.unit or surrounding or next((line.unit for line in lines if line.unit), "")
    if not unit and not has_own_units(lines):
        lines = with_guessed_unit(lines)
        if not lines:
            return None
    result = BudgetTable(block, index, lines, tuple(sorted(set(years.values()))), unit, horizontal)
    weight, signs = score(document, result, first_year)
    return replace(result, score=weight, signs=signs)


def _columns_as_lines(table: Table, texts: Texts, edge: int, years: Mapping[int, int], unit: str) -> tuple[Line, ...]:
    first = min(years)
    last = max(years)
    total_rows = [r for r in range(last + 1, table.n_rows) if pattern("total_label").fullmatch(bare_label(texts.get((r, edge), "")))]
    lines = []
    for col in range(table.n_cols):
        if col == edge or any(table.cell(r, col) is table.cell(r, col - 1) and col - 1 == edge for r in years):
            continue
        heads = _distinct([table.cell(r, col) for r in range(first)])
        line = _line(table, [(r, col) for r in years], list(years.values()), [(r, col) for r in total_rows[:1]], heads, unit)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _rows_as_lines(table: Table, texts: Texts, edge: int, years: Mapping[int, int], unit: str) -> tuple[Line, ...]:
    first, last = min(years), max(years)
    total_cols = [c for c in range(last + 1, table.n_cols) if pattern("total_label").fullmatch(bare_label(texts.get((edge, c), "")))]
    if not total_cols and last + 1 < table.n_cols and parse_money(texts.get((table.n_rows - 1, last + 1), ""), unit):
        total_cols = [last + 1]
    lines = []
    for row in range(edge + 1, table.n_rows):
        labels = _distinct([table.cell(row, c) for c in range(first)])
        line = _line(table, [(row, c) for c in years], list(years.values()), [(row, c) for c in total_cols[:1]], labels, unit)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _line(
    table: Table,
    places: Sequence[tuple[int, int]],
    years: Sequence[int],
    totals: Sequence[tuple[int, int]],
    labels: Sequence[Cell],
    surrounding: str,
) -> Line | None:
    """One column or row of figures; None for an aside (参考, 再掲) or where too few cells are amounts."""
    label = "/".join(squeeze(c.text.text) for c in labels)
    if pattern("aside").search(label):
        return None
    unit = unit_of(label) or unit_of(table.unit) or surrounding
    figures = {year: _figure(table.cell(*place), unit) for place, year in zip(places, years, strict=True)}
    by_year = {year: figure for year, figure in figures.items() if figure is not None}
    if len(by_year) < min(MIN_YEARS, len(years)) - 1 or not by_year:
        return None
    total = next((figure for place in totals if (figure := _figure(table.cell(*place), unit)) is not None), None)
    bare = bare_label(label)
    source, payer = _source_and_payer(bare)
    return Line(bare, source, payer, by_year, total, unit)


def _figure(cell: Cell | None, unit: str) -> Figure | None:
    yen = parse_money(cell.text.text, unit) if cell is not None else None
    return Figure(yen, cell.text.text.strip(), cell, unit) if cell is not None and yen is not None else None


def _source_and_payer(label: str) -> tuple[Source, Source | None]:
    """国庫補助/小計 → a subtotal that the nation pays; 自治体負担/宮城県 → an item of its outer label."""
    source = source_of(label)
    outer = label.rpartition("/")[0]
    payer = payer_of(outer) if outer else None
    return (Source.ITEM if payer is not None and source in PAYERS else source), payer


def _distinct(cells: Sequence[Cell | None]) -> list[Cell]:
    seen: dict[int, Cell] = {}
    for cell in cells:
        if cell is not None and cell.text.text.strip():
            seen.setdefault(id(cell), cell)
    return list(seen.values())
