"""How far the pre-scores, and the ranking by them, hang on the weights and on doubt about the grades.

Nobody can say that a section is worth 25 points and not 30. So the weights are varied, the grades are drawn by their
probabilities, and what is told of each proposal is the range of ranks it keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata, spearmanr

from corpus.rubrics import Role, Rubric
from models.assessment import CriterionResult, PreScore
from models.prescore import FULL_SCORE, MAX_GRADE, grade_probabilities, pre_score, weights_used

SPREAD = 0.3  # the deviation of a weight's logarithm: two draws of three lie between 0.74 and 1.35 of the weight
DRAWS = 500
SEED = 2002  # the same proposals always give the same ranges
RANGE = (5.0, 95.0)  # percentiles: nine draws of ten lie within
TIE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class RankedProposal:
    """Ranks are 1-based and equal for equal totals; a range is the best and the worst rank in nine draws of ten."""

    name: str
    total: float
    error: float
    rank: int
    by_weights: tuple[int, int]
    by_grades: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DoubledSection:
    """The ranking when one section's weight is doubled, the others as they are."""

    id: str
    title: str
    inner: bool  # whether it lies within another section
    points: float  # of 100, before
    doubled_points: float
    agreement: float  # Spearman's with the ranking before
    moved: tuple[tuple[str, int, int], ...]  # name, rank before, rank then; those that change their rank


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """``proposals`` in the order of their ranks; ``agreement`` is the mean Spearman of the varied weights' rankings with this one."""

    proposals: tuple[RankedProposal, ...]
    sections: tuple[DoubledSection, ...]
    agreement: float
    spread: float = SPREAD
    draws: int = DRAWS


def rank_sensitivity(
    results: Mapping[str, Sequence[CriterionResult]], rubric: Rubric, *, spread: float = SPREAD, draws: int = DRAWS
) -> Sensitivity | None:
    """The proposals ranked by pre-score, and what becomes of the ranking. None where there is nothing to rank.

    Every section's and every criterion's weight is varied on its own, log-normally with the deviation ``spread``.
    """
    names, shares = tuple(results), np.array(list(weights_used(rubric).values()))
    if len(names) < 2 or not shares.size:
        return None
    chance = np.random.default_rng(SEED)
    chances = np.array([_chances(results[name], rubric) for name in names])  # proposals × criteria × grades
    expected = chances @ np.arange(MAX_GRADE + 1)
    base = _totals(expected, shares)
    varied = _totals(expected, _varied_shares(rubric, chance, spread, draws))
    drawn = _totals(_drawn_grades(chances, chance, draws), shares)
    ranks, by_weights, by_grades = _ranks(base), _range(varied), _range(drawn)
    scores = [pre_score(results[name], rubric) for name in names]
    proposals = [
        RankedProposal(name, scores[i].total, scores[i].error, int(ranks[i]), by_weights[i], by_grades[i]) for i, name in enumerate(names)
    ]
    return Sensitivity(
        proposals=tuple(sorted(proposals, key=lambda p: p.rank)),
        sections=tuple(_doubled(names, expected, rubric)),
        agreement=float(np.mean([_spearman(base, totals) for totals in varied])),
        spread=spread,
        draws=draws,
    )


def totals_when_doubled(score: PreScore) -> tuple[tuple[str, float], ...]:
    """(section's title, total) for each of the widest sections when its weight is doubled, the others as they are."""
    return tuple((s.title, FULL_SCORE * (score.total + s.points) / (FULL_SCORE + s.maximum)) for s in score.sections)


def _chances(results: Sequence[CriterionResult], rubric: Rubric) -> list[tuple[float, ...]]:
    """The grades' probabilities for each scored criterion; a criterion without a result is a sure 0."""
    found, nothing = {r.id: grade_probabilities(r) for r in results}, (1.0, *(0.0,) * MAX_GRADE)
    return [found.get(i, nothing) for i in weights_used(rubric)]


def _varied_shares(rubric: Rubric, chance: np.random.Generator, spread: float, draws: int) -> np.ndarray:
    """draws × criteria, each row adding to 100."""
    scored = [s for s in rubric.sections if s.role is Role.SCORED]
    trials = [{s.id: s.weight * float(np.exp(chance.normal(0, spread))) for s in scored} for _ in range(draws)]
    shares = np.array([list(weights_used(rubric, weights).values()) for weights in trials])
    shares = shares * np.exp(chance.normal(0, spread, shares.shape))
    return np.asarray(FULL_SCORE * shares / shares.sum(1, keepdims=True))


def _drawn_grades(chances: np.ndarray, chance: np.random.Generator, draws: int) -> np.ndarray:
    """draws × proposals × criteria: grades 0–3 by their probabilities, each on its own."""
    reached = chances.cumsum(-1)[..., :-1]  # the last is 1
    return np.stack([(chance.random(reached.shape[:-1])[..., None] > reached).sum(-1, dtype=np.uint8) for _ in range(draws)])


def _totals(grades: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """(draws ×) proposals, of (draws ×) proposals × criteria and (draws ×) criteria."""
    return np.asarray(shares @ grades.T if shares.ndim > 1 else grades @ shares) / MAX_GRADE


def _ranks(totals: np.ndarray) -> np.ndarray:
    return np.asarray(rankdata(-totals.round(TIE_DECIMALS), method="min", axis=-1)).astype(int)


def _range(totals: np.ndarray) -> list[tuple[int, int]]:
    """Of draws × proposals."""
    ranks, (low, high) = _ranks(totals), RANGE
    best, worst = np.percentile(ranks, low, axis=0, method="lower"), np.percentile(ranks, high, axis=0, method="higher")
    return [(int(a), int(b)) for a, b in zip(best, worst, strict=True)]


def _doubled(names: Sequence[str], expected: np.ndarray, rubric: Rubric) -> list[DoubledSection]:
    shares = weights_used(rubric)
    base = _totals(expected, np.array(list(shares.values())))
    before, told = _ranks(base), []
    for section in (s for s in rubric.sections if s.role is Role.SCORED):
        inside = [c.id for c in rubric.criteria if section in rubric.path(c.id)]
        other = weights_used(rubric, {section.id: 2 * section.weight})
        totals = _totals(expected, np.array(list(other.values())))
        after = _ranks(totals)
        moved = tuple((name, int(a), int(b)) for name, a, b in zip(names, before, after, strict=True) if a != b)
        points = [sum(weights[i] for i in inside) for weights in (shares, other)]
        told.append(DoubledSection(section.id, section.title, bool(section.parent), points[0], points[1], _spearman(base, totals), moved))
    return told


def _spearman(a: np.ndarray, b: np.ndarray) -> float:
    """1 where all are equal: nothing changes places."""
    return 1.0 if np.ptp(a) == 0 or np.ptp(b) == 0 else float(spearmanr(a, b).statistic)
