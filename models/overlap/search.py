"""Search in programme lists: meaning (embedding), words (BM25), names and who runs them, added as standard scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.programmes import Programme, programme_text
from corpus.regions import Nearness, locate, nearness
from extractors.view import squash
from models.assessment import LevelMatch
from models.embedding import Embedder
from models.overlap.index import ProgrammeIndex, joined
from models.overlap.lexical import Bm25, Scores
from models.overlap.likeness import centred
from models.overlap.store import ProgrammeStore

MEANING, WORDS, NAMES, MINISTRY = 1.0, 1.0, 0.5, 2.0
LONG = 700  # characters of a programme's text the words are taken from


@dataclass(frozen=True, slots=True)
class Hit:
    """One programme found; ``levels`` say what it was found by (standard scores), they sum to ``score``."""

    programme: Programme
    score: float
    levels: tuple[LevelMatch, ...]


@dataclass(frozen=True, eq=False)
class ProgrammeSearch:
    """A search over one index; the word tables are made at the first query."""

    index: ProgrammeIndex
    embedder: Embedder

    @cached_property
    def _words(self) -> Bm25:
        return Bm25.of([word_text(p) for p in self.index.programmes])

    @cached_property
    def _names(self) -> Bm25:
        return Bm25.of([p.name for p in self.index.programmes])

    @cached_property
    def _centred(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        texts = np.asarray(self.index.texts, dtype=np.float32)
        mean: NDArray[np.float32] = texts.mean(axis=0)
        return mean, centred(texts, mean)

    def search(self, text: str, region: str = "", limit: int = 20) -> tuple[Hit, ...]:
        """The programmes nearest to a text, best first. ``region``: only those of the region or its prefecture."""
        parts = self._parts(text, text, self.embedder.encode([text])[0])
        keep = self._in_region(region) if region else np.ones(len(self.index), bool)
        return self._best(parts, keep, limit)

    def like(self, programme: Programme, limit: int = 20) -> tuple[Hit, ...]:
        """The programmes nearest to one, the same programme's other sheets (same id or name) left out."""
        vector = self._vector(programme, programme_text(programme))
        parts = self._parts(word_text(programme), programme.name, vector)
        if programme.ministry:
            parts["所管"] = MINISTRY * np.array([p.ministry == programme.ministry for p in self.index.programmes], np.float32)
        name = squash(programme.name)
        keep = np.array([p.id != programme.id and squash(p.name) != name for p in self.index.programmes])
        return self._best(parts, keep, limit)

    def _vector(self, programme: Programme, text: str) -> NDArray[np.float32]:
        row = self.index.places.get(programme.id)
        if row is None:
            return self.embedder.encode([text])[0]  # type: ignore[no-any-return]
        return np.asarray(self.index.texts[row], dtype=np.float32)

    def _parts(self, text: str, name: str, vector: NDArray[np.float32]) -> dict[str, Scores]:
        mean, texts = self._centred
        meaning = texts @ centred(vector[None, :], mean)[0]
        return {
            "意味": MEANING * standard(meaning),
            "語": WORDS * standard(self._words.scores(text)),
            "名称": NAMES * standard(self._names.scores(name)),
        }

    def _in_region(self, region: str) -> NDArray[np.bool_]:
        wanted = locate(region)
        return np.array([nearness(wanted, area) >= Nearness.WITHIN_PREFECTURE for area in self.index.areas])

    def _best(self, parts: dict[str, Scores], keep: NDArray[np.bool_], limit: int) -> tuple[Hit, ...]:
        total = np.where(keep, np.sum(list(parts.values()), axis=0), -np.inf)
        order = np.argsort(-total)[: min(limit, int(keep.sum()))]
        return tuple(self._hit(int(row), float(total[row]), parts) for row in order)

    def _hit(self, row: int, score: float, parts: dict[str, Scores]) -> Hit:
        levels = tuple(LevelMatch(name, "", "", "", float(values[row]), "") for name, values in parts.items())
        return Hit(self.index.programmes[row], score, levels)


def search_lists(
    text: str, region: str, index: ProgrammeIndex, stores: Sequence[ProgrammeStore], embedder: Embedder, limit: int = 20
) -> tuple[Hit, ...]:
    """A search over the index and over what lies nearest to the text in the stores."""
    parts = [index] if len(index) else []
    if stores:
        vector = embedder.encode([text])[0]
        parts += [block for store in stores if len(block := store.around(vector, region))]
    return ProgrammeSearch(joined(parts), embedder).search(text, region, limit) if parts else ()


def word_text(programme: Programme) -> str:
    """What the words are taken from: the name twice, for it says most."""
    return f"{programme.name} {programme.name} {programme.domain} {programme.summary[:LONG]}"


def standard(values: Scores) -> Scores:
    out: Scores = (values - values.mean()) / max(float(values.std()), 1e-9)
    return out
