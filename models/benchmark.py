"""``bench-models``: embedding models side by side, on sentence similarity and on the criteria of read proposals."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.rubrics import Rubric
from extractors.passages import Passage
from models.criteria.features import featurise_passages
from models.criteria.model import label_matrix
from models.criteria.ranker import zero_shot
from models.embedding import DEFAULT, EmbeddingSettings, load_embedder

MAX_SENTENCES_TIMED = 400


def benchmark_models(sentences: Path, models: Sequence[str] = ()) -> list[list[str]]:
    """Rows of model, Spearman on sentence pairs (JSTS's JSON lines), characters a second, dimension. "" is the default model."""
    pairs = read_pairs(sentences)
    return [_row(EmbeddingSettings(model=name) if name else DEFAULT, pairs) for name in (models or ("",))]


def read_pairs(path: Path) -> list[tuple[str, str, float]]:
    """Sentence pairs with a similarity, from JSON lines or a JSON array with sentence1, sentence2, label.

    Raises ValueError where there are none.
    """
    text = path.read_text(encoding="utf-8").strip()
    rows: list[dict[str, Any]] = (
        json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines() if line.strip()]
    )
    pairs = [(str(r["sentence1"]), str(r["sentence2"]), float(r["label"])) for r in rows if r.get("label") is not None]
    if not pairs:
        raise ValueError(f"{path} に文の対がありません。")
    return pairs


def similarity_spearman(settings: EmbeddingSettings, pairs: Sequence[tuple[str, str, float]]) -> float:
    """Spearman of the cosines with the labels."""
    from scipy.stats import spearmanr

    embedder = load_embedder(settings)
    left, right = embedder.encode([a for a, _, _ in pairs]), embedder.encode([b for _, b, _ in pairs])
    return float(spearmanr((left * right).sum(1), [label for _, _, label in pairs]).statistic)


def _row(settings: EmbeddingSettings, pairs: Sequence[tuple[str, str, float]]) -> list[str]:
    spearman = similarity_spearman(settings, pairs)
    fresh = load_embedder(settings, cache=False)
    texts = [a for a, _, _ in pairs[:MAX_SENTENCES_TIMED]]
    vectors = fresh.encode(texts[:1])
    start = time.perf_counter()
    fresh.encode(texts)
    speed = sum(map(len, texts)) / (time.perf_counter() - start)
    return [settings.model or f"{settings.id.split('|')[0]}（既定）", f"{spearman:.3f}", f"{speed:,.0f}", str(vectors.shape[1])]


def evidence_without_learning(
    settings: EmbeddingSettings, proposals: Mapping[str, tuple[Sequence[Passage], Mapping[str, Any]]], rubric: Rubric
) -> tuple[float, float]:
    """Share of criteria with gold quotes whose first passage, and one of whose first three, shows one; embeddings alone."""
    embedder = load_embedder(settings)
    first, three = [], []
    for passages, gold in proposals.values():
        features = featurise_passages(passages, rubric, embedder)
        shown, probability = label_matrix(features, gold.get("criteria", gold)), zero_shot(features)
        for j in np.flatnonzero(shown.any(0)):
            order = np.argsort(-probability[:, j], kind="stable")
            first.append(bool(shown[order[0], j]))
            three.append(bool(shown[order[:3], j].any()))
    return float(np.mean(first)), float(np.mean(three))
