"""Candidates for 特定領域: what the proposal calls its field, wherever and however it says so."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from extractors.candidates import Candidate
from extractors.document import BlockKind
from extractors.fields.domain_phrases import Phrase, is_broad, phrases, value_phrase
from extractors.fields.lexicon import field_words, pattern, word_lists
from extractors.mentions import Naming
from extractors.units import Unit, doc_of
from extractors.values import Evidence
from extractors.view import squash

FIELD = "specific_domain"
_EVIDENCE = 4
_KINDS = {
    "definition": frozenset(("label_strong", "heading_strong", "topic_strong", "topic_chosen", "chosen_by_plan", "as_field")),
    "choice": frozenset(("topic_narrowed",)),
    "other_name": frozenset(("named", "label_other_name")),
    "hint": frozenset(("chosen", "narrowed", "quoted_near")),
    "weak": frozenset(("topic_weak", "label_weak")),
}
_SHOWS = {
    "label_strong": 4.5,
    "topic_strong": 4.0,
    "topic_chosen": 4.5,
    "chosen": 3.0,
    "chosen_by_plan": 4.0,
    "topic_narrowed": 3.0,
    "heading_strong": 4.0,
    "as_field": 4.0,
    "named": 2.0,
    "label_other_name": 2.0,
    "quoted_near": 2.0,
    "narrowed": 2.0,
    "topic_weak": 1.0,
    "label_weak": 1.0,
}
_VERBAL_END = re.compile(
    r"(?:する|した|である|いる|ある|れる|せる|える|いた|ない|もの|こと|ため|よう|とき|ところ|など|から|まで|より"
    r"|の|を|に|が|は|で|と)$"
)
_COUNT_END = re.compile(r"[0-9一二三四五六七八九十百]\s*(?:編|件|社|名|人|種|つ|台|点|本|校|機関|分野|領域|項目|品|組|年|％|%)$")
_NEGATIVE = re.compile(r"対象としない|対象外|含めない|含まない|扱わない|除外|除く|取り上げません|行わない|やらない")
_ELSEWHERE = re.compile(
    r"他地域|他の地域|結集型|コンソーシアム|調整費|産業クラスター計画|同事業|県の計画|総合計画|長期計画|同計画"
    r"|草案|基本計画|の計画に|ビジョン」|プラン」|県は|市は|府は|道は"
)


@dataclass(frozen=True, eq=False)
class _Found:
    unit: Unit
    phrase: Phrase
    template: str

    @property
    def text(self) -> str:
        return self.unit.view[self.phrase.start : self.phrase.end]


def domain_candidates(naming: Naming, docs: Mapping[int, Doc], title: str = "") -> list[Candidate]:
    """One candidate for each wording; ``title`` is the name of the plan, whose words the field often shares."""
    gathered: dict[str, list[_Found]] = defaultdict(list)
    for found in _all(naming.units):
        if _can_be(found) and not _is_body(found, naming):
            gathered[squash(found.text)].append(found)
    whole = squash("".join(u.view for u in naming.units))
    early = {id(u): i / max(len(naming.units), 1) for i, u in enumerate(naming.units)}
    candidates = [_candidate(key, found, docs, whole, early, title) for key, found in gathered.items() if len(key) >= 3]
    return _with_rivals(candidates)


def _can_be(found: _Found) -> bool:
    """A noun phrase that names no body of the plan and holds no sentence's verb at its end."""
    loose = not found.phrase.quoted and re.search(r"[ぁ-ん]$", found.text)
    return not loose and not _COUNT_END.search(found.text) and not pattern("domain", "not_a_field").search(found.text)


def _is_body(found: _Found, naming: Naming) -> bool:
    """Do names of bodies make up half of the phrase?"""
    inside = [m for m in naming.of(found.unit) if found.phrase.start <= m.start and m.end <= found.phrase.end]
    return sum(m.end - m.start for m in inside) * 2 >= len(found.text)


def _all(pieces: list[Unit]) -> Iterator[_Found]:
    previous: Unit | None = None
    for unit in pieces:
        yield from _labelled(unit)
        yield from _under_heading(unit, previous)
        for phrase in phrases(unit.view):
            yield _Found(unit, phrase, phrase.template)
        previous = unit


def _labelled(unit: Unit) -> Iterator[_Found]:
    for label in unit.labels:
        template = _label_template(label)
        if template:
            for phrase in value_phrase(unit.view, unit.start):
                yield _Found(unit, phrase, template)
            return


def _label_template(label: str) -> str:
    if pattern("domain", "other_names").search(label):
        return "label_other_name"
    if re.search(word_lists("domain")["not_labels"], label):
        return ""
    if field_words().search(label):
        return "label_strong"
    return "label_weak" if pattern("domain", "weak").fullmatch(label) else ""


