"""Where facilities are named in a text, as the proposal writes them: names by their endings, names in quotation marks,
provisional names, names that end in a place (テクノプラザ愛媛), and parts of an institution (工業技術センターの機械棟)."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from corpus.institutions import load_institutions
from corpus.regions import municipality_prefectures, prefecture_blocs
from extractors.name_spans import find_facilities, find_names, is_generic_facility
from extractors.names import facility_kind, kind_of, parse_name
from extractors.view import view

Span = tuple[int, int]

_NAME_CHARS = "一-龠々〇ァ-ヴーA-Za-z0-9"
_QUOTED = re.compile(r"[「『“]([^「」『』“”。、]{3,24}?)(?:\s?\(仮称?\))?[」』”]")
_PART = re.compile(r"の([一-龠々〇ァ-ヴーA-Za-z0-9・]{2,20})")
_WHOLE_PART = re.compile(r".+(?:棟|庁舎|校舎|号館|本館|別館|工場|農場|分場|分室|実験場|センター)(?![一-龠々ァ-ヴー])")
_ROOM = re.compile(r"(?:室|部屋|区画|設備|施設)$")
_MARKED = re.compile(rf"([{_NAME_CHARS}・]{{3,24}})\s?(\(仮称?(?:[^()、,]{{0,6}}\))?)")
_OF_IT = re.compile(r"\([^()]{0,40}|\([^()]{0,40}\)の")
_OWNERS = {"university", "technical_college", "public_laboratory", "institute", "foundation", "centre", "faculty", "hospital"}
_MAX_PLACE = 6


def facility_spans(text: str, doc: Doc | None = None, base: int = 0) -> list[Span]:
    """The spans of ``text`` that name facilities, in order, none overlapping. ``doc`` and ``base`` as in ``find_facilities``."""
    seen = view(text)
    found = find_facilities(seen, doc, base)
    found = _longest([*_quoted(seen), *_provisional(seen), *_with_place(seen), *found])
    found = _longest([*_parts(seen, found, doc, base), *found])
    return [span for span in found if not _is_room_of_another(seen, span, found) and not _goes_on(seen, span)]


def _goes_on(text: str, span: Span) -> bool:
    """情報系研究所ゾーン, 共同研究センタープロジェクト: the word goes on and names something else."""
    return bool(re.match("[ァ-ヴー]{2}", text[span[1] :]))


def _longest(spans: list[Span]) -> list[Span]:
    """Of overlapping spans the longest, in order."""
    taken: list[Span] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
    return sorted(taken)


def _quoted(text: str) -> list[Span]:
    """「無割れ加工試作場」: what stands in quotation marks is one name, whatever words it is made of."""
    return [m.span(1) for m in _QUOTED.finditer(text) if facility_kind(m[1]) and not is_generic_facility(m[1])]


def _provisional(text: str) -> list[Span]:
    """実証プラント棟（仮称）: what bears a provisional mark is a name, whatever words it is made of. The mark is included."""
    found = []
    for mark in _MARKED.finditer(text):
        end = mark.end() if mark[2].endswith(")") else mark.end(1)
        if facility_kind(mark[1]):
            found.append((mark.start(1), end))
    return found


def _is_room_of_another(text: str, span: Span, found: list[Span]) -> bool:
    """窯業技術センター（有田町、開放試験室3室）, 工業試験場（岡谷市）の測定室: a room told of the facility just before it."""
    start, end = span
    if not _ROOM.search(text[start:end]):
        return False
    before = max((b for _, b in found if b <= start), default=-1)
    return before >= 0 and bool(_OF_IT.fullmatch(text[before:start]))


def _with_place(text: str) -> list[Span]:
    """テクノプラザ愛媛: a kind of facility that a place behind it makes a name."""
    found = []
    for match in _kind_words().finditer(text):
        rest = re.match(rf"[一-龠々ぁ-んァ-ヴー]{{2,{_MAX_PLACE}}}", text[match.end() :])
        place = next((n for n in range(len(rest[0]), 1, -1) if rest[0][:n] in _place_stems()), 0) if rest else 0
        end = match.end() + place
        if place and not re.match(rf"[{_NAME_CHARS}]", text[end:]):
            found.append((match.start(), end))
    return found


@cache
def _kind_words() -> re.Pattern[str]:
    """A run of katakana or Latin letters that ends in a kind of facility (テクノプラザ, サイエンスパーク, リサーチコア)."""
    words = [w for w in load_institutions().facility_endings if re.fullmatch("[ァ-ヴー]+", w)]
    return re.compile(rf"[{_NAME_CHARS}]{{0,16}}(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})")


@cache
def _place_stems() -> frozenset[str]:
    """Places as names end in them: with and without 都道府県市町村."""
    whole = [*prefecture_blocs(), *municipality_prefectures()]
    return frozenset(stem for name in whole for stem in (name, name[:-1]) if len(stem) >= 2)


def _parts(text: str, found: list[Span], doc: Doc | None, base: int) -> list[Span]:
    """愛媛県工業技術センターの機械棟, 長岡技術科学大学の技術開発センター: an institution's part with the institution.

    A plain room with no name of its own (…の実験室三室) leaves the institution to be the facility."""
    owners = {s.end: s.start for s in find_names(text, doc, base) if not s.back and _owns(text[s.start : s.end])}
    owners |= {end: start for start, end in found}
    parts = [(start, end) for start, end in found if text[start - 1 : start] == "の" and not _is_plain_room(text[start:end])]
    named = [(m.start(1), whole) for m in _PART.finditer(text) if (whole := _WHOLE_PART.match(m[1]))]
    parts += [(start, start + whole.end()) for start, whole in named]
    return [(owners[start - 1], end) for start, end in parts if start - 1 in owners]


def _owns(name: str) -> bool:
    return kind_of(parse_name(name).bare) in _OWNERS


def _is_plain_room(name: str) -> bool:
    return bool(_ROOM.search(name)) and is_generic_facility(name)
