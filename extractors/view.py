"""A matching view of printed text with the very same offsets: NFKC wherever it maps one character to one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile(r"[‐‑‒–—―−ｰー\-]")
_BRACKETS = re.compile(r"[「」『』“”\"'()（）〔〕［］\[\]【】<>〈〉《》・,，、。.．:：;；]")
_JAPANESE = "ぁ-んァ-ヴー一-龠々〇」』)）"
_KANJI_DIGIT = "〇一二三四五六七八九"
_COMMA = re.compile(rf"(?<=[{_JAPANESE}]),|,(?=[ぁ-んァ-ヴ一-龠])")
_STOP = re.compile(rf"(?<=[{_JAPANESE}])\.(?!(?<=[{_KANJI_DIGIT}]\.)[{_KANJI_DIGIT}])")  # 〇．七三 is a number
_REPLACEMENT = "�"


@lru_cache(maxsize=65536)
def _view_char(char: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return _REPLACEMENT
    mapped = unicodedata.normalize("NFKC", char)
    return mapped if len(mapped) == 1 else char


def view(text: str) -> str:
    """``text`` for matching, character for character (㈱ and ㎡ stay, full width becomes half width, ，． become 、。)."""
    seen = "".join(map(_view_char, text))
    return _STOP.sub("。", _COMMA.sub("、", seen))


def squash(text: str) -> str:
    """NFKC without white space, brackets and marks, dashes unified: equal for what a reader calls the same string."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", _BRACKETS.sub("", _DASHES.sub("ー", text)))
