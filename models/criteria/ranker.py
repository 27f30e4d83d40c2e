"""How likely each passage is evidence for each criterion: a logistic regression over named features.

With heads where the rubric and the embedding model are those it was fitted on; without them for any other. Without any fit,
a fixed sum of standardised cosines serves (``ZERO_SHOT``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.criteria.features import PAIR_NAMES, PASSAGE_NAMES, CriteriaFeatures
from models.criteria.logistic import Array, sigmoid
from models.criteria.similarity import margin, standardise

HEAD_NAMES = ("head", "head_standard", "head_margin", "head_rank", "head_rank_among_criteria")
RANK_NAMES = ("similarity_rank", "margin_rank")
GENERIC_NAMES = (*PAIR_NAMES, *PASSAGE_NAMES, *RANK_NAMES)
FULL_NAMES = (*GENERIC_NAMES, *HEAD_NAMES)
ZERO_SHOT = {"viewpoint_max": 0.5, "viewpoint_mean": 0.5, "section": 0.5}
ZERO_SHOT_BIAS = -4.5


def rows(features: CriteriaFeatures, head_scores: Array | None = None) -> Array:
    """(n·m) × k: the pairs' features, the passages' repeated for each criterion, ranks, the heads' where there are any.

    Ranks tell the best passages of a terse proposal, whose cosines and scores are low throughout.
    """
    count, width = features.pairs.shape[:2]
    parts: list[Array] = [features.pairs.astype(np.float64), np.repeat(features.singles[:, None, :].astype(np.float64), width, axis=1)]
    similar = sum((features.pairs[:, :, PAIR_NAMES.index(name)] for name in ZERO_SHOT), np.zeros((count, width), np.float32))
    parts.append(np.stack([log_rank(similar), log_rank(features.pairs[:, :, PAIR_NAMES.index("viewpoint_margin")])], axis=2))
    if head_scores is not None:
        scores = head_scores.astype(np.float32)
        columns = (scores, standardise(scores), margin(scores), log_rank(scores), log_rank(scores, axis=1))
        parts.append(np.stack(columns, axis=2).astype(np.float64))
    return np.concatenate(parts, axis=2).reshape(count * width, -1)


def log_rank(matrix: NDArray[np.float32], axis: int = 0) -> Array:
    """log(1 + rank), 0 for the highest along the axis."""
    order = np.argsort(-matrix, axis=axis, kind="stable")
    return np.asarray(np.log1p(np.argsort(order, axis=axis, kind="stable")), dtype=np.float64)


def zero_shot(features: CriteriaFeatures) -> Array:
    """n × m without anything learned; a rank, no calibrated probability."""
    weights = np.array([ZERO_SHOT.get(name, 0.0) for name in PAIR_NAMES])
    return sigmoid(features.pairs.astype(np.float64) @ weights + ZERO_SHOT_BIAS)
