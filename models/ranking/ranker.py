"""A small ranker over named features: standardised logistic regression, probabilities calibrated out of fold.

``fit`` uses scikit-learn; the fitted model is a handful of numbers that are kept as JSON and scored here alone, so a
model file is safe to load. Each decision carries its reasons: per feature its share of the log-odds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from extractors.values import Feature

Floats = NDArray[np.float64]
FORMAT = "ranker/1"
_MIN_DEVIATION = 1e-6
_CLIP = 1e-4


@dataclass(frozen=True, slots=True)
class Example:
    """``features`` with the verdict; examples of one ``group`` (a proposal) are never split between folds."""

    features: Mapping[str, float]
    label: bool
    group: str


@dataclass(frozen=True, slots=True)
class Ranker:
    """p = sigmoid(slope · (bias + Σ weight · (value − mean) / deviation) + intercept)."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    slope: float = 1.0
    intercept: float = 0.0
    examples: int = 0

    def log_odds(self, features: Mapping[str, float]) -> float:
        raw = self.bias + sum(
            w * (features.get(n, 0.0) - m) / d for n, m, d, w in zip(self.names, self.means, self.deviations, self.weights, strict=True)
        )
        return self.slope * raw + self.intercept

    def probability(self, features: Mapping[str, float]) -> float:
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.log_odds(features)))))

    def reasons(self, features: Mapping[str, float], most: int = 5) -> tuple[Feature, ...]:
        """The features that carried the decision, strongest first; weights in calibrated log-odds against a plain 0."""
        parts = [
            Feature(n, features.get(n, 0.0), round(self.slope * w * features.get(n, 0.0) / d, 3))
            for n, d, w in zip(self.names, self.deviations, self.weights, strict=True)
        ]
        return tuple(sorted((p for p in parts if p.weight), key=lambda p: -abs(p.weight))[:most])

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Ranker:
        """Raises ``ValueError`` where the numbers do not fit together."""
        if raw.get("format") != FORMAT:
            raise ValueError(f"not a {FORMAT} model: {raw.get('format')!r}")
        names = tuple(map(str, raw["names"]))
        means, deviations, weights = (tuple(map(float, raw[k])) for k in ("means", "deviations", "weights"))
        if {len(means), len(deviations), len(weights)} != {len(names)} or not all(map(math.isfinite, (*means, *deviations, *weights))):
            raise ValueError("names, means, deviations and weights do not fit together")
        bias, slope, intercept = (float(raw[k]) for k in ("bias", "slope", "intercept"))
        return cls(names, means, deviations, weights, bias, slope, intercept, int(raw["examples"]))


def fit(examples: Sequence[Example], strength: float = 0.5) -> Ranker:
    """Fits weights on all examples and the calibration on out-of-fold log-odds (one fold a group).

    ``strength`` is scikit-learn's C. With fewer than two labels the ranker answers the (smoothed) base rate.
    """
    names = tuple(sorted({n for e in examples for n in e.features}))
    if len({e.label for e in examples}) < 2:
        rate = (sum(e.label for e in examples) + 0.5) / (len(examples) + 1)
        return Ranker((), (), (), (), math.log(rate / (1 - rate)), examples=len(examples))
    ranker = _plain(examples, names, strength)
    folds = out_of_fold(examples, strength)
    slope, intercept = _platt([s for s, _ in folds], [y for _, y in folds])
    return Ranker(ranker.names, ranker.means, ranker.deviations, ranker.weights, ranker.bias, slope, intercept, len(examples))


def out_of_fold(examples: Sequence[Example], strength: float = 0.5) -> list[tuple[float, bool]]:
    """Uncalibrated log-odds of each example from a model that has not seen its group, in the order of ``examples``."""
    names = tuple(sorted({n for e in examples for n in e.features}))
    scores: dict[str, Ranker] = {}
    for group in sorted({e.group for e in examples}):
        rest = [e for e in examples if e.group != group]
        if len({e.label for e in rest}) == 2:
            scores[group] = _plain(rest, names, strength)
    return [(scores[e.group].log_odds(e.features) if e.group in scores else 0.0, e.label) for e in examples]


def _plain(examples: Sequence[Example], names: tuple[str, ...], strength: float) -> Ranker:
    matrix = np.array([[e.features.get(n, 0.0) for n in names] for e in examples], dtype=np.float64)
    means, deviations = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), _MIN_DEVIATION)
    constant = matrix.std(axis=0) < _MIN_DEVIATION
    scaled = np.where(constant, 0.0, (matrix - means) / deviations)
    model = LogisticRegression(C=strength, max_iter=2000).fit(scaled, [e.label for e in examples])
    weights = np.where(constant, 0.0, model.coef_[0])
    as_tuple = [tuple(round(float(v), 6) for v in part) for part in (means, np.where(constant, 1.0, deviations), weights)]
    return Ranker(names, as_tuple[0], as_tuple[1], as_tuple[2], round(float(model.intercept_[0]), 6), examples=len(examples))


def _platt(scores: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Platt's slope and intercept with his smoothed targets; the slope stays positive."""
    positive, negative = sum(labels), len(labels) - sum(labels)
    high, low = (positive + 1) / (positive + 2), 1 / (negative + 2)
    rows = np.array([[s] for s in scores for _ in (0, 1)])
    targets = [t for _ in labels for t in (1, 0)]
    weights = [w for y in labels for w in ((high, 1 - high) if y else (low, 1 - low))]
    model = LogisticRegression(C=100.0).fit(rows, targets, sample_weight=weights)
    slope = float(model.coef_[0][0])
    return (round(max(slope, 0.05), 6), round(float(model.intercept_[0]), 6))
