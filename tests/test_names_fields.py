"""From a real PDF to decided fields: candidates, ranker, evidence; the ranker learned anew, kept and loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from extractors.candidates import Candidate
from extractors.fields.domain import FRAMED
from extractors.fields.institutions import CORE, CORE_RESEARCH
from extractors.pdf import read_document
from extractors.values import Evidence
from models.evaluation.sameness import overlap
from models.fields import FieldRanker, Proposals, _full_name, decide, propose
from models.fields_gold import labels
from models.nlp import analyse
from tests.conftest import PROPOSALS
from tests.names_documents import document, paragraph

NAMES = ("P01-hachinohe", "P08-kagoshima", "P10-toyohashi")


@pytest.fixture(scope="module")
def read(nlp: Language) -> list[tuple[Proposals, dict[str, Any]]]:
    found = []
    for name in NAMES:
        document = read_document(PROPOSALS / f"{name}.pdf")
        gold = json.loads((PROPOSALS / f"{name}.gold.json").read_text("utf-8"))
        found.append((propose(document, analyse(document, nlp)), gold))
    return found


def test_the_shipped_ranker_finds_what_the_reviewer_looks_for(read: list[tuple[Proposals, dict[str, Any]]]) -> None:
    ranker = FieldRanker.load()
    for proposals, gold in read:
        fields = decide(proposals, ranker)
        assert fields.core_institution is not None
        assert fields.core_institution.evidence[0].page in gold["core_institution"]["pages"]
        assert fields.core_institution.evidence[0].bbox is not None
        assert fields.core_institution.reasons
        assert {f.status.value for f in fields.infrastructure} <= {"existing", "planned"}
        assert len(fields.infrastructure) == len(gold["infrastructure"])
        assert fields.title is not None
        assert fields.title.value == gold["title"]


def test_every_field_has_the_right_candidate_to_choose(read: list[tuple[Proposals, dict[str, Any]]]) -> None:
    for proposals, gold in read:
        for field in set(proposals.candidates) - {FRAMED}:
            right = sum(verdict is True for verdict in labels(field, proposals.candidates[field], gold))
            wanted = gold[field] if isinstance(gold[field], list) else [gold[field]]
            assert right >= len(wanted), (proposals.file, field)


def test_a_ranker_learned_from_others_is_kept_whole(read: list[tuple[Proposals, dict[str, Any]]], tmp_path: Path) -> None:
    ranker = FieldRanker.fit(read[:2], version="test")
    ranker.save(tmp_path / "ranker.json")
    again = FieldRanker.load(tmp_path / "ranker.json")
    assert again.version == "test"
    assert again.thresholds == dict(ranker.thresholds)
    for candidate in read[2][0].candidates[CORE]:
        assert again.rankers[CORE].probability(candidate.features) == ranker.rankers[CORE].probability(candidate.features)
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(ValueError, match="field-ranker"):
        FieldRanker.load(tmp_path / "other.json")


def test_overlap_by_hand() -> None:
    assert overlap("表面処理", "表面処理") == 1.0
    assert overlap("表面処理", "表面") == pytest.approx(2 / 3)  # too short for bigrams: 2 of 4 and 2 characters
    assert overlap("", "表面") == 0.0


def test_a_university_is_told_beside_its_faculty_only_where_it_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [(p, Candidate(CORE_RESEARCH, key, key, (), {})) for p, key in ((0.95, "甲大学工学部"), (0.6, "甲大学"), (0.55, "乙大学"))]
    monkeypatch.setattr("models.fields.scored", lambda name, *_: bodies if name == CORE_RESEARCH else [])
    found = decide(propose(document(paragraph("研究は大学が行う。")), {}), FieldRanker.load()).core_research_institutions
    assert [v.value for v in found] == ["甲大学工学部", "乙大学"]


def test_a_rival_takes_away_from_how_sure_the_core_institution_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.95 beside 0.4 is 0.95 × (1 - 0.4): that the one holds the place and the other does not."""
    bodies = [(0.95, Candidate(CORE, "財団法人甲", "甲", (), {})), (0.4, Candidate(CORE, "財団法人乙", "乙", (), {}))]
    monkeypatch.setattr("models.fields.scored", lambda name, *_: bodies if name == CORE else [])
    value = decide(propose(document(paragraph("中核機関は財団法人甲とする。")), {}), FieldRanker.load()).core_institution
    assert value is not None
    assert value.confidence == pytest.approx(0.57)
    assert value.flags == ("中核機関の候補が複数あります：財団法人甲、財団法人乙。",)


@pytest.mark.parametrize(
    ("quote", "others", "full"),
    [
        ("対象は「水産脂質の低温分画」（以下「水産脂質技術」という。）に限る。", (), "水産脂質の低温分画"),
        ("旗印はパルス処理法（本プランでは「水産脂質技術」と呼ぶ）とする。", ("パルス処理法",), "パルス処理法"),
        ("旗印はパルス処理法（本プランでは「水産脂質技術」と呼ぶ）とする。", ("パルス",), None),
        ("水産脂質技術に限定する。「まるごと」と「水産脂質技術」は別である。", (), None),
    ],
)
def test_a_field_told_by_its_short_name_has_its_full_one(quote: str, others: tuple[str, ...], full: str | None) -> None:
    short = Candidate("specific_domain", "水産脂質技術", "x", (Evidence(quote, 1, None),), {})
    assert _full_name(short, [Candidate("specific_domain", v, v, (), {}) for v in others]) == full
