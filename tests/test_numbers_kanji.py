"""Numerals: every notation of one number has one value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import find_numbers, fold, mend_digits, numeral_value
from tests.numerals import KANJI_DIGITS, kanji_numeral

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
POSITIONAL = str.maketrans("0123456789", KANJI_DIGITS)


def only_number(text: str) -> Decimal:
    """The value of a text that is one numeral and nothing else."""
    folded = fold(text)
    (number,) = find_numbers(folded)
    assert (number.start, number.end) == (0, len(folded))
    return number.value


@given(st.integers(min_value=0, max_value=10**15))
def test_kanji_round_trip(value: int) -> None:
    assert only_number(kanji_numeral(value)) == value


@given(st.integers(min_value=0, max_value=10**12))
def test_full_width_with_commas(value: int) -> None:
    assert only_number(f"{value:,}".translate(FULL_WIDTH)) == value


@given(st.integers(min_value=1, max_value=10**9))
def test_positional_kanji(value: int) -> None:
    assert only_number(str(value).translate(POSITIONAL)) == value


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_mixed_oku_man(oku: int, man: int) -> None:
    assert only_number(f"{oku:,}億{man:,}万") == oku * 10**8 + man * 10**4


@given(st.integers(0, 99999), st.integers(0, 99))
def test_decimals(whole: int, hundredths: int) -> None:
    assert only_number(f"{whole}.{hundredths:02d}".translate(FULL_WIDTH)) == Decimal(whole * 100 + hundredths) / 100


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("１８機関、４１２名、２０３件", [18, 412, 203]),
        ("五大学を通じ二百三名、六十四件", [5, 203, 64]),
        ("八千四百編のうち二百十編", [8400, 210]),
        ("直径〇・七三ナノメートル", [Decimal("0.73")]),
        ("一万三千人", [13000]),
        ("1、200件", [1, 200]),  # a list, no thousands separator
        ("2,420, 000千円", [2420000 * 1000]),
        ("ことば", []),
    ],
)
def test_find_numbers(text: str, values: list[int]) -> None:
    assert [n.value for n in find_numbers(fold(text))] == values


def test_spans_cover_the_numeral() -> None:
    text = fold("総額は二十五億七千万円")
    number = next(find_numbers(text))
    assert text[number.start : number.end] == "二十五億七千万"


@pytest.mark.parametrize(
    ("misread", "meant"), [("2,42O,OOO", "2,420,000"), ("l,200", "1,200"), ("2O億", "20億"), ("No.5", "No.5"), ("SPring-8", "SPring-8")]
)
def test_mend_digits(misread: str, meant: str) -> None:
    assert mend_digits(misread) == meant


@given(st.text(alphabet="0123456789OolI|,.一二十百千万億円件 ()", max_size=40))
def test_mending_keeps_the_length_and_parsing_never_fails(text: str) -> None:
    assert len(mend_digits(text)) == len(text)
    for number in find_numbers(text):
        assert number.value == numeral_value(text[number.start : number.end])
