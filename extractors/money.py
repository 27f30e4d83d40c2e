"""Amounts of money in yen, in every notation proposals print.

    ２，６６５，０００千円 · 25億7,500万円 · ２２．５億円 · 二十五億七千万円 · △４８百万円 · 5百万円 · ¥1,200,000

A bare figure in a table takes its unit from the column head, the caption or the table's corner (``unit_of``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.numbers import NUMERAL, find_numbers, fold, mend_digits, numeral_value

UNITS = {
    "円": 1,
    "千円": 10**3,
    "万円": 10**4,
    "十万円": 10**5,
    "百万円": 10**6,
    "千万円": 10**7,
    "億円": 10**8,
    "十億円": 10**9,
    "百億円": 10**10,
    "兆円": 10**12,
}
DASHES = "‐‑‒–—―−ー－─━-"
UNITLESS_SCALES = frozenset({"千", "百", "万", "百万", "千万", "億", "十億"})  # "（百万円）" names a unit, no amount
NIL_WORDS = frozenset({"なし", "無し", "無", "皆無", "該当なし", "0円"})
_NEGATIVE = f"[△▲▽▼{DASHES}]"

_UNIT = re.compile(
    r"(?:[十百千]?[万億兆]|[十百千])?円(?!周|形|滑|筒|卓|盤|板|柱|高|安|環|錐|借|建)|[kKM]円|百万(?=[)）\]〕】]|$)|千(?=[)）]\s*$)"
)
_UNIT_WITH_CUE = re.compile(r"(?:単位|金額|[(（\[〔【])\s*[:：は]?\s*((?:[十百千]?[万億兆]|[十百千])?円|百万|[kKM]円)")
_MULTIPLIED = re.compile(r"円?\s*[×xX＊*]\s*(\d+)\s*(?:年|か年|カ年|ヵ年|ヶ年|箇年|年度|年間|年分)")
_NO_YEN = re.compile(
    r"\s*(?:トン|t\b|ドル|ユーロ|ポンド|マルク|ウォン|元|フラン|人|名|個|回|台|件|本|年|枚|基|画素|分の|分率|種|通り|塩基|kW|W|Hz|バイト|ビット|㎡|平方|ha|立方|ショット|ステップ|語|字|円)"
)
_YEN = r"円(?!周|形|滑|筒|卓|盤|板|柱|高|安|環|錐|借|建)|[kKM]円"
_MARK = r"(?:[¥￥]|(?<![一-鿿])金) ?"
_MONEY = re.compile(rf"(?:(?P<sign>{_NEGATIVE}) ?)?(?P<mark>{_MARK})?(?P<figure>{NUMERAL})(?P<gap> ?(?:余|強|弱)? ?)(?P<yen>{_YEN})?")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at text[start:end] of a folded text. ``precision``: yen of the last printed place (10⁶ in 2,665百万円)."""

    start: int
    end: int
    yen: int
    precision: int = 1
    years: int = 1  # > 1: a yearly amount printed as 5億円×5年; ``yen`` is the product


def _whole(value: Decimal) -> int:
    return int(value)


