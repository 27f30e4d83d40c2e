"""A rubric's words, and the kinds of facts it asks for, in a proposal's passages: one row a passage, one column a criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.rubrics import Aspect, Criterion, Fact
from models.criteria.cues import hits
from models.criteria.facts import Facts

Matrix = NDArray[np.float32]
Criteria = Sequence[Criterion]
KINDS = tuple(Fact)


@dataclass(frozen=True, eq=False)
class _Groups:
    """Terms in groups that may share some, so that each is looked for once."""

    terms: tuple[str, ...]
    columns: tuple[NDArray[np.intp], ...]  # each group's places among the terms

    def counts(self, found: NDArray[np.bool_]) -> Matrix:
        """n × terms to n × groups: how many of each group's terms are there."""
        return np.stack([found[:, own].sum(1) for own in self.columns], axis=1).astype(np.float32)


@lru_cache(maxsize=32)
def _groups(groups: tuple[tuple[str, ...], ...]) -> _Groups:
    terms = tuple(dict.fromkeys(term for group in groups for term in group))
    at = {term: i for i, term in enumerate(terms)}
    return _Groups(terms, tuple(np.array([at[term] for term in group], dtype=np.intp) for group in groups))


def cues(criteria: Criteria, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
    """How many of a criterion's cues each text has (as a logarithm), and the same with those rare in this proposal weighing more."""
    groups = _groups(tuple(c.cues for c in criteria))
    found = _table(groups.terms, texts)
    rarity = np.log((len(texts) + 1) / (found.sum(0) + 1)).astype(np.float32) / 10
    weighted = np.stack([found[:, own] @ rarity[own] for own in groups.columns], axis=1)
    return np.log1p(groups.counts(found)), weighted.astype(np.float32)


def heading_words(criteria: Criteria, paths: Sequence[str]) -> Matrix:
    """How many of the words of a criterion's headings stand over each passage, as a logarithm; a path is looked through once."""
    groups = _groups(tuple(c.headings for c in criteria))
    unique = list(dict.fromkeys(paths))
    counts = groups.counts(_table(groups.terms, unique))
    at = {path: i for i, path in enumerate(unique)}
    return np.log1p(counts)[[at[path] for path in paths]]


def aspects(criteria: Criteria, texts: Sequence[str], facts: Sequence[Facts]) -> Matrix:
    """The share of a criterion's aspects that each text meets, by a term or a kind of fact; 0 where it has none."""
    every = [aspect for c in criteria for aspect in c.aspects]
    groups = _groups(tuple(aspect.terms for aspect in every))
    asked = np.array([[kind in aspect.facts for aspect in every] for kind in KINDS], dtype=np.float32)
    if not every:
        return np.zeros((len(texts), len(criteria)), np.float32)
    met = groups.counts(_table(groups.terms, texts)) + _kinds(facts) @ asked > 0
    ends = np.cumsum([len(c.aspects) for c in criteria])
    return np.stack([_share(own) for own in np.split(met, ends[:-1], axis=1)], axis=1)


def meets(aspect: Aspect, text: str, facts: Facts | None) -> bool:
    """Whether one text meets one aspect, as ``aspects`` counts it; without facts, by its terms alone."""
    return any(hits(aspect.terms, text)) or (facts is not None and any(facts.has(kind) for kind in aspect.facts))


def wanted_facts(criteria: Criteria, facts: Sequence[Facts]) -> Matrix:
    """The share of the kinds of facts that a criterion asks for and each passage has; 0 where it asks for none."""
    kinds = _kinds(facts) > 0
    asked = [sorted({KINDS.index(kind) for aspect in c.aspects for kind in aspect.facts}) for c in criteria]
    return np.stack([_share(kinds[:, own]) for own in asked], axis=1)


def _kinds(facts: Sequence[Facts]) -> Matrix:
    return np.array([[f.has(kind) for kind in KINDS] for f in facts], dtype=np.float32).reshape(-1, len(KINDS))


def _share(met: NDArray[np.bool_]) -> Matrix:
    return np.asarray(met.sum(1) / max(met.shape[1], 1), dtype=np.float32)


def _table(terms: tuple[str, ...], texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([hits(terms, text) for text in texts], dtype=np.bool_).reshape(len(texts), len(terms))
