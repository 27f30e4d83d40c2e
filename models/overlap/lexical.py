"""BM25 over pairs of characters: the lexical half of programme search, no tokeniser and no model needed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

K1, B = 1.2, 0.75  # Robertson's usual values
QUERY_CAP = 3  # a pair repeated in the query counts at most so often
WORD_PAIR = re.compile(r"[一-龥々ァ-ヴーA-Za-z0-9]{2}")

Scores = NDArray[np.float32]


def pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring characters of words (kanji, katakana, Latin, digits), with their counts."""
    squashed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    grams = (squashed[i : i + 2] for i in range(len(squashed) - 1))
    return Counter(g for g in grams if WORD_PAIR.fullmatch(g))


def dice(a: str, b: str) -> float:
    """Shared pairs of two texts over all (0–1)."""
    first, second = pairs(a), pairs(b)
    whole = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / whole if whole else 0.0


@dataclass(frozen=True, eq=False)
class Bm25:
    """``weights``: documents × pairs."""

    vocabulary: dict[str, int]
    weights: sparse.csr_matrix

    @classmethod
    def of(cls, texts: Sequence[str]) -> Bm25:
        vocabulary: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        values: list[int] = []
        for row, text in enumerate(texts):
            for pair, count in pairs(text).items():
                rows.append(row)
                columns.append(vocabulary.setdefault(pair, len(vocabulary)))
                values.append(count)
        shape = (len(texts), max(len(vocabulary), 1))
        return cls(vocabulary, _weigh(sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)))

    def scores(self, query: str) -> Scores:
        """One BM25 score a document."""
        found = {self.vocabulary[p]: min(n, QUERY_CAP) for p, n in pairs(query).items() if p in self.vocabulary}
        vector = np.zeros(self.weights.shape[1], np.float32)
        vector[list(found)] = list(found.values())
        out: Scores = self.weights @ vector
        return out


def _weigh(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    n = counts.shape[0]
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log(1 + (n - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    long = np.repeat(lengths / max(float(lengths.mean()), 1e-9), np.diff(counts.indptr))
    weighed = counts.copy()
    weighed.data = (weighed.data * (K1 + 1) / (weighed.data + K1 * (1 - B + B * long))).astype(np.float32) * idf[weighed.indices]
    return weighed
