"""Programme search and the index for many programmes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.programmes import Programme
from models.embedding import Embedder
from models.overlap import build_index
from models.overlap.ann import VectorIndex, mean_of_top, recall
from models.overlap.lexical import Bm25, dice
from models.overlap.search import ProgrammeSearch, pair_scores

PROGRAMMES = (
    Programme("1", "希少糖の生産", region="高松地域", prefecture="香川県", summary="酵素で希少な糖をつくる。"),
    Programme("2", "橋梁の点検", prefecture="広島県", summary="橋のひび割れを画像で調べる。"),
    Programme("3", "希少糖の生産", region="徳島地域", prefecture="徳島県", summary="酵素で希少な糖をつくり、食品とする。"),
)


def test_bm25_prefers_the_rare_pair() -> None:
    words = Bm25.of(["鉄鋼の溶接", "鉄鋼の圧延", "鉄鋼の鋳造"])
    scores = words.scores("鉄鋼の溶接")
    assert scores.argmax() == 0
    assert scores[1] == pytest.approx(scores[2])
    assert words.scores("海藻").max() == 0.0


def test_dice_by_hand() -> None:
    assert dice("鉄鋼溶接", "鉄鋼圧延") == pytest.approx(2 * 1 / 6)
    assert dice("", "鉄鋼") == 0.0


def test_search_by_text_and_region(embedder: Embedder) -> None:
    search = ProgrammeSearch(build_index(PROGRAMMES, embedder), embedder)
    assert search.search("酵素による希少糖", limit=1)[0].programme.id in {"1", "3"}
    assert [hit.programme.id for hit in search.search("酵素による希少糖", region="高松地域")] == ["1"]
    hit = search.search("橋のひび割れ")[0]
    assert hit.programme.id == "2"
    assert sum(level.weight for level in hit.levels) == pytest.approx(hit.score, rel=1e-5)


def test_like_leaves_out_the_programme_itself(embedder: Embedder) -> None:
    search = ProgrammeSearch(build_index(PROGRAMMES, embedder), embedder)
    assert [hit.programme.id for hit in search.like(PROGRAMMES[0])] == ["2"]


def test_a_rewritten_programme_is_liker_than_another(embedder: Embedder) -> None:
    same, other = pair_scores((PROGRAMMES[0], PROGRAMMES[0]), (PROGRAMMES[2], PROGRAMMES[1]), embedder)
    assert same > other


def clustered(n: int, dimension: int = 384) -> np.ndarray:
    random = np.random.default_rng(0)
    centres = random.standard_normal((150, dimension)).astype(np.float32)
    rows = centres[random.integers(0, len(centres), n)] + 0.6 * random.standard_normal((n, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_small_index_is_exact_and_grows(tmp_path: Path) -> None:
    vectors = clustered(300)
    index = VectorIndex.create(tmp_path, 384)
    assert len(index.nearest(vectors[:2], 5)[0]) == 0
    index.add(vectors[:200])
    index.add(vectors[200:])
    rows, scores = VectorIndex.open(tmp_path).nearest(vectors[[250, 7]], 3, top=1)
    assert {250, 7} <= set(rows.tolist())
    assert scores[0] == pytest.approx(1.0, abs=1e-2)


def test_a_large_index_finds_what_exact_search_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("faiss")
    monkeypatch.setattr("models.overlap.ann.EXACT_BELOW", 3_000)
    monkeypatch.setattr("models.overlap.ann.SPEC", "PQ48x4fs")  # as many dimensions a code as shipped, quicker to train
    vectors = clustered(4_000, 96)
    index = VectorIndex.create(tmp_path, 96)
    index.add(vectors[:3_500])
    index.flush()
    index.add(vectors[3_500:])
    opened = VectorIndex.open(tmp_path)
    queries = vectors[[3, 3_999, 1_000, 70]]
    exact = np.argsort(-mean_of_top(vectors @ queries.T, 4))[:50]
    assert opened.codes is not None
    assert recall(opened.nearest(queries, 50, top=4)[0].tolist(), exact.tolist()) >= 0.96
