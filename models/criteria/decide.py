"""From features to the results shown: evidence, grade with probabilities, abstention, reasons, what is missing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corpus.rubrics import Criterion
from extractors.passages import Passage, PassageKind
from extractors.values import Evidence, Feature
from models.assessment import CriterionResult
from models.criteria.facts import Facts
from models.criteria.features import CriteriaFeatures
from models.criteria.grades import GRADE_NAMES, choose_grades, grade_rows
from models.criteria.labels import LABELS
from models.criteria.logistic import Array
from models.criteria.missing import missing_question
from models.criteria.model import CriteriaModel
from models.criteria.thresholds import apply_thresholds

MAX_EVIDENCE = 3
MIN_EVIDENCE_PROBABILITY = 0.04  # a second or third passage below it would only distract
BEARING_PROBABILITY, MAX_BEARING = 0.15, 6  # passages whose words and facts count when asking what is missing
MENTION_PROBABILITY, MAX_MENTIONS = 0.05, 12  # passages whose words alone count
ABSENT_BELOW = 0.65  # "nothing bears on it" is told outright only when surer than this
MAX_REASONS = 5
MIN_REASON = 0.01
UNLEARNED_CONFIDENCE = 0.4


def decide(features: CriteriaFeatures, model: CriteriaModel) -> tuple[CriterionResult, ...]:
    """One result per criterion of the rubric, in its order. Nothing readable: all grade 0 and abstained."""
    if not features.passages:
        return tuple(_unread(c, features) for c in features.rubric.criteria)
    probability = model.passage_probability(features)
    rows = grade_rows(features, probability)
    grader = model.grade_model(features)
    grades = choose_grades(grader.probabilities(rows)) if grader else _fixed_grades(rows)
    spread = grader.probabilities(rows) if grader else _fixed_probabilities(grades)
    weights = grader.contributions(rows, grades) if grader else np.zeros_like(rows)
    results = (
        _result(features, j, probability[:, j], int(grades[j]), spread[j], rows[j], weights[j], model.abstain_below)
        for j in range(len(features.rubric.criteria))
    )
    return tuple(apply_thresholds(c, r, features.passages) for c, r in zip(features.rubric.criteria, results, strict=True))


def _result(
    features: CriteriaFeatures, j: int, p: Array, grade: int, spread: Array, row: Array, weights: Array, abstain_below: float
) -> CriterionResult:
    criterion = features.rubric.criteria[j]
    order = np.argsort(-p, kind="stable")
    confidence = float(spread[grade])
    abstained = confidence < (max(abstain_below, ABSENT_BELOW) if grade == 0 else abstain_below)
    nearest = _evidence(features, next((int(i) for i in order if _says(features, i)), int(order[0])), p)
    kept = [int(i) for rank, i in enumerate(order[:MAX_EVIDENCE]) if rank == 0 or (p[i] >= MIN_EVIDENCE_PROBABILITY and _says(features, i))]
    return CriterionResult(
        id=criterion.id,
        grade=grade,
        confidence=confidence,
        evidence=tuple(_evidence(features, i, p) for i in kept) if grade or abstained else (),
        probabilities=(float(spread[0]), float(spread[1]), float(spread[2]), float(spread[3])),
        abstained=abstained,
        nearest=nearest,
        missing=missing_question(criterion, grade, _heard(features, order, p), nearest, features.fields),
        reasons=_reasons(row, weights),
    )


def _heard(features: CriteriaFeatures, order: NDArray[np.intp], p: Array) -> list[tuple[Passage, Facts | None]]:
    """What the question looks through, likeliest first; see ``missing_question``."""
    bearing = {int(i) for i in order[:MAX_BEARING] if p[i] >= BEARING_PROBABILITY}
    likely = (int(i) for i in order[:MAX_MENTIONS] if p[i] >= MENTION_PROBABILITY)
    return [(features.passages[i], features.facts[i] if i in bearing else None) for i in likely]


def _says(features: CriteriaFeatures, index: int) -> bool:
    """A heading only announces what is said."""
    return features.passages[index].kind is not PassageKind.HEADING


def _evidence(features: CriteriaFeatures, index: int, p: Array) -> Evidence:
    return features.passages[index].evidence(float(p[index]))


def _reasons(row: Array, weights: Array) -> tuple[Feature, ...]:
    """The features that carried most for or against the grade."""
    order = np.argsort(-np.abs(weights), kind="stable")[:MAX_REASONS]
    return tuple(
        Feature(LABELS[GRADE_NAMES[i]], round(float(row[i]), 3), round(float(weights[i]), 3)) for i in order if abs(weights[i]) > MIN_REASON
    )


def _fixed_grades(rows: Array) -> NDArray[np.int_]:
    """Without anything learned: grade by the best passage's log-odds and the number of concrete facts."""
    best, concrete = rows[:, GRADE_NAMES.index("best")], rows[:, GRADE_NAMES.index("concrete")]
    return np.where(best < -2.0, 0, np.where(concrete > 1.0, 3, np.where(concrete > 0.4, 2, 1))).astype(int)


def _fixed_probabilities(grades: NDArray[np.int_]) -> Array:
    spread = np.full((len(grades), 4), (1 - UNLEARNED_CONFIDENCE) / 3)
    spread[np.arange(len(grades)), grades] = UNLEARNED_CONFIDENCE
    return spread


def _unread(criterion: Criterion, features: CriteriaFeatures) -> CriterionResult:
    question = missing_question(criterion, 0, (), None, features.fields)
    return CriterionResult(criterion.id, 0, 0.0, (), abstained=True, missing=question)
