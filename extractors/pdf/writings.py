"""Texts in other languages: a page in Chinese or Korean is no jumble of codes, though its characters are none of Japanese print."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from extractors.pdf.recogniser import is_japanese

FILE = Path(__file__).parent / "data" / "writings.yaml"
LATIN, IDEOGRAPHS = "LATIN", "CJK"
SYLLABARIES = ("HIRAGANA", "KATAKANA")


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return facts


def is_another_language(text: str) -> bool:
    """Are the characters of ``text`` that Japanese does not print those of one language's writing, as frequent as it has them?"""
    letters = Counter(c for c in text if c.isalpha())
    all_of, foreign = Counter[str](), Counter[str]()
    for char, count in letters.items():
        writing = _writing(char)
        all_of[writing] += count
        if not is_japanese(char):
            foreign[writing] += count
    if not foreign or sum(all_of[s] for s in SYLLABARIES) > _facts()["kana"] * letters.total():
        return False
    writing, count = foreign.most_common(1)[0]
    if count < _facts()["one"] * foreign.total():
        return False
    if writing == LATIN:
        return bool(count <= _facts()["accented"] * all_of[LATIN])
    common = _facts()["common"].get(writing)
    return common is None or sum(letters[c] for c in common) >= _facts()["least"] * all_of[writing]


def is_beyond(text: str) -> bool:
    """Is this a text in a language the recogniser does not read?"""
    strange = sum(c.isalpha() and not is_japanese(c) for c in text)
    return strange > _facts()["beyond"] * len(text) and is_another_language(text)


@lru_cache(maxsize=4096)
def _writing(char: str) -> str:
    """The first word of the character's name: LATIN, CJK, HANGUL, ARABIC …"""
    return unicodedata.name(char, "").partition(" ")[0]
