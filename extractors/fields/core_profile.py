"""The core institution's attributes as printed: 基本財産, 職員数, 事業規模, 担当部署 (criterion 1.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractors.mentions import Mention, Naming
from extractors.money import find_money
from extractors.records import CoreProfile
from extractors.units import Unit
from extractors.values import Value
from extractors.view import view

LABELLED, SAID, NEAR = 0.95, 0.85, 0.7
_ENDOWMENT = re.compile(r"基本財産|資本金|出えん金|出捐金|基金総額|もとになる財産|設立・資本")
_STAFF = re.compile(r"役職員|職員数?|社員|人員|スタッフ|役員数?|^人$|人数")
_TURNOVER = re.compile(r"事業規模|事業費|予算規模|年間の?事業|売上高?|予算|規模|仕事の大きさ|収入")
_NOT_ITS_OWN = re.compile(r"総事業費|総額|市場|期間|要点|補助|負担|本部|参加|企業|産業|見込|分野")
_UNIT = re.compile(r"担当(?:部署|組織|部門|課|室)?|本事業の担当|事務(?:局|の担当|担当)|担当組織")
_COUNT = re.compile(r"[0-9一二三四五六七八九十百]+\s*(?:名|人)")
_OFFICE = re.compile(
    r"(?<!以下)(?<!以下、)[「『]([^「」『』]{2,24}(?:室|課|部|係|班|局|オフィス|チーム|センター))[」』]"
    r"|([一-龠ァ-ヴー・]{2,20}(?:推進室|推進部|推進課|推進班|クラスター(?:室|課|班|係)))"
)
_STAFF_SAID = re.compile(
    r"(?:役職員|職員|社員|スタッフ)(?:数)?(?:は|が"
    r"|の)?(?:合わせて)?[^。、]{0,12}?[0-9一二三四五六七八九十百]+\s*(?:名|人|(?=[(（、]))(?:[(（][^()（）]*[)）])?"
)
_ONE_OF_SEVERAL = re.compile(r"など|等|と|及び|並びに|ほか")
_NAMED = re.compile(r"㈱|㈲|[(（][株有]|株式会社|有限会社|企業|会社|協力|参加")
_SHORT_LABEL = 12
_SEVERAL = 40  # characters from which a cell may tell several attributes
_BEHIND = 6  # units behind a mention that can still speak of the body
_NEAR = 260  # characters behind a mention within which a sentence still speaks of the body


@dataclass(frozen=True, slots=True)
class _Attribute:
    label: re.Pattern[str]
    fits: Callable[[str], bool]
    said: Callable[[str], re.Match[str] | None]


def _holds_money(text: str) -> bool:
    return any(True for _ in find_money(text))


def _money_said(label: re.Pattern[str]) -> Callable[[str], re.Match[str] | None]:
    amount = re.compile(
        rf"(?:{label.pattern})[^。]{{0,16}}?(?:は|が|:"
        rf"|、)?[^。、]{{0,10}}?[0-9一二三四五六七八九十百千,.]+\s*(?:億|百万|千"
        rf"|万)[^。]{{0,10}}?円(?:[(（][^()（）]*[)）])?"
    )
    return amount.search


_ATTRIBUTES = {
    "endowment": _Attribute(_ENDOWMENT, _holds_money, _money_said(_ENDOWMENT)),
    "staff": _Attribute(_STAFF, lambda t: bool(_COUNT.search(t)), _STAFF_SAID.search),
    "turnover": _Attribute(_TURNOVER, _holds_money, _money_said(_TURNOVER)),
    "unit_in_charge": _Attribute(_UNIT, lambda t: len(t) >= 3, _OFFICE.search),
}


def core_profile(naming: Naming, key: str) -> CoreProfile:
    """The attributes told of the body ``key``: in the tables beside its mentions, else in the sentences behind them."""
    mentions = [m for m in naming.mentions if m.key == key]
    found = {
        name: _labelled(naming, mentions, a) or _said(naming, mentions, a) or _beside(naming, mentions, a)
        for name, a in _ATTRIBUTES.items()
    }
    return CoreProfile(**found)


def _labelled(naming: Naming, mentions: Sequence[Mention], attribute: _Attribute) -> Value[str] | None:
    """A labelled cell of a table that names the body, or that follows it under the same heading."""
    tables = {m.unit.index for m in mentions if m.unit.table is not None}
    headings = {
        m.unit.heading
        for m in mentions
        if m.unit.heading and re.search(r"機関|主体|体制|団体|法人|財団|動かす|運営|概要|推進", m.unit.heading)
    }
    beside = [u for u in naming.units if u.cell is not None and u.labels and (u.index in tables or u.heading in headings)]
    for unit in sorted(beside, key=lambda u: u.heading not in headings):
        label = _left_of(unit) or unit.labels[0]
        if attribute.label.search(label) and not _NOT_ITS_OWN.search(label) and attribute.fits(unit.view):
            told = attribute.said(unit.view) if len(unit.view) > _SEVERAL else None
            start, end = told.span() if told else (0, len(unit.view))
            return Value(unit.text.text[start:end].strip(), LABELLED if unit.heading in headings else SAID, (unit.evidence(start, end),))
    return None


def _left_of(unit: Unit) -> str:
    """The short cell just left of a value, where a wider label spans both: 中核機関 | 基本財産 | 10億円."""
    left = unit.table.cell(unit.cell.row, unit.cell.col - 1) if unit.table and unit.cell and unit.cell.col > 0 else None
    text = re.sub(r"\s", "", view(left.text.text)) if left is not None and not left.is_label else ""
    return text if 0 < len(text) <= _SHORT_LABEL else ""


def _beside(naming: Naming, mentions: Sequence[Mention], attribute: _Attribute) -> Value[str] | None:
    """In what stands in the same table or just behind a mention, up to the next body that is named."""
    for unit in _around(naming, mentions):
        match = attribute.said(unit.view)
        own = {m.key for m in mentions}
        if match and not any(m.key not in own and m.name.form and m.start < match.start() for m in naming.of(unit)):
            start, end = match.span()
            return Value(unit.text.text[start:end], NEAR, (unit.evidence(*unit.sentence(start, end)),))
    return None


def _around(naming: Naming, mentions: Sequence[Mention]) -> Iterator[Unit]:
    """The cells of the tables that name the body, under labels of nobody else, and a few units behind each mention."""
    own = {m.key for m in mentions}
    tables = {m.unit.index for m in mentions if m.unit.table is not None}
    places = {id(u): i for i, u in enumerate(naming.units)}
    yield from (u for u in naming.units if u.index in tables and not _NAMED.search(" ".join(u.labels)))
    for mention in mentions:
        at = places[id(mention.unit)]
        for unit in naming.units[at + 1 : at + 1 + _BEHIND]:
            if any(m.key not in own and m.name.form for m in naming.of(unit)) or _NAMED.search(" ".join(unit.labels)):
                break
            yield unit


def _said(naming: Naming, mentions: Sequence[Mention], attribute: _Attribute) -> Value[str] | None:
    for mention in mentions:
        unit = mention.unit
        others = [m.start for m in naming.of(unit) if m.start > mention.end and _begins_another(unit, m, mention)]
        reach = unit.view[mention.start : min([mention.end + _NEAR, *others])]
        match = attribute.said(reach) if not _of_another(unit, mention) else None
        if match:
            start, end = (mention.start + at for at in match.span())
            return Value(unit.text.text[start:end], SAID, (unit.evidence(*unit.sentence(start, end)),))
    return None


def _begins_another(unit: Unit, other: Mention, mention: Mention) -> bool:
    """Does what follows speak of another body? One of several that were joined (Xなど…が一つになって) does not count."""
    return other.key != mention.key and bool(other.name.form) and not _ONE_OF_SEVERAL.match(unit.view[other.end :])


def _of_another(unit: Unit, mention: Mention) -> bool:
    """Is the mention only a place or an owner (ノーステック財団理事長, Xビル)?"""
    return bool(re.match(r"理事長|社長|会長|ビル|の(?:会議|監事)", view(unit.text.text[mention.end : mention.end + 4])))
