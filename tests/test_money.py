"""Money: a hand-checked table of expressions, and every notation of one amount has one value."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.money import find_money, parse_money, unit_of, unit_value, yen_text
from extractors.numbers import fold
from tests.numerals import kanji_numeral

TABLE = Path(__file__).parent / "data" / "money_expressions.csv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8")))


@pytest.mark.parametrize("row", [r for r in ROWS if r["kind"] == "cell"], ids=lambda r: r["expression"] + r["unit"])
def test_cells_of_the_table(row: dict[str, str]) -> None:
    want = None if row["yen"] == "none" else int(row["yen"])
    assert parse_money(row["expression"], row["unit"]) == want


@pytest.mark.parametrize("row", [r for r in ROWS if r["kind"] == "text"], ids=lambda r: r["expression"])
def test_texts_of_the_table(row: dict[str, str]) -> None:
    want = [int(v) for v in row["yen"].split("|") if v]
    assert [m.yen for m in find_money(fold(row["expression"]))] == want


@given(st.integers(1, 10**7))
def test_all_notations_of_an_amount_agree(thousands: int) -> None:
    yen = thousands * 1000
    printed = [
        f"{thousands:,}千円",
        f"{yen:,}円",
        f"{yen / 10**6:.3f}百万円",
        f"{kanji_numeral(yen)}円",
        f"¥{yen:,}",
        f"{yen // 10**8}億{yen % 10**8 // 10**4}万{yen % 10**4}円" if yen >= 10**8 else f"{yen}円",
    ]
    assert {parse_money(p) for p in printed} == {yen}


@given(st.integers(-(10**6), 10**6), st.sampled_from(["円", "千円", "万円", "百万円", "億円"]))
def test_cells_take_the_unit_of_their_head(figure: int, unit: str) -> None:
    cell = f"{'△' if figure < 0 else ''}{abs(figure):,}"
    assert parse_money(cell, unit) == figure * unit_value(unit)


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    parse_money(text, "千円")
    folded = fold(text)
    assert all(0 <= m.start < m.end <= len(folded) for m in find_money(folded))


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("国庫補助金（千円）", "千円"),
        ("県・市負担金（万円）", "万円"),
        ("年度計（百万円）", "百万円"),
        ("資金計画（単位：百万円）", "百万円"),
        ("区分（単\n位：百万\n円）", "百万円"),
        ("（百万円）", "百万円"),
        ("百万円", "百万円"),
        ("単位　千円", "千円"),
        ("（単位：億円）", "億円"),
        ("年度計", ""),
        ("５年間で24億円", ""),
        ("区分", ""),
        ("円卓会議", ""),
    ],
)
def test_unit_of_heads(head: str, unit: str) -> None:
    assert unit_of(head) == unit


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("25億7千万円", 10**7),
        ("4.95億円", 10**6),
        ("2,665千円", 10**3),
        ("２２．５億円", 10**7),
        ("3,150百万円", 10**6),
        ("五十億円", 10**9),
    ],
)
def test_precision_is_that_of_the_last_printed_place(text: str, precision: int) -> None:
    assert next(find_money(fold(text))).precision == precision


@pytest.mark.parametrize(
    ("yen", "text"),
    [(2_570_000_000, "2,570百万円"), (2_275_500_000, "2,275,500千円"), (9_801, "9,801円"), (-500_000, "△500千円"), (0, "0円")],
)
def test_yen_text(yen: int, text: str) -> None:
    assert yen_text(yen) == text