def _under_heading(unit: Unit, previous: Unit | None) -> Iterator[_Found]:
    """The first short line under a heading that names the field."""
    if previous is None or previous.block.kind is not BlockKind.HEADING or unit.cell is not None:
        return
    if (
        _label_template(re.sub(r"^[\s\d.、．()（）第章節一二三四五六七八九十ⅠⅡⅢⅣⅤ]+", "", previous.view)) == "label_strong"
        and len(unit.text) <= 80
    ):
        for phrase in value_phrase(unit.view, unit.start):
            yield _Found(unit, phrase, "heading_strong")


def _candidate(key: str, found: list[_Found], docs: Mapping[int, Doc], whole: str, early: Mapping[int, float], title: str) -> Candidate:
    found = sorted(found, key=lambda f: (-_SHOWS.get(f.template, 0.0), early[id(f.unit)]))
    templates = {f.template for f in found}
    text = found[0].text
    kind = next((k for k, members in _KINDS.items() if templates & members), "weak")
    features = {f"by_{kind}": 1.0, "also_other_name": float(kind == "definition" and bool(templates & _KINDS["other_name"]))}
    features |= _length_features(text)
    features |= {
        "quoted": float(any(f.phrase.quoted for f in found)),
        "strength": sum(_SHOWS.get(t, 0.0) for t in templates) / 5,
        "ways": math.log(len(templates)),
        "repeated": math.log1p(max(whole.count(key) - 1, 0)),
        "first_page": float(any(f.unit.block.page == 1 for f in found)),
        "early": 1.0 - min(early[id(f.unit)] for f in found),
        "in_title": _shared(key, squash(title)),
        "noun_end": float(_noun_end(found[0], docs)),
        "verbal_end": float(bool(_VERBAL_END.search(text))),
        "negative": float(all(_NEGATIVE.search(_sentence(f)[1]) for f in found)),
        "elsewhere": float(all(_ELSEWHERE.search(_sentence(f)[0]) for f in found)),
        "in_field_section": float(any(field_words().search(f.unit.heading) for f in found)),
        "other_section": float(all(re.search(word_lists("domain")["other_sections"], f.unit.heading) for f in found)),
        "place": float(bool(re.search(r"(?:地域|市|町|村|郡|区域|県|府|区)$", text))),
        "digits": float(bool(re.search(r"\d", text))),
        "comma": float("、" in text),
        "broad": float(is_broad(text)),
    }
    printed = found[0].unit.text.text[found[0].phrase.start : found[0].phrase.end]
    evidence = tuple(_evidence(f) for f in found[:_EVIDENCE])
    return Candidate(FIELD, printed, key, evidence, {n: v for n, v in features.items() if v or n == "strength"})


def _length_features(text: str) -> dict[str, float]:
    size = len(text)
    return {"very_short": float(size <= 4), "long": float(25 <= size < 40), "very_long": float(size >= 40)}


def _sentence(found: _Found) -> tuple[str, str]:
    begin, stop = found.unit.sentence(found.phrase.start, found.phrase.end)
    return found.unit.view[begin:stop], found.unit.view[found.phrase.end : stop]


def _evidence(found: _Found) -> Evidence:
    if found.unit.cell is not None:
        return found.unit.evidence()
    return found.unit.said(found.phrase.start, found.phrase.end)


def _noun_end(found: _Found, docs: Mapping[int, Doc]) -> bool:
    doc = doc_of(found.unit, docs)
    if doc is None:
        return bool(re.search(r"[一-龠々ァ-ヴーA-Za-z]$", found.text))
    at = max(found.unit.base, 0) + found.phrase.end - 1
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    return bool(span is not None and len(span) and span[-1].tag_.startswith(("名詞", "接尾辞-名詞")))


def _shared(key: str, title: str) -> float:
    """Share of the phrase's bigrams that stand in the title."""
    grams = {key[i : i + 2] for i in range(len(key) - 1)}
    return sum(g in title for g in grams) / max(len(grams), 1)


def _with_rivals(candidates: list[Candidate]) -> list[Candidate]:
    """Adds whether a candidate is the best stated one, and whether it only lengthens or shortens a better one."""
    strength = {c.key: float(c.features["strength"]) for c in candidates}
    best = max(strength.values(), default=0.0)
    found = []
    for c in candidates:
        holds = any(o.key != c.key and o.key in c.key and strength[o.key] >= strength[c.key] for o in candidates)
        within = any(o.key != c.key and c.key in o.key and strength[o.key] > strength[c.key] for o in candidates)
        extra = {
            "best_stated": float(strength[c.key] == best),
            "holds_better": float(holds),
            "within_better": float(within),
            "stated": strength[c.key] / max(best, 1.0),
        }
        found.append(Candidate(c.field, c.value, c.key, c.evidence, {**c.features, **{n: v for n, v in extra.items() if v}}))
    return found
