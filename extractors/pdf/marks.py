"""The marks that begin headings, list items and notes, and how headings rank by them."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
ROMAN = r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫXVIＸＶＩ]{1,4}"

# rank, pattern; ordered from the widest division to the narrowest
_HEADS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(r"^(別紙|別添)?様式(第?\s*[0-9０-９一二三四五六七八九十]+号?)([－\-‐–ー―の]\s*[0-9０-９]+)*")),
    (0, re.compile(rf"^第\s*({NUMBER}|{ROMAN})\s*[部編章]")),
    (1, re.compile(rf"^第\s*({NUMBER})\s*節")),
    (2, re.compile(rf"^第\s*({NUMBER})\s*[款項]")),
    (0, re.compile(rf"^第\s*({NUMBER})[\s\u3000]")),
    (0, re.compile(rf"^({ROMAN})(?:[\s\u3000．.、]|$)")),
    (3, re.compile(r"^([0-9０-９]{1,2})[．.－\-]([0-9０-９]{1,2})[．.－\-]([0-9０-９]{1,2})[．.]?[\s\u3000]*(?![0-9０-９％%])")),
    (2, re.compile(r"^([0-9０-９]{1,2})[．.－\-]([0-9０-９]{1,2})[．.]?[\s\u3000]+(?![0-9０-９％%])")),
    (1, re.compile(r"^([0-9０-９]{1,2})[．.、](?![0-9０-９])")),
    (1, re.compile(r"^([0-9０-９]{1,2})[\s\u3000]+(?![0-9０-９])")),
    (1, re.compile(r"^([一二三四五六七八九十]{1,3})[\s\u3000．.、]")),
    (4, re.compile(rf"^第\s*({NUMBER})\s*条")),
    (4, re.compile(r"^[（(]\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*[）)]")),
    (5, re.compile(r"^[①-⑳]")),
    (6, re.compile(r"^[アイウエオカキクケコサシスセソ][．.、\s\u3000]")),
    (6, re.compile(r"^[（(][アイウエオカキクケコサシスセソa-zａ-ｚ][）)]")),
    (7, re.compile(r"^[■◆◇□●○▼▶]")),
)
_ANY_HEAD = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _HEADS))  # most lines have none: one look tells
BULLETS = "・•●○◦‣▪■□◆◇▶►➢✓✔–‐*＊\uf0b7\uf06c\uf0d8\uf0a7\uf0fc\uf06e"
_BULLET = re.compile(rf"^[{re.escape(BULLETS)}][\s\u3000]*(?=\S)")
_NOTE = re.compile(r"^(※|＊[0-9０-９]?|\*[0-9]|[（(]?注[0-9０-９]*[）)：:\s\u3000．.]|[（(]注|（参考）|出典[：:]|資料[：:])")
STRONG = (0,)  # ranks that need no other sign of a heading


@dataclass(frozen=True, slots=True)
class Mark:
    rank: int
    kind: int  # which pattern
    end: int  # where the mark ends in the text


def head_mark(text: str) -> Mark | None:
    """The numbering a heading (or numbered list item) begins with."""
    if not _ANY_HEAD.match(text):
        return None
    for kind, (rank, pattern) in enumerate(_HEADS):
        found = pattern.match(text)
        if found:
            return Mark(rank, kind, found.end())
    return None


def is_bullet(text: str) -> bool:
    return bool(_BULLET.match(text))


def is_note(text: str) -> bool:
    return bool(_NOTE.match(text))
