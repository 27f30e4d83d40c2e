"""Era dates: a hand-checked table, and printing and reading are inverse."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import find_dates, find_fiscal_years, find_periods, format_fiscal_year, parse_fiscal_year
from extractors.numbers import fold
from tests.numerals import kanji_numeral

TABLE = Path(__file__).parent / "data" / "era_expressions.csv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8")))


def of_kind(kind: str) -> list[tuple[str, str]]:
    return [(r["expression"], r["value"]) for r in ROWS if r["kind"] == kind]


@pytest.mark.parametrize(("text", "value"), of_kind("fy"))
def test_fiscal_year_cells(text: str, value: str) -> None:
    assert parse_fiscal_year(text, first_year=2002) == (None if value == "none" else int(value))


@pytest.mark.parametrize(("text", "value"), of_kind("date"))
def test_dates(text: str, value: str) -> None:
    date = next(find_dates(fold(text)), None)
    shown = "none" if date is None else "-".join(str(v) for v in (date.year, date.month, date.day) if v is not None)
    assert shown == value


@pytest.mark.parametrize(("text", "value"), of_kind("period"))
def test_periods(text: str, value: str) -> None:
    period = next(find_periods(fold(text)), None)
    assert ("none" if period is None else f"{period.first}-{period.last}") == value


@pytest.mark.parametrize(("year", "text"), of_kind("print"))
def test_printing(year: str, text: str) -> None:
    assert format_fiscal_year(int(year)) == text


def test_the_two_tables_hold_three_hundred_expressions() -> None:
    money = list(csv.DictReader((TABLE.parent / "money_expressions.csv").open(encoding="utf-8")))
    assert len(ROWS) + len(money) >= 300


@given(st.integers(1912, 2030))
def test_printed_years_are_read_back(year: int) -> None:
    assert parse_fiscal_year(format_fiscal_year(year)) == year


@given(st.integers(1, 31))
def test_kanji_and_digits_agree(number: int) -> None:
    assert parse_fiscal_year(f"平成{kanji_numeral(number)}年度") == parse_fiscal_year(f"Ｈ{number}") == 1988 + number


def test_january_to_march_belong_to_the_fiscal_year_before() -> None:
    assert [d.fiscal_year for d in find_dates("平成14年1月、平成14年4月、平成14年度")] == [2001, 2002, 2002]


def test_bare_fiscal_years_are_read_in_the_era_given() -> None:
    assert [d.year for d in find_fiscal_years("平成14年度から15年度、16年度")] == [2002, 2003, 2004]


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    folded = fold(text)
    assert all(0 <= d.start < d.end <= len(folded) for d in find_fiscal_years(folded))
    assert all(p.first <= p.last for p in find_periods(folded))
    parse_fiscal_year(text)
