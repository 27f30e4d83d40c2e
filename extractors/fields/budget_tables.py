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
from extractors.fields.budget_words import PAYERS, Source, bare_label, own_share, pattern, payer_of, source_of, sums_up
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
    lines = _with_total(lines)
    unit = table.unit or surrounding or next((line.unit for line in lines if line.unit), "")
    if not unit and not has_own_units(lines):
        lines = with_guessed_unit(lines)
        if not lines:
            return None
    result = BudgetTable(block, index, lines, tuple(sorted(set(years.values()))), unit, horizontal)
    weight, signs = score(document, result, first_year)
    return replace(result, score=weight, signs=signs)


def _with_total(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """No label says which line is the total: the one that is in each year what the payers' lines come to."""
    payers = [line for line in lines if line.source in PAYERS]
    if len(payers) < 2 or any(line.source is Source.TOTAL for line in lines):
        return lines
    sums = {year: sum(p.by_year[year].yen for p in payers) for year in payers[0].by_year if all(year in p.by_year for p in payers)}
    return tuple(
        replace(line, source=Source.TOTAL, payer=None)
        if line.source is Source.ITEM and len(sums) >= MIN_YEARS and {y: f.yen for y, f in line.by_year.items()} == sums
        else line
        for line in lines
    )


def _columns_as_lines(table: Table, texts: Texts, edge: int, years: Mapping[int, int], unit: str) -> tuple[Line, ...]:
    cols = range(table.n_cols)
    others = [row for row in range(table.n_rows) if row not in years]
    totals = [row for row in others if _is_total(texts, (row, edge), [(row, col) for col in cols], unit)]
    first = min([*years, *totals])
    lines = []
    for col in cols:
        if col == edge or all(table.cell(row, col) is table.cell(row, edge) for row in years):
            continue
        heads = _distinct([table.cell(row, col) for row in range(first)])
        lines.append(_line(table, [(row, col) for row in years], list(years.values()), [(row, col) for row in totals], heads, unit))
    return tuple(line for line in lines if line is not None)


def _rows_as_lines(table: Table, texts: Texts, edge: int, years: Mapping[int, int], unit: str) -> tuple[Line, ...]:
    rows = range(edge + 1, table.n_rows)
    totals = [col for col in range(table.n_cols) if col not in years and _is_total(texts, (edge, col), [(row, col) for row in rows], unit)]
    first = min([*years, *totals])
    lines = []
    for row in rows:
        labels = _distinct([table.cell(row, col) for col in range(first)])
        lines.append(_line(table, [(row, col) for col in years], list(years.values()), [(row, col) for col in totals], labels, unit))
    return tuple(line for line in lines if line is not None)


def _is_total(texts: Texts, head: tuple[int, int], places: Sequence[tuple[int, int]], unit: str) -> bool:
    """Does a row or column add up the years: its label says so and it holds amounts?"""
    label = bare_label(texts.get(head, ""))
    if not pattern("total_label").fullmatch(label) and not (sums_up(label) and not pattern("part_of_years").search(label)):
        return False
    cells = [texts.get(place, "") for place in places if place != head and texts.get(place, "")]
    return sum(parse_money(cell, unit) is not None for cell in cells) * 2 >= len(cells) > 0


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
    share = own_share(bare_label(label))
    if share is None:
        return None
    unit = unit_of(label) or unit_of(table.unit) or surrounding
    figures = {year: _figure(table.cell(*place), unit) for place, year in zip(places, years, strict=True)}
    by_year = {year: figure for year, figure in figures.items() if figure is not None}
    if len(by_year) < min(MIN_YEARS, len(years)) - 1 or not by_year:
        return None
    total = next((figure for place in totals if (figure := _figure(table.cell(*place), unit)) is not None), None)
    source, payer = _source_and_payer(share)
    return Line(share, source, payer, by_year, total, unit)


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
