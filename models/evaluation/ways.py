"""Ways of finding evidence side by side, each figure with a bootstrap confidence interval over proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.evaluation.figures import Tally, mean, weighted_kappa
from models.evaluation.sameness import covers

DRAWS = 1000
SEED = 2002
COVERAGE = 0.95
FEWEST_RANKED = 3  # a rank correlation of fewer proposals says nothing

Answer = tuple[int | None, Sequence[str]]  # a criterion's grade (None: this way gives none) and its passages, best first


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way told of one proposal, held against its gold."""

    at_1: tuple[bool, ...]  # a criterion with gold quotes each: does the first passage show one?
    at_3: tuple[bool, ...]  # does one of the first three?
    grades: tuple[tuple[int, int], ...]  # gold and told; empty where this way gives no grades
    score: float | None = None  # the pre-score, and the one by the gold's grades
    gold_score: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its bootstrap interval (percentiles, whole proposals drawn); None where it cannot be told."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "—"
        return f"{self.value:.3f}" + (f" [{self.low:.3f}, {self.high:.3f}]" if self.low is not None else "")


def outcome(gold: Mapping[str, Any], told: Mapping[str, Answer], score: float | None = None, gold_score: float | None = None) -> Outcome:
    """``gold``: the criteria of a gold file; ``told``: this way's answer to each."""
    shown = [(c["quotes"], told.get(i, (None, ()))[1]) for i, c in gold.items() if c["quotes"]]
    hits = [[any(covers(s, q) for s in passages[:k] for q in quotes) for quotes, passages in shown] for k in (1, 3)]
    graded = [(int(c["grade"]), told.get(i, (None, ()))[0]) for i, c in gold.items()]
    return Outcome(tuple(hits[0]), tuple(hits[1]), tuple((g, t) for g, t in graded if t is not None), score, gold_score)


def at_1(outcomes: Sequence[Outcome]) -> float | None:
    return mean([hit for o in outcomes for hit in o.at_1])


def at_3(outcomes: Sequence[Outcome]) -> float | None:
    return mean([hit for o in outcomes for hit in o.at_3])


def absent_f1(outcomes: Sequence[Outcome]) -> float | None:
    tally = Tally()
    for gold, told in (pair for o in outcomes for pair in o.grades):
        tally.add(gold == 0 and told == 0, told == 0, gold == 0)
    return tally.figure()["f1"]


def kappa(outcomes: Sequence[Outcome]) -> float | None:
    return weighted_kappa([pair for o in outcomes for pair in o.grades])


def ranking(outcomes: Sequence[Outcome]) -> float | None:
    """Spearman of the proposals' pre-scores with those by their gold grades."""
    from scipy.stats import spearmanr

    pairs = [(o.score, o.gold_score) for o in outcomes if o.score is not None and o.gold_score is not None]
    mine, gold = [a for a, _ in pairs], [b for _, b in pairs]
    if len(pairs) < FEWEST_RANKED or len(set(mine)) == 1 or len(set(gold)) == 1:
        return None
    return float(spearmanr(mine, gold).statistic)


FIGURES: dict[str, Callable[[Sequence[Outcome]], float | None]] = {
    "evidence_at_1": at_1,
    "evidence_at_3": at_3,
    "absent_f1": absent_f1,
    "grade_kappa": kappa,
    "ranking_spearman": ranking,
}


def compare_ways(ways: Mapping[str, Sequence[Outcome]]) -> dict[str, dict[str, Interval]]:
    """Figure → way → its value and interval. The same draws of proposals serve every way."""
    return {name: {way: interval(outcomes, figure) for way, outcomes in ways.items()} for name, figure in FIGURES.items()}


def interval(outcomes: Sequence[Outcome], figure: Callable[[Sequence[Outcome]], float | None]) -> Interval:
    """The figure over all the proposals, and over ``DRAWS`` samples of as many drawn with replacement (seeded)."""
    value = figure(outcomes)
    if value is None or len(outcomes) < 2:
        return Interval(value)
    chance = np.random.default_rng(SEED)
    drawn = [figure([outcomes[i] for i in chance.integers(0, len(outcomes), len(outcomes))]) for _ in range(DRAWS)]
    low, high = np.quantile([d for d in drawn if d is not None], [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return Interval(value, float(low), float(high))
