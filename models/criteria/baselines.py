"""What the learned matcher is measured against: embeddings alone, and words alone."""

from __future__ import annotations

import numpy as np

from corpus.rubrics import Criterion
from models.criteria.features import CriteriaFeatures
from models.criteria.logistic import Array
from models.criteria.ranker import zero_shot

NGRAMS = (2, 3)  # characters: Japanese words without a word list


def by_embeddings(features: CriteriaFeatures) -> Array:
    """n × m: standardised cosines of passages and headings with the rubric's texts; nothing learned, no cue, no fact."""
    return zero_shot(features)


def by_words(features: CriteriaFeatures) -> Array:
    """n × m: cosines of TF-IDF over character bigrams and trigrams, passages against all of a criterion's texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    passages = [f"{p.heading} {p.text}" for p in features.passages]
    described = [_described(c) for c in features.rubric.criteria]
    vectors = TfidfVectorizer(analyzer="char", ngram_range=NGRAMS, sublinear_tf=True).fit_transform([*passages, *described])
    return np.asarray((vectors[: len(passages)] @ vectors[len(passages) :].T).toarray(), dtype=np.float64)


def best_passages(features: CriteriaFeatures, scores: Array, most: int = 3) -> dict[str, tuple[str, ...]]:
    """Criterion → the quotes of its best passages, best first."""
    order = np.argsort(-scores, axis=0, kind="stable")[:most]
    return {i: tuple(features.passages[k].quote for k in order[:, j]) for j, i in enumerate(features.ids)}


def _described(criterion: Criterion) -> str:
    return " ".join((criterion.title, *criterion.viewpoints, *criterion.questions, *criterion.cues, *criterion.headings))
