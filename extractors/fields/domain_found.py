"""Every place where a text says, outright or by its frame, what its field is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc

from extractors.document import BlockKind
from extractors.fields.domain_frames import frame_phrases, label_signs, noun_phrase, titled_phrase, weight_of
from extractors.fields.domain_phrases import MIN_LENGTH, Phrase, phrases, tidied, value_phrase
from extractors.fields.lexicon import field_words, pattern, word_lists
from extractors.mentions import Naming
from extractors.units import Unit, doc_of
from extractors.view import squash

_REGION = re.compile(r"(?:地域|圏域)$")
_SENTENCE_CELL = 24  # characters of a cell from which it can hold a sentence
_OTHERS = 0.25  # share of its weight that a wording keeps which speaks of another plan, or denies
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
_COUNT_END = re.compile(r"[0-9一二三四五六七八九十百]\s*(?:編|件|回|社|名|人|種|つ|台|点|本|校|機関|分野|領域|項目|品|組|年|％|%)$")
_MARK_FIRST = re.compile(r"^[―—–－・]")


@dataclass(frozen=True, eq=False)
class Found:
    unit: Unit
    phrase: Phrase
    template: str

    @property
    def text(self) -> str:
        return self.unit.view[self.phrase.start : self.phrase.end]

    @property
    def shows(self) -> float:
        """How surely the wording says that it is the field of this plan."""
        said = weight_of(self.phrase.signs) if self.is_framed else _SHOWS.get(self.template, 0.0)
        return said * _OTHERS if self.is_elsewhere or self.is_denied else said

    @property
    def is_framed(self) -> bool:
        """Only the frame of the sentence says so."""
        return bool(self.phrase.signs)

    @cached_property
    def is_elsewhere(self) -> bool:
        """Do the words before speak last of another programme, region or plan?"""
        begin, _ = self.unit.sentence(self.phrase.start, self.phrase.end)
        lead = self.unit.view[begin : self.phrase.start]
        own = [m.span() for m in re.finditer(word_lists("domain")["frames"]["this_plan"], lead)]
        other = [m.end() for m in pattern("domain", "elsewhere").finditer(lead) if all(m.start() >= b or m.end() <= a for a, b in own)]
        return max(other, default=-1) > max((b for _, b in own), default=-1)

    @cached_property
    def is_denied(self) -> bool:
        _, stop = self.unit.sentence(self.phrase.start, self.phrase.end)
        return bool(re.match(word_lists("domain")["frames"]["denied"], self.unit.view[self.phrase.end : stop].lstrip("」』”")))


def _can_be(found: Found) -> bool:
    """A noun phrase that names no body of the plan and holds no sentence's verb at its end."""
    loose = not found.phrase.quoted and re.search(r"[ぁ-ん]$", found.text)
    unbalanced = len(re.findall("[(（]", found.text)) != len(re.findall("[)）]", found.text))
    kinds = (_REGION, _COUNT_END, _MARK_FIRST, pattern("domain", "not_a_field"))
    return not loose and not unbalanced and not any(kind.search(found.text) for kind in kinds)


def _is_body(found: Found, naming: Naming) -> bool:
    """Do names of bodies make up half of the phrase?"""
    inside = [m for m in naming.of(found.unit) if found.phrase.start <= m.start and m.end <= found.phrase.end]
    return sum(m.end - m.start for m in inside) * 2 >= len(found.text)


def found_phrases(naming: Naming, docs: Mapping[int, Doc]) -> Iterator[Found]:
    """Every phrase that could be the field, in reading order."""
    return (f for f in _all(naming.units, docs) if len(squash(f.text)) >= MIN_LENGTH and _can_be(f) and not _is_body(f, naming))


def _all(pieces: list[Unit], docs: Mapping[int, Doc]) -> Iterator[Found]:
    previous: Unit | None = None
    for unit in pieces:
        yield from _labelled(unit)
        yield from _under_heading(unit, previous)
        for phrase in phrases(unit.view):
            yield from _bounded(unit, phrase, docs)
        for phrase in _framed(unit, docs):
            yield Found(unit, phrase, phrase.template)
        previous = unit


def _bounded(unit: Unit, phrase: Phrase, docs: Mapping[int, Doc]) -> Iterator[Found]:
    """The noun phrase at the end of what a template caught; a quotation whole."""
    if phrase.quoted:
        yield Found(unit, phrase, phrase.template)
        return
    start, end = noun_phrase(unit.view, phrase.start, phrase.end, doc_of(unit, docs), max(unit.base, 0))
    for tidy in tidied(unit.view, start, end, phrase.template):
        yield Found(unit, tidy, phrase.template)


def _framed(unit: Unit, docs: Mapping[int, Doc]) -> Iterator[Phrase]:
    """What running text and lines with their own label say by their frame."""
    if unit.cell is None or len(unit.view) >= _SENTENCE_CELL:
        yield from frame_phrases(unit.view, doc_of(unit, docs), max(unit.base, 0))
    if unit.cell is None:
        yield from titled_phrase(unit.view)


def _labelled(unit: Unit) -> Iterator[Found]:
    for label in unit.labels:
        template = _label_template(label)
        if template:
            for phrase in value_phrase(unit.view, unit.start):
                yield Found(unit, phrase, template)
            return
        if signs := label_signs(label):
            for phrase in value_phrase(unit.view, unit.start):
                yield Found(unit, replace(phrase, template="label", signs=signs), "label")


def _label_template(label: str) -> str:
    if pattern("domain", "other_names").search(label):
        return "label_other_name"
    if re.search(word_lists("domain")["not_labels"], label):
        return ""
    if field_words().search(label) or "領域" in label:
        return "label_strong"
    return "label_weak" if pattern("domain", "weak").fullmatch(label) else ""


def _under_heading(unit: Unit, previous: Unit | None) -> Iterator[Found]:
    """The first short line under a heading that names the field."""
    if previous is None or previous.block.kind is not BlockKind.HEADING or unit.cell is not None:
        return
    if (
        _label_template(re.sub(r"^[\s\d.、．()（）第章節一二三四五六七八九十ⅠⅡⅢⅣⅤ]+", "", previous.view)) == "label_strong"
        and len(unit.text) <= 80
    ):
        for phrase in value_phrase(unit.view, unit.start):
            yield Found(unit, phrase, "heading_strong")
