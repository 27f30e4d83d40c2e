"""The programme's period: the five fiscal years printed as 期間, told apart from a prefecture's own five-year plans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.dates import find_dates, find_periods, format_fiscal_year
from extractors.document import Document, Table
from extractors.fields.budget_axis import year_axis
from extractors.fields.statements import Statement, squeeze, statements
from extractors.values import Evidence, Value, evidence_of

PROGRAMME_YEARS = 5
DEFAULT_FIRST_YEAR = 2002  # the programme's first call: 平成14年度
_PERIOD_WORDS = re.compile(r"期間|本事業|本構想|[5五][かカヶヵ箇ケ]?年")
_OTHER_PLAN = re.compile(r"計画」|総合計画|長期計画|ビジョン|長期構想|基本計画|実施計画|件|論文|特許|出願|累計")
_FROM = re.compile(r"(?:から|より)の?[5五][かカヶヵ箇ケ]?年|を初年度とする[5五][かカヶヵ箇ケ]?年")
_UNTIL = re.compile(r"(?:まで|迄)の?[5五][かカヶヵ箇ケ]?年")

_CONFIDENCE = ((5.0, 0.97), (3.0, 0.85), (0.0, 0.6))  # by the weight of the span

Span = tuple[Statement, int, int, int]  # where, view span, first fiscal year


def spans(told: Sequence[Statement]) -> Iterator[Span]:
    """Every printed span of five years, also 平成18年度までの5か年."""
    for statement in told:
        text = statement.folded
        for period in find_periods(text):
            if period.last - period.first == PROGRAMME_YEARS - 1:
                yield statement, period.start, period.end, period.first
        for date in find_dates(text):
            until = _UNTIL.match(text, date.end)
            since = _FROM.match(text, date.end)
            if until:
                yield statement, date.start, until.end(), date.year - PROGRAMME_YEARS + 1
            elif since:
                yield statement, date.start, since.end(), date.fiscal_year


def _weight(span: Span) -> float:
    statement, start, end, first = span
    near = statement.context + statement.folded[max(0, start - 20) : end + 12]
    weight = 1.0 + 2.0 * bool(_PERIOD_WORDS.search(near)) - 1.5 * bool(_OTHER_PLAN.search(near))
    return weight + 2.0 * (first == DEFAULT_FIRST_YEAR) - 3.0 * (first < DEFAULT_FIRST_YEAR - 1)


def ranked(told: Sequence[Statement]) -> dict[int, float]:
    """First fiscal year → weight, of the spans that something speaks for."""
    weights: dict[int, float] = {}
    for span in spans(told):
        weights[span[3]] = weights.get(span[3], 0.0) + _weight(span)
    return {year: weight for year, weight in weights.items() if weight > 0}


def programme_years(told: Sequence[Statement]) -> tuple[int, ...]:
    """The five fiscal years of the programme; those of the first call where no span is printed."""
    weights = ranked(told)
    first = max(weights, key=lambda year: weights[year]) if weights else DEFAULT_FIRST_YEAR
    return tuple(range(first, first + PROGRAMME_YEARS))


def extract_period(document: Document) -> Value[str] | None:
    """The programme's period as 平成14年度～平成18年度; None where no five-year span is printed."""
    told = statements(document)
    weights = ranked(told)
    if not weights:
        return _from_tables(document)
    first = max(weights, key=lambda year: weights[year])
    shown = sorted((s for s in spans(told) if s[3] == first), key=lambda s: -_weight(s))
    confidence = next(c for least, c in _CONFIDENCE if weights[first] >= least)
    return Value(_period_text(first), confidence, tuple(statement.evidence(start, end) for statement, start, end, _ in shown[:3]))


def _from_tables(document: Document) -> Value[str] | None:
    """No span is printed: the five fiscal years of a table's head."""
    for block in document.tables:
        assert block.table is not None
        texts = {place: squeeze(cell.text.text) for place, cell in block.table.grid.items()}
        axis = year_axis(block.table, texts, DEFAULT_FIRST_YEAR)
        if axis is not None and sorted(set(axis[2].values())) == list(range(DEFAULT_FIRST_YEAR, DEFAULT_FIRST_YEAR + PROGRAMME_YEARS)):
            return Value(_period_text(DEFAULT_FIRST_YEAR), 0.7, tuple(_axis_evidence(block.table, axis)))
    return None


def _axis_evidence(table: Table, axis: tuple[bool, int, dict[int, int]]) -> Iterator[Evidence]:
    horizontal, edge, years = axis
    for place in (min(years), max(years)):
        cell = table.cell(edge, place) if horizontal else table.cell(place, edge)
        if cell is not None:
            yield evidence_of(cell.text)


def _period_text(first: int) -> str:
    return f"{format_fiscal_year(first)}～{format_fiscal_year(first + PROGRAMME_YEARS - 1)}"
