"""What kind of facility a name tells: by how it ends and by whose it is (…県…研究所 is a 公設試, …大学…研究所 a 大学施設)."""

from __future__ import annotations

import re
from functools import cache

from corpus.institutions import load_institutions
from corpus.regions import municipality_prefectures, prefecture_blocs
from extractors.names import drop_provisional, kind_of, parse_name
from extractors.text import either
from extractors.view import view

PUBLIC, ACADEMIC, UNTOLD = "公設試", "大学施設", "その他"
_SCHOOLS = frozenset({"university", "technical_college"})
_FLOOR = re.compile(r"\s*(?:第?[0-9一二三四五六七八九十]+)(?:階|F|号室)$")
_NUMBER = re.compile(r"第?[0-9一二三四五六七八九十]+$")
_MIN_INNER = 2  # characters of an ending that is looked for inside a name: 館 stands in 函館, too
_MIN_ALIAS = 3  # characters of a university's short name: 東大 stands in 東大阪, too


def kind_of_facility(name: str, operator: str = "") -> str:
    """``operator``: who runs it, as printed. "" where neither its name nor its owner tells a kind."""
    seen = view(drop_provisional(name))
    bare = _FLOOR.sub("", parse_name(seen).bare)
    lists = load_institutions()
    ending = next((e for e in lists.facility_endings if bare.endswith(e)), "")
    rest = _NUMBER.sub("", bare.removesuffix(ending)) if ending in lists.part_endings else ""
    academic = _is_academic(seen, operator)
    if not academic and ending in lists.public_endings and (_is_public(bare) or operator in prefecture_blocs()):
        return PUBLIC
    kind = (kind_of_facility(rest, operator) if rest else "") or lists.facility_endings.get(ending) or _kind_inside(seen)
    if academic and kind in lists.academic_kinds:
        return ACADEMIC
    return "" if kind == UNTOLD else kind


def _is_academic(seen: str, operator: str) -> bool:
    """Does a university stand in the name, or its short name at the head of it or of a note; or does one run the facility?"""
    return bool(_academic().search(seen)) or kind_of(view(operator).strip().rstrip(")")) in _SCHOOLS


@cache
def _academic() -> re.Pattern[str]:
    lists = load_institutions()
    schools = [e for e, kind in lists.body_endings.items() if kind in _SCHOOLS]
    short = [a for a, full in lists.aliases.items() if len(a) >= _MIN_ALIAS and kind_of(full) in _SCHOOLS]
    return re.compile(rf"(?<=[^\s(、])(?:{either(schools)}|学部|研究科)|(?:^|[(、])(?:{either(short)})")


def _is_public(bare: str) -> bool:
    """Has a prefecture or a city it (as the head of its name says), or a body of 公設試 that stands within the name?"""
    return bool(_public_owner().match(bare) or _public_body().search(bare))


@cache
def _public_owner() -> re.Pattern[str]:
    """北海道 only as 北海道立: the word alone is the island's name, too."""
    prefectures = [p for p in prefecture_blocs() if p != "北海道"]
    return re.compile(rf"(?:{either(prefectures)}|{either(municipality_prefectures())}|[都道府県市]立|北海道立)(?=.)")


@cache
def _public_body() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(e for e, kind in load_institutions().facility_endings.items() if kind == PUBLIC)})(?=.)")


def _kind_inside(text: str) -> str:
    """The kind by the last ending that stands anywhere in a text, of those that tell one."""
    found = list(_inner().finditer(text))
    return load_institutions().facility_endings[found[-1][0]] if found else ""


@cache
def _inner() -> re.Pattern[str]:
    """Longest endings first, as the lists have them."""
    return re.compile(either(e for e, kind in load_institutions().facility_endings.items() if len(e) >= _MIN_INNER and kind != UNTOLD))
