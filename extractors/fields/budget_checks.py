"""Do the printed figures of a budget add up? Every mismatch is named with both figures and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.dates import format_fiscal_year
from extractors.fields.budget_figures import BudgetTable, ItemTable, Line
from extractors.fields.budget_prose import Mention
from extractors.fields.budget_words import PAYERS, Source
from extractors.money import unit_value, yen_texts
from extractors.records import Mismatch
from extractors.values import Evidence

PROGRAMME_YEARS = 5
SAME_SIZE = 4  # two totals that differ by more than a quarter are rather of different things


def table_mismatches(table: BudgetTable) -> tuple[Mismatch, ...]:
    """Lines against their years, parts against sums, in the table alone."""
    return (*_across_years(table), *_parts_by_year(table))


def _place(places: Sequence[Evidence]) -> str:
    pages = sorted({evidence.page for evidence in places if evidence.page})
    return f"（{'、'.join(map(str, pages))}ページ）" if pages else ""


def mismatch(what: str, stated: int, stated_at: Evidence, other: str, computed: int, at: Sequence[Evidence]) -> Mismatch:
    """The sentence for two figures that should agree, each with its pages; ``at``: where the second or its summands stand."""
    first, second, difference = yen_texts(stated, computed, abs(stated - computed))
    message = f"{what}{first}{_place([stated_at])}と{other}{second}{_place(at)}が一致しません（差{difference}）。"
    return Mismatch(message, stated, computed, (stated_at, *at))


def _name(line: Line) -> str:
    return line.label.replace("/", "・") or "計"


def _rounding(line: Line) -> int:
    """What rounding can make of a sum: half a unit of the last printed place for each summand, in tables of 億円 alone."""
    unit = unit_value(line.unit)
    if unit < 10**8:
        return 0
    decimals = max(len(figure.printed.replace("．", ".").partition(".")[2].strip()) for figure in line.by_year.values())
    return unit // int(10**decimals) * len(line.by_year) // 2


def _years_are_whole(table: BudgetTable) -> bool:
    """No year is missing between others, and of a scan none at all: a year that was not read is no mismatch."""
    consecutive = table.years == tuple(range(table.years[0], table.years[-1] + 1))
    return consecutive and (table.block.confidence >= 1 or len(table.years) >= PROGRAMME_YEARS)


def _across_years(table: BudgetTable) -> Iterator[Mismatch]:
    for line in table.lines if _years_are_whole(table) else ():
        if line.total is None or len(line.by_year) < len(table.years):
            continue
        if abs(line.sum_of_years - line.total.yen) > _rounding(line):
            years = f"{len(line.by_year)}か年度の和"
            summands = [figure.evidence for _, figure in sorted(line.by_year.items())]
            yield mismatch(f"表の「{_name(line)}」の合計欄", line.total.yen, line.total.evidence, years, line.sum_of_years, summands)


def parts_of_total(table: BudgetTable) -> tuple[Line, ...]:
    """The lines that the total line adds up: the payers, or the subtotals, or the items; () where none of these fits.

    A set of parts is believed where it gives the printed total in at least half of the years."""
    total = table.total_line
    if total is None:
        return ()
    mains = [line for line in table.lines if line.source in PAYERS]
    subtotals = list(table.of(Source.SUBTOTAL))
    items = list(table.of(Source.ITEM))
    for parts in (mains, subtotals, mains + subtotals, items, mains + items):
        if len(parts) >= 2 and _fits(parts, total):
            return tuple(parts)
    return ()


def _fits(parts: Sequence[Line], total: Line) -> bool:
    right = sum(_sum_at(parts, year) == figure.yen for year, figure in total.by_year.items())
    return right * 2 >= len(total.by_year) and right > 0


def _sum_at(parts: Sequence[Line], year: int) -> int:
    return sum(line.by_year[year].yen for line in parts if year in line.by_year)


def _parts_by_year(table: BudgetTable) -> Iterator[Mismatch]:
    total = table.total_line
    parts = parts_of_total(table)
    if total is not None and parts:
        yield from _columns(parts, total, "内訳の和")
    for payer in PAYERS:
        items = [line for line in table.of(Source.ITEM) if line.payer is payer]
        sums = [line for line in table.lines if (line.source is Source.SUBTOTAL and line.payer is payer) or line.source is payer]
        if len(items) >= 2 and sums and _fits(items, sums[0]):
            yield from _columns(items, sums[0], "費目の和")


def _columns(parts: Sequence[Line], total: Line, other: str) -> Iterator[Mismatch]:
    for year, figure in sorted(total.by_year.items()):
        computed = _sum_at(parts, year)
        if computed != figure.yen and all(year in line.by_year for line in parts):
            summands = [line.by_year[year].evidence for line in parts]
            yield mismatch(f"表の{format_fiscal_year(year)}の「{_name(total)}」", figure.yen, figure.evidence, other, computed, summands)
    if total.total is not None and all(line.total is not None for line in parts):
        computed = sum(line.total.yen for line in parts if line.total is not None)
        if computed != total.total.yen:
            summands = [line.total.evidence for line in parts if line.total is not None]
            yield mismatch(f"表の「{_name(total)}」の合計欄", total.total.yen, total.total.evidence, other, computed, summands)


def item_mismatches(table: ItemTable, total: Mention | None) -> Iterator[Mismatch]:
    """A table of items: its total against its items, and the total in the text against it where both are of one size."""
    if table.total.yen not in (table.sum_of_items, table.sum_of_parts):
        yield mismatch("費目の表の合計欄", table.total.yen, table.total.evidence, "費目の和", table.sum_of_items, table.item_evidence)
    if total is not None and not agree(total, table.total.yen) and abs(total.yen - table.total.yen) * SAME_SIZE <= total.yen:
        yield mismatch("本文の総額", total.yen, total.evidence(), "費目の表の合計欄", table.total.yen, (table.total.evidence,))


def text_mismatches(total: Mention, table: BudgetTable) -> Iterator[Mismatch]:
    """The total in the text against the table's printed total, or else the sum of its years.

    Nothing is told where one of them has the companies' line and the other not."""
    line = table.total_line
    private = sum(other.stated for other in table.of(Source.PRIVATE))
    if line is None or any(agree(total, line.stated + more) for more in (0, private, -private)):
        return
    if line.total is not None:
        yield mismatch("本文の総額", total.yen, total.evidence(), "表の合計欄", line.total.yen, (line.total.evidence,))
    elif len(line.by_year) == PROGRAMME_YEARS:
        years = [figure.evidence for _, figure in sorted(line.by_year.items())]
        yield mismatch("本文の総額", total.yen, total.evidence(), "表の各年度の計の和", line.sum_of_years, years)


def agree(mention: Mention, yen: int, summands: int = 1) -> bool:
    """Is a printed amount the other figure, rounded to its last printed place? Only 約 and coarse places are rounded.

    A sum of several amounts is rounded only where they are printed with decimals (4.2億円): whole 億円 add up."""
    if mention.yen == yen:
        return True
    about = bool(re.search("約|およそ|ほぼ|おおむね|概ね", mention.before[-6:])) or mention.after.startswith(
        ("余", "弱", "強", "程度", "ほど")
    )
    coarse = about or (mention.money.precision >= 10**7 if summands == 1 else mention.money.precision == 10**7)
    return coarse and abs(mention.yen - yen) * 2 <= mention.money.precision * max(1, summands - 1)
