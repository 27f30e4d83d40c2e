"""Printed text and its view for matching.

The printed string is the truth; ``normalise`` gives a view of it (NFKC, CJK radicals, wave dashes, long marks) in
which every character leads back to the printed one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

MAX_MARKS = 4  # marks that may join one character
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_COMBINING = re.compile("[\uff9e\uff9f\u3099\u309a\u0300-\u036f]")  # marks that join the character before them
_WAVES = str.maketrans("〜∼˜", "~~~")
_DASHES = str.maketrans("‐‑‒–—―−﹣⁃─━", "-----------")
_KATAKANA = re.compile("[ァ-ヺ]")
# What the view changes beside what NFKC does: marks that join, dashes and waves, radicals.
_CHANGED = re.compile(f"{_COMBINING.pattern}|{_RADICALS.pattern}|[{''.join(map(chr, _WAVES | _DASHES))}]")


@dataclass(frozen=True, eq=False)
class NormalisedText:
    """``text`` is the view; ``offsets[i]`` is the printed offset of view character i, ``offsets[len]`` the end."""

    text: str
    offsets: array[int]  # typecode "L", len(text) + 1

    def to_printed(self, start: int, end: int) -> tuple[int, int]:
        """The printed span that view span [start, end) came from."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        following = next((self.offsets[i] for i in range(end, len(self.offsets)) if self.offsets[i] > last), last + 1)
        return self.offsets[start], following


def normalise(text: str) -> NormalisedText:
    """The matching view of a printed string.

    NFKC (㈱ → (株), １ → 1, ｶﾞ → ガ as one), radicals as ideographs, wave dashes as ~, dashes as -, and a dash
    behind a katakana as the long mark it stands for.
    """
    if unicodedata.is_normalized("NFKC", text) and not _CHANGED.search(text):
        return NormalisedText(text, array("L", range(len(text) + 1)))
    out: list[str] = []
    offsets = array("L")
    i = 0
    while i < len(text):
        end = i + 1
        while end < len(text) and end - i < MAX_MARKS and _COMBINING.match(text[end]):
            end += 1
        for piece in _view(text[i:end], out[-1] if out else ""):
            out.append(piece)
            offsets.append(i)
        i = end
    offsets.append(len(text))
    return NormalisedText("".join(out), offsets)


def _view(cluster: str, before: str) -> str:
    view = _view_alone(cluster)
    return "ー" if view == "-" and cluster != "-" and _KATAKANA.match(before) else view


@lru_cache(maxsize=20_000)
def _view_alone(cluster: str) -> str:
    return unicodedata.normalize("NFKC", unify_radicals(cluster)).translate(_WAVES).translate(_DASHES)


@cache
def _radicals() -> dict[str, str]:
    data = json.loads((Path(__file__).parent / "radicals.json").read_text("utf-8"))
    return {str(radical): str(ideograph) for radical, ideograph in data["radicals"].items()}


def unify_radicals(text: str) -> str:
    """CJK and Kangxi radicals as the ideographs that are printed (⽤ → 用, ⺠ → 民)."""
    return _RADICALS.sub(lambda m: _radicals().get(m[0]) or unicodedata.normalize("NFKC", m[0]), text)


def either(words: Iterable[str]) -> str:
    """A pattern's text that finds any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
