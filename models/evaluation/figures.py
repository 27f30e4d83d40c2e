"""The figures an evaluation counts: precision and recall, ratios, agreement, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

W = TypeVar("W")
F = TypeVar("F")

Figure = dict[str, float | int | None]


@dataclass
class Tally:
    """True positives, false positives and false negatives of one figure."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, hits: int, predicted: int, wanted: int) -> None:
        self.tp += hits
        self.fp += predicted - hits
        self.fn += wanted - hits

    def figure(self) -> Figure:
        return {
            "precision": _share(self.tp, self.tp + self.fp),
            "recall": _share(self.tp, self.tp + self.fn),
            "f1": _share(2 * self.tp, 2 * self.tp + self.fp + self.fn),
            "n": self.tp + self.fn,
        }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def ratio(hits: Sequence[bool]) -> Figure:
    return {"accuracy": _share(sum(hits), len(hits)), "n": len(hits)}


def mean(values: Sequence[float]) -> float | None:
    return _share(sum(values), len(values))


def weighted_kappa(pairs: Sequence[tuple[int, int]], levels: int = 4) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968) over pairs of grades 0 … levels - 1."""
    if not pairs:
        return None
    n = len(pairs)
    rows, cols = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum((a - b) ** 2 for a, b in pairs) / n
    chance = sum(rows[a] * cols[b] * (a - b) ** 2 for a in range(levels) for b in range(levels)) / n**2
    return 1 - seen / chance if chance else None


def match(wanted: Sequence[W], found: Sequence[F], same: Callable[[W, F], bool]) -> list[tuple[W, F]]:
    """Greedy one-to-one matching, in the order given."""
    left, pairs = list(found), []
    for want in wanted:
        hit = next((f for f in left if same(want, f)), None)
        if hit is not None:
            left.remove(hit)
            pairs.append((want, hit))
    return pairs


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: values told with this confidence, and how many were right."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


@dataclass
class Reliability:
    """Confidence against truth, over values that were told."""

    pairs: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, confidence: float, right: bool) -> None:
        self.pairs.append((min(max(confidence, 0.0), 1.0), right))

    def bins(self, n_bins: int = 10) -> list[Bin]:
        buckets: dict[int, list[tuple[float, bool]]] = {}
        for confidence, right in self.pairs:
            buckets.setdefault(min(int(confidence * n_bins), n_bins - 1), []).append((confidence, right))
        return [
            Bin(i / n_bins, (i + 1) / n_bins, len(b), sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b))
            for i, b in sorted(buckets.items())
        ]

    def expected_calibration_error(self, n_bins: int = 10) -> float | None:
        """Mean gap of confidence and accuracy over the bins, weighted by their size (Naeini et al. 2015)."""
        total = len(self.pairs)
        return sum(b.n * abs(b.confidence - b.accuracy) for b in self.bins(n_bins)) / total if total else None

    def above(self, threshold: float) -> Figure:
        """How right the values are that carry no 要確認 mark at this threshold, and how many those are."""
        kept = [right for confidence, right in self.pairs if confidence >= threshold]
        return {"accuracy": _share(sum(kept), len(kept)), "share": _share(len(kept), len(self.pairs)), "n": len(kept)}
