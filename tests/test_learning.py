"""A refit replaces the shipped models only where it is no worse, and says what it was fitted to."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows import learning
from models.evaluation import Scorer
from tests.test_evaluation import GOLD, perfect


class Saved:
    """Stands for a fitted model; remembers that it was saved."""

    def __init__(self) -> None:
        self.times = 0

    def save(self) -> None:
        self.times += 1


def scorer(spoil: bool) -> Scorer:
    told = perfect()
    if spoil:
        told["fields"]["core_institution"] = None
        told["fields"]["infrastructure"] = []
    result = Scorer()
    result.add("甲", GOLD, told)
    return result


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """Learning with the slow parts replaced: one example, canned figures before and after."""
    models = SimpleNamespace(ranker=Saved(), criteria=Saved(), overlap=Saved())
    state = SimpleNamespace(models=models, manifest=tmp_path / "manifest.json", before=False, after=False)

    def score(examples: Any, told: str) -> Scorer:
        return scorer(state.after if told == "after" else state.before)

    def left_out(examples: Any, progress: Any = None, fit_to: Any = None, corrected: Any = ()) -> str:
        return "before" if fit_to else "after"

    monkeypatch.setattr(learning, "MANIFEST", state.manifest)
    monkeypatch.setattr(learning, "load_examples", lambda *_: ([SimpleNamespace(name="甲"), SimpleNamespace(name="乙")], {}))
    monkeypatch.setattr(learning, "assess_left_out", left_out)
    monkeypatch.setattr(learning, "assess_as_shipped", lambda _: "before")
    monkeypatch.setattr(learning, "_score", score)
    monkeypatch.setattr(learning, "fit_all", lambda *_: models)
    return state


def learn(force: bool = False) -> bool:
    resources: Any = None
    return learning.learn_from_gold([], resources, force=force, progress=lambda _: None)


def test_a_better_fit_replaces_and_leaves_its_manifest(bench: SimpleNamespace) -> None:
    bench.manifest.write_text(json.dumps({"proposals": ["甲"]}), "utf-8")
    bench.before = True  # spoilt
    assert learn()
    assert bench.models.ranker.times == bench.models.criteria.times == bench.models.overlap.times == 1
    manifest = json.loads(bench.manifest.read_text("utf-8"))
    assert manifest["proposals"] == ["乙", "甲"]
    assert manifest["leave_one_out"]["infrastructure"]["f1"] == 1


def test_a_worse_fit_never_replaces_in_silence(bench: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    bench.manifest.write_text(json.dumps({"proposals": ["甲"]}), "utf-8")
    bench.after = True
    assert not learn()
    assert bench.models.ranker.times == 0
    assert json.loads(bench.manifest.read_text("utf-8")) == {"proposals": ["甲"]}
    assert "置き換えませんでした" in capsys.readouterr().out


def test_force_replaces_all_the_same(bench: SimpleNamespace) -> None:
    bench.manifest.write_text(json.dumps({"proposals": ["甲"]}), "utf-8")
    bench.after = True
    assert learn(force=True)
    assert bench.models.ranker.times == 1


def test_without_the_old_training_set_the_shipped_models_are_measured_as_they_are(bench: SimpleNamespace) -> None:
    bench.manifest.write_text(json.dumps({"proposals": ["丙"]}), "utf-8")
    bench.after = True  # worse than "before" as shipped
    assert not learn()


def test_figures_are_compared_by_name() -> None:
    changes = {c.name: c for c in learning.compare_reports(scorer(True).report(), scorer(False).report())}
    assert changes["infrastructure"].before == 0
    assert changes["infrastructure"].after == 1
    assert changes["quantities"].before == changes["quantities"].after


def test_corrections_are_learned_from_and_told_in_the_manifest(bench: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same gold as before with corrections beside it is another fit, and is measured as one."""
    bench.manifest.write_text(json.dumps({"proposals": ["甲", "乙"]}), "utf-8")
    bench.before = True  # spoilt: only a fit of its own can tell
    used: list[Any] = []

    def left_out(examples: Any, progress: Any = None, fit_to: Any = None, corrected: Any = ()) -> str:
        used.append(tuple(e.name for e in corrected))
        return "before" if fit_to else "after"

    monkeypatch.setattr(learning, "assess_left_out", left_out)
    monkeypatch.setattr(learning, "load_corrected", lambda *_, **__: [SimpleNamespace(name="丙（修正）")])
    assert learn()
    assert used == [("丙（修正）",), ()]
    assert json.loads(bench.manifest.read_text("utf-8"))["corrected"] == ["丙（修正）"]
