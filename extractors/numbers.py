"""Japanese numerals: 2,665,000, ２，６６５, 二十五億七千万, 25億7,500万, 3千5百万, 〇・七三, 百七十六.

Works on a view in which full-width forms are already folded (NFKC); ``fold`` does that for a loose string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
SMALL_SCALES = {"十": 10, "拾": 10, "百": 100, "千": 1000}
LARGE_SCALES = {"万": 10**4, "億": 10**8, "兆": 10**12}

KANJI_DIGIT = "〇零○一二三四五六七八九壱弐参"
_SMALL = "十拾百千"
_LARGE = "万億兆"
_ARABIC = r"(?:\d{1,3}(?:, ?\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
_KANJI = rf"(?:[{KANJI_DIGIT}]{{1,3}}(?:[、,][{KANJI_DIGIT}]{{3}})+(?![{KANJI_DIGIT}])|[{KANJI_DIGIT}]+(?:[・.][{KANJI_DIGIT}]+)?)"
_PIECE = rf"(?:{_ARABIC}|{_KANJI})"
_SCALED = rf"(?: ?(?:{_PIECE} ?)?[{_SMALL}{_LARGE}])"
NUMERAL = rf"(?:(?:{_PIECE} ?)?[{_SMALL}]{_SCALED}*(?:{_PIECE})?|{_PIECE} ?[{_LARGE}]{_SCALED}*(?:{_PIECE})?|{_PIECE})"
_NUMERAL = re.compile(NUMERAL)
_TOKEN = re.compile(rf"({_ARABIC})|({_KANJI})|([{_SMALL}])|([{_LARGE}])")
_SEPARATORS = re.compile(r"[, ]")
_CONFUSED = r"[\dOoＯ〇○lI|]"
_CONFUSED_RUN = re.compile(
    rf"(?<![A-Za-z\d])(?:{_CONFUSED}{{1,3}}(?:[,.]{_CONFUSED}{{3}})+(?![A-Za-z])|\d[\dOo〇○lI|]{{1,15}}(?=[千百万億円件名人社年,.%])|[OoＯ](?=[.]\d))"
)
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "Ｏ": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"})


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral found at text[start:end] of the folded text."""

    start: int
    end: int
    value: Decimal


def fold(text: str) -> str:
    """NFKC of a loose string, for which no offsets are needed."""
    return unicodedata.normalize("NFKC", text)


def mend_digits(text: str) -> str:
    """O and l between digits read as 0 and 1, as OCR confuses them. The length stays."""
    return _CONFUSED_RUN.sub(_mended, text)


def _mended(match: re.Match[str]) -> str:
    run = match.group()
    return run.translate(_LOOKALIKES) if re.search(r"[1-9]", run) or run in "OoＯ" else run


def _kanji_value(digits: str) -> Decimal:
    digits = re.sub(r"[、,]", "", digits)
    whole, _, part = digits.replace("・", ".").partition(".")
    figures = "".join(str(DIGITS[c]) for c in whole) + ("." + "".join(str(DIGITS[c]) for c in part) if part else "")
    return Decimal(figures)


def _tokens(text: str) -> Iterator[tuple[str, Decimal]]:
    """("digit" | "small" | "large", value) in order."""
    for match in _TOKEN.finditer(text):
        arabic, kanji, small, large = match.groups()
        if arabic is not None:
            yield "digit", Decimal(_SEPARATORS.sub("", arabic))
        elif kanji is not None:
            yield "digit", _kanji_value(kanji)
        elif small is not None:
            yield "small", Decimal(SMALL_SCALES[small])
        else:
            yield "large", Decimal(LARGE_SCALES[large])


def numeral_value(text: str) -> Decimal:
    """The value of one numeral. Scales of a thousand and less multiply what stands before them inside a section, 万 億 兆
    close the section, so 2,500百万 and 25億 are the same."""
    total = Decimal(0)
    section: Decimal | None = None
    digit: Decimal | None = None
    for kind, value in _tokens(text):
        if kind == "digit":
            digit = value
        elif kind == "small":
            section, digit = (section or 0) + (1 if digit is None else digit) * value, None
        else:
            told = None if section is None and digit is None else (section or 0) + (digit or 0)
            total += (1 if told is None else told) * value
            section = digit = None
    return total + (section or 0) + (digit or 0)


def find_numbers(text: str) -> Iterator[Number]:
    """Every numeral of a folded text, left to right, longest reading each."""
    for match in _NUMERAL.finditer(text):
        yield Number(match.start(), match.end(), numeral_value(match.group()))
