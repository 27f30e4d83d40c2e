"""Which table is the programme's own budget, and parts of one table joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Document
from extractors.fields.budget_figures import BudgetTable
from extractors.fields.budget_units import has_own_units
from extractors.fields.budget_words import MAX_TOTAL, MIN_TOTAL, Source, pattern
from extractors.fields.statements import squeeze

LINE_ABOVE = 60  # characters of the paragraph above that can speak of the table


def score(document: Document, table: BudgetTable, first_year: int) -> tuple[float, tuple[str, ...]]:
    """How much a table looks like the programme's own budget."""
    above = document.blocks[max(0, table.index - 1)]
    context = squeeze(
        " ".join(
            (
                *table.block.section,
                table.block.table.caption if table.block.table else "",
                above.text.text[-LINE_ABOVE:] if above.table is None else "",
            )
        )
    )
    section = squeeze("".join(table.block.section))
    total = table.total_line.stated if table.total_line else sum(line.stated for line in table.lines)
    heading = squeeze(" ".join((*table.block.section[-1:], table.block.table.caption if table.block.table else "")))
    by_nation = any(line.source is Source.NATIONAL or line.payer is Source.NATIONAL for line in table.lines)
    signs = {
        "5か年度がそろう": 2.0 * (len(table.years) == 5),
        "事業期間の年度": 1.0 * (first_year in table.years),
        "国の負担の欄": 1.5 * by_nation,
        "企業の見出し": -3.0 * bool(not by_nation and pattern("private").search(heading)),
        "合計の欄": 1.0 * (table.total_line is not None),
        "経費の見出し": 1.5 * bool(pattern("budget_context").search(context)),
        "金額の単位": 1.0 * bool(table.unit or has_own_units(table.lines)),
        "規模が事業費らしい": 1.0 * (MIN_TOTAL <= total <= MAX_TOTAL),
        "ほかの事項の見出し": -3.0 * bool(pattern("other_context").search(section) and not pattern("budget_context").search(section)),
        "他事業の見出し": -2.0 * bool(pattern("other_programme").search(context)),
    }
    return sum(signs.values()), tuple(name for name, weight in signs.items() if weight)


def joined(tables: Sequence[BudgetTable]) -> list[BudgetTable]:
    """A table cut in two by a column or page break, its head repeated: the same labels, other years."""
    whole: list[BudgetTable] = []
    for table in tables:
        before = whole[-1] if whole else None
        if (
            before is not None
            and not set(before.years) & set(table.years)
            and len(before.lines) == len(table.lines)
            and all(a.source is b.source for a, b in zip(before.lines, table.lines, strict=True))
        ):
            lines = tuple(
                replace(a, by_year={**a.by_year, **b.by_year}, total=b.total or a.total)
                for a, b in zip(before.lines, table.lines, strict=True)
            )
            whole[-1] = replace(
                before, lines=lines, years=tuple(sorted({*before.years, *table.years})), score=max(before.score, table.score) + 1
            )
        else:
            whole.append(table)
    return whole
