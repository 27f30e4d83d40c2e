"""A small ranker over named features: logistic regression, probabilities calibrated out of fold.

Features lie in 0–1 or near it and are not standardised: dividing by the deviation would let the rarest features weigh most.

``fit`` uses scikit-learn; the fitted model is a handful of numbers that are kept as JSON and scored here alone, so a
model file is safe to load. Each decision carries its reasons: per feature its share of the log-odds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from extractors.values import Feature

Floats = NDArray[np.float64]
FORMAT = "ranker/2"
_MIN_SLOPE = 0.05
_FEW = 8
_FOLDS = 12  # at most: so many groups or fewer are left out one by one


@dataclass(frozen=True, slots=True)
class Example:
    """``features`` with the verdict; examples of one ``group`` (a proposal) are never split between folds."""

    features: Mapping[str, float]
    label: bool
    group: str


@dataclass(frozen=True, slots=True)
class Ranker:
    """p = sigmoid(slope · (bias + Σ weight · value) + intercept)."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    slope: float = 1.0
    intercept: float = 0.0
    examples: int = 0

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The calibrated log-odds."""
        raw = self.bias + sum(w * features.get(n, 0.0) for n, w in zip(self.names, self.weights, strict=True))
        return self.slope * raw + self.intercept

    def probability(self, features: Mapping[str, float]) -> float:
        return sigmoid(self.log_odds(features))

    def reasons(self, features: Mapping[str, float], most: int = 5) -> tuple[Feature, ...]:
        """The features that carried the decision, strongest first, with their shares of the calibrated log-odds."""
        values = [(n, features.get(n, 0.0), w) for n, w in zip(self.names, self.weights, strict=True)]
        parts = [Feature(n, v, round(self.slope * w * v, 3)) for n, v, w in values]
        return tuple(sorted((p for p in parts if p.weight), key=lambda p: -abs(p.weight))[:most])

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Ranker:
        """Raises ``ValueError`` where the numbers do not fit together."""
        if raw.get("format") != FORMAT:
            raise ValueError(f"not a {FORMAT} model: {raw.get('format')!r}")
        names, weights = tuple(map(str, raw["names"])), tuple(map(float, raw["weights"]))
        bias, slope, intercept = (float(raw[k]) for k in ("bias", "slope", "intercept"))
        if len(names) != len(weights) or not all(map(math.isfinite, (*weights, bias, slope, intercept))):
            raise ValueError("names and weights do not fit together")
        return cls(names, weights, bias, slope, intercept, int(raw["examples"]))


def sigmoid(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))


def fit(examples: Sequence[Example], strength: float = 1.0) -> Ranker:
    """Fits weights on all examples and the calibration on out-of-fold log-odds (a group is never parted).

    ``strength`` is scikit-learn's C. With fewer than two labels the ranker answers the (smoothed) base rate.
    """
    if len({e.label for e in examples}) < 2:
        rate = (sum(e.label for e in examples) + 0.5) / (len(examples) + 1)
        return Ranker((), (), math.log(rate / (1 - rate)), examples=len(examples))
    ranker = _plain(examples, strength)
    return calibrated(ranker, out_of_fold(examples, strength))


def calibrated(ranker: Ranker, answers: Sequence[tuple[float, bool]]) -> Ranker:
    """The ranker with Platt's calibration fitted to (uncalibrated log-odds, right?) pairs it has not learned from."""
    if len({y for _, y in answers}) < 2 and len(answers) < _FEW:
        return ranker
    slope, intercept = _platt([s for s, _ in answers], [y for _, y in answers])
    return replace(ranker, slope=slope, intercept=intercept)


def out_of_fold(examples: Sequence[Example], strength: float = 1.0) -> list[tuple[float, bool]]:
    """Uncalibrated log-odds of each example from a model that has not seen its group, in the order of ``examples``."""
    _, matrix, labels = _matrix(examples)
    fold_of = {group: i % _FOLDS for i, group in enumerate(sorted({e.group for e in examples}))}
    folds = np.array([fold_of[e.group] for e in examples])
    scores = np.zeros(len(examples))
    for fold in sorted(set(fold_of.values())):
        held = folds == fold
        if len(set(labels[~held])) == 2:
            model = _logistic(matrix[~held], labels[~held], strength)
            scores[held] = matrix[held] @ model.coef_[0] + model.intercept_[0]
    return [(float(s), e.label) for s, e in zip(scores, examples, strict=True)]


def _plain(examples: Sequence[Example], strength: float) -> Ranker:
    names, matrix, labels = _matrix(examples)
    model = _logistic(matrix, labels, strength)
    weights = tuple(round(float(w), 5) for w in model.coef_[0])
    return Ranker(names, weights, round(float(model.intercept_[0]), 5), examples=len(examples))


def _matrix(examples: Sequence[Example]) -> tuple[tuple[str, ...], Floats, NDArray[np.bool_]]:
    """Feature names, one row an example, labels."""
    names = tuple(sorted({n for e in examples for n in e.features}))
    column = {n: i for i, n in enumerate(names)}
    matrix: Floats = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        for name, value in example.features.items():
            matrix[row, column[name]] = value
    return names, matrix, np.array([e.label for e in examples])


def _logistic(matrix: Floats, labels: NDArray[np.bool_], strength: float) -> Any:
    return LogisticRegression(C=strength, max_iter=2000).fit(matrix, labels)


def _platt(scores: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Platt's slope and intercept with his smoothed targets; the slope stays positive."""
    positive, negative = sum(labels), len(labels) - sum(labels)
    high, low = (positive + 1) / (positive + 2), 1 / (negative + 2)
    rows = np.array([[s] for s in scores for _ in (0, 1)])
    targets = [t for _ in labels for t in (1, 0)]
    weights = [w for y in labels for w in ((high, 1 - high) if y else (low, 1 - low))]
    model = LogisticRegression(C=100.0).fit(rows, targets, sample_weight=weights)
    return round(max(float(model.coef_[0][0]), _MIN_SLOPE), 5), round(float(model.intercept_[0]), 5)
