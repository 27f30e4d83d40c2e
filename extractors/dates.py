"""Japanese dates and fiscal years: 平成14年度, H14, Ｈ１４.1.10, 平成十四年, S60, 2002年度, 14年度; printed as 平成14年度.

A fiscal year is told by the western year it begins in: 平成14年度 (April 2002 to March 2003) is 2002.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.numbers import KANJI_DIGIT, fold, numeral_value

ERA_STARTS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
ERA_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
ERA_SHORT = {"明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和"}

_NUM = rf"(?:元|\d{{1,2}}|[{KANJI_DIGIT}十]{{1,4}})"
_ERA = r"(?P<era>明治|大正|昭和|平成|令和)"
_LETTER = r"(?<![A-Za-z\d])(?P<letter>[MTSHR])\.?(?=\d|元)"
_WESTERN = r"(?<!\d)(?P<western>(?:19|20)\d\d|[一二][〇零九][〇零一二三四五六七八九]{2})(?!\d)"
_APOSTROPHE = r"['’‘](?P<short>\d\d)(?!\d)"
_FISCAL = r"(?<![A-Za-z])(?:FY|fy)\s?['’‘]?(?P<fy>(?:19|20)\d\d|\d\d)(?!\d)"
_TAIL = r"(?P<fiscal>\s?(?:会計|財政)?年度)|\s?年(?!間|目|以|後|前|次|来|代|生|齢)"
_SPACE = r"\s*"
_DATE = re.compile(
    rf"(?:(?:{_ERA}|{_LETTER}){_SPACE}(?P<year>{_NUM})|{_FISCAL}|{_WESTERN}|{_APOSTROPHE})"
    rf"(?:\s?[(（][^)）]{{1,8}}[)）])?(?P<tail>{_TAIL})?"
    rf"(?:{_SPACE}(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_SPACE}月(?!間)(?:{_SPACE}(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,4}}){_SPACE}日)?"
    r"|[./](?P<pmonth>\d{1,2})(?:[./](?P<pday>\d{1,2}))?(?!\d))?"
)
_BARE_YEAR = re.compile(rf"(?<![\d.,{KANJI_DIGIT}十第])(?P<year>\d{{1,2}}|[{KANJI_DIGIT}十]{{1,3}})\s?(?P<fiscal>年度)")
_RANGE_MARK = r"\s*(?:から|より|[~〜～―－—–‐\-ー→]|及び|、|,|・)\s*"


@dataclass(frozen=True, slots=True)
class EraDate:
    """A date at text[start:end]: the western year, month and day where printed; ``fiscal`` where 年度 was printed."""

    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None
    fiscal: bool = False

    @property
    def fiscal_year(self) -> int:
        """The fiscal year the date lies in (January to March belong to the year before)."""
        return self.year - 1 if not self.fiscal and self.month is not None and self.month < 4 else self.year


@dataclass(frozen=True, slots=True)
class Period:
    """From one year to another, both inclusive, at text[start:end]."""

    start: int
    end: int
    first: int
    last: int
    fiscal: bool = False

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))


def era_year(era: str, number: int) -> int:
    """平成, 14 → 2002. The era may be given by its letter or first character."""
    name = ERA_LETTERS.get(era) or ERA_SHORT.get(era) or era
    return ERA_STARTS[name] + number - 1


def _small(text: str) -> int:
    return 1 if text == "元" else int(numeral_value(re.sub(r"\s", "", text)))


def find_dates(text: str) -> Iterator[EraDate]:
    """Every date of a folded text that names its era or western year; a bare 14年度 is not one (``find_fiscal_years``)."""
    for match in _DATE.finditer(text):
        date = _date_of(match)
        if date is not None:
            yield date


def _date_of(match: re.Match[str]) -> EraDate | None:
    dotted = match["pmonth"] is not None and match["tail"] is None
    month = match["pmonth"] if dotted else match["month"]
    day = match["pday"] if dotted else match["day"]
    months = _small(month) if month else None
    days = _small(day) if day else None
    if (months is not None and not 1 <= months <= 12) or (days is not None and not 1 <= days <= 31):
        return None
    year = _year_of(match)
    if year is None or (match["western"] and not (match["tail"] or month)):
        return None
    end = match.end("tail") if match["pmonth"] and not dotted else match.end()
    return EraDate(match.start(), end, year, months, days, bool(match["fiscal"] or match["fy"]))


def _year_of(match: re.Match[str]) -> int | None:
    if match["fy"]:
        return _century(match["fy"])
    if match["western"]:
        digits = match["western"]
        return int("".join(str(int(numeral_value(c))) for c in digits))
    if match["short"]:
        return _century(match["short"])
    number = _small(match["year"])
    return era_year(match["era"] or match["letter"], number) if 1 <= number <= 64 else None


def _century(digits: str) -> int:
    """02 → 2002, 98 → 1998; four digits as they stand."""
    year = int(digits)
    return year if year > 99 else year + (2000 if year < 50 else 1900)


def find_fiscal_years(text: str, era: str = "平成") -> Iterator[EraDate]:
    """Dates as in ``find_dates``, and bare fiscal years (14年度) read in ``era``; left to right."""
    found = list(find_dates(text))
    taken = [(d.start, d.end) for d in found]
    for match in _BARE_YEAR.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken) and 1 <= (n := _small(match["year"])) <= 64:
            found.append(EraDate(match.start(), match.end(), era_year(era, n), fiscal=True))
    yield from sorted(found, key=lambda d: d.start)


_TO = r"\s*(?:(?:会計)?年度|年)?\s*(?:から|より|[~〜～―－—–‐\-ー→])\s*"
_ERA_OR_LETTER = r"(?:(?:明治|大正|昭和|平成|令和)\s*|[MTSHR]\.?(?=\d|元))"
_ANY = rf"(?:FY|fy)?(?:19|20)\d\d|(?:FY|fy)\d\d(?!\d)|[一二][〇九][〇一二三四五六七八九]{{2}}|{_ERA_OR_LETTER}?{_NUM}(?!\d)"
_PERIOD = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<a>{_ANY}){_TO}(?P<b>{_ANY})\s*(?P<tail>(?:会計)?年度|年|FY)?(?![\d.,]*[件名人円%種社日月回歳台本])"
)
_FY = re.compile(r"(?:FY|fy)(?P<year>\d{4}|\d\d)")
_PARTS = re.compile(r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])?\.?\s*(?P<number>.+)")


def find_periods(text: str) -> Iterator[Period]:
    """平成14～18年度, H14~H18, 平成14年度から平成18年度まで, 2002-2006年度: spans of years with a named era or century."""
    for match in _PERIOD.finditer(text):
        first = _bound(match["a"], None)
        last = _bound(match["b"], match["a"])
        if first is not None and last is not None and first <= last <= first + 60:
            yield Period(match.start(), match.end(), first, last, bool(re.search("年度|FY|fy", match.group())))


def _bound(text: str, before: str | None) -> int | None:
    if fiscal := _FY.fullmatch(text):
        return _century(fiscal["year"])
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return None
    era, number = parts["era"], parts["number"]
    digits = "".join(str(int(numeral_value(c))) for c in number) if re.fullmatch(rf"[\d{KANJI_DIGIT}]{{4}}", number) else ""
    if digits:
        return int(digits)
    if era is None and before is not None:
        earlier = _PARTS.fullmatch(before)
        era = earlier["era"] if earlier else None
        if era is None and before and re.fullmatch(r"(?:19|20)\d\d", before):
            return int(before[:2] + f"{_small(number):02d}")
    return era_year(era, _small(number)) if era is not None else None


_CELL = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|[MTSHR明大昭平令])?\.?(?P<number>元|\d{{1,2}}|[{KANJI_DIGIT}十]{{1,3}})(?:\((?:19|20)\d\d(?:年度?)?\))?(?P<tail>年度|年|FY|fy)?(?:\((?:19|20)\d\d(?:年度?)?\))?"
)
_CELL_WESTERN = re.compile(r"(?:FY)?(?P<year>(?:19|20)\d\d)(?:\([^)]*\))?(?P<tail>(?:会計)?年度|年|FY)?(?:\([^)]*\))?")
_CELL_APOSTROPHE = re.compile(r"(?:['’‘]|(?:FY|fy)['’‘]?)(?P<year>\d\d)(?:年度|年|FY)?")
_CELL_RELATIVE = re.compile(
    r"(?:第)?(?P<n>\d|[一二三四五六七八九])(?:年次|年目|年度目|年度|次年度|か年度目)|(?P<first>初年度|初年)|(?P<next>次年度)"
)


def parse_fiscal_year(text: str, era: str = "平成", first_year: int | None = None) -> int | None:
    """The fiscal year a table cell names: 平成14年度, H14, 14年度, 平成 十四, FY2002, ’02; 初年度 and 3年目 counted from
    ``first_year`` where given. None where the cell says something else as well."""
    bare = re.sub(r"\s+", "", fold(text))
    bare = bare[1:-1] if re.fullmatch(r"\([^()]*\)", bare) else bare
    bare = re.sub(r"^(.*?)\((?:第?[1-9一二三四五]年[度次目]+|初年度|最終年度)\)$", r"\1", bare)
    for pattern in (_CELL_WESTERN, _CELL_APOSTROPHE):
        match = pattern.fullmatch(bare)
        if match:
            return _century(match["year"])
    match = _CELL.fullmatch(bare)
    if match and (match["era"] or (match["tail"] == "年度" and _small(match["number"]) > 9)):
        number = _small(match["number"])
        return era_year(match["era"] or era, number) if 1 <= number <= 64 else None
    return _relative(bare, first_year)


def _relative(bare: str, first_year: int | None) -> int | None:
    match = _CELL_RELATIVE.fullmatch(bare)
    if match is None or first_year is None:
        return None
    if match["first"]:
        return first_year
    return first_year + 1 if match["next"] else first_year + _small(match["n"]) - 1


def format_fiscal_year(year: int) -> str:
    """2002 → 平成14年度."""
    return f"{format_era_year(year)}度"


def format_era_year(year: int) -> str:
    """2002 → 平成14年; the first year of an era is 元年."""
    for name, start in sorted(ERA_STARTS.items(), key=lambda pair: -pair[1]):
        if year >= start:
            number = year - start + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{year}年"
