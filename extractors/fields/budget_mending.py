"""Single digits that OCR misread in a budget table, found where a row and a column are wrong by the same amount.

Only on pages that were read by OCR, only one digit, only where two sums (or a sum and the text) agree on the figure
meant: a table that is wrong in print (two digits changed places, a sum miscounted) stays as printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.fields.budget_checks import parts_of_total
from extractors.fields.budget_figures import BudgetTable, Figure, Line
from extractors.money import unit_value

CONFUSABLE = ("0689", "17", "27", "38", "56", "49", "35")


def mended(table: BudgetTable, total_in_text: int | None = None) -> BudgetTable:
    """The table with its misread digits mended; the table itself where it was not read by OCR or nothing is misread."""
    if table.block.confidence >= 1:
        return table
    for _ in range(len(table.years) * len(table.lines)):
        better = next(_mendings(table, total_in_text), None)
        if better is None:
            return table
        table = better
    return table


def _mendings(table: BudgetTable, total_in_text: int | None) -> Iterator[BudgetTable]:
    total = table.total_line
    parts = parts_of_total(table)
    if total is None or not parts:
        return
    down = {id(line): _error_over_years(line) for line in table.lines}
    across = {year: total.by_year[year].yen - sum(p.by_year[year].yen for p in parts) for year in total.by_year if _told(parts, year)}
    for year, wrong in across.items():
        for line in (*parts, total):
            surplus = wrong if line is total else -wrong
            if wrong and down[id(line)] == surplus and _one_digit(line.by_year[year], surplus):
                yield _with(table, line, year, line.by_year[year].yen - surplus)
    if total.total is not None and total_in_text == total.sum_of_years != total.total.yen:
        surplus = total.total.yen - total.sum_of_years
        if _one_digit(total.total, surplus):
            yield _with(table, total, None, total.sum_of_years)


def _told(parts: Sequence[Line], year: int) -> bool:
    return all(year in part.by_year for part in parts)


def _error_over_years(line: Line) -> int | None:
    """By how much the years add up to more than the printed total; None where no total is printed."""
    return line.sum_of_years - line.total.yen if line.total is not None else None


def _one_digit(figure: Figure, surplus: int) -> bool:
    """Do the printed figure and the one meant differ in a single digit that OCR confuses?"""
    unit = max(1, unit_value(figure.unit))
    printed, meant = str(figure.yen // unit), str((figure.yen - surplus) // unit)
    if len(printed) != len(meant) or surplus % unit:
        return False
    changed = [(a, b) for a, b in zip(printed, meant, strict=True) if a != b]
    return len(changed) == 1 and any(changed[0][0] in group and changed[0][1] in group for group in CONFUSABLE)


def _with(table: BudgetTable, line: Line, year: int | None, yen: int) -> BudgetTable:
    if year is None:
        assert line.total is not None
        changed = replace(line, total=replace(line.total, yen=yen))
    else:
        by_year: Mapping[int, Figure] = {**line.by_year, year: replace(line.by_year[year], yen=yen)}
        changed = replace(line, by_year=by_year)
    return replace(table, lines=tuple(changed if other is line else other for other in table.lines))
