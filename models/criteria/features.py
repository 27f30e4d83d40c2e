"""Everything the decisions about one proposal rest on: named features of each passage and each (passage, criterion) pair."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.rubrics import Criterion, Rubric
from extractors.document import Document
from extractors.passages import Passage, PassageKind
from extractors.records import Fields
from models.criteria.cues import hits
from models.criteria.facts import FACT_NAMES, Facts, facts_of
from models.criteria.similarity import Matrix, Similarities, margin, section_text, similarities, standardise
from models.embedding import Embedder

PAIR_NAMES = (
    "viewpoint_max", "viewpoint_mean", "viewpoint_top", "question", "section", "viewpoint_margin", "section_margin",
    "neighbours", "same_section", "cues", "cue_weight", "heading_terms", "aspects", "wanted_facts",
)  # fmt: skip
PASSAGE_NAMES = ("log_length", "position", "sentence", "table_row", "form_cell", "heading", "note", *FACT_NAMES)


@dataclass(frozen=True, eq=False)
class CriteriaFeatures:
    """n passages × m criteria: what ``decide`` needs, and nothing of any gold.

    ``pairs`` is n × m × len(PAIR_NAMES), ``singles`` n × len(PASSAGE_NAMES), ``vectors`` and ``section_vectors`` n × d with
    the proposal's mean taken off (what is common to all its passages is its subject, not a criterion).
    """

    rubric: Rubric
    passages: tuple[Passage, ...]
    facts: tuple[Facts, ...]
    pairs: NDArray[np.float32]
    singles: NDArray[np.float32]
    vectors: Matrix
    section_vectors: Matrix
    embedder_id: str
    fields: Fields | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(c.id for c in self.rubric.criteria)


def featurise(
    document: Document, passages: Sequence[Passage], rubric: Rubric, embedder: Embedder, fields: Fields | None = None
) -> CriteriaFeatures:
    """The features of one proposal under a rubric; ``passages`` are ``extractors.passages.passages(document)``."""
    del document  # the passages carry all that is needed of it
    return featurise_passages(passages, rubric, embedder, fields)


def featurise_passages(passages: Sequence[Passage], rubric: Rubric, embedder: Embedder, fields: Fields | None = None) -> CriteriaFeatures:
    """``featurise`` for passages of any source."""
    units = tuple(passages)
    facts = tuple(facts_of(p.text) for p in units)
    if not units:
        width = len(rubric.criteria)
        return CriteriaFeatures(
            rubric, (), (), np.zeros((0, width, len(PAIR_NAMES)), np.float32), np.zeros((0, len(PASSAGE_NAMES)), np.float32),
            np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), embedder.id, fields,
        )  # fmt: skip
    found = similarities(units, rubric, embedder)
    return CriteriaFeatures(
        rubric=rubric,
        passages=units,
        facts=facts,
        pairs=_pairs(units, facts, rubric, found),
        singles=np.array([_single(p, f) for p, f in zip(units, facts, strict=True)], dtype=np.float32),
        vectors=found.vectors - found.vectors.mean(0),
        section_vectors=found.section_vectors - found.section_vectors.mean(0),
        embedder_id=embedder.id,
        fields=fields,
    )


def _single(passage: Passage, facts: Facts) -> list[float]:
    kinds = (PassageKind.SENTENCE, PassageKind.TABLE_ROW, PassageKind.FORM_CELL, PassageKind.HEADING, PassageKind.NOTE)
    counts = [math.log1p(getattr(facts, name)) for name in FACT_NAMES]
    return [math.log(len(passage.quote) + 1), passage.position, *(float(passage.kind is k) for k in kinds), *counts]


def _pairs(passages: Sequence[Passage], facts: Sequence[Facts], rubric: Rubric, found: Similarities) -> NDArray[np.float32]:
    best, section = standardise(found.viewpoint_max), standardise(found.section_max)
    both = best + standardise(found.viewpoint_top)
    paths = [section_text(p) for p in passages]
    cue_hits = [np.array([hits(c.cues, p.text) for p in passages], dtype=np.float32).reshape(len(passages), -1) for c in rubric.criteria]
    columns = (
        best,
        standardise(found.viewpoint_mean),
        standardise(found.viewpoint_top),
        standardise(found.question_max),
        section,
        margin(both),
        margin(section),
        _neighbours(both),
        _same_section(both, paths),
        np.stack([np.log1p(h.sum(1)) for h in cue_hits], axis=1),
        np.stack([_weighted(h) for h in cue_hits], axis=1),
        _per_path(lambda path: [_heading_hits(c, path) for c in rubric.criteria], paths),
        np.array([[_aspect_share(c, p.text, f) for c in rubric.criteria] for p, f in zip(passages, facts, strict=True)], dtype=np.float32),
        np.array([[_wanted(c, f) for c in rubric.criteria] for f in facts], dtype=np.float32),
    )
    return np.stack(columns, axis=2).astype(np.float32)


def _per_path(row: Callable[[str], list[float]], paths: Sequence[str]) -> Matrix:
    """One row a passage, computed once for passages under the same headings."""
    known = {path: row(path) for path in set(paths)}
    return np.array([known[path] for path in paths], dtype=np.float32)


def _neighbours(matrix: Matrix) -> Matrix:
    """The mean of the passages before and after."""
    padded = np.pad(matrix, ((1, 1), (0, 0)), mode="edge")
    return np.asarray((padded[:-2] + padded[2:]) / 2, dtype=np.float32)


def _same_section(matrix: Matrix, paths: Sequence[str]) -> Matrix:
    """The mean over the passages under the same headings."""
    keys = np.array([hash(p) for p in paths])
    return np.stack([matrix[keys == key].mean(0) for key in keys]).astype(np.float32)


def _weighted(found: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hits of a criterion's cues, those rare in this proposal weighing more."""
    if not found.shape[1]:
        return np.zeros(len(found), np.float32)
    rarity = np.log((len(found) + 1) / (found.sum(0) + 1))
    return np.asarray(found @ rarity / 10, dtype=np.float32)


def _heading_hits(criterion: Criterion, path: str) -> float:
    return math.log1p(sum(hits(criterion.headings, path))) if path else 0.0


def _aspect_share(criterion: Criterion, text: str, facts: Facts) -> float:
    met = [any(term in text for term in a.terms) or any(facts.has(k) for k in a.facts) for a in criterion.aspects]
    return sum(met) / len(met) if met else 0.0


def _wanted(criterion: Criterion, facts: Facts) -> float:
    wanted = {kind for a in criterion.aspects for kind in a.facts}
    return sum(facts.has(kind) for kind in wanted) / len(wanted) if wanted else 0.0
