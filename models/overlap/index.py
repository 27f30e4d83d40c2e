"""Programmes with their vectors, ready to be compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.programmes import Programme, programme_text
from corpus.regions import Area, locate
from extractors.view import squash
from models.embedding import Embedder
from models.overlap.ann import VectorIndex
from models.overlap.terms import document_frequencies

Matrix = NDArray[np.float32] | NDArray[np.float16]


@dataclass(frozen=True, eq=False)
class ProgrammeIndex:
    """``texts`` and ``names`` are unit vectors, a row a programme: of name, domain and summary; of the domain, or the name."""

    programmes: tuple[Programme, ...]
    texts: Matrix
    names: Matrix
    model_id: str
    lists: tuple[str, ...] = field(default=())
    approximate: VectorIndex | None = None  # of the texts, where there are too many to scan

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        return tuple(area_of(p) for p in self.programmes)

    @cached_property
    def by_prefecture(self) -> dict[str, NDArray[np.intp]]:
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
    def by_name(self) -> dict[str, list[int]]:
        """Squashed name → rows."""
        rows: dict[str, list[int]] = {}
        for i, key in enumerate(self.name_keys):
            rows.setdefault(key, []).append(i)
        return rows

    @cached_property
    def frequencies(self) -> Counter[str]:
        """In how many programmes (of an even sample, where there are many) each term stands."""
        sample = self.programmes[:: max(1, len(self.programmes) // SAMPLE)]
        return document_frequencies(f"{p.name} {p.domain} {p.summary}" for p in sample)

    @cached_property
    def places(self) -> dict[str, int]:
        return {p.id: i for i, p in enumerate(self.programmes)}

    def __len__(self) -> int:
        return len(self.programmes)


def area_of(programme: Programme) -> Area:
    return locate(programme.region, programme.prefecture) if programme.region or programme.prefecture else Area()


def short_text(programme: Programme) -> str:
    """The field in a few words: the domain where it says more than a broad heading, else the name."""
    return programme.domain if len(programme.domain) >= MIN_DOMAIN else programme.name


MIN_DOMAIN = 4
SAMPLE = 20_000  # programmes that the terms are counted in


def build_index(programmes: Sequence[Programme], embedder: Embedder) -> ProgrammeIndex:
    """The index of several lists put together. A programme whose id was seen before is left out."""
    kept = tuple({p.id: p for p in reversed(programmes)}.values())[::-1]
    if not kept:
        return ProgrammeIndex((), np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), embedder.id)
    texts = embedder.encode([programme_text(p) for p in kept])
    names = embedder.encode([short_text(p) for p in kept])
    lists = tuple(dict.fromkeys(p.list_name for p in kept if p.list_name))
    return ProgrammeIndex(kept, texts, names, embedder.id, lists)
