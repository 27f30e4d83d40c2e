"""Figures that later years can be held against: the size of the market, and goals (new firms, jobs, sales) with their year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.dates import EraDate, find_fiscal_years
from extractors.document import Document
from extractors.fields.quantity_counts import counts
from extractors.fields.statements import Statement, squeeze, statements
from extractors.money import Money, find_money
from extractors.records import Quantity

MARKET, SALES, FIRMS, JOBS = "市場規模", "売上の目標", "起業数の目標", "雇用の目標"
MARKET_CONFIDENCE, GOAL_CONFIDENCE = 0.8, 0.75
MAX_MARKETS = 8
REACH = 40  # characters before a figure in which its year and scope are looked for
OKU = 10**8
_MARKET = re.compile(r"市場|需要|売れる")
_NO_MARKET = re.compile(r"資本金|補助|予算|基金|投資組合|助成|事業費|単価|契約|寄附|負担|[1一]台|[1一]件|[1一]社")
_GOAL = re.compile(r"目標|めざ|目指|見込|取り分|得る|供給|創出|計画|予定|生まれる")
_SALES = re.compile(r"売上|出荷|産業|取り分|目標|販売|生産額|輸出")
_FIRMS = re.compile(r"起業|創業|設立|ベンチャー|VB|新設|独立")
_JOBS = re.compile(r"雇用|働く人|働き口|就業")
_SCOPE = re.compile(r"世界|国内|全国|県内|海外|輸出|当地域|地域|東アジア")


def extract_goals(document: Document) -> tuple[Quantity, ...]:
    """Market sizes (in 億円) and goals in printed order, one of each figure."""
    found: dict[tuple[str, float, str], Quantity] = {}
    for statement in statements(document):
        for quantity in (*_money(statement), *_people_and_firms(statement)):
            found.setdefault((quantity.what, quantity.value, quantity.year), quantity)
    markets = [q for q in found.values() if q.what == MARKET][:MAX_MARKETS]
    return (*markets, *(q for q in found.values() if q.what != MARKET))


def _money(statement: Statement) -> Iterator[Quantity]:
    previous = 0
    for money in find_money(statement.folded):
        start, end = statement.sentence_at(money.start)
        lead = statement.folded[max(start, previous) : money.start]
        about = statement.context + statement.folded[start:end]
        if money.yen >= OKU and _MARKET.search(about) and not _NO_MARKET.search(lead[-REACH:]):
            goal = _SALES.search(lead) and _GOAL.search(statement.folded[start:end]) and not re.search("市場", lead)
            yield _amount(statement, money, SALES if goal else MARKET, lead)
        previous = money.end


def _amount(statement: Statement, money: Money, what: str, lead: str) -> Quantity:
    near = statement.label + lead[-REACH:]
    scope = _SCOPE.search(near)
    confidence = MARKET_CONFIDENCE if what == MARKET else GOAL_CONFIDENCE
    evidence = (statement.evidence(*statement.sentence_at(money.start)),)
    return Quantity(what, round(money.yen / OKU, 4), "億円", confidence, evidence, _year(lead), scope.group() if scope else "")


def _people_and_firms(statement: Statement) -> Iterator[Quantity]:
    for count in counts(statement):
        near = count.before[-REACH:] + count.after
        sentence = squeeze(statement.folded[slice(*count.sentence)])
        if not _GOAL.search(sentence + statement.label):
            continue
        firms = count.counter == "社" and _FIRMS.search(near) and re.search(r"目標|めざ|目指|までに|見込|計", near + statement.label)
        jobs = count.counter in ("人", "名") and _JOBS.search(count.before[-12:])
        if firms or jobs:
            evidence = (statement.evidence(*count.sentence),)
            yield Quantity(FIRMS if firms else JOBS, count.value, count.counter, GOAL_CONFIDENCE, evidence, _year(count.lead))


def _year(lead: str) -> str:
    """The year named last before a figure, as printed."""
    dates: list[EraDate] = list(find_fiscal_years(lead))
    return lead[dates[-1].start : dates[-1].end].strip() if dates else ""
