"""Who leads: 本部長, 事業総括, 研究統括 of the 知的クラスター本部, and how many 科学技術コーディネータ.

From role cells of tables and forms first, then from prose and list items. A role that the text leaves open (選考中,
職指定 …) is not given a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.document import Cell, Document, Table
from extractors.fields.coordinators import extract_coordinators
from extractors.fields.person_names import NameSpan, is_name, name_at_end, name_in_cell, people_words, unnamed
from extractors.fields.statements import block_texts, squeeze
from extractors.values import Evidence, Value, evidence_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OTHER_BODY = re.compile(
    r"(?:両|同|他|各|三地域の|地域の|当該)事業の$|地域の$|(?:対策|振興|推進|戦略)$|(?<!クラスター)(?:対策|振興|推進|戦略)本部[(（]$|知事を$|市長を$"
)
__all__ = ["extract_coordinators", "extract_headquarters"]

ROLES = ("本部長", "事業総括", "研究統括")
MAX_ROLE_CHARS = 24
TABLE_CONFIDENCE, ITEM_CONFIDENCE, PROSE_CONFIDENCE = 0.98, 0.95, 0.92


@dataclass(frozen=True)
class _Found:
    role: str
    name: str
    evidence: Evidence
    confidence: float


def _role_pattern(role: str) -> re.Pattern[str]:
    return re.compile(people_words()["roles"][role])


def extract_headquarters(document: Document, docs: Mapping[int, Doc] | None = None) -> tuple[tuple[str, Value[str]], ...]:
    """Role → name as printed, for the roles that the proposal names somebody for. ``docs``: parsed blocks by index, optional."""
    found = [*_from_tables(document), *_from_prose(document, docs)]
    open_roles = set(_left_open(document))
    chosen = []
    for role in ROLES:
        named = sorted((f for f in found if f.role == role), key=lambda f: -f.confidence)
        if named:
            chosen.append((role, _value(named, role in open_roles)))
    return tuple(chosen)


def _value(named: list[_Found], left_open: bool) -> Value[str]:
    best = named[0]
    same = [f for f in named if squeeze(f.name) == squeeze(best.name)]
    others = tuple(dict.fromkeys(f.name for f in named if squeeze(f.name) != squeeze(best.name)))
    flags = (f"{best.role}の候補が複数あります（{'、'.join((best.name, *others))}）。",) if others else ()
    confidence = best.confidence - 0.25 * bool(others) - 0.1 * left_open
    return Value(best.name, round(min(0.99, confidence + 0.01 * (len(same) - 1)), 2), tuple(f.evidence for f in same)[:3], flags=flags)


# tables ----------------------------------------------------------------------------------------


def _from_tables(document: Document) -> Iterator[_Found]:
    for block in document.tables:
        assert block.table is not None
        for role in ROLES:
            for cell in block.table.cells:
                text = squeeze(cell.text.text)
                if len(text) <= MAX_ROLE_CHARS and any(_role_pattern(role).fullmatch(said) for said in _role_words(text)):
                    yield from _beside(block.table, cell, role)


def _role_words(label: str) -> Iterator[str]:
    """A label without its brackets, and what stands in them: Chairman（本部長）."""
    yield re.sub(r"[(（].*|[:：]$", "", label)
    yield from re.findall(r"[(（]([^()（）]+)[)）]", label)


def _beside(table: Table, label: Cell, role: str) -> Iterator[_Found]:
    """The name in the cells right of a role cell, or below it where roles stand side by side."""
    right = [c for c in table.row_cells(label.row) if c.col > label.col and c.row <= label.row]
    if right and not _is_role(squeeze(right[0].text.text)):
        values = sorted(right, key=lambda c: (not _is_name_column(table, c), c.col))
    else:
        below = table.cell(label.row + label.rowspan, label.col)
        values = [below] if below is not None and below is not label else []
    for nth, value in enumerate(values[:2]):
        span = name_in_cell(value.text.text)
        if span is not None and (nth == 0 or is_name(value.text.text)):
            yield _Found(role, span.name, evidence_of(value.text), TABLE_CONFIDENCE)
            return
        if unnamed().search(value.text.text):
            return


def _is_role(text: str) -> bool:
    return any(_role_pattern(role).fullmatch(text) for role in ROLES) or bool(re.search(r"コ[ー-]?ディネ[ー-]?タ|事務局", text))


def _is_name_column(table: Table, cell: Cell) -> bool:
    head = table.cell(0, cell.col)
    return head is not None and head is not cell and "氏名" in squeeze(head.text.text)


# prose -----------------------------------------------------------------------------------------


def _from_prose(document: Document, docs: Mapping[int, Doc] | None) -> Iterator[_Found]:
    for index, text in block_texts(document):
        view = text.normalised
        folded = re.sub(r"\s", " ", view.text)
        for role in ROLES:
            for match in _role_pattern(role).finditer(folded):
                if _OTHER_BODY.search(folded[: match.start()]):
                    continue
                span = _named_at(folded, match)
                if span is None and docs is not None and index in docs:
                    span = _entity_after(docs[index], view.text, match.end())
                if span is not None:
                    start, end = view.to_printed(span.start, span.end)
                    first, last = view.to_printed(min(match.start(), span.start), max(match.end(), span.end))
                    item = len(folded) < 60 and match.start() < 8
                    yield _Found(
                        role, text.text[start:end].strip(), evidence_of(text, first, last), ITEM_CONFIDENCE if item else PROSE_CONFIDENCE
                    )


_LINK = re.compile(
    r"\s*(?:[(（][A-Za-z .&・]+[)）]|[)）」])?\s*(?:候補|予定者)?"
    r"(?:として(?:は)?|(?:に|と)?は|に|と|が|[:：=＝\-―－…]|\s|[(（]|・)\s*[、,]?\s*"
)
_VERB = "する|し|充て|当て|置|迎え|就|務め(?!た)|委嘱|予定|任|兼|選任|起用|招|登用|依頼|お願い|任命|指名|据え|内定|あた|担|もって|以って"
_PHRASE_END = re.compile(
    r"、(?=[^、。]{0,12}(?:総括|統括|本部長|コ[ー-]?ディネ))|[。;；\n]|(?:と|を|が|に)(?:非?常勤|専任)?(?:として|で)?(?:"
    + _VERB
    + r")|で(?:あ(?:る(?=[。、)）\s]|\Z)|り)|、)|\Z"
)
_WITH_NO = re.compile(
    r"の(?P<name>[一-鿿々ァ-ヴー]{3,7}?|[一-鿿々]{1,4}[ 　][一-鿿々ぁ-ん]{1,4}?)"
    r"(?:氏|教授|博士|助教授)?(?=[はがを、(（])"
)
_PREFIXED = re.compile(r"(?:^|[、。，\s]|(?<=[ぁ-ん]))(?P<name>[一-鿿々]{3,5})$")
_NEXT_ROLE = re.compile(
    r"[\s　、,/／・]*(?:及び|並びに|と)?(?:事業総括|事業統括|研究統括|研究総括|(?<![一-鿿])本部長|コ[ー-]?ディネ[ー-]?タ)"
)


def _after(text: str, start: int) -> NameSpan | None:
    """本部長は同財団理事長の鹿島台茂樹、… : the name in the phrase after a role."""
    named = _WITH_NO.match(text, start)
    if named is not None and is_name(named["name"]):
        return NameSpan(named.start("name"), named.end("name"), named["name"])
    link = _LINK.match(text, start)
    if link is None:
        return None
    stops = [m.start() for m in (_PHRASE_END.search(text, link.end()), _NEXT_ROLE.search(text, link.end())) if m is not None]
    phrase = text[link.end() : min(stops, default=len(text))]
    if not phrase or len(phrase) > 70 or unnamed().search(re.sub(r"[(（].*", "", phrase)):
        return None
    cell = name_in_cell(phrase)
    pieces = list(re.finditer(r"[^、]+", re.sub(r"[(（].*", "", phrase)))
    span = (
        cell
        if cell is not None and cell.start < 2
        else next(
            (
                NameSpan(p.start() + s.start, p.start() + s.end, s.name)
                for p in reversed(pieces)
                if (s := name_at_end(p.group())) is not None
            ),
            None,
        )
    )
    return NameSpan(link.end() + span.start, link.end() + span.end, span.name) if span is not None else None


_TURNED = re.compile(r"([^、。\s(（)）]{3,40})(?:[(（][^()（）]*[)）])?(?:を|が)(?:知的クラスター)?\Z")


def _named_at(text: str, role: re.Match[str]) -> NameSpan | None:
    """佐藤一郎本部長; …の鹿島台茂樹を本部長に; 本部長は鹿島台茂樹 …: in this order."""
    if re.search(r"[一-鿿々]$", text[: role.start()]):
        return _prefixed(text, role.start())
    return _before(text, role.start()) or _after(text, role.end())


def _prefixed(text: str, start: int) -> NameSpan | None:
    match = _PREFIXED.search(text[:start])
    return NameSpan(match.start("name"), match.end("name"), match["name"]) if match is not None and is_name(match["name"]) else None


def _before(text: str, start: int) -> NameSpan | None:
    """…理事長の鹿島台茂樹を本部長に: the name before a role, where に, とし or を務め follows."""
    following = re.match(r"(?:本部長|事業総括|研究統括|事業統括|研究総括)(?:に(?!は)|と(?:し|する)|を(?:務|兼|担)|の職)", text[start:])
    match = _TURNED.search(text[:start]) if following else None
    if match is None or unnamed().search(match.group(1)):
        return None
    span = name_at_end(match.group(1))
    return NameSpan(match.start(1) + span.start, match.start(1) + span.end, span.name) if span is not None else None


def _entity_after(doc: Doc, text: str, start: int) -> NameSpan | None:
    """The person that the parsed block names within the clause after a role."""
    if doc.text != text:
        return None
    stop = re.search(r"[。、]", text[start:])
    end = start + stop.start() if stop else len(text)
    for entity in doc.ents:
        if entity.label_ == "Person" and start <= entity.start_char < end and is_name(entity.text):
            return NameSpan(entity.start_char, entity.end_char, entity.text)
    return None


def _left_open(document: Document) -> Iterator[str]:
    """The roles that some passage leaves open."""
    for _, text in block_texts(document):
        folded = text.normalised.text
        for role in ROLES:
            match = _role_pattern(role).search(folded)
            if match and re.match(r"[^。、]{0,10}(?:選考中|未定|人選中|調整中)", folded[match.end() :]):
                yield role
