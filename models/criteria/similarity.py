"""A proposal's passages and their sections against the rubric's descriptions, as standardised cosines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.rubrics import Rubric
from extractors.passages import Passage, PassageKind
from extractors.text import normalise
from models.embedding import Embedder

Matrix = NDArray[np.float32]
Texts = tuple[tuple[str, ...], ...]  # some texts a criterion
TOP_VIEWPOINTS = 3


@dataclass(frozen=True, eq=False)
class Similarities:
    """Of n passages and m criteria. The five n × m matrices hold cosines; the vectors are unit vectors."""

    viewpoint_max: Matrix
    viewpoint_mean: Matrix
    viewpoint_top: Matrix  # mean of the best three
    question_max: Matrix
    section_max: Matrix
    vectors: Matrix  # n × d, the passages
    section_vectors: Matrix  # n × d, their section paths


def similarities(passages: Sequence[Passage], rubric: Rubric, embedder: Embedder) -> Similarities:
    """n passages against m criteria; each text is embedded once."""
    vectors, section_vectors = _passage_vectors(passages, embedder)
    viewpoints, questions, headings = _rubric_vectors(_descriptions(rubric), embedder)
    to_viewpoints = viewpoints.cosines(vectors)
    return Similarities(
        viewpoint_max=_columns(to_viewpoints, lambda cosines: cosines.max(1)),
        viewpoint_mean=_columns(to_viewpoints, lambda cosines: cosines.mean(1)),
        viewpoint_top=_columns(to_viewpoints, lambda cosines: np.sort(cosines, 1)[:, -TOP_VIEWPOINTS:].mean(1)),
        question_max=_columns(questions.cosines(vectors), lambda cosines: cosines.max(1)),
        section_max=_columns(headings.cosines(section_vectors), lambda cosines: cosines.max(1)),
        vectors=vectors,
        section_vectors=section_vectors,
    )


def _passage_vectors(passages: Sequence[Passage], embedder: Embedder) -> tuple[Matrix, Matrix]:
    """The passages' vectors and those of their section paths, in one go: the more texts, the more of like length.

    A table's heads stand in its rows' section path and are not embedded again with every row.
    """
    own = [p.own_text if p.kind is PassageKind.TABLE_ROW else p.text for p in passages]
    paths = [section_text(p) for p in passages]
    unique = list(dict.fromkeys(paths))
    found = embedder.encode([*own, *unique])
    at = {path: len(passages) + i for i, path in enumerate(unique)}
    return found[: len(passages)], found[[at[path] for path in paths]]


def _descriptions(rubric: Rubric) -> tuple[Texts, Texts, Texts]:
    """What describes each criterion: viewpoints, questions, headings."""
    return (
        tuple(tuple(c.viewpoints) for c in rubric.criteria),
        tuple((c.title, *c.questions) for c in rubric.criteria),
        tuple((c.title, *c.headings) for c in rubric.criteria),
    )


@dataclass(frozen=True, eq=False)
class _Described:
    """The vectors of all criteria's texts in one matrix, and where each criterion's end."""

    vectors: Matrix
    ends: NDArray[np.intp]

    def cosines(self, vectors: Matrix) -> list[Matrix]:
        """n vectors to n × texts for each criterion."""
        return np.split(vectors @ self.vectors.T, self.ends[:-1], axis=1)


@lru_cache(maxsize=4)
def _rubric_vectors(descriptions: tuple[Texts, ...], embedder: Embedder) -> tuple[_Described, ...]:
    """The vectors of each criterion's texts, embedded in one go; the same for every proposal of a run."""
    return tuple(
        _Described(embedder.encode([text for group in texts for text in group]), np.cumsum([len(group) for group in texts]))
        for texts in descriptions
    )


def section_text(passage: Passage) -> str:
    """What stands over a passage: its headings and labels."""
    return _matching_view(" ".join(dict.fromkeys((*passage.section, passage.context))))


@lru_cache(maxsize=10_000)
def _matching_view(text: str) -> str:
    return normalise(text).text.strip()


def standardise(matrix: Matrix) -> Matrix:
    """Each column to mean 0 and deviation 1 over the passages: e5's cosines mean nothing by themselves."""
    return np.asarray((matrix - matrix.mean(0)) / (matrix.std(0) + 1e-6), dtype=np.float32)


def margin(matrix: Matrix) -> Matrix:
    """How far each value lies above the best of the other columns of its row."""
    if matrix.shape[1] < 2:
        return matrix.copy()
    order = np.sort(matrix, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.asarray(matrix - np.where(matrix >= best, second, best), dtype=np.float32)


def _columns(cosines: Sequence[Matrix], reduce: Callable[[Matrix], Matrix]) -> Matrix:
    return np.stack([reduce(own) for own in cosines], axis=1).astype(np.float32)
