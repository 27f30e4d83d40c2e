"""A matching view of printed text with the very same offsets: NFKC wherever it maps one character to one."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

import numpy as np

_DASHES = re.compile(r"[‐‑‒–—―−ｰー\-]")
_BRACKETS = re.compile(r"[「」『』“”\"'()（）〔〕［］\[\]【】<>〈〉《》・,，、。.．:：;；]")
_JAPANESE = "ぁ-んァ-ヴー一-龠々〇」』)）"
_KANJI_DIGIT = "〇一二三四五六七八九"
_COMMA = re.compile(rf"(?<=[{_JAPANESE}]),|,(?=[ぁ-んァ-ヴ一-龠])")
_STOP = re.compile(rf"(?<=[{_JAPANESE}])\.(?!(?<=[{_KANJI_DIGIT}]\.)[{_KANJI_DIGIT}])")  # 〇．七三 is a number
_REPLACEMENT = "�"
LONG = 60  # characters from which the table is faster than mapping one by one
_TABLE = np.zeros(sys.maxunicode + 1, np.uint32)  # code point → code point in the view, 0 where not looked up yet


@lru_cache(maxsize=65536)
def _view_char(char: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return _REPLACEMENT
    mapped = unicodedata.normalize("NFKC", char)
    return mapped if len(mapped) == 1 else char


def view(text: str) -> str:
    """``text`` for matching, character for character (㈱ and ㎡ stay, full width becomes half width, ，． become 、。)."""
    seen = _mapped(text) if len(text) > LONG else "".join(map(_view_char, text))
    if "," in seen:
        seen = _COMMA.sub("、", seen)
    return _STOP.sub("。", seen) if "." in seen else seen


def _mapped(text: str) -> str:
    """``_view_char`` of every character by one look into a table, which is filled as characters come."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    mapped = _TABLE[codes]
    if not mapped.all():
        for code in set(codes[mapped == 0].tolist()):
            _TABLE[code] = ord(_view_char(chr(code)))
        mapped = _TABLE[codes]
    return mapped.tobytes().decode("utf-32-le")


def squash(text: str) -> str:
    """NFKC without white space, brackets and marks, dashes unified: equal for what a reader calls the same string."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", _BRACKETS.sub("", _DASHES.sub("ー", text)))
