"""What frames of sentences say of the field, measured on texts kept aside from the learning; the texts are made up."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

from extractors.fields.domain_frames import frame_phrases, label_signs, noun_phrase, titled_phrase
from extractors.view import squash, view
from models.evaluation.sameness import same_institution
from models.field_wordings import document_of, field_wordings
from models.fields import FieldRanker, decide, propose
from models.nlp import analyse
from tests.wordings import wordings

FIELD_RIGHT, CORE_RIGHT = 20, 11  # of 40 and 18 texts; 22 and 12 when this was written
FRAMES = [
    ("われわれが競うのは、琥珀の年代測定である。", "琥珀の年代測定"),
    ("琥珀の年代測定以外には手を出さない。", "琥珀の年代測定"),
    ("五年間は「琥珀の年代測定」しかやりません。", "琥珀の年代測定"),
    ("何をするのか。琥珀の年代測定である。", "琥珀の年代測定"),
    ("「琥珀の年代測定」。これに尽きる。", "琥珀の年代測定"),
    ("この構想は、つまるところ琥珀の年代測定の構想である。", "琥珀の年代測定"),
    ("琥珀の年代測定とは、光を当てて年代を知ることである。", "琥珀の年代測定"),
]


@pytest.mark.parametrize(("sentence", "field"), FRAMES)
def test_each_frame_yields_its_phrase(sentence: str, field: str) -> None:
    seen = view(sentence)
    assert field in {seen[p.start : p.end] for p in frame_phrases(seen)}


def test_another_plan_or_a_denial_weighs_nothing() -> None:
    assert not list(frame_phrases(view("結集型の事業が選んだのは、琥珀の年代測定である。")))
    assert not list(frame_phrases(view("「琥珀の年代測定」ではない。")))


def test_a_heading_may_hold_the_phrase() -> None:
    seen = view("われわれの答え：琥珀の年代測定")
    assert [seen[p.start : p.end] for p in titled_phrase(seen)] == ["琥珀の年代測定"]


def test_labels_ask_for_the_field_in_many_ways() -> None:
    assert label_signs("何を極めるか")
    assert label_signs("狙いどころ")
    assert not label_signs("担当者名")
    assert not label_signs("選ばなかった技術")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("深さでなく、琥珀の年代測定", "琥珀の年代測定"),
        ("当協議会が琥珀の年代測定", "琥珀の年代測定"),
        ("琥珀の年代測定を適当", "琥珀の年代測定"),
        ("琥珀又は化石の年代測定", "琥珀又は化石の年代測定"),
        ("光を当て、琥珀の年代を知る技術", "光を当て、琥珀の年代を知る技術"),
    ],
)
def test_only_the_noun_phrase_is_kept(text: str, phrase: str) -> None:
    seen = view(text)
    start, end = noun_phrase(seen, 0, len(seen))
    assert seen[start:end] == phrase


def test_texts_kept_aside_give_their_field(nlp: Language) -> None:
    entries = wordings("domain_wordings", "texts")
    told = [_field(entry, nlp) for entry in entries]
    right = sum(_is_right(entry, value) for entry, value in zip(entries, told, strict=True))
    assert right >= FIELD_RIGHT, list(zip([e["id"] for e in entries], told, strict=True))
    assert {d.file for d, _ in field_wordings()}.isdisjoint(f"wording {e['id']}" for e in entries)


def _field(entry: dict[str, Any], nlp: Language) -> str | None:
    document = document_of(entry)
    value = decide(propose(document, analyse(document, nlp)), FieldRanker.load()).specific_domain
    return value.value if value else None


def _is_right(entry: dict[str, Any], value: str | None) -> bool:
    wanted = [w for w in (entry["field"], *entry.get("accept", [])) if w]
    return value is None if not wanted else value is not None and squash(value) in map(squash, wanted)


def test_texts_kept_aside_give_their_core_institution(nlp: Language) -> None:
    ranker = FieldRanker.load()
    entries = [e for e in wordings("role_wordings", "core") if e.get("held")]
    right = 0
    for entry in entries:
        document = document_of(entry)
        value = decide(propose(document, analyse(document, nlp)), ranker).core_institution
        gold = {"value": entry["core"], "accept": entry.get("accept", [])} if entry["core"] else None
        right += value is None if gold is None else value is not None and same_institution(gold, value.value)
    assert right >= CORE_RIGHT
