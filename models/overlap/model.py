"""Weights of the comparison levels: logistic regression drawn towards stated prior weights, from labelled pairs.

The priors say what the report says (same region, same field, overlapping period); the pairs correct them. With few pairs
the priors carry, with many the pairs do: weights minimise the log loss plus (w − prior)² / (2 · spread²).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from models.overlap.compare import Candidate, OverlapFeatures

DATA = Path(__file__).parent / "data"
MODEL_FILE = DATA / "model.json"
DUPLICATE = "duplicate"
THRESHOLD = 0.45  # of calibrated scores, half the F1 one reaches is the best for F1 (Lipton et al. 2014); 0.9 is reached


@cache
def priors() -> dict[str, tuple[float, float]]:
    """Feature → (prior weight, spread)."""
    raw = yaml.safe_load((DATA / "priors.yaml").read_text("utf-8"))
    return {name: (float(weight), float(spread)) for name, (weight, spread) in raw.items()}


@dataclass(frozen=True)
class OverlapModel:
    """``weights`` by feature (log-odds a unit), ``bias`` among them; ``threshold`` of the score from which it is a duplicate."""

    weights: Mapping[str, float]
    threshold: float = THRESHOLD
    fitted_on: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> OverlapModel:
        """The shipped model; where there is none, the priors."""
        if not path.exists():
            return cls({name: weight for name, (weight, _) in priors().items()})
        raw = json.loads(path.read_text("utf-8"))
        return cls(raw["weights"], raw["threshold"], raw["fitted_on"])

    def save(self, path: Path = MODEL_FILE) -> None:
        rounded = {name: round(weight, 4) for name, weight in self.weights.items()}
        record = {"weights": rounded, "threshold": round(self.threshold, 3), "fitted_on": dict(self.fitted_on)}
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")

    @classmethod
    def fit(cls, pairs: Sequence[tuple[OverlapFeatures, Mapping[str, Any]]]) -> OverlapModel:
        """From proposals with their gold annotation (its ``programmes`` records carry ``id`` and ``label``)."""
        rows, labels = labelled(pairs)
        names = list(priors())
        start = np.array([priors()[n][0] for n in names])
        spread = np.array([priors()[n][1] for n in names])
        if not rows:
            return cls(dict(zip(names, start.tolist(), strict=True)))
        x, y = matrix(rows, names), np.array(labels, dtype=float)
        fitted = _solve(x, y, start, spread)
        told = {"proposals": len(pairs), "pairs": len(y), "duplicates": int(y.sum())}
        return cls(dict(zip(names, fitted.tolist(), strict=True)), THRESHOLD, told)

    def logit(self, candidate: Candidate) -> float:
        features = candidate.features
        return self.weights.get("bias", 0.0) + sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def score(self, candidate: Candidate) -> float:
        return float(expit(self.logit(candidate)))


def labelled(pairs: Sequence[tuple[OverlapFeatures, Mapping[str, Any]]]) -> tuple[list[dict[str, float]], list[bool]]:
    """Features, and is it a duplicate."""
    rows: list[dict[str, float]] = []
    labels: list[bool] = []
    for features, gold in pairs:
        marked = {r["id"]: r["label"] == DUPLICATE for r in gold.get("programmes") or []}
        for candidate in features.candidates:
            if candidate.programme.id in marked:
                rows.append(candidate.features)
                labels.append(marked[candidate.programme.id])
    return rows, labels


def matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[1.0 if n == "bias" else row.get(n, 0.0) for n in names] for row in rows])


def _solve(x: NDArray[np.float64], y: NDArray[np.float64], start: NDArray[np.float64], spread: NDArray[np.float64]) -> NDArray[np.float64]:
    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w
        value = float(np.logaddexp(0, z).sum() - (y * z).sum() + (((w - start) / spread) ** 2).sum() / 2)
        return value, x.T @ (expit(z) - y) + (w - start) / spread**2

    out: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return out
