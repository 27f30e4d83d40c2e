"""Printing of money, years and pages: figures checkable by hand, and round trips."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.wording import (
    display,
    excerpt,
    fiscal_year,
    in_million,
    in_oku,
    in_yen,
    japanese_date,
    money,
    number,
    page_label,
    pages_label,
    printable,
    probability,
    scaled,
    shortened,
)

UNITS = {"兆": 10**12, "億": 10**8, "万": 10**4, "円": 1}


@pytest.mark.parametrize(
    ("yen", "oku", "million", "thousand"),
    [
        (2_575_000_000, "25億7,500万円", "2,575百万円", "2,575,000千円"),
        (544_500_000, "5億4,450万円", "544.5百万円", "544,500千円"),
        (500_000_000, "5億円", "500百万円", "500,000千円"),
        (1_234_567_890_123, "1兆2,345億6,789万123円", "1,234,567.890123百万円", "1,234,567,890.123千円"),
        (12_000, "1万2,000円", "0.012百万円", "12千円"),
        (0, "0円", "0百万円", "0千円"),
        (-165_000_000, "△1億6,500万円", "△165百万円", "△165,000千円"),
    ],
)
def test_money_in_every_unit(yen: int, oku: str, million: str, thousand: str) -> None:
    assert (in_oku(yen), in_million(yen), f"{scaled(yen, 10**3)}千円") == (oku, million, thousand)


def test_money_shows_the_yen_beside() -> None:
    assert money(2_665_000_000) == "2,665百万円（2,665,000,000円）"
    assert in_yen(-1_000) == "△1,000円"


@given(st.integers(min_value=1, max_value=10**15))
def test_oku_reads_back_to_the_same_amount(yen: int) -> None:
    total, digits = 0, ""
    for char in in_oku(yen):
        if char.isdigit():
            digits += char
        elif char in UNITS:
            total, digits = total + int(digits or 0) * UNITS[char], ""
    assert total == yen


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_million_and_thousand_are_exact(yen: int) -> None:
    for text, unit in ((in_million(yen).removesuffix("百万円"), 10**6), (scaled(yen, 10**3), 10**3)):
        whole, _, decimals = text.replace("△", "").replace(",", "").partition(".")
        digits = len(str(unit)) - 1
        read = int(whole) * unit + int(decimals.ljust(digits, "0") or 0)
        assert (-read if text.startswith("△") else read) == yen


@pytest.mark.parametrize(
    ("year", "printed"),
    [
        (2002, "平成14年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2026, "令和8年度"),
        (1800, "1800年度"),
    ],
)
def test_fiscal_years(year: int, printed: str) -> None:
    assert fiscal_year(year) == printed


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 11, 24), "令和8年11月24日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(2002, 4, 1), "平成14年4月1日"),
    ],
)
def test_dates(day: date, printed: str) -> None:
    assert japanese_date(day) == printed


def test_small_words() -> None:
    assert [number(x) for x in (18.0, 64.5, 12_000.0, 0.25)] == ["18", "64.5", "12,000", "0.25"]
    assert (page_label(4), page_label(0)) == ("4ページ", "ページ不明")
    assert pages_label((7, 1, 2, 3)) == "1～3ページ、7ページ"
    assert shortened("あいうえお", 4) == "あいう…"
    assert printable("a\x00b\ud800c\tあ") == "abc\tあ"


@pytest.mark.parametrize(
    ("text", "about", "limit", "shown"),
    [
        ("短い文", "文", 10, "短い文"),
        ("あいうえおかきくけこ", "い", 5, "あいうえ…"),
        ("あいうえおかきくけこさしすせそ", "けこ", 8, "…きくけこさし…"),
        ("あいうえおかきくけこ", "けこ", 6, "…かきくけこ"),
        ("あいうえおかきくけこ", "ん", 5, "あいうえ…"),
    ],
)
def test_excerpts_keep_what_they_are_about(text: str, about: str, limit: int, shown: str) -> None:
    assert excerpt(text, about, limit) == shown


@given(st.text("あいうえお", max_size=60), st.text("あいうえお", min_size=1, max_size=8), st.integers(12, 40))
def test_an_excerpt_is_never_longer_and_holds_what_the_text_holds(text: str, about: str, limit: int) -> None:
    shown = excerpt(text, about, limit)
    assert len(shown) <= limit
    assert about not in text or about in shown
    assert shown.strip("…") in text


def test_labels_are_whole() -> None:
    labels = display()
    assert set(labels.grade) == set(labels.grade_meaning) == {0, 1, 2, 3}
    assert set(labels.status) == {"ok", "partial", "rejected"}
    assert "優劣を示すものではありません" in labels.not_merit


def test_hardly_any_probability_is_not_told_as_none() -> None:
    assert [probability(p) for p in (0.0004, 0.012, 0.997)] == ["1%未満", "1%", "99%超"]