def _precision(figure: str, unit: int) -> int:
    """Yen of the last place printed: 4.95億 → 10⁶, 25億7千万 → 10⁷, 2,665千 → 10³."""
    numbers = re.findall(r"[\d,]+(?:\.\d+)?|[〇零一二三四五六七八九](?:[・.][〇零一二三四五六七八九]+)?", figure)
    tail = re.search(r"[十拾百千万億兆]+$", figure)
    scale = _whole(numeral_value(tail.group())) if tail else 1
    decimals = len(re.split(r"[.・]", numbers[-1])[1]) if numbers and re.search(r"[.・]", numbers[-1]) else 0
    return max(1, scale * unit // int(10**decimals))


def find_money(text: str) -> Iterator[Money]:
    """Every amount in a folded text: a numeral that ends in 円, bears ¥, or ends in 億 or 万億 with no counter behind it."""
    mended = mend_digits(text)
    for match in _MONEY.finditer(mended):
        money = _money_at(mended, match)
        if money is not None:
            yield money


def _money_at(text: str, match: re.Match[str]) -> Money | None:
    figure, yen = match["figure"], match["yen"]
    if figure in UNITLESS_SCALES and _names_a_unit(text, match):
        return None
    if not yen and not (match["mark"] or "").strip(" 金") and not _bare_large(text, match):
        return None
    unit = {"k": 10**3, "K": 10**3, "M": 10**6}.get((yen or "")[:1], 1)
    amount = _whole(numeral_value(figure) * unit)
    end = match.end() if yen else match.end("figure")
    start = match.start("mark") if match["mark"] else match.start("figure")
    if match["sign"] and match["sign"] in "△▲▽▼":
        amount, start = -amount, match.start("sign")
    times = _MULTIPLIED.match(text, match.end("figure"))
    years = int(times.group(1)) if times else 1
    return Money(start, times.end() if times else end, amount * years, _precision(figure, unit), years)


def _names_a_unit(text: str, match: re.Match[str]) -> bool:
    """（千円）, 単位：百万円, 千円未満: no amount, while 総額は十億円 is one."""
    before, after = text[: match.start("figure")].rstrip(), text[match.end() :].lstrip()
    return (
        not before
        or before[-1] in "(（[［〔【:：,、/位"
        or after[:1] in tuple(")）]］〕】")
        or after.startswith(("未満", "単位", "以下", "札"))
    )


def _bare_large(text: str, match: re.Match[str]) -> bool:
    """初年度4.2億 ⇒ …, 四億二千万、…: an amount printed without 円."""
    figure = match["figure"]
    return (
        bool(re.search("億(?:[^億]*万)?$", figure))
        and len(figure) > 1
        and figure[0] not in "億万"
        and not _NO_YEN.match(text, match.end("figure"))
    )


def parse_money(text: str, unit: str = "") -> int | None:
    """The yen of a string that is one amount, with its own unit or else ``unit``; None where it is not one.

    A dash and なし are 0, △ ▲ － and brackets before a figure make it negative."""
    bare = _bare_cell(text, unit)
    if not bare:
        return None
    if bare in NIL_WORDS or all(c in DASHES for c in bare):
        return 0
    sign, body = _signed(bare)
    body = re.sub(r"^(?:約|計|[¥￥]|金(?=[\d〇一二三四五六七八九十百千]))+|(?:也|程度|余|弱|強|を予定|\(見込\)|\(予定\))+$", "", body)
    match = re.fullmatch(rf"({NUMERAL})([kKM]?円)?(?:\s*[×xX*]\s*(\d+)(?:[かカヵヶ箇]?年度?間?分?))?", body)
    if match is None:
        return None
    times = int(match[3] or 1)
    own = match[2] or ("" if not re.search("[万億兆]", match[1]) else "円")
    factor = {"k": 10**3, "K": 10**3, "M": 10**6}.get(own[:1], 1) if own else unit_value(unit)
    return sign * _whole(numeral_value(match[1]) * factor) * times


def _bare_cell(text: str, unit: str) -> str:
    """A cell without white space and notes, stops misread for thousands separators mended (2.420.000; in 千円 422.000).

    Nobody prints thousandths of a 千円 or a 円: there, three digits behind a stop are a group."""
    bare = re.sub(r"\s+", "", fold(text)).replace("，", ",").replace("、", ",")
    bare = mend_digits(re.sub(r"\(?(?:注|\*|※)\d*\)?$", "", bare))
    groups = re.fullmatch(r"[^\d]*\d{1,3}((?:[.,]\d{3})+)[^\d億万百]*", bare)
    in_thousands = unit_value(unit) <= UNITS["千円"] and (bool(unit) or len(groups[1]) > 4) if groups else False
    many = bool(groups and re.fullmatch(r"(?:\.\d{3})+(?:(?:\.|,)\d{3})", groups[1]))
    if (in_thousands or many) and not bare.startswith("0"):
        bare = bare.replace(".", ",")
    return bare


def _signed(bare: str) -> tuple[int, str]:
    bracketed = re.fullmatch(r"[(〔\[](.+)[)〕\]]", bare)
    if bracketed and re.match(rf"{_NEGATIVE}", bracketed[1]):
        bare = bracketed[1]
    if re.match(_NEGATIVE, bare):
        return -1, bare[1:]
    return 1, bracketed[1] if bracketed and bare == bracketed.group() else bare


def unit_value(unit: str) -> int:
    """Yen of one of a unit as printed: 千円 → 1000; 1 where it is none."""
    bare = re.sub(r"\s+", "", fold(unit))
    bare = {"k円": "千円", "K円": "千円", "M円": "百万円", "百万": "百万円", "千": "千円"}.get(bare, bare)
    return UNITS.get(bare, 1)


def unit_of(text: str) -> str:
    """The unit a caption or column head names (単位：百万円, 国庫補助金（千円）, 金額（億円）); "" where it names none."""
    bare = re.sub(r"\s+", "", fold(text))
    cued = _UNIT_WITH_CUE.search(bare)
    if cued:
        return _canonical(cued.group(1))
    for match in _UNIT.finditer(bare):
        if not any(n.end == match.start() for n in find_numbers(bare[: match.start()])) or match.start() == 0:
            return _canonical(match.group())
    return ""


def _canonical(unit: str) -> str:
    return {"k円": "千円", "K円": "千円", "M円": "百万円", "百万": "百万円", "千": "千円"}.get(unit, unit)


def yen_texts(*amounts: int) -> tuple[str, ...]:
    """Amounts that stand beside each other, all in the finest unit that one of them needs."""
    unit, size = next(((u, s) for u, s in (("百万円", 10**6), ("千円", 10**3)) if all(a % s == 0 for a in amounts)), ("円", 1))
    return tuple(f"{'△' if a < 0 else ''}{abs(a) // size:,}{unit}" for a in amounts)


def yen_text(yen: int) -> str:
    """An amount as a reviewer reads it: 2,570百万円 · 2,275,500千円 · 9,800円, with 円 beside where it is not the unit."""
    for unit, size in (("百万円", 10**6), ("千円", 10**3)):
        if yen and yen % size == 0:
            return f"{'△' if yen < 0 else ''}{abs(yen) // size:,}{unit}"
    return f"{'△' if yen < 0 else ''}{abs(yen):,}円"
