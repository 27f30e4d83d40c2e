"""Value, evidence, confidence: the form in which everything found is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractors.document import Box, PlacedText

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage as printed and where it stands. ``page`` 0 and no box: found, but not located."""

    quote: str
    page: int
    bbox: Box | None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Feature:
    """One named reason of a learned decision and how much it carried (in log-odds)."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A value found, how sure the program is (0–1, calibrated), and what it rests on, best first."""

    value: T
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[str, ...] = ()  # other wordings of the same value
    flags: tuple[str, ...] = ()  # Japanese sentences for the reader ("複数の候補があります。…")
    reasons: tuple[Feature, ...] = ()


def evidence_of(text: PlacedText, start: int = 0, end: int | None = None, score: float = 1.0) -> Evidence:
    """The evidence that text[start:end] is; of a span over two pages, the first page's box."""
    stop = len(text) if end is None else end
    place = text.place(start, stop)
    return Evidence(text.text[start:stop], place.page if place else 0, place.box if place else None, score)


def best(values: Sequence[Value[str]]) -> Value[str] | None:
    return max(values, key=lambda v: v.confidence, default=None)
