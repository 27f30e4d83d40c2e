"""Learning from past reviewers: the grade model and the section weights refitted to their scores, cross-validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.reviewer_scores import ReviewerScores
from corpus.rubrics import Role, Rubric
from models.criteria.features import CriteriaFeatures
from models.criteria.grades import GradeModel, choose_grades, grade_rows
from models.criteria.logistic import Array
from models.criteria.model import CriteriaModel
from models.evaluation.figures import weighted_kappa
from models.prescore import weights_used

MIN_PROPOSALS = 3
SHRINK = 2.0  # proposals' worth of trust in the rubric's own weights
GRADES = 4


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the program's grades agree with the reviewers' (quadratic-weighted kappa) and its ranking with theirs (Spearman)."""

    kappa: float | None
    spearman: float | None


@dataclass(frozen=True)
class ReviewerLearning:
    """``after`` is cross-validated: each proposal is graded by a model fitted without it."""

    model: CriteriaModel
    weights: dict[str, float]  # section id → share of the total in per cent
    before: Agreement
    after: Agreement
    proposals: int
    changes: tuple[str, ...]  # Japanese sentences


def learn_from_scores(
    scores: ReviewerScores, features: Mapping[str, CriteriaFeatures], model: CriteriaModel, rubric: Rubric
) -> ReviewerLearning:
    """Refits to the proposals that are in both ``scores`` and ``features`` (by name).

    Raises ValueError where fewer than three are.
    """
    names = [n for n in scores.scores if n in features and features[n].passages]
    if len(names) < MIN_PROPOSALS:
        raise ValueError(f"採点表と突き合わせられる提案書が{len(names)}件しかありません（{MIN_PROPOSALS}件以上必要です）。")
    rows = {n: grade_rows(features[n], model.passage_probability(features[n])) for n in names}
    truth = {n: _grades(scores.scores[n], features[n].ids) for n in names}
    grader = model.grade_model(features[names[0]])
    told = {n: choose_grades(grader.probabilities(rows[n])) if grader else np.ones(len(rows[n]), int) for n in names}
    unseen = {n: choose_grades(_fit([m for m in names if m != n], rows, truth).probabilities(rows[n])) for n in names}
    refitted = _with_grades(model, _fit(names, rows, truth), features[names[0]])
    weights = section_weights(scores, rubric, names)
    before, after = (_agreement(names, truth, t, features, scores, rubric, w) for t, w in ((told, {}), (unseen, weights)))
    return ReviewerLearning(refitted, weights, before, after, len(names), _changes(before, after, weights, rubric, scores))


def section_weights(scores: ReviewerScores, rubric: Rubric, names: Sequence[str]) -> dict[str, float]:
    """Shares of the top sections (per cent) that explain the reviewers' totals, drawn towards the rubric's; no totals: the rubric's."""
    tops = [s for s in rubric.sections if s.role is Role.SCORED and not s.parent]
    whole = sum(s.weight for s in tops) or 1.0
    given = np.array([s.weight / whole for s in tops])
    known = [n for n in names if n in scores.totals]
    if len(known) < MIN_PROPOSALS or len(tops) < 2 or not any(scores.totals.values()):
        return {s.id: float(100 * w) for s, w in zip(tops, given, strict=True)}
    means = np.array([[_section_mean(scores.scores[n], rubric, s.id) for s in tops] for n in known])
    totals = np.array([scores.totals[n] for n in known])
    from scipy.optimize import nnls

    trust = SHRINK * float((totals / totals.mean()).std())
    design = np.vstack([means / means.mean(), np.eye(len(tops)) * trust])
    found, _ = nnls(design, np.concatenate([totals / totals.mean(), given * trust]))
    shares = found / found.sum() if found.sum() else given
    return {s.id: float(100 * w) for s, w in zip(tops, shares, strict=True)}


def _section_mean(scores: Mapping[str, float], rubric: Rubric, top: str) -> float:
    shares = weights_used(rubric)
    inside = [i for i in shares if _top_of(rubric, i) == top]
    total = sum(shares[i] for i in inside)
    return sum(shares[i] * scores.get(i, 0.0) for i in inside) / total if total else 0.0


def _top_of(rubric: Rubric, criterion_id: str) -> str:
    section = rubric.section_by_id[rubric.by_id[criterion_id].section]
    while section.parent:
        section = rubric.section_by_id[section.parent]
    return section.id


def _grades(scores: Mapping[str, float], ids: Sequence[str]) -> NDArray[np.int_]:
    """Rounded to the grades; -1 where the reviewers gave none."""
    return np.array([int(np.clip(round(scores[i]), 0, GRADES - 1)) if i in scores else -1 for i in ids])


def _fit(names: Sequence[str], rows: Mapping[str, Array], truth: Mapping[str, NDArray[np.int_]]) -> GradeModel:
    every, grades = np.vstack([rows[n] for n in names]), np.hstack([truth[n] for n in names])
    return GradeModel.fit(every[grades >= 0], grades[grades >= 0])


def _with_grades(model: CriteriaModel, grades: GradeModel, features: CriteriaFeatures) -> CriteriaModel:
    has_heads = model.heads is not None and model.heads.fits(features)
    return replace(model, full_grades=grades) if has_heads else replace(model, generic_grades=grades)


def _agreement(
    names: Sequence[str],
    truth: Mapping[str, NDArray[np.int_]],
    told: Mapping[str, NDArray[np.int_]],
    features: Mapping[str, CriteriaFeatures],
    scores: ReviewerScores,
    rubric: Rubric,
    weights: Mapping[str, float],
) -> Agreement:
    from scipy.stats import spearmanr

    pairs = [(int(a), int(b)) for n in names for a, b in zip(truth[n], told[n], strict=True) if a >= 0]
    shares = weights_used(rubric, weights)
    mine = [sum(shares.get(i, 0.0) * g for i, g in zip(features[n].ids, told[n], strict=True)) for n in names]
    theirs = [scores.totals.get(n, sum(shares.get(i, 0.0) * s for i, s in scores.scores[n].items())) for n in names]
    constant = np.ptp(mine) == 0 or np.ptp(theirs) == 0
    return Agreement(weighted_kappa(pairs), None if constant else float(spearmanr(mine, theirs).statistic))


def _changes(before: Agreement, after: Agreement, weights: Mapping[str, float], rubric: Rubric, scores: ReviewerScores) -> tuple[str, ...]:
    told = [
        f"評点の一致度（２次の重み付きκ）：{_shown(before.kappa)} → {_shown(after.kappa)}（交差検証）",
        f"順位の相関（スピアマン）：{_shown(before.spearman)} → {_shown(after.spearman)}（交差検証）",
    ]
    whole = sum(rubric.section_by_id[i].weight for i in weights) or 1.0
    for i, share in weights.items():
        section = rubric.section_by_id[i]
        told.append(f"{section.title}の重み：{100 * section.weight / whole:.0f}% → {share:.0f}%")
    if not scores.totals:
        told.append("採点表に総合点の列がないため、区分の重みは評価の視点のファイルのままです。")
    return tuple(told)


def _shown(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
