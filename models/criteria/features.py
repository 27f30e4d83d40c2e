"""Everything the decisions about one proposal rest on: named features of each passage and each (passage, criterion) pair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.rubrics import Rubric
from extractors.document import Document
from extractors.passages import Passage, PassageKind
from extractors.records import Fields
from models.criteria.facts import FACT_NAMES, Facts, facts_of
from models.criteria.similarity import Matrix, Similarities, margin, section_text, similarities, standardise
from models.criteria.words import aspects, cues, heading_words, wanted_facts
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
    if not units:
        width = len(rubric.criteria)
        return CriteriaFeatures(
            rubric, (), (), np.zeros((0, width, len(PAIR_NAMES)), np.float32), np.zeros((0, len(PASSAGE_NAMES)), np.float32),
            np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), embedder.id, fields,
        )  # fmt: skip
    with ThreadPoolExecutor(1) as beside:  # embedding computes outside the interpreter; the words are looked for meanwhile
        embedding = beside.submit(similarities, units, rubric, embedder)
        facts, paths = tuple(facts_of(p.text) for p in units), [section_text(p) for p in units]
        words = _words(units, facts, paths, rubric)
        found = embedding.result()
    return CriteriaFeatures(
        rubric=rubric,
        passages=units,
        facts=facts,
        pairs=np.stack([*_meanings(found, paths), *words], axis=2).astype(np.float32),
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


def _meanings(found: Similarities, paths: Sequence[str]) -> tuple[Matrix, ...]:
    """The pairs' features that rest on vectors, in the order of PAIR_NAMES."""
    best, section = standardise(found.viewpoint_max), standardise(found.section_max)
    both = best + standardise(found.viewpoint_top)
    return (
        best,
        standardise(found.viewpoint_mean),
        standardise(found.viewpoint_top),
        standardise(found.question_max),
        section,
        margin(both),
        margin(section),
        _neighbours(both),
        _same_section(both, paths),
    )


def _words(passages: Sequence[Passage], facts: Sequence[Facts], paths: Sequence[str], rubric: Rubric) -> tuple[Matrix, ...]:
    """The pairs' features that rest on words, in the order of PAIR_NAMES."""
    texts = [p.text for p in passages]
    return (
        *cues(rubric.criteria, texts),
        heading_words(rubric.criteria, paths),
        aspects(rubric.criteria, texts, facts),
        wanted_facts(rubric.criteria, facts),
    )


def _neighbours(matrix: Matrix) -> Matrix:
    """The mean of the passages before and after."""
    padded = np.pad(matrix, ((1, 1), (0, 0)), mode="edge")
    return np.asarray((padded[:-2] + padded[2:]) / 2, dtype=np.float32)


def _same_section(matrix: Matrix, paths: Sequence[str]) -> Matrix:
    """The mean over the passages under the same headings."""
    keys = np.array([hash(p) for p in paths])
    return np.stack([matrix[keys == key].mean(0) for key in keys]).astype(np.float32)
