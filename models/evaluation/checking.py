"""From which confidence on a value need not be checked: measured on values told by models that had not seen the proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

RIGHT = 0.98  # share of right values wanted at or above the threshold
FEWEST = 30  # pairs at or above it; below that a share says little
KEPT = 0.5  # share of all values at or above it: a mark on most values marks none
LOWEST = 0.5  # what the model itself holds for wrong is always to be checked

Pair = tuple[float, bool]  # confidence, right?


def checking_threshold(pairs: Iterable[Pair], *, right: float = RIGHT, fewest: int = FEWEST) -> float | None:
    """The lowest confidence such that, of the values told with it or more, at least ``right`` are right; never below a half.

    None where no confidence leaves ``fewest`` pairs, and half of all, that are right so often. Values of one confidence
    stay together.
    """
    ranked = sorted(pairs, key=lambda pair: -pair[0])
    best, count, hits = None, 0, 0
    for confidence, group in groupby(ranked, key=lambda pair: pair[0]):
        told = [hit for _, hit in group]
        count, hits = count + len(told), hits + sum(told)
        if count >= max(fewest, KEPT * len(ranked)) and hits >= right * count:
            best = confidence
    return None if best is None else max(best, LOWEST)


def checking_thresholds(pairs: Mapping[str, Sequence[Pair]]) -> dict[str, float]:
    """The threshold of every kind of value that has one; the others keep the one that was set."""
    found = {kind: checking_threshold(told) for kind, told in pairs.items()}
    return {kind: round(threshold, 4) for kind, threshold in sorted(found.items()) if threshold is not None}
