"""``bench-models``: embedding models side by side, on sentence similarity and on the criteria of read proposals."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.rubrics import Rubric
from extractors.passages import Passage
from models.criteria.features import featurise_passages
from models.criteria.model import label_matrix
from models.criteria.ranker import zero_shot
from models.embedding import EmbeddingSettings, load_embedder, settings_for

MAX_SENTENCES_TIMED = 400
HEADS = ["モデル", "JSTS スピアマン", "文字/秒", "次元", "根拠1位（学習なし）", "根拠3位まで（学習なし）"]

Proposals = Mapping[str, tuple[Sequence[Passage], Mapping[str, Any]]]  # name → passages and gold


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """A model's figures; None where it was not measured."""

    name: str
    spearman: float
    characters_a_second: float | None = None
    dimension: int | None = None
    evidence: tuple[float, float] | None = None

    def cells(self) -> list[str]:
        speed = "—" if self.characters_a_second is None else f"{self.characters_a_second:,.0f}"
        evidence = [f"{share:.3f}" for share in self.evidence] if self.evidence else ["—", "—"]
        return [self.name, f"{self.spearman:.3f}", speed, str(self.dimension or "—"), *evidence]


def benchmark_models(
    sentences: Path, models: Sequence[str], proposals: Proposals | None = None, rubric: Rubric | None = None
) -> list[ModelFigures]:
    """The default model, each of ``models``, and the mean of the cosines of the default and the first of them.

    ``sentences``: pairs in JSTS's form; with ``proposals`` and ``rubric`` also how often embeddings alone find evidence.
    """
    pairs = read_pairs(sentences)
    labels = [label for _, _, label in pairs]
    found, cosines = [], []
    for name in ("", *models):
        settings = settings_for(name)
        cosines.append(pair_cosines(settings, pairs))
        evidence = evidence_without_learning(settings, proposals, rubric) if proposals and rubric else None
        speed, dimension = _speed(settings, [a for a, _, _ in pairs[:MAX_SENTENCES_TIMED]])
        shown = name or f"{settings.id.split('|')[0]}（既定、{settings.backend}）"
        found.append(ModelFigures(shown, _spearman(cosines[-1], labels), speed, dimension, evidence))
    if models:
        found.append(ModelFigures(f"既定と {models[0]} の平均", _spearman((cosines[0] + cosines[1]) / 2, labels)))
    return found


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


def pair_cosines(settings: EmbeddingSettings, pairs: Sequence[tuple[str, str, float]]) -> NDArray[np.float32]:
    """One cosine a pair."""
    embedder = load_embedder(settings)
    left, right = embedder.encode([a for a, _, _ in pairs]), embedder.encode([b for _, b, _ in pairs])
    return np.asarray((left * right).sum(1))


def _spearman(cosines: NDArray[np.floating[Any]], labels: Sequence[float]) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(cosines, labels).statistic)


def _speed(settings: EmbeddingSettings, texts: Sequence[str]) -> tuple[float, int]:
    """Characters a second and the dimension, the model being loaded and nothing cached."""
    fresh = load_embedder(settings, cache=False)
    dimension = fresh.encode(texts[:1]).shape[1]
    start = time.perf_counter()
    fresh.encode(texts)
    return sum(map(len, texts)) / (time.perf_counter() - start), dimension


def evidence_without_learning(settings: EmbeddingSettings, proposals: Proposals, rubric: Rubric) -> tuple[float, float]:
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
