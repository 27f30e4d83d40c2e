"""One linear head per criterion over a passage's and its section's vectors: ridge regression, solved at once for all criteria.

A head knows what passages on its criterion say in past proposals. It belongs to one rubric and one embedding model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.criteria.features import CriteriaFeatures
from models.criteria.logistic import Array
from models.embedding import space_of

RIDGE = 3.0


@dataclass(frozen=True, eq=False)
class Heads:
    """``weights`` is (2d + 1) × m: the passage's vector, its section's, a constant."""

    ids: tuple[str, ...]
    embedder_id: str
    weights: Array

    def fits(self, features: CriteriaFeatures) -> bool:
        return space_of(features.embedder_id) == space_of(self.embedder_id) and features.ids == self.ids

    def scores(self, features: CriteriaFeatures) -> Array:
        """n × m; about 0 for unrelated passages, a few units for evidence."""
        return _inputs(features) @ self.weights

    def to_json(self) -> dict[str, Any]:
        rows = [[float(f"{v:.3g}") for v in column] for column in self.weights.T]
        return {"ids": list(self.ids), "embedder": self.embedder_id, "weights": rows}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Heads:
        return cls(tuple(data["ids"]), data["embedder"], np.array(data["weights"], float).T)


def fit_heads(features: Sequence[CriteriaFeatures], labels: Sequence[NDArray[np.bool_]]) -> tuple[Heads, list[Array]]:
    """The heads of all the proposals, and each proposal's scores by heads that have not seen it."""
    inputs = [_inputs(f) for f in features]
    target = _standard(labels)
    grams = [x.T @ x for x in inputs]
    sides = [x.T @ t for x, t in zip(inputs, target, strict=True)]
    gram, side = sum(grams[1:], grams[0]), sum(sides[1:], sides[0])
    unseen = [x @ _solve(gram - g, side - s) for x, g, s in zip(inputs, grams, sides, strict=True)]
    return Heads(features[0].ids, features[0].embedder_id, _solve(gram, side)), unseen


def _inputs(features: CriteriaFeatures) -> Array:
    ones = np.ones((len(features.passages), 1))
    return np.hstack([features.vectors, features.section_vectors, ones]).astype(np.float64)


def _standard(labels: Sequence[NDArray[np.bool_]]) -> list[Array]:
    """Labels standardised per criterion, so that rare criteria count as much."""
    share = np.clip(np.vstack(labels).mean(0), 1e-4, 1 - 1e-4)
    return [(label - share) / np.sqrt(share * (1 - share)) for label in labels]


def _solve(gram: Array, side: Array) -> Array:
    penalty = np.full(len(gram), RIDGE)
    penalty[-1] = 1e-6  # the constant
    return np.asarray(np.linalg.solve(gram + np.diag(penalty), side), dtype=np.float64)
