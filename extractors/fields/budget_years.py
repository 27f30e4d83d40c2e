"""Amounts by fiscal year as sentences and lists give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.dates import find_fiscal_years
from extractors.fields.budget_prose import Mention
from extractors.fields.budget_words import MAX_TOTAL, MIN_TOTAL
from extractors.fields.budget_year_words import EACH, years_of

MIN_YEARS = 3
_SUM = re.compile(r"(?:合計|計)[:：]?$")


@dataclass(frozen=True)
class YearStatement:
    """Amounts by fiscal year as a sentence gives them."""

    by_year: Mapping[int, Mention]
    complete: bool

    @property
    def total(self) -> int:
        return sum(m.yearly for m in self.by_year.values())


def years_in_prose(found: Sequence[Mention], years: Sequence[int]) -> YearStatement | None:
    """初年度4.2億円、2年目からは毎年4.95億円 and the like: the statement that covers the most years, None where none covers three."""
    best: YearStatement | None = None
    for group in _neighbouring(found):
        own = [m for m in group if m.payer is None and m.signs.get("他事業の語", 0) == 0 and m.signs.get("額に含まないとある", 0) == 0]
        told = _assigned(own, years)
        if len(told) >= MIN_YEARS and (best is None or len(told) > len(best.by_year)):
            best = YearStatement(told, len(told) == len(years))
    return best


def _neighbouring(found: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions of one paragraph, or of list items that follow each other."""
    group: list[Mention] = []
    for mention in found:
        if group and not 0 <= mention.statement.index - group[-1].statement.index <= 1:
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _year_of_sentence(mention: Mention, years: Sequence[int]) -> tuple[int, ...] | None:
    """平成14年度　国費4億円、県費5千万円、計4億5千万円: the one year that the sentence is about."""
    named = {d.year for d in find_fiscal_years(mention.statement.folded[mention.sentence[0] : mention.money.start]) if d.year in years}
    return tuple(named) if len(named) == 1 else None


def _is_the_programmes(yearly: Mention, years: int) -> bool:
    """Is one amount for each year (毎年度5億円) what the programme spends? Not 年1億円の収入, 年2億円の基金."""
    return MIN_TOTAL <= yearly.yearly * years <= MAX_TOTAL and not yearly.signs.get("ほかの金額を表す語")


def _assigned(group: Sequence[Mention], years: Sequence[int]) -> dict[int, Mention]:
    told: dict[int, Mention] = {}
    spread: list[Mention] = []
    for mention in group:
        place = () if mention.money.years > 1 else years_of(mention.before, years, told)
        if place is None and _SUM.search(mention.before):
            place = _year_of_sentence(mention, years)
        if place is None or (len(place) == len(years) and not EACH.search(mention.before)):
            continue
        if place == ():
            spread.append(mention)
        for year in place:
            if len(place) == 1:
                told[year] = mention  # 最終年度は6億円 overrides 第三年度以降は各5億円
            else:
                told.setdefault(year, mention)
    if spread and (told or (len(spread) == 1 and _is_the_programmes(spread[0], len(years)))):
        for year in years:
            told.setdefault(year, spread[0])
    return told
