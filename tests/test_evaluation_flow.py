"""Evaluation over real proposals: refitted without the one judged, written where asked, scored as the gold says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.evaluation import EMBEDDINGS, WHOLE, WORDS, Evaluation, evaluate, figures_as_json
from flows.resources import Resources
from tests.conftest import PROPOSALS

NAMES = ("P01-hachinohe", "P02-gifu", "P07-kanazawa")


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    for name in NAMES:
        for suffix in (".pdf", ".gold.json"):
            shutil.copy(PROPOSALS / f"{name}{suffix}", folder)
    (folder / "破損.pdf").write_bytes(b"%PDF-1.4 nothing")
    shutil.copy(folder / f"{NAMES[0]}.gold.json", folder / "破損.gold.json")
    return folder


@pytest.fixture(scope="module")
def scored(gold: Path, resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Evaluation]:
    out = tmp_path_factory.mktemp("assessments")
    return out, evaluate(gold, resources, out, leave_one_out=True)


def test_every_gold_file_has_its_assessment(scored: tuple[Path, Evaluation]) -> None:
    out, scorer = scored[0], scored[1].scorer
    assert {p.stem for p in out.glob("*.json")} == {*NAMES, "破損"}
    assert scorer.report()["read"] == {"accuracy": 3 / 4, "n": 4}
    assert json.loads((out / "破損.json").read_text("utf-8"))["document"]["status"] == "rejected"


def test_models_that_never_saw_a_proposal_still_read_it(scored: tuple[Path, Evaluation]) -> None:
    """What rules find needs no learning; two proposals are too few to learn much more from."""
    figures = scored[1].scorer.report()
    assert (figures["budget_total"]["precision"] or 0) == 1
    assert (figures["headquarters"]["precision"] or 0) >= 0.8
    assert (figures["evidence_page"]["accuracy"] or 0) >= 0.9


def test_each_gold_file_brings_its_own_programmes(scored: tuple[Path, Evaluation]) -> None:
    for name in NAMES:
        told = json.loads((scored[0] / f"{name}.json").read_text("utf-8"))
        assert any(o["programme_id"].startswith(name) for o in told["overlaps"])
        assert not any(o["programme_id"].startswith(other) for o in told["overlaps"] for other in NAMES if other != name)


def test_the_criteria_stand_beside_simpler_ways(scored: tuple[Path, Evaluation]) -> None:
    ways = scored[1].ways
    found = {way: ways["evidence_at_3"][way] for way in (EMBEDDINGS, WORDS, WHOLE)}
    assert all(0 <= (f.low or 0) <= (f.value or 0) <= (f.high or 0) <= 1 for f in found.values())
    assert ways["grade_kappa"][WORDS].value is None  # words alone grade nothing
    assert ways["ranking_spearman"][WHOLE].value is not None
    assert json.loads(figures_as_json(scored[1]))["ways"]["evidence_at_1"][WHOLE]["value"] == ways["evidence_at_1"][WHOLE].value
