"""How likely each passage is evidence for each criterion: a logistic regression over named features.

With heads where the rubric and the embedding model are those it was fitted on; without them for any other. Without any fit,
a fixed sum of standardised cosines serves (``ZERO_SHOT``).
"""

from __future__ import annotations

import numpy as np

from models.criteria.features import PAIR_NAMES, PASSAGE_NAMES, CriteriaFeatures
from models.criteria.logistic import Array, sigmoid
from models.criteria.similarity import margin, standardise

HEAD_NAMES = ("head", "head_standard", "head_margin")
GENERIC_NAMES = (*PAIR_NAMES, *PASSAGE_NAMES)
FULL_NAMES = (*GENERIC_NAMES, *HEAD_NAMES)
ZERO_SHOT = {"viewpoint_max": 0.5, "viewpoint_mean": 0.5, "section": 0.5}
ZERO_SHOT_BIAS = -4.5


def rows(features: CriteriaFeatures, head_scores: Array | None = None) -> Array:
    """(n·m) × k: the pairs' features, the passages' repeated for each criterion, the heads' where there are any."""
    count, width = features.pairs.shape[:2]
    parts: list[Array] = [features.pairs.astype(np.float64), np.repeat(features.singles[:, None, :].astype(np.float64), width, axis=1)]
    if head_scores is not None:
        scores = head_scores.astype(np.float32)
        parts.append(np.stack([scores, standardise(scores), margin(scores)], axis=2).astype(np.float64))
    return np.concatenate(parts, axis=2).reshape(count * width, -1)


def zero_shot(features: CriteriaFeatures) -> Array:
    """n × m without anything learned; a rank, no calibrated probability."""
    weights = np.array([ZERO_SHOT.get(name, 0.0) for name in PAIR_NAMES])
    return sigmoid(features.pairs.astype(np.float64) @ weights + ZERO_SHOT_BIAS)
