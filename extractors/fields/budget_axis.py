"""The fiscal years along one edge of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.dates import find_fiscal_years, parse_fiscal_year
from extractors.document import Table
from extractors.numbers import NUMERAL, numeral_value

MIN_YEARS = 3
MIN_YEARS_OF_A_PART = 2  # of a table cut by a page or column break
MAX_YEAR_LABEL = 14  # characters of a cell that may say more than the year (平成14年度（初年度）)
SEARCHED_EDGES = 4  # rows or columns from the edge in which the years may stand
_SHORT_YEAR = re.compile(rf"({NUMERAL})(?:年度?)?")
_GARBLED_YEAR = re.compile(r".{1,7}年度?")
_SUM_OF_YEARS = re.compile(r"[計全各毎総通]|合|[かカケヶヵ箇]年")

Texts = Mapping[tuple[int, int], str]  # grid place → squeezed text


def year_axis(table: Table, texts: Texts, first_year: int) -> tuple[bool, int, dict[int, int]] | None:
    """(horizontal?, the header row or column, place on the axis → fiscal year)."""
    best: tuple[bool, int, dict[int, int]] | None = None
    for horizontal, outer, inner in ((False, table.n_cols, table.n_rows), (True, table.n_rows, table.n_cols)):
        for edge in range(min(outer, SEARCHED_EDGES)):
            places = [(edge, i) if horizontal else (i, edge) for i in range(inner)]
            years = _years_along([texts.get(p, "") for p in places], first_year)
            if len(set(years.values())) >= MIN_YEARS_OF_A_PART and (best is None or len(years) > len(best[2])):
                best = (horizontal, edge, years)
    return best


def _years_along(labels: Sequence[str], first_year: int) -> dict[int, int]:
    """Place → fiscal year of the labels that name one; ``first_year`` 0: of any time."""
    found: dict[int, int] = {}
    for place, label in enumerate(labels):
        year = _year_of(label, first_year)
        if year is None and (before := found.get(place - 1)) is not None and _says_no_more_than(label, before + 1, len(found)):
            year = before + 1
        if year is not None and (not first_year or first_year - 1 <= year <= first_year + 9) and year not in found.values():
            found[place] = year
    return found if found or not labels else _bare_numbers(labels, first_year)


def _year_of(label: str, first_year: int) -> int | None:
    year = parse_fiscal_year(label, first_year=first_year)
    if year is None and (dates := list(find_fiscal_years(label))) and len(dates) == 1 and len(label) <= MAX_YEAR_LABEL:
        year = dates[0].year if "年度" in label or dates[0].month is None else None
    return year


def _says_no_more_than(label: str, year: int, told: int) -> bool:
    """Can a label beside the year before only be this year: H14 | 15, '02 | 03; or, after a run of years, one that the
    scan garbled (十七年度 | 十人年度) or that is named by its place (最終年度)?"""
    number = _SHORT_YEAR.fullmatch(label)
    if number:
        value = int(numeral_value(number[1]))
        return value in (year - 1988, year % 100)
    return told >= MIN_YEARS and bool(_GARBLED_YEAR.fullmatch(label)) and not _SUM_OF_YEARS.search(label)


def _bare_numbers(labels: Sequence[str], first_year: int) -> dict[int, int]:
    """14 | 15 | 16 | 17 | 18, 十四 | 十五 | 十六, or 02 | 03 | 04 under a common head."""
    numbers = [(i, int(numeral_value(label))) for i, label in enumerate(labels) if re.fullmatch(r"\d{2}|十[一二三四五六七八九]", label)]
    for base in (1988, 2000):
        found = {i: base + n for i, n in numbers if first_year <= base + n <= first_year + 6}
        years = list(found.values())
        if years == sorted(set(years)) and len(years) >= MIN_YEARS:
            return found
    return {}
