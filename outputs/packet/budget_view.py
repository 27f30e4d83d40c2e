"""The budget: totals, years, items, and whether the printed figures add up."""

from __future__ import annotations

from extractors.records import Budget, YearAmount
from outputs.checking import needs_check
from outputs.packet.entries import Source
from outputs.packet.view import BudgetView, Entry, MismatchNote, YearRow
from outputs.wording import display, fiscal_year, in_million, in_oku, in_yen, money, percent, printable, scaled

MILLION = 10**6
EMPTY = "－"
PRIVATE = "民間負担"
BESIDE = "　総事業費には含まれません"
ADDS_UP = "合計と内訳は一致しています。"
DOES_NOT = "合計と内訳に一致しない箇所があります。"
UNCHECKED = "内訳の記載が足りず、合計との照合はできませんでした。"


def budget_view(b: Budget | None, source: Source) -> BudgetView:
    if b is None:
        decided = source.remark("budget.total_yen", None)
        return BudgetView(False, Entry("", "", False, remark=decided), (), (), None, False, (), "", None, ())
    years = tuple(_year(y, max(abs(x.yen) for x in b.by_year), source) for y in b.by_year)
    return BudgetView(
        True,
        _total(b, source),
        _sources(b),
        years,
        _sum(b.by_year) if len(years) > 1 else None,
        any(y.national_yen is not None or y.local_yen is not None for y in b.by_year),
        tuple((printable(i.name), scaled(i.yen, MILLION), in_yen(i.yen)) for i in b.items),
        {True: ADDS_UP, False: DOES_NOT, None: UNCHECKED}[b.consistent],
        b.consistent,
        tuple(
            MismatchNote(printable(m.message), in_million(m.stated_yen), in_million(m.computed_yen), source.quotes(m.evidence))
            for m in b.mismatches
        ),
    )


def _total(b: Budget, source: Source) -> Entry:
    decided = source.remark("budget.total_yen", None if b.total_yen is None else str(b.total_yen))
    if b.total_yen is None:
        return Entry("", "", False, remark=decided)
    text, check = f"{in_oku(b.total_yen)}　{money(b.total_yen)}", not decided and needs_check(b.confidence, "budget")
    return Entry(text, percent(b.confidence), check, source.quotes(b.evidence), remark=decided)


def _sources(b: Budget) -> tuple[tuple[str, str], ...]:
    told = (("国庫補助", b.national_yen), ("地域負担", b.local_yen), (PRIVATE, b.private_yen))
    found = tuple((label, money(yen) + (BESIDE if label == PRIVATE and _is_beside(b) else "")) for label, yen in told if yen is not None)
    missing = tuple((label, display().not_found) for label, yen in told[:2] if yen is None)
    return found + missing


def _is_beside(b: Budget) -> bool:
    """Do the public shares alone make the total, so that the companies' money is no part of it?"""
    return b.total_yen is not None and (b.national_yen or 0) + (b.local_yen or 0) == b.total_yen


def _million(yen: int | None) -> str:
    return EMPTY if yen is None else scaled(yen, MILLION)


def _year(y: YearAmount, largest: int, source: Source) -> YearRow:
    share = max(y.yen, 0) / largest if largest else 0.0
    decided = source.remark(f"budget.by_year[{y.fy}]", str(y.yen))
    amounts = (_million(y.yen), in_yen(y.yen), _million(y.national_yen), _million(y.local_yen))
    return YearRow(fiscal_year(y.fy), *amounts, round(share, 4), source.quotes(y.evidence, 1), decided)


def _sum(years: tuple[YearAmount, ...]) -> YearRow:
    total = sum(y.yen for y in years)
    national = [y.national_yen for y in years if y.national_yen is not None]
    local = [y.local_yen for y in years if y.local_yen is not None]
    whole = [_million(sum(part)) if len(part) == len(years) else EMPTY for part in (national, local)]
    return YearRow("年度別の和", _million(total), in_yen(total), whole[0], whole[1], 0.0)
