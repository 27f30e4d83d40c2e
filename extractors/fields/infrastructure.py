"""Candidates for the facilities a proposal offers: rows of tables, forms, lists and sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractors.candidates import Candidate
from extractors.document import BlockKind, Cell, Table
from extractors.fields.facility_facts import Facts, facts_of, status_features
from extractors.fields.facility_names import facility_spans
from extractors.fields.facility_signs import EQUIPMENT, SIZE_TOLD, SIZE_UNIT, about_facilities, is_refused, is_used
from extractors.fields.facility_tables import column_head, facility_heads, is_label_table, name_column
from extractors.fields.lexicon import pattern
from extractors.mentions import Naming
from extractors.name_spans import is_generic_facility
from extractors.names import drop_provisional, facility_kind, name_key, parse_name
from extractors.units import Unit, doc_of
from extractors.values import Evidence
from extractors.view import view

FIELD = "infrastructure"
_TAKES_UP = re.compile(
    r"(?:ここ(?:に|で|は)|そこ(?:に|で)|この(?:棟|建物|施設|センター|室|部屋)|前者|後者|どちらも|両者|しかし|ただし|だが|これら(?!に加え|のほか|の他|とは別)|それら|いずれも|同(?:センター|施設|棟|館|所)|なお、(?:これら|同))"
)
_NO_FACILITY = re.compile(
    r"(?:計画|ビジョン|構想|指針|プラン|条例|戦略|事業|補助金|制度|研究会|協議会)(?:[（(].*)?$|(?:ます|です|する|した|います|使う|ある|ない)$|^[問答QA]|^[^「]*」|「[^」]*$"
)
_JOINT = re.compile(r"、|及び|および|並びに|と(?=[一-龠ァ-ヴ])")
_MAX_NAME = 48
_MAX_OWNER = 16
_OWN_WORDS = 10  # characters beside its name from which a part of a sentence tells something of a facility by itself
_HEAD_OF_LIST = re.compile(
    r"^\s*(?:[(（]?[0-9一二三四五六七八九十ア-ン①-⑳]{1,3}[)）.．、]\s*"
    r"|[・●○◎◆■※\-]\s*)?([^、。:：=＝\t]{3,40}?(?:[(（]仮称[)）])?)(?=[:：=＝。、(（\t]|\s{2,}|$)"
)


@dataclass(frozen=True, eq=False)
class FacilityFound:
    """One facility as found: what its row or sentence says."""

    name: str  # as printed
    unit: Unit
    start: int
    end: int
    source: str  # table, form, list, sentence
    row: dict[str, str] = field(default_factory=dict)
    whole: str = ""  # all that is said with it: is it offered?
    own: str = ""  # what is said of it alone, where one sentence names several
    features: dict[str, float] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Is it said not to be used? What is said of it alone decides, where that is more than the name."""
        alone = self.own if len(self.own) >= len(self.name) + _OWN_WORDS else self.whole
        return is_refused(alone)

    @property
    def facts(self) -> Facts:
        return facts_of(self.name, self.row, self.own or self.whole)

    @property
    def status(self) -> dict[str, float]:
        return status_features(self.name, self.row, self.own or self.whole)


def facility_candidates(naming: Naming, docs: Mapping[int, Doc]) -> list[Candidate]:
    """One candidate for each facility named; its payload is the list of ``FacilityFound``, fullest first."""
    gathered: dict[str, list[FacilityFound]] = defaultdict(list)
    for found in (f for f in _all(naming, docs) if not (f.source == "table" and f.refused)):
        gathered[facility_key(found.name, naming)].append(found)
    tables = any(f.source in ("table", "form") and f.features.get("facility_table") for fs in gathered.values() for f in fs)
    return [_candidate(key, found, naming, tables) for key, found in gathered.items() if key]


def facility_key(name: str, naming: Naming) -> str:
    """The identity of a facility: notes and legal form dropped, short names written out."""
    return naming.identities.expand(name_key(parse_name(drop_provisional(name)).bare))


