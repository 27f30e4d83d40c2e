"""Figures of a budget that the text states, held against each other and against the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.dates import format_fiscal_year
from extractors.document import BlockKind
from extractors.fields.budget_checks import agree, mismatch
from extractors.fields.budget_prose import Mention
from extractors.fields.budget_words import Source
from extractors.fields.budget_years import YearStatement
from extractors.records import Mismatch, YearAmount

SURE = 4.0  # the score from which another amount is told to be the total as well
PAYER_NAMES = {Source.NATIONAL: "国庫補助", Source.LOCAL: "自治体負担", Source.PRIVATE: "企業負担"}


def other_totals(totals: Sequence[Mention]) -> Iterator[Mismatch]:
    """Statements of the total that name another amount than the first."""
    first = totals[0]
    others = [m for m in totals[1:] if m.score >= SURE and not agree(m, first.yen) and not agree(first, m.yen)]
    for other in others[:2]:
        yield mismatch("総額", first.yen, first.evidence(), "別の箇所の総額", other.yen, (other.evidence(),))


def sum_of_shares(total: Mention, shares: Sequence[Mention]) -> Iterator[Mismatch]:
    """The payers' shares in the text against the total in the text, where nation and region are both told."""
    computed = sum(m.yen for m in shares)
    payers = {m.payer for m in shares}
    if {Source.NATIONAL, Source.LOCAL} <= payers and not any(map(cut_off, shares)) and not agree(total, computed, len(shares)):
        yield mismatch("本文の総額", total.yen, total.evidence(), "負担の内訳の和", computed, tuple(m.evidence() for m in shares[:2]))


def cut_off(mention: Mention) -> bool:
    """Is the paragraph broken off before its end, so that a share may stand in the next one?"""
    block = mention.statement.block
    return block.kind is BlockKind.PARAGRAPH and not block.text.text.rstrip().endswith(("。", "）", ")", "」", "．", "."))


def share_mismatches(shares: Mapping[Source, tuple[Sequence[Mention], int | None]]) -> Iterator[Mismatch]:
    """A payer's share in the text against the same payer's lines in the table."""
    for source, (told, in_table) in shares.items():
        if not told or in_table is None or any(map(cut_off, told)):
            continue
        stated = sum(m.yen for m in told)
        if stated != in_table and not (len(told) == 1 and agree(told[0], in_table)):
            yield mismatch(f"本文の{PAYER_NAMES[source]}", stated, told[0].evidence(), f"表の{PAYER_NAMES[source]}の計", in_table)


def year_mismatches(total: Mention, years: YearStatement) -> Iterator[Mismatch]:
    """Amounts by year in the text against the total in the text."""
    if years.complete and not agree(total, years.total, len(years.by_year)):
        first = next(iter(years.by_year.values()))
        yield mismatch("本文の総額", total.yen, total.evidence(), "各年度の額の和", years.total, (first.evidence(),))


def years_against(told: YearStatement, table: Mapping[int, YearAmount]) -> Iterator[Mismatch]:
    """Amounts by year in the text against the table's; only where the text gives every year."""
    for year, mention in sorted(told.by_year.items()) if told.complete else ():
        amount = table.get(year)
        if amount is None or mention.yearly in (amount.yen, amount.national_yen, amount.local_yen) or agree(mention, amount.yen):
            continue
        what = f"本文の{format_fiscal_year(year)}の額"
        yield mismatch(what, mention.yearly, mention.evidence(), "表の額", amount.yen, amount.evidence[:1])
