"""The ranker: what it learns, how honest its probabilities are, how it is kept."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evaluation.figures import Reliability
from models.ranking.ranker import Example, Ranker, calibrated, fit, out_of_fold

EXAMPLES = [Example({"label": float(i % 3 == 0), "noise": (i * 7 % 5) / 5}, i % 3 == 0, f"proposal-{i % 6}") for i in range(60)]


def test_the_telling_feature_decides() -> None:
    ranker = fit(EXAMPLES)
    assert ranker.probability({"label": 1.0}) > 0.9
    assert ranker.probability({"noise": 0.4}) < 0.1
    assert ranker.reasons({"label": 1.0, "noise": 0.4})[0].name == "label"


def test_probability_is_the_sigmoid_of_the_parts() -> None:
    ranker = Ranker(("a", "b"), (2.0, -1.0), 0.5, slope=2.0, intercept=-1.0)
    assert ranker.log_odds({"a": 1.0, "b": 1.0}) == pytest.approx(2.0)
    assert ranker.probability({"a": 1.0, "b": 1.0}) == pytest.approx(1 / (1 + math.exp(-2.0)))
    assert [(r.name, r.weight) for r in ranker.reasons({"a": 1.0, "b": 1.0})] == [("a", 4.0), ("b", -2.0)]


def test_unknown_features_count_nothing() -> None:
    ranker = fit(EXAMPLES)
    assert ranker.probability({"label": 1.0, "never seen": 9.0}) == ranker.probability({"label": 1.0})


def test_out_of_fold_scores_come_from_models_that_have_not_seen_the_group() -> None:
    lone = [*EXAMPLES, Example({"only here": 1.0}, True, "alone")]
    score, label = out_of_fold(lone)[-1]
    assert label
    assert score < fit(lone).log_odds({"only here": 1.0})


def test_one_label_only_gives_the_base_rate() -> None:
    ranker = fit([Example({"a": 1.0}, False, "x"), Example({"a": 0.0}, False, "y")])
    assert ranker.probability({"a": 1.0}) == pytest.approx(0.5 / 3)


def test_a_model_survives_json_and_refuses_nonsense() -> None:
    ranker = fit(EXAMPLES)
    again = Ranker.from_json(json.loads(json.dumps(ranker.to_json())))
    assert again == ranker
    with pytest.raises(ValueError, match="ranker"):
        Ranker.from_json({"format": "pickle"})
    with pytest.raises(ValueError, match="fit together"):
        Ranker.from_json({**ranker.to_json(), "weights": [1.0]})
    with pytest.raises(ValueError, match="fit together"):
        Ranker.from_json({**ranker.to_json(), "bias": float("nan")})


@given(st.lists(st.tuples(st.floats(-6, 6), st.booleans()), min_size=8, max_size=40))
def test_calibration_never_turns_the_order_round(answers: list[tuple[float, bool]]) -> None:
    assert calibrated(Ranker(("a",), (1.0,), 0.0), answers).slope > 0


def test_reliability_by_hand() -> None:
    told = Reliability([(0.95, True), (0.95, True), (0.95, False), (0.15, False)])
    assert [(b.n, round(b.accuracy, 3)) for b in told.bins()] == [(1, 0.0), (3, 0.667)]
    assert told.expected_calibration_error() == pytest.approx(0.25 * 0.15 + 0.75 * (0.95 - 2 / 3))
    assert Reliability().expected_calibration_error() is None
