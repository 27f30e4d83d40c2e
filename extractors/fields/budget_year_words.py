"""Which fiscal years the words before an amount name: 初年度, 2年目からは毎年, 平成15年度から17年度までは各 …"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from extractors.dates import EraDate, find_fiscal_years

REACH = 40  # characters before an amount in which its years are named
_YEAR_WORDS = re.compile(
    r"(?P<first>初年度|初年|1年目|一年目|第1年度|第一年度|初年目)"
    r"|(?P<last>最終年度|最終年|5年目|五年目|第5年度|第五年度)"
    r"|(?P<rest>(?:その後|残り|残る|以後|以降|あと|他)の?(?:[1-4一二三四][かカヶ]?年(?:度|間)?|各?年度?)"
    r"|(?:それ|翌年度?|次年度|次年|(?:2年目|二年目|2年度目|第2年度|第二年度)(?!から[3-5三四五]))(?:から|以降|以後|より))"
    r"|(?P<nth>(?:第)?[1-5一二三四五](?:年目|年度目|年次)|第[2-4二三四]年度)"
    r"|(?P<all>毎年度?|各年度?|年額|各年|(?<![0-9一二三四五六七八九十か])年間各?|(?<=[はが、/(（])年に?約?$)"
)
EACH = re.compile(r"各|毎|ずつ|年額|いずれも|それぞれ|年度ごと|年に?約?$")
_RANGE_BETWEEN = re.compile(r"^(?:から|より|[~〜～―－—–‐\-ー])")


def years_of(before: str, years: Sequence[int], told: Container[int]) -> tuple[int, ...] | None:
    """The years an amount is for, by the words before it; () = every year not told otherwise; None = no year."""
    text = before[-REACH:]
    words = list(_YEAR_WORDS.finditer(text))
    dates = [d for d in find_fiscal_years(text) if d.year in years]
    if dates and (not words or dates[-1].start > words[-1].start() or words[-1].lastgroup == "all"):
        return _dated(text, dates, years, told)
    if not words:
        return None
    kind = words[-1].lastgroup
    earlier = next((w.lastgroup for w in words[:-1] if w.lastgroup != "all"), None)
    kind = earlier if kind == "all" and earlier else kind
    if kind == "first":
        return (years[0],)
    if kind == "last":
        return (years[-1],)
    if kind == "nth":
        return _ordinal(text, [w for w in words if w.lastgroup in ("nth", "last", "first")], years, told)
    return ()


def _ordinal(text: str, words: Sequence[re.Match[str]], years: Sequence[int], told: Container[int]) -> tuple[int, ...]:
    """3年目は, 2年目から4年目は, 2年目以降: counted from the first year."""
    places = [_place(w, len(years)) for w in words]
    if len(words) >= 2 and _RANGE_BETWEEN.match(text[words[-2].end() :]):
        return tuple(years[places[-2] : places[-1] + 1])
    if re.match("から|以降|以後|より", text[words[-1].end() :]):
        return tuple(y for y in years[places[-1] :] if y not in told)
    return (years[places[-1]],)


def _place(word: re.Match[str], count: int) -> int:
    if word.lastgroup in ("first", "last"):
        return 0 if word.lastgroup == "first" else count - 1
    digit = re.sub(r"\D", "", word.group().translate(str.maketrans("一二三四五", "12345")))
    return min(int(digit[:1]), count) - 1


def _dated(text: str, marks: Sequence[EraDate], years: Sequence[int], told: Container[int]) -> tuple[int, ...]:
    if len(marks) >= 2 and _RANGE_BETWEEN.match(text[marks[-2].end :].lstrip("年度")):
        return tuple(y for y in years if marks[-2].year <= y <= marks[-1].year)
    last = marks[-1]
    following = text[last.end :]
    if re.match(r"(?:から|以降|以後|より)", following):
        return tuple(y for y in years if y >= last.year and y not in told)
    joined = [last.year]
    for before, after in zip(reversed(marks[:-1]), reversed(marks[1:]), strict=True):
        if not re.fullmatch(r"(?:年度)?(?:及び|と|、|,|・|並びに)?", text[before.end : after.start]):
            break
        joined.append(before.year)
    return tuple(sorted(joined))
