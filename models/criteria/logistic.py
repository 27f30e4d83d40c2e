"""Small linear models as plain numbers: standardise, weigh, add. Fitted by scikit-learn and numpy, kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
DIGITS = 5


@dataclass(frozen=True, eq=False)
class Logistic:
    """A binary logistic regression over named, standardised features."""

    names: tuple[str, ...]
    mean: Array
    scale: Array
    weights: Array
    bias: float

    @classmethod
    def fit(cls, names: Sequence[str], rows: Array, target: NDArray[np.bool_], strength: float) -> Logistic:
        """``strength`` is scikit-learn's C. A target of one class gives that class a probability near 1."""
        from sklearn.linear_model import LogisticRegression

        mean, scale = rows.mean(0), rows.std(0) + 1e-9
        if target.all() or not target.any():
            return cls(tuple(names), mean, scale, np.zeros(rows.shape[1]), 4.0 if target.all() else -4.0)
        model = LogisticRegression(C=strength, solver="newton-cholesky", max_iter=100).fit((rows - mean) / scale, target)
        return cls(tuple(names), mean, scale, model.coef_[0], float(model.intercept_[0]))

    def log_odds(self, rows: Array) -> Array:
        return np.asarray(self.contributions(rows).sum(-1) + self.bias)

    def probability(self, rows: Array) -> Array:
        return sigmoid(self.log_odds(rows))

    def contributions(self, rows: Array) -> Array:
        """What each feature adds to the log-odds."""
        return np.asarray((rows - self.mean) / self.scale * self.weights)

    def to_json(self) -> dict[str, Any]:
        return {
            "names": list(self.names),
            "mean": numbers(self.mean),
            "scale": numbers(self.scale),
            "weights": numbers(self.weights),
            "bias": round(self.bias, DIGITS),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Logistic:
        mean, scale, weights = (np.array(data[key], float) for key in ("mean", "scale", "weights"))
        return cls(tuple(data["names"]), mean, scale, weights, float(data["bias"]))


def sigmoid(values: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30, 30))))


def numbers(values: Array) -> list[float]:
    """Rounded for keeping: five significant digits."""
    return [float(f"{v:.{DIGITS}g}") for v in np.asarray(values).ravel()]
