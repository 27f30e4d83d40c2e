"""From which confidence on a value need not be checked: measured on values told by models that had not seen the proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

RIGHT = 0.98  # share of right values wanted at or above the threshold
FEWEST = 30  # pairs at or above it; below that a share says little
ALL = "field"  # the kind that stands for all kinds measured too seldom

Pair = tuple[float, bool]  # confidence, right?


def checking_threshold(pairs: Iterable[Pair], *, right: float = RIGHT, fewest: int = FEWEST) -> float | None:
    """The lowest confidence such that, of the values told with it or more, at least ``right`` are right.

    None where no confidence leaves ``fewest`` pairs that are right so often. Values of one confidence stay together.
    """
    ranked = sorted(pairs, key=lambda pair: -pair[0])
    best, count, hits = None, 0, 0
    for confidence, group in groupby(ranked, key=lambda pair: pair[0]):
        told = [hit for _, hit in group]
        count, hits = count + len(told), hits + sum(told)
        if count >= fewest and hits >= right * count:
            best = confidence
    return best


def checking_thresholds(pairs: Mapping[str, Sequence[Pair]], *, apart: Iterable[str] = ()) -> dict[str, float]:
    """The threshold of every kind that has one, and of all kinds together as "field" (but those told ``apart``)."""
    alone = set(apart)
    together = [pair for kind, told in pairs.items() if kind not in alone for pair in told]
    found = {kind: checking_threshold(told) for kind, told in {**pairs, ALL: together}.items()}
    return {kind: round(threshold, 4) for kind, threshold in sorted(found.items()) if threshold is not None}
