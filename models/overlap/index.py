"""Programmes with their vectors, ready to be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.programmes import Programme, programme_text
from corpus.regions import Area, locate
from extractors.view import squash
from models.embedding import Embedder
from models.overlap.terms import document_frequencies

Matrix = NDArray[np.float32] | NDArray[np.float16]
Rows = NDArray[np.intp]
MIN_DOMAIN = 4
SAMPLE = 20_000  # programmes that the terms are counted in


@dataclass(frozen=True, slots=True)
class TermCounts:
    """In how many of ``total`` programmes each term stands."""

    counts: Mapping[str, int]
    total: int

    @classmethod
    def of(cls, programmes: Sequence[Programme]) -> TermCounts:
        """Of an even sample, where there are many."""
        sample = programmes[:: max(1, len(programmes) // SAMPLE)]
        return cls(document_frequencies(f"{p.name} {p.domain} {p.summary}" for p in sample), len(sample))


@dataclass(frozen=True, eq=False)
class ProgrammeIndex:
    """``texts`` and ``names`` are unit vectors, a row a programme: of name, domain and summary; of the domain, or the name."""

    programmes: tuple[Programme, ...]
    texts: Matrix
    names: Matrix
    model_id: str
    lists: tuple[str, ...] = field(default=())
    counted: TermCounts | None = None  # of the larger list these programmes are taken from

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        return tuple(area_of(p) for p in self.programmes)

    @cached_property
    def by_prefecture(self) -> dict[str, Rows]:
        """Prefecture → rows that lie in it."""
        rows: dict[str, list[int]] = {}
        for i, area in enumerate(self.areas):
            for prefecture in area.prefectures:
                rows.setdefault(prefecture, []).append(i)
        return {name: np.array(found, dtype=np.intp) for name, found in rows.items()}

    @cached_property
    def name_keys(self) -> tuple[str, ...]:
        """The squashed names, to be looked up in proposals."""
        return tuple(squash(p.name) for p in self.programmes)

    @cached_property
    def terms(self) -> TermCounts:
        return self.counted or TermCounts.of(self.programmes)

    @cached_property
    def places(self) -> dict[str, int]:
        return {p.id: i for i, p in enumerate(self.programmes)}

    def __len__(self) -> int:
        return len(self.programmes)


def area_of(programme: Programme) -> Area:
    return _located(programme.region, programme.prefecture)


@lru_cache(maxsize=65536)
def _located(region: str, prefecture: str) -> Area:
    """Lists name the same few places over and over."""
    return locate(region, prefecture) if region or prefecture else Area()


def short_text(programme: Programme) -> str:
    """The field in a few words: the domain where it says more than a broad heading, else the name."""
    return programme.domain if len(programme.domain) >= MIN_DOMAIN else programme.name


def build_index(programmes: Iterable[Programme], embedder: Embedder, beside: ProgrammeIndex | None = None) -> ProgrammeIndex:
    """The index of several lists put together, then what ``beside`` holds, which is not embedded again.

    Of programmes with the same id the first stays.
    """
    fresh = tuple({p.id: p for p in reversed(tuple(programmes))}.values())[::-1]
    if not fresh:
        return beside or ProgrammeIndex((), np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), embedder.id)
    texts = embedder.encode([programme_text(p) for p in fresh])
    names = embedder.encode([short_text(p) for p in fresh])
    own = ProgrammeIndex(fresh, texts, names, embedder.id, _lists_of(fresh))
    return joined([own, beside]) if beside and len(beside) else own


def joined(parts: Sequence[ProgrammeIndex]) -> ProgrammeIndex:
    """One after the other (none empty); of programmes with the same id the first stays."""
    if len(parts) == 1:
        return parts[0]
    everything = [p for part in parts for p in part.programmes]
    first = {p.id: k for k, p in reversed(list(enumerate(everything)))}
    order = sorted(first.values())
    texts, names = (np.concatenate([getattr(part, side) for part in parts])[order] for side in ("texts", "names"))
    programmes = tuple(everything[k] for k in order)
    return ProgrammeIndex(programmes, texts, names, parts[0].model_id, _lists_of(programmes))


def _lists_of(programmes: Iterable[Programme]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.list_name for p in programmes if p.list_name))
