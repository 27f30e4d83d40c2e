"""The learned part of criteria matching: heads, passage ranker, grade model; fitted to gold, kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from models.criteria.features import CriteriaFeatures
from models.criteria.grades import GradeModel, grade_rows
from models.criteria.heads import Heads, fit_heads
from models.criteria.logistic import Array, Logistic
from models.criteria.ranker import FULL_NAMES, GENERIC_NAMES, rows, zero_shot
from models.evaluation.sameness import covers

DATA_FOLDER = Path(__file__).parent.parent / "data"
FORM = "criteria-model/1"
RANKER_STRENGTH = 1.0
MIN_PROPOSALS_FOR_HEADS = 4
ABSTAIN_BELOW = 0.5

Gold = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class CriteriaModel:
    """Everything None: nothing was learned, standardised cosines and fixed rules serve."""

    heads: Heads | None = None
    full: Logistic | None = None  # the ranker with heads
    generic: Logistic | None = None  # the ranker for other rubrics and embedding models
    full_grades: GradeModel | None = None
    generic_grades: GradeModel | None = None
    abstain_below: float = ABSTAIN_BELOW
    proposals: int = 0

    SHIPPED: ClassVar[str] = "criteria.json"

    def passage_probability(self, features: CriteriaFeatures) -> Array:
        """n × m: the calibrated probability that a passage is evidence for a criterion (a mere rank where nothing is learned)."""
        shape = features.pairs.shape[:2]
        if self.full is not None and self.heads is not None and self.heads.fits(features):
            return self.full.probability(rows(features, self.heads.scores(features))).reshape(shape)
        if self.generic is not None:
            return self.generic.probability(rows(features)).reshape(shape)
        return zero_shot(features)

    def grade_model(self, features: CriteriaFeatures) -> GradeModel | None:
        has_heads = self.heads is not None and self.heads.fits(features)
        return self.full_grades if has_heads and self.full_grades is not None else self.generic_grades

    @classmethod
    def fit(cls, examples: Sequence[tuple[CriteriaFeatures, Gold]], *, heads: bool = True) -> CriteriaModel:
        """Fitted to proposals with gold ({"criteria": {id: {"grade", "quotes"}}}); seconds for a dozen. All of one rubric."""
        usable = [(f, gold.get("criteria", gold)) for f, gold in examples if f.passages]
        if not usable:
            return cls()
        features = [f for f, _ in usable]
        labels = [label_matrix(f, criteria) for f, criteria in usable]
        grades = np.hstack([[criteria.get(i, {}).get("grade", 0) for i in f.ids] for f, criteria in usable]).astype(int)
        model = cls(proposals=len(usable))._with_generic(features, labels, grades)
        return model._with_heads(features, labels, grades) if heads and len(usable) >= MIN_PROPOSALS_FOR_HEADS else model

    def _with_generic(self, features: list[CriteriaFeatures], labels: list[NDArray[np.bool_]], grades: NDArray[np.int_]) -> CriteriaModel:
        stacked = [rows(f) for f in features]
        ranker = Logistic.fit(GENERIC_NAMES, np.vstack(stacked), np.hstack([y.ravel() for y in labels]), RANKER_STRENGTH)
        found = [ranker.probability(x).reshape(y.shape) for x, y in zip(stacked, labels, strict=True)]
        graded = np.vstack([grade_rows(f, p) for f, p in zip(features, found, strict=True)])
        return replace(self, generic=ranker, generic_grades=GradeModel.fit(graded, grades))

    def _with_heads(self, features: list[CriteriaFeatures], labels: list[NDArray[np.bool_]], grades: NDArray[np.int_]) -> CriteriaModel:
        heads, unseen = fit_heads(features, labels)
        stacked = [rows(f, scores) for f, scores in zip(features, unseen, strict=True)]
        ranker = Logistic.fit(FULL_NAMES, np.vstack(stacked), np.hstack([y.ravel() for y in labels]), RANKER_STRENGTH)
        found = [ranker.probability(x).reshape(y.shape) for x, y in zip(stacked, labels, strict=True)]
        graded = np.vstack([grade_rows(f, p) for f, p in zip(features, found, strict=True)])
        return replace(self, heads=heads, full=ranker, full_grades=GradeModel.fit(graded, grades))

    def save(self, path: Path | None = None) -> Path:
        """Written as JSON beside the program, or to ``path``."""
        target = path or DATA_FOLDER / self.SHIPPED
        parts = {name: getattr(self, name) for name in ("heads", "full", "generic", "full_grades", "generic_grades")}
        data = {"form": FORM, "abstain_below": self.abstain_below, "proposals": self.proposals}
        data |= {name: part.to_json() for name, part in parts.items() if part is not None}
        target.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        return target

    @classmethod
    def load(cls, path: Path | None = None) -> CriteriaModel:
        """The shipped model, or that of ``path``; without a shipped one, the one that has learned nothing.

        Raises ValueError where the file is of another form, OSError where a named file cannot be read.
        """
        source = path or DATA_FOLDER / cls.SHIPPED
        if path is None and not source.exists():
            return cls()
        data = json.loads(source.read_text(encoding="utf-8"))
        if data.get("form") != FORM:
            raise ValueError(f"{source} は評価項目のモデルではありません。")
        kinds: dict[str, Any] = {"heads": Heads, "full": Logistic, "generic": Logistic}
        kinds |= {"full_grades": GradeModel, "generic_grades": GradeModel}
        parts = {name: kind.from_json(data[name]) for name, kind in kinds.items() if name in data}
        return cls(abstain_below=data["abstain_below"], proposals=data["proposals"], **parts)


@lru_cache(maxsize=500_000)
def _covers(quote: str, gold_quote: str) -> bool:
    return covers(quote, gold_quote)


def label_matrix(features: CriteriaFeatures, criteria: Gold) -> NDArray[np.bool_]:
    """n × m: does the passage show one of the criterion's gold quotes?"""
    quotes = [criteria.get(i, {}).get("quotes", []) for i in features.ids]
    return np.array([[any(_covers(p.quote, q) for q in wanted) for wanted in quotes] for p in features.passages], dtype=bool)
