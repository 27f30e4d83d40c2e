"""The grade 0–3 of a criterion's evidence: cumulative logistic models over named features, with probabilities.

P(grade ≥ 1), P(≥ 2), P(≥ 3) are three logistic regressions made monotone; their differences are the grades' probabilities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.criteria.facts import FACT_NAMES
from models.criteria.features import PAIR_NAMES, CriteriaFeatures
from models.criteria.field_support import SUPPORT_NAMES, field_support
from models.criteria.logistic import Array, Logistic

CONSIDERED = 6  # passages that a grade looks at
OWNED = 0.15  # a passage counts as a criterion's own above it
CAP = 4  # counts beyond it say no more
LEVELS = (1, 2, 3)
STRENGTH = 0.1
UNLIKELY = 0.1  # no grade is told that is less likely than this
_PAIRS = {name: i for i, name in enumerate(PAIR_NAMES)}
_VAGUE = FACT_NAMES.index("vague")

GRADE_NAMES = (
    "best", "second", "third", "passages", "likely_passages", *(f"{name}_facts" for name in FACT_NAMES),
    "concrete", "concrete_passages", "best_is_concrete", "best_vague", "vague_share", "length",
    "aspects_best", "aspects_mean", "aspects_sum", "section", "heading_terms", "cues", "viewpoint_margin", "section_margin",
    "best_relative", "best_share", "best_owned", "owned_passages", *SUPPORT_NAMES,
)  # fmt: skip


def grade_rows(features: CriteriaFeatures, probability: Array) -> Array:
    """m × len(GRADE_NAMES): what the passages' probabilities (n × m) and facts say about each criterion's evidence."""
    counts = np.array([[getattr(f, name) for name in FACT_NAMES] for f in features.facts], float)
    concrete = np.array([f.concrete for f in features.facts], float)
    lengths = np.array([len(p.quote) for p in features.passages], float)
    each = [_row(features.pairs[:, j], probability[:, j], counts, concrete, lengths) for j in range(probability.shape[1])]
    return np.hstack([np.array(each), _among_criteria(probability), field_support(features.rubric, features.fields)])


def _among_criteria(p: Array) -> Array:
    """m × 4: how the best passage stands to this proposal's other criteria, and whose the passages are.

    A terse proposal has lower probabilities throughout; a passage that serves another criterion better shows less for this one.
    """
    columns = np.arange(p.shape[1])
    best = _log_odds(p.max(0))
    top = p.argmax(0)
    share = p[top, columns] / (p[top].sum(1) + 1e-6)
    owned = np.where(p >= p.max(1, keepdims=True), p, 0.0)
    return np.stack([best - np.median(best), share, _log_odds(owned.max(0)), np.log1p((owned > OWNED).sum(0))], axis=1)


def _row(pairs: NDArray[np.float32], p: Array, counts: Array, concrete: Array, lengths: Array) -> list[float]:
    top = np.argsort(-p, kind="stable")[:CONSIDERED]
    q = p[top]
    share = q / (q.sum() + 1e-6)
    odds = _log_odds(np.pad(q, (0, max(0, 3 - len(q)))))[:3]
    facts = np.log1p((q[:, None] * np.minimum(counts[top], CAP)).sum(0))
    solid, vague, aspects = concrete[top], counts[top, _VAGUE], pairs[top, _PAIRS["aspects"]]
    whole = [float(pairs[:, _PAIRS[n]].max()) for n in ("section", "heading_terms", "cues", "viewpoint_margin", "section_margin")]
    return [
        *odds, float(np.log1p(p.sum())), float(np.log1p((p > 0.3).sum())), *facts,
        float(np.log1p((q * np.minimum(solid, CAP + 1)).sum())), float(np.log1p((q * (solid > 0)).sum())), float(solid[0] > 0),
        float(np.log1p(vague[0])), float((q * vague).sum() / (q.sum() + 0.1)), float(np.log1p((q * lengths[top]).sum())),
        float(aspects.max()), float((share * aspects).sum()), float((q * aspects).sum()), *whole,
    ]  # fmt: skip


def _log_odds(p: Array) -> Array:
    clipped = np.clip(p, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)))


@dataclass(frozen=True, eq=False)
class GradeModel:
    levels: tuple[Logistic, ...]  # P(grade ≥ 1), ≥ 2, ≥ 3

    @classmethod
    def fit(cls, rows: Array, grades: NDArray[np.int_], strength: float = STRENGTH) -> GradeModel:
        return cls(tuple(Logistic.fit(GRADE_NAMES, rows, grades >= level, strength) for level in LEVELS))

    def probabilities(self, rows: Array) -> Array:
        """m × 4."""
        at_least = np.minimum.accumulate([level.probability(rows) for level in self.levels], axis=0)
        edges = np.vstack([np.ones(len(rows)), at_least, np.zeros(len(rows))])
        return np.asarray((edges[:-1] - edges[1:]).T)

    def contributions(self, rows: Array, grades: NDArray[np.int_]) -> Array:
        """m × k: what each feature adds to the log-odds of reaching the grade given (of 0: of reaching 1)."""
        every = np.stack([level.contributions(rows) for level in self.levels])
        return np.asarray(every[np.maximum(grades, 1) - 1, np.arange(len(rows))])

    def to_json(self) -> list[dict[str, Any]]:
        return [level.to_json() for level in self.levels]

    @classmethod
    def from_json(cls, data: Sequence[Mapping[str, Any]]) -> GradeModel:
        return cls(tuple(Logistic.from_json(level) for level in data))


def choose_grades(probabilities: Array) -> NDArray[np.int_]:
    """0 where it is the likeliest; else the rounded mean of the grades from 1 up (the scale is ordered).

    Where that grade is all but ruled out (it may be 1 or 3, but hardly 2), the likeliest.
    """
    some = probabilities[:, 1:]
    mean = (some @ np.arange(1, 4)) / np.maximum(some.sum(1), 1e-9)
    absent = probabilities.argmax(1) == 0
    grades = np.where(absent, 0, np.clip(np.rint(mean), 1, 3)).astype(int)
    ruled_out = probabilities[np.arange(len(grades)), grades] < UNLIKELY
    return np.where(ruled_out, probabilities.argmax(1), grades)