def _all(naming: Naming, docs: Mapping[int, Doc]) -> Iterator[FacilityFound]:
    seen: set[int] = set()
    for unit in naming.units:
        if unit.table is not None:
            if unit.index not in seen:
                seen.add(unit.index)
                yield from _of_table([u for u in naming.units if u.index == unit.index], unit.table)
        else:
            yield from _of_running(unit, docs)
    for unit in naming.units:
        if unit.cell is not None:
            yield from _of_prose_cell(unit, docs)


def _of_table(pieces: list[Unit], table: Table) -> Iterator[FacilityFound]:
    by_cell = {id(u.cell): u for u in pieces}
    heads = {col: column_head(table, col) for col in range(table.n_cols)}
    headed = bool(pieces) and about_facilities(pieces[0])
    name_col = name_column(table, heads, headed)
    if name_col is not None and not is_label_table(table, name_col):
        first = 0 if name_col == 0 and table.is_form else 1
        strong = max(facility_heads(heads), 0.5 * headed + 0.25 * any(SIZE_TOLD.search(u.view) for u in pieces))
        for row in range(first, table.n_rows):
            cells = table.row_cells(row)
            cell = table.cell(row, name_col)
            if cell is not None and cell.row == row and not cell.is_header and id(cell) in by_cell:
                yield from _row(by_cell[id(cell)], cell, cells, heads, strong)
    yield from _of_form(pieces, table)


def _row(unit: Unit, cell: Cell, cells: tuple[Cell, ...], heads: dict[int, str], strong: float) -> Iterator[FacilityFound]:
    row = {heads.get(c.col, ""): view(c.text.text) for c in cells if c is not cell}
    whole = " ".join([unit.view, *(view(c.text.text) for c in cells if c is not cell)])
    if 2 <= len(unit.view.strip()) <= _MAX_NAME:
        name = _with_owner(_clean(unit.text.text), row)
        yield FacilityFound(name, unit, 0, len(unit.text), "table", row, whole, features={"facility_table": strong})


def _with_owner(name: str, row: Mapping[str, str]) -> str:
    """宇都宮大学 | 地域共同研究センター: a kind of facility is named by the body that runs it, where a column of its own tells it."""
    owner = next((v.strip() for head, v in row.items() if pattern("infrastructure", "operator_heads").fullmatch(head)), "")
    alone = is_generic_facility(parse_name(name).bare) and "、" not in owner and 2 < len(owner) <= _MAX_OWNER
    return f"{owner}{name}" if alone and owner not in name else name


def _of_form(pieces: list[Unit], table: Table) -> Iterator[FacilityFound]:
    """Label 名称 | value, its further rows until the next 名称; or a facility's name as the label itself."""
    rows = sorted({c.row for c in table.cells})
    facilities = about_facilities(pieces[0]) if pieces else False
    for unit in pieces:
        cell = unit.cell
        if cell is None or not unit.labels or not unit.beside_label or not _labels_a_name(unit.labels[0], facilities):
            continue
        if not (facilities or any(pattern("infrastructure", "headings").search(label) for label in unit.labels[:2])):
            continue
        below = [r for r in rows if r > cell.row]
        following = [u for u in pieces if u.cell is not None and u.cell.row in below]
        stop = next((u.cell.row for u in following if u.cell and u.labels and _labels_a_name(u.labels[0], facilities)), 10**6)
        own = [u for u in following if u.cell and u.cell.row < stop and u.labels]
        row = {u.labels[0]: u.view for u in own}
        yield FacilityFound(
            _clean(unit.text.text),
            unit,
            0,
            len(unit.text),
            "form",
            row,
            " ".join([unit.view, *row.values()]),
            features={"facility_table": 1.0},
        )


def _labels_a_name(label: str, facilities: bool) -> bool:
    """名称, 施設名; under a heading about facilities also 施設1, 施設イ."""
    numbered = re.fullmatch(r"(?:利用|活用|使用)?(?:施設|場所|建物|拠点)[0-9一二三四五六七ア-ンイロハニホA-H①-⑨]{1,2}", label)
    return bool(pattern("infrastructure", "names_label").fullmatch(label) or (facilities and numbered))


