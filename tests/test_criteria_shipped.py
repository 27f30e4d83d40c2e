"""The shipped model on a proposal of the tests: from PDF to evidence that covers the gold quotes, on the right page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.rubrics import load_rubric
from extractors.passages import MAX_CHARS, passages
from extractors.pdf import read_document
from models.assessment import CriterionResult
from models.criteria import CriteriaModel, decide, featurise
from models.embedding import Embedder
from models.evaluation.sameness import covers
from models.prescore import pre_score
from models.questions import hearing_questions

PROPOSALS = Path(__file__).parent / "proposals"
NAME = "P09-saito"


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PROPOSALS / f"{NAME}.gold.json").read_text("utf-8"))["criteria"]
    return found


@pytest.fixture(scope="module")
def results(embedder: Embedder) -> dict[str, CriterionResult]:
    document = read_document(PROPOSALS / f"{NAME}.pdf")
    features = featurise(document, passages(document), load_rubric(), embedder)
    return {r.id: r for r in decide(features, CriteriaModel.load())}


def test_one_of_three_passages_covers_a_gold_quote(results: dict[str, CriterionResult], gold: dict[str, Any]) -> None:
    stated = [i for i, c in gold.items() if c["quotes"]]
    found = [i for i in stated if any(covers(e.quote, q) for e in results[i].evidence for q in gold[i]["quotes"])]
    assert len(found) >= 0.85 * len(stated)


def test_the_passages_shown_stand_on_the_page_they_name(results: dict[str, CriterionResult], gold: dict[str, Any]) -> None:
    pairs = [
        (e.page, page)
        for i, c in gold.items()
        for q, page in zip(c["quotes"], c["pages"], strict=True)
        for e in results[i].evidence[:1]
        if covers(e.quote, q)
    ]
    assert len(pairs) > 10
    assert all(told == page for told, page in pairs)


def test_passages_shown_are_short_and_placed(results: dict[str, CriterionResult]) -> None:
    shown = [e for r in results.values() for e in r.evidence]
    assert all(len(e.quote) <= MAX_CHARS and e.bbox is not None and 0 <= e.score <= 1 for e in shown)


def test_score_gates_and_questions_follow(results: dict[str, CriterionResult]) -> None:
    rubric = load_rubric()
    score = pre_score(list(results.values()), rubric)
    assert 0 < score.total < 100
    assert sum(s.maximum for s in score.sections) == pytest.approx(100)
    assert [g[0] for g in score.gates] == ["1.1", "1.2", "1.3"]
    asked = hearing_questions(list(results.values()), rubric)
    missing = [r for r in results.values() if r.grade == 0]
    assert all(any(q.startswith(f"［{r.id} ") for q in asked) for r in missing)


def test_another_rubric_runs_through_the_same_code(embedder: Embedder) -> None:
    document = read_document(PROPOSALS / f"{NAME}.pdf")
    rubric = load_rubric("fs-selection-2001")
    found = {r.id: r for r in decide(featurise(document, passages(document), rubric, embedder), CriteriaModel.load())}
    assert set(found) == {c.id for c in rubric.criteria}
    venture = found["F4.1"]
    assert any("投資" in e.quote for e in venture.evidence)
