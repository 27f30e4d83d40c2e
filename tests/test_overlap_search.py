"""Programme search and the index for many programmes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import CorpusError
from corpus.programmes import ListVersion, Programme
from models.embedding import Embedder
from models.overlap import ProgrammeStore, build_index
from models.overlap.ann import VectorIndex, drawn_together, recall, telling_means
from models.overlap.lexical import Bm25, dice
from models.overlap.likeness import mean_of_top, widened
from models.overlap.search import ProgrammeSearch, search_lists
from models.overlap.store import Stored

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
    exact = np.argsort(-mean_of_top(queries @ vectors.T, 4))[:50]
    assert opened.codes is not None
    assert recall(opened.nearest(queries, 50, top=4)[0].tolist(), exact.tolist()) >= 0.96


def stored(folder: Path, programmes: tuple[Programme, ...], embedder: Embedder, version: str = "1"):  # type: ignore[no-untyped-def]
    store = ProgrammeStore.create(folder, embedder)
    own = [replace(p, list_name="表") for p in programmes]
    return store, store.add(own, ListVersion("表", version, "2002-01-01", len(own)), embedder)


def test_a_list_on_disk_takes_in_only_what_is_new(tmp_path: Path, embedder: Embedder) -> None:
    _, first = stored(tmp_path, PROGRAMMES, embedder)
    assert first == Stored(3, 0, 0, 0)
    changed = (replace(PROGRAMMES[0], budget_yen=5), replace(PROGRAMMES[1], summary="鉄道の橋。"), replace(PROGRAMMES[2], id="4"))
    store, told = stored(tmp_path, changed, embedder, "2")
    assert told == Stored(1, 2, 0, 1)
    assert {p.id: p.budget_yen for p in store.subset(np.arange(10)).programmes} == {"1": 5, "2": None, "4": None}
    assert len(store.texts) == 5  # the row whose text did not change kept its vector
    assert [(v.version, v.rows) for v in ProgrammeStore.open(tmp_path, embedder.id).versions] == [("2", 3)]


def test_an_import_that_was_cut_off_goes_on(tmp_path: Path, embedder: Embedder) -> None:
    store, _ = stored(tmp_path, PROGRAMMES[:1], embedder)
    store.names.add(np.ones((2, 384), np.float32))  # as if it had ended between the vectors and the rows
    again, told = stored(tmp_path, PROGRAMMES, embedder)
    assert told == Stored(2, 0, 1, 0)
    index = again.subset(np.arange(10))
    assert np.allclose(index.texts, build_index(PROGRAMMES, embedder).texts, atol=1e-3)


def test_a_list_on_disk_of_another_model_is_refused(tmp_path: Path, embedder: Embedder) -> None:
    stored(tmp_path, PROGRAMMES, embedder)
    with pytest.raises(CorpusError, match="埋め込みモデル"):
        ProgrammeStore.open(tmp_path, "another|float32")


def test_lists_in_memory_and_on_disk_are_searched_together(tmp_path: Path, embedder: Embedder) -> None:
    store, _ = stored(tmp_path, PROGRAMMES[1:], embedder)
    index = build_index(PROGRAMMES[:1], embedder)
    assert [h.programme.id for h in search_lists("酵素による希少糖", "高松地域", index, (store,), embedder)] == ["1"]
    assert search_lists("橋のひび割れ", "", index, (store,), embedder)[0].programme.id == "2"
    assert [h.programme.id for h in search_lists("希少糖", "徳島地域", index, (store,), embedder)] == ["3"]


def test_an_index_takes_in_more_without_embedding_again(embedder: Embedder) -> None:
    base = build_index(PROGRAMMES[:2], embedder)
    grown = build_index([replace(PROGRAMMES[1], budget_yen=7), PROGRAMMES[2]], embedder, base)
    assert [(p.id, p.budget_yen) for p in grown.programmes] == [("2", 7), ("3", None), ("1", None)]
    assert np.array_equal(grown.texts[2], base.texts[0])


def test_half_precision_is_widened_exactly() -> None:
    halves = np.concatenate([clustered(50, 96).astype(np.float16).ravel(), np.array([0, -0.0, 6e-8, -3e-5, 65504, -1], np.float16)])
    assert np.array_equal(widened(halves), halves.astype(np.float32))


def test_like_points_are_drawn_together() -> None:
    points = np.repeat(np.eye(3, 384, dtype=np.float32), 10, axis=0)
    assert np.allclose(np.sort(drawn_together(points, 3), axis=0), np.sort(np.eye(3, 384), axis=0))
    assert np.array_equal(drawn_together(points[:2], 3), points[:2])


def test_a_list_is_asked_with_the_means_of_passages_that_go_together() -> None:
    queries = clustered(24, 96)
    sample = clustered(2_000, 96)
    asked = telling_means(queries, sample, 3, count=200)
    products = queries @ sample.T
    best = np.argsort(-mean_of_top(products, 3))[:50]
    assert np.allclose((sample[best] @ asked.T).max(axis=1), mean_of_top(products[:, best], 3), atol=1e-5)
    assert np.allclose(telling_means(queries[:2], sample, 3), queries[:2].mean(axis=0))
