"""How honest probabilities are: reliability bins, expected calibration error, the threshold for marking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.isotonic import IsotonicRegression

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies in [low, high): how many, mean confidence, share that was right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(answers: Sequence[tuple[float, bool]], bins: int = BINS) -> tuple[Bin, ...]:
    """The bins of a reliability diagram, empty ones left out."""
    found = []
    for i in range(bins):
        low, high = i / bins, (i + 1) / bins
        inside = [(p, y) for p, y in answers if low <= p < high or (i == bins - 1 and p >= high)]
        if inside:
            n = len(inside)
            found.append(Bin(low, high, n, sum(p for p, _ in inside) / n, sum(y for _, y in inside) / n))
    return tuple(found)


def expected_calibration_error(answers: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Σ bin share · |mean confidence − accuracy|; 0 for no answers."""
    return sum(b.count * abs(b.confidence - b.accuracy) for b in reliability(answers, bins)) / max(len(answers), 1)


def marking_threshold(answers: Sequence[tuple[float, bool]], wanted: float = 0.98) -> float:
    """The lowest confidence from which on answers are right in at least ``wanted`` of the cases; 1.0 where none is."""
    best, right = 1.0, 0
    for n, (p, y) in enumerate(sorted(answers, key=lambda a: -a[0]), 1):
        right += y
        if right / n >= wanted:
            best = p
    return best


def monotone(answers: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Confidence → share right by isotonic regression, as the knots of a step line."""
    if not answers:
        return []
    ordered = sorted(answers)
    fitted = IsotonicRegression(y_min=0, y_max=1).fit_transform([p for p, _ in ordered], [float(y) for _, y in ordered])
    return [(p, float(v)) for (p, _), v in zip(ordered, fitted, strict=True)]
