"""Figures of a budget that the text states, held against each other and against the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from extractors.dates import format_fiscal_year
from extractors.document import BlockKind
from extractors.fields.budget_checks import agree, mismatch
from extractors.fields.budget_prose import Mention
from extractors.fields.budget_words import Source
from extractors.fields.budget_years import YearStatement
from extractors.records import Mismatch, YearAmount
from extractors.values import Evidence

MAX_SHARES = 5  # of which combinations are tried
SURE = 4.0  # the score from which another amount is told to be the total as well
PAYER_NAMES = {Source.NATIONAL: "国庫補助", Source.LOCAL: "自治体負担", Source.PRIVATE: "企業負担"}


def other_totals(totals: Sequence[Mention]) -> Iterator[Mismatch]:
    """Statements of the total that name another amount than the first; nothing speaks against either being the total."""
    first = totals[0]
    others = [m for m in totals[1:] if _surely_total(first) and _surely_total(m) and not agree(m, first.yen) and not agree(first, m.yen)]
    for other in others[:2]:
        yield mismatch("総額", first.yen, first.evidence(), "別の箇所の総額", other.yen, (other.evidence(),))


def _surely_total(mention: Mention) -> bool:
    return mention.score >= SURE and min(mention.signs.values()) > 0 and "総額を表す語" in mention.signs


def sum_of_shares(total: Mention, shares: Sequence[Mention], beside: Sequence[Mention] = ()) -> Iterator[Mismatch]:
    """The payers' shares in the text against the total in the text, where nation and region are both told.

    Companies' money may stand within the total or beside it, and an amount without a payer (``beside``: of the same
    sentences) may be a share as well: where the total can be made up in any of these ways, nothing is told."""
    public = [m for m in shares if m.payer is not Source.PRIVATE]
    if not {Source.NATIONAL, Source.LOCAL} <= {m.payer for m in public} or any(map(cut_off, shares)):
        return
    if any(agree(total, sum(m.yen for m in some), len(some)) for some in _readings(public, [m for m in shares if m not in public], beside)):
        return
    computed = sum(m.yen for m in public)
    yield mismatch("本文の総額", total.yen, total.evidence(), "負担の内訳の和", computed, tuple(m.evidence() for m in public[:4]))


def _readings(public: Sequence[Mention], private: Sequence[Mention], beside: Sequence[Mention]) -> Iterator[list[Mention]]:
    """What the shares could be: the public ones or some of them (a share may be told again in parts), with others or without."""
    most = min(len(public), MAX_SHARES)
    for n in range(2, most + 1):
        for some in combinations(public[:MAX_SHARES], n):
            yield list(some)
    whole = list(public)
    others = [*private, *beside][:MAX_SHARES]
    for n in range(1, len(others) + 1):
        for more in combinations(others, n):
            yield [*whole, *more]


def cut_off(mention: Mention) -> bool:
    """Is the paragraph broken off before its end, so that a share may stand in the next one?"""
    block = mention.statement.block
    return block.kind is BlockKind.PARAGRAPH and not block.text.text.rstrip().endswith(("。", "）", ")", "」", "．", "."))


def share_mismatches(shares: Mapping[Source, tuple[Sequence[Mention], int | None, Sequence[Evidence]]]) -> Iterator[Mismatch]:
    """A payer's share in the text against the same payer's lines in the table. Companies' shares differ in what they
    count (money, people, machines) and are not compared."""
    for source, (told, in_table, places) in shares.items():
        if not told or in_table is None or source is Source.PRIVATE or any(map(cut_off, told)):
            continue
        stated = sum(m.yen for m in told)
        if stated != in_table and not _makes_up(told, in_table):
            yield mismatch(f"本文の{PAYER_NAMES[source]}", stated, told[0].evidence(), f"表の{PAYER_NAMES[source]}の計", in_table, places)


def _makes_up(told: Sequence[Mention], amount: int) -> bool:
    """Is the amount one of a payer's mentions, or the sum of some: a share may be told again in parts?"""
    shares = told[:MAX_SHARES]
    return any(agree(m, amount) for m in shares) or any(
        sum(m.yen for m in some) == amount for n in range(2, len(shares)) for some in combinations(shares, n)
    )


def year_mismatches(total: Mention, years: YearStatement) -> Iterator[Mismatch]:
    """Amounts by year in the text against the total in the text."""
    if years.complete and not agree(total, years.total, len(years.by_year)):
        places = list(dict.fromkeys(m.evidence() for m in years.by_year.values()))
        yield mismatch("本文の総額", total.yen, total.evidence(), "各年度の額の和", years.total, places)


def years_against(told: YearStatement, table: Mapping[int, YearAmount]) -> Iterator[Mismatch]:
    """Amounts by year in the text against the table's; only where the text gives every year."""
    for year, mention in sorted(told.by_year.items()) if told.complete else ():
        amount = table.get(year)
        if amount is None or mention.yearly in (amount.yen, amount.national_yen, amount.local_yen) or agree(mention, amount.yen):
            continue
        what = f"本文の{format_fiscal_year(year)}の額"
        yield mismatch(what, mention.yearly, mention.evidence(), "表の額", amount.yen, amount.evidence[:1])
