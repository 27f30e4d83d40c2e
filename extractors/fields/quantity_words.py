"""The data file of quantities: kinds with their counters and words, signs, weights."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

_DATA = Path(__file__).parent / "data" / "quantity_words.yaml"
CLUB_KIND = "研究会の会員企業数"


@cache
def quantity_words() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(_DATA.read_text("utf-8")))


@cache
def sign(name: str) -> re.Pattern[str]:
    return re.compile(quantity_words()["signs"][name])


@cache
def kind_pattern(name: str, part: str) -> re.Pattern[str]:
    return re.compile(quantity_words()["kinds"][name][part])


def scope_name(printed: str) -> str:
    """関連する → 関連分野: what a reader is told of a count's scope; 大学全体 is told as printed."""
    return next((name for pattern, name in quantity_words()["scope_names"] if re.match(pattern, printed)), printed)


def kinds() -> dict[str, dict[str, Any]]:
    return cast(dict[str, dict[str, Any]], quantity_words()["kinds"])
