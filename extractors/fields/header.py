"""The head of a proposal: 構想名, 提案自治体, 対象地域, prefectures, municipalities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.regions import locate, municipality_prefectures, prefecture_blocs, region_named
from extractors.document import BlockKind
from extractors.fields.lexicon import pattern, word_lists
from extractors.text import either
from extractors.units import Unit
from extractors.values import Value

LABELLED, STATED, HEADED, DERIVED = 0.97, 0.93, 0.85, 0.8  # how sure each way of saying it is
_HEAD_PAGES = 3
_CALLED = re.compile(r"(?:構想|計画|提案)(?:の名前|の名称|名)?(?:は|を|の名称は)、?[「『]([^「」『』]{4,60})[」』]")
_KANA = r"(?:(?<![ぁ-ん])(?!から|まで|となる|である|によ|する|した|この|その)[ぁ-ん]{2,6})?"  # いわき, つくば, けいはんな
_AREA = _KANA + r"[一-龠々ヶァ-ヴー]{1,12}(?:[・･][一-龠々ヶァ-ヴーぁ-ん]{1,10})?地域"
_REGION = re.compile(rf"({_AREA})([(（][^()（）]{{1,10}}[)）])?")
_REGION_SAID = re.compile(
    rf"(?:対象|区域|地域)(?:とする(?:地域|区域))?(?:は|:|を|とは)[^。]{{0,60}}?({_AREA})"
    rf"|(?:これを|以下(?:では)?、?)[「『]?({_AREA})[」』]?と(?:呼|い[うい]|称)"
    rf"|を[「『]({_AREA})[」』]と(?:し|する|呼)"
)
_REGION_LISTED = re.compile(rf"({_AREA})[(（]([^()（）]{{3,120}})[)）]")  # 函館地域（函館市、上磯町、…）
_REGION_COLON = re.compile(rf"^\W{{0,3}}({_AREA})[:：]\s*([^。]{{3,120}})")  # 鳥取地域：鳥取市・国府町
_AREA_TOLD = re.compile(r"対象(?:とする|は)?[^。]{0,20}(?:地域|区域)")
_NOT_REGION = re.compile(
    r"^(?:当|同|本|各|他|この|対象|全|両|隣接|対象とする|実施|周辺|近隣|過疎|提案|該|三|他の)?(?:地域)$|産業"
    r"|結集|対象|隣|都市エリア$"
)
_TITLE_NOTE = re.compile(
    r"\s*[(（].{0,40}[)）]\s*$|\s*[―—–-]{1,2}\s*(?:知的クラスター.*|.*提案.*)$|(?:について|に関する提案|の提案"
    r"|\(?知的クラスター.*)$"
)


@dataclass(frozen=True, slots=True)
class Header:
    title: Value[str] | None
    applicants: tuple[Value[str], ...]
    region: Value[str] | None
    prefectures: tuple[Value[str], ...]
    municipalities: tuple[Value[str], ...]


def extract_header(pieces: Sequence[Unit]) -> Header:
    """What the head of a document says, from its units in reading order."""
    head = [u for u in pieces if u.block.page <= _HEAD_PAGES]
    applicants = _applicants(head)
    region = _region(head)
    return Header(_title(head), applicants, region, _prefectures(applicants, region), _municipalities(head, applicants))


def _title(head: Sequence[Unit]) -> Value[str] | None:
    found = [*_labelled_titles(head), *_called_titles(head), *_headings(head)]
    return max(found, key=lambda v: v.confidence, default=None)


def _labelled_titles(head: Sequence[Unit]) -> Iterator[Value[str]]:
    labels = pattern("header", "title_labels")
    for unit in head:
        if unit.beside_label and any(labels.fullmatch(label) for label in unit.labels[:1]) and 3 <= len(unit.view) - unit.start <= 70:
            text = _without_notes(unit.text.text[unit.start :])
            plan = bool(re.search(word_lists("header")["title_words"], text))
            specific = unit.labels[0] not in ("名称", "名前", "題名", "題目", "件名")
            yield Value(_plain(text), LABELLED - 0.25 * (not plan) - 0.1 * (not specific), (unit.evidence(),))


def _without_notes(text: str) -> str:
    shorter = _TITLE_NOTE.sub("", text.strip())
    while shorter != text:
        text, shorter = shorter, _TITLE_NOTE.sub("", shorter.strip())
    return text


def _called_titles(head: Sequence[Unit]) -> Iterator[Value[str]]:
    for unit in head:
        for found in _CALLED.finditer(unit.view):
            yield Value(unit.text.text[slice(*found.span(1))], STATED, (unit.evidence(*found.span()),))


def _headings(head: Sequence[Unit]) -> Iterator[Value[str]]:
    """The first heading (or line) of the first page that is no form's or programme's own title."""
    lists = word_lists("header")
    for unit in [u for u in head if u.block.page == 1][:12]:
        text = _without_notes(unit.text.text)
        if (
            not 4 <= len(text) <= 60
            or re.search(lists["not_title"], unit.view.strip()[: len(text)])
            or unit.cell is not None
            or "。" in text
        ):
            continue
        plan = bool(re.search(lists["title_words"], text))
        heading = unit.block.kind is BlockKind.HEADING
        if plan or heading:
            yield Value(_plain(text), (HEADED if heading else 0.75) - 0.15 * (not plan), (unit.evidence(),))


def _applicants(head: Sequence[Unit]) -> tuple[Value[str], ...]:
    labels = pattern("header", "applicant_labels")
    for unit in head:
        if any(labels.fullmatch(label) for label in unit.labels[:1]):
            told = tuple(_governments(unit, unit.start, len(unit.view), LABELLED))
            if told:
                return (*told, *_more_applicants(head, unit, told))
    for unit in head:
        for found in re.finditer(r"提案(?:者|自治体|団体)は、?([^。]{2,60}?)(?:であり|とする|である|です|。)", unit.view):
            if told := tuple(_governments(unit, *found.span(1), STATED)):
                return told
    return _applicants_above([u for u in head if u.block.page == 1][:10])


def _applicants_above(first: Sequence[Unit]) -> tuple[Value[str], ...]:
    """The governments in the lines at the head of the first page: those of one line, or of lines that follow each other."""
    found: dict[str, Value[str]] = {}
    for unit in first:
        told = tuple(_governments(unit, 0, len(unit.view), DERIVED)) if len(unit.view) <= 80 else ()
        if not told and found:
            break
        for value in told:
            found.setdefault(value.value, value)
    return tuple(found.values())


def _more_applicants(head: Sequence[Unit], unit: Unit, told: tuple[Value[str], ...]) -> Iterator[Value[str]]:
    """Further cells under the same label (one applicant a row)."""
    seen = {v.value for v in told}
    for other in head:
        if other is not unit and other.index == unit.index and other.labels[:1] == unit.labels[:1]:
            yield from (v for v in _governments(other, 0, len(other.view), LABELLED) if v.value not in seen)


def _governments(unit: Unit, start: int, end: int, confidence: float) -> Iterator[Value[str]]:
    """Prefectures and municipalities named in a text; 香川県知事 is 香川県."""
    seen = set()
    for found in _government_pattern().finditer(unit.view, start, end):
        if found[0] not in seen:
            seen.add(found[0])
            yield Value(found[0], confidence, (unit.evidence(start, end),))


@cache
def _government_pattern() -> re.Pattern[str]:
    names = either({*prefecture_blocs(), *municipality_prefectures()})
    return re.compile(rf"(?<![一-龠])(?:{names})(?=知事|市長|町長|村長|[^一-龠々]|$|及び|並びに|長)")


def _region(head: Sequence[Unit]) -> Value[str] | None:
    labels = pattern("header", "region_labels")
    found: list[Value[str]] = []
    for unit in head:
        if any(labels.fullmatch(label) for label in unit.labels[:1]):
            found.extend(_regions_in(unit, unit.start, LABELLED))
        for said in _REGION_SAID.finditer(unit.view):
            group = next(i for i in range(1, said.re.groups + 1) if said[i])
            if not _NOT_REGION.search(said[group]):
                found.append(Value(said[group], STATED, (unit.evidence(*said.span()),)))
        found.extend(Value(name[1], STATED, (unit.evidence(*name.span()),)) for name in _listed(unit))
        if unit.block.page == 1:
            found.extend(v for v in _regions_in(unit, 0, DERIVED) if locate(v.value))
    return max(found, key=lambda v: v.confidence, default=None)


def _listed(unit: Unit) -> Iterator[re.Match[str]]:
    """A region with its municipalities in brackets or after a colon behind it."""
    for name in (*_REGION_LISTED.finditer(unit.view), *_REGION_COLON.finditer(unit.view)):
        places = [v.value for v in _governments(unit, *name.span(2), STATED)]
        if not _NOT_REGION.search(name[1]) and any(place not in prefecture_blocs() for place in places):
            yield name


def _regions_in(unit: Unit, start: int, confidence: float) -> Iterator[Value[str]]:
    for found in _REGION.finditer(unit.view, start):
        if not _NOT_REGION.search(found[1]):
            known = region_named(found[0]) if found[2] else None
            yield Value(known.name if known else found[1], confidence, (unit.evidence(),))


def _prefectures(applicants: Sequence[Value[str]], region: Value[str] | None) -> tuple[Value[str], ...]:
    """The applicants' prefectures, their cities' ones, and the region's where nothing else says."""
    found: dict[str, Value[str]] = {}
    for applicant in applicants:
        own = (applicant.value,) if applicant.value in prefecture_blocs() else tuple(municipality_prefectures().get(applicant.value, ()))
        for name in own if len(own) == 1 else ():
            found.setdefault(name, Value(name, applicant.confidence, applicant.evidence))
    if not found and region:
        for name in locate(region.value).prefectures:
            found.setdefault(name, Value(name, region.confidence * 0.9, region.evidence))
    return tuple(found.values())


def _municipalities(head: Sequence[Unit], applicants: Sequence[Value[str]]) -> tuple[Value[str], ...]:
    """The municipalities of the region's description, then those among the applicants."""
    labels = pattern("header", "region_labels")
    places: dict[str, Value[str]] = {}
    for unit in head:
        told = any(labels.fullmatch(label) for label in unit.labels[:1])
        said = next(_listed(unit), None) or _REGION_SAID.search(unit.view) or _AREA_TOLD.search(unit.view)
        if told or said:
            begin, stop = (unit.start, len(unit.view)) if told or not said else unit.sentence(*said.span())
            for value in _governments(unit, begin, stop, LABELLED if told else STATED):
                if value.value not in prefecture_blocs():
                    places.setdefault(value.value, value)
    for applicant in applicants:
        if applicant.value not in prefecture_blocs():
            places.setdefault(applicant.value, applicant)
    return tuple(places.values())


def _plain(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text).strip(" 　「」『』")
