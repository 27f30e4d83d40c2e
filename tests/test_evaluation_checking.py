"""The confidence below which values are to be checked: counted by hand, and read from what was shipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import manifest
from models.evaluation import Scorer
from models.evaluation.checking import checking_threshold, checking_thresholds
from outputs import wording
from outputs.checking import needs_check

PAIRS = st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]), st.booleans()), max_size=120)


def told(confidence: float, right: int, wrong: int = 0) -> list[tuple[float, bool]]:
    return [(confidence, True)] * right + [(confidence, False)] * wrong


def test_the_lowest_confidence_that_leaves_98_percent_right() -> None:
    # at 0.9: 40 of 40; at 0.8: 98 of 100; at 0.7: 98 of 101
    assert checking_threshold(told(0.9, 40) + told(0.8, 58, 2) + told(0.7, 0, 1)) == 0.8
    # a dip in between does not matter where enough right ones follow: 39 of 40, then 139 of 140
    assert checking_threshold(told(0.9, 39, 1) + told(0.6, 100)) == 0.6


def test_few_or_wrong_values_have_no_threshold() -> None:
    assert checking_threshold(told(0.99, 29)) is None
    assert checking_threshold(told(0.99, 30)) == 0.99
    assert checking_threshold(told(0.99, 40, 4)) is None
    assert checking_threshold(told(0.9, 35) + told(0.2, 20, 20)) is None  # 40 of 75 would carry the mark


def test_what_the_model_holds_for_wrong_is_always_checked() -> None:
    assert checking_threshold(told(0.9, 30) + told(0.3, 10)) == 0.5


def test_nothing_measured_is_no_threshold() -> None:
    assert checking_threshold([]) is None


def test_values_of_one_confidence_are_not_parted() -> None:
    assert checking_threshold(told(0.9, 30) + told(0.5, 10, 10)) == 0.9


@given(PAIRS)
def test_what_is_not_checked_is_right_as_often_as_wanted(pairs: list[tuple[float, bool]]) -> None:
    def good(threshold: float) -> bool:
        kept = [right for confidence, right in pairs if confidence >= threshold]
        return len(kept) >= max(30, len(pairs) / 2) and sum(kept) >= 0.98 * len(kept)

    found = checking_threshold(pairs)
    lowest = min((c for c, _ in pairs if good(c)), default=None)
    assert found == (None if lowest is None else max(lowest, 0.5))


def test_kinds_measured_too_seldom_keep_the_threshold_that_was_set() -> None:
    pairs = {"budget": told(0.9, 30), "quantities": told(0.7, 20), "criterion": told(0.99, 5, 40)}
    assert checking_thresholds(pairs) == {"budget": 0.9}


def test_a_scorer_keeps_confidence_and_truth_by_kind() -> None:
    gold = {
        "core_research_institutions": [],
        "infrastructure": [],
        "quantities": [],
        "criteria": {"1.1": {"grade": 2, "quotes": []}},
        "budget": {"total_yen": 5, "consistent": True, "pages": []},
    }
    scorer = Scorer()
    assessment = {"fields": {"budget": {"total_yen": 5, "confidence": 0.9, "consistent": True}}}
    scorer.add("x", gold, assessment | {"criteria": [{"id": "1.1", "grade": 1, "confidence": 0.4}]})
    assert scorer.sure == {"budget": [(0.9, True)], "criterion": [(0.4, False)]}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "manifest.json"
    monkeypatch.setattr(manifest, "MANIFEST", file)
    manifest.checking_thresholds.cache_clear()
    yield file
    manifest.checking_thresholds.cache_clear()


def test_outputs_take_the_measured_thresholds(shipped: Path) -> None:
    shipped.write_text(json.dumps({"checking": {"title": 0.7, "core_profile": 0.7, "infrastructure": 0.9}}), "utf-8")
    assert [needs_check(0.8, s) for s in ("infrastructure[X棟]", "core_profile.staff", "title")] == [True, False, False]
    assert wording.threshold("criterion") == 0.5
    assert wording.thresholds_label() == "項目ごとの基準（70%～90%）"


def test_without_a_measurement_the_set_ones_hold(shipped: Path) -> None:
    assert not shipped.exists()
    assert [needs_check(c, "infrastructure[X棟]") for c in (0.79, 0.8)] == [True, False]
    assert wording.thresholds_label() == "80%"