def _of_running(unit: Unit, docs: Mapping[int, Doc]) -> Iterator[FacilityFound]:
    """Facilities named in paragraphs and list items."""
    headed = about_facilities(unit)
    if unit.block.kind is BlockKind.HEADING:
        return
    listed = _listed(unit) if headed else None
    if listed:
        yield listed
    yield from (f for f in _in_sentences(unit, docs, "sentence", headed) if not (listed and f.start < listed.end))


def _in_sentences(unit: Unit, docs: Mapping[int, Doc], source: str, headed: bool) -> Iterator[FacilityFound]:
    """The facilities a text names, each with its sentence and with its own part of it."""
    spans = facility_spans(unit.view, doc_of(unit, docs), max(unit.base, 0))
    for start, end in spans:
        begin, stop = unit.sentence(start, end)
        before = [_behind_joint(unit.view, e, start) for _, e in spans if begin < e <= start]
        after = [_behind_joint(unit.view, end, s) for s, _ in spans if end <= s < stop]
        own = unit.view[max([begin, *before]) : min([stop, *after])] if before or after else ""
        yield FacilityFound(
            unit.text.text[start:end],
            unit,
            start,
            end,
            source,
            {},
            _told(unit, start, end, [s for s, _ in spans if s != start]),
            own,
            {"headed": float(headed)},
        )


def _behind_joint(text: str, end: int, start: int) -> int:
    """Where, between one name and the next, the text turns to the next: behind the last 、 or 及び outside brackets."""
    depth, cut = 0, end
    for at in range(end, start):
        depth += (text[at] in "(（") - (text[at] in ")）")
        if depth <= 0 and (joint := _JOINT.match(text, at)) and joint.end() <= start:
            cut = joint.end()
            break
    return cut


def _told(unit: Unit, start: int, end: int, others: Sequence[int] = ()) -> str:
    """What a text says of the facility: its sentence, and the next one where that goes on about it: by a word that takes it
    up, or by giving rooms or an area without naming a place of its own."""
    begin, stop = unit.sentence(start, end)
    if stop < len(unit.view):
        following = slice(*unit.sentence(stop, stop + 1))
        said = unit.view[following]
        last = all(s < end or s >= stop for s in others)
        rooms = last and SIZE_TOLD.search(said) and not any(following.start <= s < following.stop for s in others)
        if _TAKES_UP.match(said) or rooms:
            return unit.view[begin : following.stop]
    return unit.view[begin:stop]


def _listed(unit: Unit) -> FacilityFound | None:
    """「（一）X（岐阜市。延べ千四百㎡）…」, 「X：480平方メートル…」: a facility at the head of its own item."""
    head = _HEAD_OF_LIST.match(unit.view)
    if (
        not head
        or _NO_FACILITY.search(head[1])
        or re.search(r"[はがにで]$|を|。|[^ア-ンー]は[一-龠]", head[1])
        or len(unit.view) < len(head[0]) + 4
    ):
        return None
    marked = unit.block.kind is BlockKind.LIST_ITEM or unit.view[head.end() : head.end() + 1] in ":=(" or bool(SIZE_UNIT.search(unit.view))
    if not marked or not (facility_kind(parse_name(head[1]).bare) or SIZE_UNIT.search(unit.view)):
        return None
    start, end = head.span(1)
    parts = re.split(r"\s", head[1])
    first = next((" ".join(parts[: n + 1]) for n in range(len(parts)) if facility_kind(parse_name(" ".join(parts[: n + 1])).bare)), head[1])
    end = start + len(first) if SIZE_UNIT.search(head[1][len(first) :]) else end
    provisional = re.match(r"\s?[(（]仮称?[^()（）]{0,6}[)）]", unit.view[end:])
    end += provisional.end() if provisional else 0
    return FacilityFound(unit.text.text[start:end].strip(), unit, start, end, "list", {}, _item(unit), features={"headed": 1.0})


