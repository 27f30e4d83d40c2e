"""Embedding models side by side, on made-up pairs and a made-up model."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import benchmark
from models.benchmark import HEADS, ModelFigures, benchmark_models, read_pairs
from tests.criteria_documents import BigramEmbedder

PAIRS = """{"sentence1": "研究会を開く", "sentence2": "研究会を開いた", "label": 5}
{"sentence1": "研究会を開く", "sentence2": "雨が降る", "label": 0}
{"sentence1": "特許を出願", "sentence2": "特許の出願", "label": 4}
"""


@pytest.fixture
def pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(benchmark, "load_embedder", lambda settings, **_: BigramEmbedder())
    file = tmp_path / "pairs.jsonl"
    file.write_text(PAIRS, encoding="utf-8")
    return file


def test_the_default_each_model_and_the_mean_of_two(pairs: Path) -> None:
    found = benchmark_models(pairs, ["some/model"])
    assert [f.name.split("（")[0] for f in found] == [found[0].name.split("（")[0], "some/model", "既定と some/model の平均"]
    assert found[0].spearman == found[1].spearman == found[2].spearman > 0.4
    assert found[2].dimension is None
    assert all(len(f.cells()) == len(HEADS) for f in found)
    assert ModelFigures("x", 0.5).cells()[1:] == ["0.500", "—", "—", "—", "—"]


def test_a_file_without_pairs_is_told(tmp_path: Path) -> None:
    file = tmp_path / "none.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="文の対がありません"):
        read_pairs(file)
