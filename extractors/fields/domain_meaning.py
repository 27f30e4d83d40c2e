"""What kind of thing a phrase names, by the word vectors that come with the language analysis: a technology, or something else."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.fields.lexicon import word_lists

_CONTENT = ("名詞", "接尾辞", "動詞-一般", "形状詞")
_HEAD = 2  # words at the end of a phrase that tell what it is


def technical(doc: Doc | None, start: int, end: int) -> tuple[float, float]:
    """How much nearer doc's text[start:end] lies to words of technology than to others: its last words, and all of it.

    Differences of cosines, between -1 and 1; 0 where a word has no vector.
    """
    span = doc.char_span(start, end, alignment_mode="contract") if doc is not None else None
    vectors = [np.asarray(t.vector, dtype=np.float64) for t in span or () if t.tag_.startswith(_CONTENT) and t.has_vector]
    if doc is None or not vectors:
        return 0.0, 0.0
    return _nearer(doc.vocab, np.mean(vectors[-_HEAD:], axis=0)), _nearer(doc.vocab, np.mean(vectors, axis=0))


def _nearer(vocab: Vocab, vector: NDArray[np.float64]) -> float:
    technology, other = _poles(vocab)
    return _cosine(vector, technology) - _cosine(vector, other)


@cache
def _poles(vocab: Vocab) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The summed directions of the words of technology and of the others."""
    lists = word_lists("domain")["meaning"]
    poles = []
    for name in ("technology", "other"):
        known = [np.asarray(vocab[w].vector, dtype=np.float64) for w in lists[name] if vocab[w].has_vector]
        poles.append(sum((v / (np.linalg.norm(v) or 1.0) for v in known), np.zeros(vocab.vectors_length)))
    return poles[0], poles[1]


def _cosine(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(np.dot(a, b)) / size if size else 0.0
