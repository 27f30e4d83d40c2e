"""Words by which the money of a budget is told apart: who pays, what is a total, what belongs to something else."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast

import yaml

MIN_TOTAL = 3 * 10**8  # yen: a regional programme's five years lie above this …
MAX_TOTAL = 2 * 10**10  # … and under this
_DATA = Path(__file__).parent / "data" / "budget_words.yaml"


class Source(StrEnum):
    """Who pays, or what a line adds up."""

    NATIONAL = "national"
    LOCAL = "local"
    PRIVATE = "private"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    ITEM = "item"


PAYERS = (Source.NATIONAL, Source.LOCAL, Source.PRIVATE)


@cache
def words() -> dict[str, list[str]]:
    return cast(dict[str, list[str]], yaml.safe_load(_DATA.read_text("utf-8")))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One alternation of a word list of the data file."""
    return re.compile("|".join(words()[name]))


_BRACKETED = re.compile(r"[(（〔\[【].*?[)）〕\]】]")


def source_of(label: str) -> Source:
    """The source a row or column label names. ``label`` is squeezed; of 国庫補助/小計 the parts are judged inmost first."""
    parts = [p for p in (_BRACKETED.sub("", part) for part in label.split("/")) if p] or [label]
    own = parts[-1]
    if pattern("total_label").fullmatch(own):
        outer = source_of("/".join(parts[:-1])) if len(parts) > 1 else Source.TOTAL
        return Source.TOTAL if outer in (Source.TOTAL, Source.ITEM) else Source.SUBTOTAL
    if pattern("subtotal_label").fullmatch(own):
        return Source.SUBTOTAL
    named = payer_of(own) or (payer_of(label) if own.isascii() else None)
    if named is not None:
        return named
    return Source.TOTAL if pattern("total_word").search(own) or sums_up(own) else Source.ITEM


def sums_up(label: str) -> bool:
    """Does a label that names no payer end as those of sums do (その年の計, 通計, Programme Total)?"""
    return bool(re.search(f"(?:{pattern('total_ending').pattern})$", bare_label(label))) and payer_of(label) is None


def payer_of(text: str) -> Source | None:
    """国庫補助金 → national, 県・市負担 → local, 企業負担 → private; None where no payer is named."""
    if pattern("national").search(text):
        return Source.NATIONAL
    if pattern("private").search(text):
        return Source.PRIVATE
    return Source.LOCAL if pattern("local").search(text) else None


_UNIT_IN_LABEL = re.compile(r"[(（][^()（）]*円[^()（）]*[)）]|[(（][A-Za-z+]+[)）]|単位:?\S*円|/[(（]?[十百千]?[万億]?円[)）]?(?=/|$)")


def bare_label(label: str) -> str:
    """A label without its unit or a letter in brackets: 計（百万円） → 計, 合計（A+B） → 合計, 計/百万円 → 計."""
    return _UNIT_IN_LABEL.sub("", label)


def own_share(label: str) -> str | None:
    """The label of a line that counts: うち国費 is the nation's share; None for an aside (参考, 再掲, うち人件費)."""
    share = re.sub(r"^うち|(?<=/)うち", "", label)
    if share != label and payer_of(share) is not None:
        return share
    return None if pattern("aside").search(label) else label
