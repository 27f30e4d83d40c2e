"""Candidates: what patterns propose and a learned ranker decides on.

A proposer (layout, language, form rules) emits many candidates with named features; ``models/ranking`` scores them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from extractors.values import Evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible value of one field.

    ``key`` is equal for candidates that mean the same (a normalised name), so that a ranker can gather them.
    ``features`` are named numbers, 0/1 where they are yes or no. ``payload`` carries the typed record the candidate
    would become (a Facility, a Quantity), where it is more than a string.
    """

    field: str  # "specific_domain", "core_institution", "infrastructure", "quantities" …
    value: str
    key: str
    evidence: tuple[Evidence, ...]
    features: Mapping[str, float]
    payload: object | None = dataclasses.field(default=None, compare=False)
