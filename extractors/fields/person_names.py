"""Person names as printed beside a role or a title: 同財団理事長の鹿島台茂樹 → 鹿島台茂樹."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

_DATA = Path(__file__).parent / "data" / "people_words.yaml"
_CHAR = r"[一-鿿々ヶケノ㐀-䶿豈-﫿\U00020000-\U0002FFFFぁ-んァ-ヴー]"
_NAME = re.compile(rf"{_CHAR}{{1,4}}[ 　]?{_CHAR}{{1,4}}(?:[ 　]{_CHAR}{{1,3}})?")
_CONNECTIVE = re.compile(r"(?:の|、|・|,|/|／|た|る|で|である|は|が|に|を|=|＝|:|：|」|』|\)|）)(?=\S)")
_BODY_END = re.compile(
    r"学部|研究科|研究所|研究院|センター|大学院?|高専|専門学校|機構|財団|会社|[(（]株[)）]|㈱|試験場|研究室|学系|研究部|グループ|事業部|公社|協会|会議所|振興局|本部"
)
_HONORIFIC = re.compile(r"(?:氏|博士|先生|さん|様)$")
_PARTICLE = re.compile(r"[をがは]$|(?<=[一-鿿])[にと]$")
_FOREIGN = re.compile(r"[ァ-ヴー]{2,}(?:[・･=＝ 　](?:[A-ZＡ-Ｚ][.．]?|[ァ-ヴー]+))+")
_OFFICE = re.compile(r"[一-鿿々]{1,2}[長役係員課班局会]")  # 船長, 監査役: what an office is called, not who holds it
_NAME_FIRST = re.compile(rf"\s*({_CHAR}{{1,4}}[ 　]{_CHAR}{{1,4}})[ 　]+(?=\S)")
MIN_CHARS, MAX_CHARS = 3, 8


@cache
def people_words() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(_DATA.read_text("utf-8")))


@cache
def posts() -> re.Pattern[str]:
    """A post's word, longest first."""
    return re.compile("|".join(sorted(people_words()["posts"], key=len, reverse=True)))


@cache
def unnamed() -> re.Pattern[str]:
    return re.compile("|".join(people_words()["unnamed"]))


@cache
def _not_names() -> re.Pattern[str]:
    return re.compile("|".join(people_words()["not_names"]))


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name at text[start:end] of the text it was sought in."""

    start: int
    end: int
    name: str


def is_name(text: str) -> bool:
    """Could the string be one person's name: two to eight kanji or kana, at most one space inside, no word of an office."""
    bare = re.sub(r"\s", "", text)
    if _FOREIGN.fullmatch(text.strip()):
        return True
    if not (2 <= len(bare) <= MAX_CHARS) or not _NAME.fullmatch(text.strip()):
        return False
    if re.search(
        r"[一-鿿][のをにはがでともやへ][一-鿿]|から|まで|より|った|[ぁ-ん][上後際時者中]$|する|した|して|こと|でき|もの|円$|[県府都市町のなにを]$|^[一-鿿][ぁ-ん]{1,2}$|^[一-鿿][ぁ-ん]{2}[なるにくがをはとでもしてい]$|^[一-鿿]{2}し$",
        bare,
    ):
        return False
    if _OFFICE.fullmatch(text.strip()):
        return False
    if _not_names().search(bare) or posts().search(bare) or unnamed().search(bare):
        return False
    return bool(re.match(r"[一-鿿々㐀-䶿豈-﫿ァ-ヴ]", bare)) and not re.fullmatch(r"[ぁ-ん]+|[ァ-ヴー]+", bare)


def name_in_cell(text: str) -> NameSpan | None:
    """The name a cell gives: 戸蒔　惣一郎（…理事長）, 香川大学教授 牟礼千鶴子, 槻木昭夫.

    None where it names nobody (選考中, 副知事（職指定））."""
    head = re.match(r"[^（(、。,\n:：／/―—–－-]*", text)
    first = head.group() if head else ""
    offset = len(first) - len(first.lstrip())
    bare = _HONORIFIC.sub("", _PARTICLE.sub("", first.strip()))
    if is_name(bare):
        return NameSpan(offset, offset + len(bare), bare)
    leading = _NAME_FIRST.match(text)
    if leading is not None and is_name(leading.group(1)) and posts().search(text, leading.end()):
        return NameSpan(leading.start(1), leading.end(1), leading.group(1))
    if unnamed().search(text):
        return None
    lead = re.match(r"\s*([^（(）)、。・]+)(?=・|）|\))", text)
    if lead is not None and is_name(lead.group(1)):
        return NameSpan(lead.start(1), lead.end(1), lead.group(1))
    for piece in re.finditer(r"[^（(）)、。,\n:：／/―—–－-]+", text):
        span = name_at_end(piece.group())
        if span is not None:
            return NameSpan(piece.start() + span.start, piece.start() + span.end, span.name)
    return None


def name_at_end(phrase: str) -> NameSpan | None:
    """The name a phrase ends in, titles before and after it taken off: 小野川惟信, 電子部品会社で専務を務めた真壁浩之."""
    text = re.sub(r"[（(][^（()）]*[)）]?\s*$", "", phrase)
    for _ in range(3):
        text = _HONORIFIC.sub("", text.rstrip())
        title = re.search(rf"(?:{posts().pattern})$", text)
        if title is not None and title.start() > 0:
            text = text[: title.start()]
    text = _PARTICLE.sub("", text)
    foreign = re.search(f"(?:{_FOREIGN.pattern})$", text)
    if foreign is not None:
        return NameSpan(foreign.start(), foreign.end(), foreign.group())
    hard = [
        0,
        *(m.end() for m in _BODY_END.finditer(text)),
        *(m.end() for m in _CONNECTIVE.finditer(text)),
        *(m.end() for m in posts().finditer(text)),
    ]
    spaces = [m.end() for m in re.finditer(r"\s(?=\S)", text)]
    for cut in (*sorted(set(hard), reverse=True), *sorted(spaces, reverse=True)):
        rest = text[cut:]
        lead = len(rest) - len(rest.lstrip())
        name = rest.strip()
        if len(re.sub(r"\s", "", name)) >= MIN_CHARS and is_name(name):
            return NameSpan(cut + lead, cut + lead + len(name), name)
    return None
