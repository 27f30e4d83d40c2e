"""How things are printed for Japanese readers: money, fiscal years, numbers, labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from models.manifest import checking_thresholds

ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"), (1912, "大正"), (1868, "明治"))  # by fiscal year, latest first
DATE_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
)
MYRIAD_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
CELL_LIMIT = 140
FIELD, CRITERION = "field", "criterion"  # kinds of value that are checked alike
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Display:
    """The labels and thresholds of ``display.yaml``."""

    field_threshold: float
    criterion_threshold: float
    status: Mapping[str, str]
    grade: Mapping[int, str]
    grade_meaning: Mapping[int, str]
    facility_status: Mapping[str, str]
    overlap: Mapping[str, str]
    not_found: str
    check: str
    not_merit: str


@cache
def display() -> Display:
    data: dict[str, Any] = yaml.safe_load(files("outputs").joinpath("display.yaml").read_text("utf-8"))
    checking = data["checking"]
    return Display(
        checking["field"],
        checking["criterion"],
        data["status"],
        data["grade"],
        data["grade_meaning"],
        data["facility_status"],
        data["overlap"],
        data["not_found"],
        data["check"],
        data["not_merit"],
    )


def threshold(kind: str) -> float:
    """The confidence below which a value of this kind is to be checked: as measured on the shipped models, else as set."""
    return checking_thresholds().get(kind, display().criterion_threshold if kind == CRITERION else display().field_threshold)


def thresholds_label() -> str:
    """80%, or 項目ごとの基準（75%～93%）."""
    kinds = (checking_thresholds().keys() | {FIELD}) - {CRITERION}
    low, high = (percent(f(threshold(kind) for kind in kinds)) for f in (min, max))
    return low if low == high else f"項目ごとの基準（{low}～{high}）"


def printable(text: str) -> str:
    """The text without characters that XML, workbooks and typesetters refuse (controls, lone surrogates)."""
    return UNPRINTABLE.sub("", text)


def _signed(amount: int, text: str) -> str:
    return f"△{text}" if amount < 0 else text


def in_oku(yen: int) -> str:
    """2575000000 → 25億7,500万円."""
    rest, parts = abs(yen), []
    for size, unit in MYRIAD_UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,}{unit}")
    if rest or not parts:
        parts.append(f"{rest:,}")
    return _signed(yen, "".join(parts) + "円")


def scaled(yen: int, unit_yen: int) -> str:
    """The amount in units of ``unit_yen`` (a power of ten), exactly, without trailing zeros."""
    whole, rest = divmod(abs(yen), unit_yen)
    decimals = f"{rest:0{len(str(unit_yen)) - 1}d}".rstrip("0") if rest else ""
    return _signed(yen, f"{whole:,}" + (f".{decimals}" if decimals else ""))


def in_million(yen: int) -> str:
    """2575000000 → 2,575百万円; 544500000 → 544.5百万円."""
    return f"{scaled(yen, 10**6)}百万円"


def in_yen(yen: int) -> str:
    """2575000000 → 2,575,000,000円."""
    return _signed(yen, f"{abs(yen):,}円")


def money(yen: int) -> str:
    """2575000000 → 2,575百万円（2,575,000,000円）."""
    return f"{in_million(yen)}（{in_yen(yen)}）"


def fiscal_year(year: int) -> str:
    """2002 → 平成14年度, 2019 → 令和元年度; before 1868 the western year."""
    for start, era in ERAS:
        if year >= start:
            count = year - start + 1
            return f"{era}{'元' if count == 1 else count}年度"
    return f"{year}年度"


def number(value: float) -> str:
    """18.0 → 18, 12000.5 → 12,000.5."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.6f}".rstrip("0")


def percent(share: float) -> str:
    return f"{round(share * 100)}%"


def probability(share: float) -> str:
    """As a percentage; what is nearly impossible or nearly sure is not told as if it were quite."""
    return "1%未満" if share < 0.005 else "99%超" if share >= 0.995 else percent(share)


def page_label(page: int) -> str:
    """4 → 4ページ; 0, found but not located → ページ不明."""
    return f"{page}ページ" if page else "ページ不明"


def pages_label(pages: tuple[int, ...]) -> str:
    """(1, 2, 3, 7) → 1～3ページ、7ページ."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(f"{r[0]}ページ" if len(r) == 1 else f"{r[0]}～{r[-1]}ページ" for r in runs)


def japanese_date(day: date) -> str:
    """2026-11-24 → 令和8年11月24日."""
    for start, era in DATE_ERAS:
        if day >= start:
            count = day.year - start.year + 1
            return f"{era}{'元' if count == 1 else count}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def excerpt(text: str, about: str, limit: int) -> str:
    """At most ``limit`` characters of the text, those around ``about`` where it holds it; cuts are shown by …."""
    at, inner = text.find(about), limit - 2
    if len(text) <= limit or at + len(about) < limit:
        return shortened(text, limit)
    start = at - max(0, (inner - len(about)) // 2)
    if start >= len(text) - inner - 1:
        return "…" + text[1 - limit :]
    return "…" + text[start : start + inner] + "…"


def short(text: str) -> str:
    """A value fit for a table cell: printable, on one line, not endless."""
    return shortened(" ".join(printable(text).split("\n")), CELL_LIMIT)


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