def _item(unit: Unit) -> str:
    """An item's text up to a sentence that turns to others which are not used."""
    at = unit.sentence(0, 1)[1]
    while at < len(unit.view):
        begin, stop = unit.sentence(at, at + 1)
        sentence = unit.view[begin:stop]
        if is_refused(sentence) and not re.match(r"同|これ|この|しかし|ただし|本施設|当", sentence):
            return unit.view[:begin]
        at = stop
    return unit.view


def _of_prose_cell(unit: Unit, docs: Mapping[int, Doc]) -> Iterator[FacilityFound]:
    """Facilities in the sentences of long cells."""
    if len(unit.text) < 25:
        return
    headed = about_facilities(unit) or bool(pattern("infrastructure", "headings").search(" ".join(unit.labels)))
    yield from _in_sentences(unit, docs, "cell_sentence", headed)


def _candidate(key: str, found: list[FacilityFound], naming: Naming, tables: bool) -> Candidate:
    order = {"table": 0, "form": 1, "list": 2, "sentence": 3, "cell_sentence": 4}
    found = sorted(
        found, key=lambda f: (-f.features.get("facility_table", 0.0), order[f.source], -f.features.get("headed", 0.0), -len(f.whole))
    )
    best = found[0]
    bare = parse_name(drop_provisional(best.name)).bare
    features = {f"from_{s}": float(any(f.source == s for f in found)) for s in order}
    offered = max(_offer(f) for f in found)
    refused = best.refused
    features |= {
        "offered": offered,
        "facility_table": max(f.features.get("facility_table", 0.0) for f in found) * (not refused),
        "headed": max(f.features.get("headed", 0.0) for f in found),
        "about_facilities": float(about_facilities(best.unit)),
        "size": float(bool(SIZE_UNIT.search(best.whole)) and not refused),
        "unused": float(refused),
        "unused_elsewhere": float(any(f.refused for f in found[1:])),
        "used": float(any(is_used(f.whole) for f in found)),
        "facility_name": float(bool(facility_kind(bare))),
        "university_only": float(bool(re.fullmatch(r".{1,12}(大学|学部|研究科|研究院|高等専門学校|高専)", bare))),
        "foundation": float(bool(parse_name(best.name).form)),
        "planned": float(bool(pattern("infrastructure", "planned").search(best.whole))),
        "existing": float(bool(pattern("infrastructure", "existing").search(best.whole))),
        "provisional": float("仮称" in best.name),
        "long_name": float(len(bare) > 24),
        "note": float(best.unit.block.kind is BlockKind.NOTE or bool(re.match(r"\s*(?:なお|※|注|ただし|対象外)", best.unit.view))),
        "beside_table": float(tables and not best.features.get("facility_table")),
        "money": float(bool(re.search(r"億円|万円|千円", best.whole))),
        "sentences": float(len(found) > 1),
    }
    evidence = tuple(_evidence(f) for f in found[:3])
    return Candidate(FIELD, best.name, key, evidence, {n: v for n, v in features.items() if v}, payload=found)


def _offer(found: FacilityFound) -> float:
    """How plainly one finding offers the facility, whatever form it has."""
    if found.refused:
        return 0.0
    if found.source in ("table", "form"):
        return found.features.get("facility_table", 0.0)
    headed = found.features.get("headed", 0.0)
    if found.source == "list":
        return headed * (1.0 if SIZE_UNIT.search(found.whole) else 0.7)
    used = is_used(found.whole)
    facts = bool(SIZE_UNIT.search(found.whole) or EQUIPMENT.search(found.whole))
    return headed * (0.4 + 0.3 * used + 0.3 * facts)


def _evidence(found: FacilityFound) -> Evidence:
    if found.unit.cell is not None and found.source in ("table", "form"):
        return found.unit.evidence()
    return found.unit.said(found.start, found.end)


def _clean(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", text).replace("\n", " ").strip()
