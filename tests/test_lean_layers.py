"""The lean layers of the default embedding model: which units go, and how the rest makes up for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import BertConfig, BertModel

from models.e5_lean import lean, save_lean
from models.int8_bert import WEIGHT_LIMIT, int8_bert, quantised
from models.int8_encoder import equal_lengths
from models.lean.__main__ import even
from models.lean.pruning import Statistics, least_squares, spared
from models.lean.student import lean_student


def of(inputs: np.ndarray, targets: np.ndarray) -> Statistics:
    statistics = Statistics.none(inputs.shape[1], targets.shape[1])
    for part in np.array_split(np.arange(len(inputs)), 3):
        statistics.add(inputs[part].astype(np.float32), targets[part].astype(np.float32))
    return statistics


def test_a_unit_that_repeats_another_or_tells_nothing_goes_first() -> None:
    rows = np.random.default_rng(0).normal(size=(400, 3))
    inputs = np.column_stack([rows[:, 0], rows[:, 1], rows[:, 0] * 2, rows[:, 2], np.ones(400)])
    targets = rows[:, :1] + 3 * rows[:, 1:2] + rows[:, 2:] + 5
    statistics = of(inputs, targets)
    kept = spared(statistics, 3)
    assert len({0, 2} & set(kept.tolist())) == 1
    assert {1, 3} < set(kept.tolist())
    weights, bias = least_squares(statistics, kept)
    np.testing.assert_allclose(inputs[:, kept] @ weights + bias, targets, atol=0.02)


def test_what_is_left_makes_up_for_what_went() -> None:
    rng = np.random.default_rng(1)
    shared = rng.normal(size=(1000, 1))
    inputs = shared + 0.3 * rng.normal(size=(1000, 4))
    targets = inputs.sum(1, keepdims=True)
    statistics = of(inputs, targets)
    kept = spared(statistics, 2)
    weights, bias = least_squares(statistics, kept)
    made_up = np.abs(inputs[:, kept] @ weights + bias - targets).mean()
    left_alone = np.abs(inputs[:, kept].sum(1, keepdims=True) - targets).mean()
    assert made_up < left_alone / 3
    wanted, *_ = np.linalg.lstsq(np.column_stack([inputs[:, kept], np.ones(1000)]), targets, rcond=None)
    np.testing.assert_allclose(weights[:, 0], wanted[:2, 0], atol=0.01)


def test_a_group_goes_and_stays_whole() -> None:
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=(300, 6))
    inputs[:, 2:4] = inputs[:, :2] @ np.array([[2.0, 1.0], [0.5, 3.0]])  # the second pair tells what the first tells
    targets = inputs @ np.diag([1.0, 1.0, 0.1, 0.1, 1.0, 1.0])
    kept = spared(of(inputs, targets), 2, size=2)
    assert kept.tolist() in ([0, 1, 4, 5], [2, 3, 4, 5])


def test_nothing_goes_where_everything_may_stay() -> None:
    inputs = np.eye(3)
    assert spared(of(inputs, inputs), 3).tolist() == [0, 1, 2]


@pytest.fixture(scope="module")
def small_bert() -> Any:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=24, max_position_embeddings=16
    )
    return BertModel(config, add_pooling_layer=False).eval()


TEXTS = [torch.randint(0, 50, (5 + i % 3,), generator=torch.Generator().manual_seed(i)).tolist() for i in range(60)]


def means(model: Any) -> np.ndarray:
    with torch.no_grad():
        return np.array([model(input_ids=torch.tensor([tokens])).last_hidden_state[0].mean(0).numpy() for tokens in TEXTS])


def test_a_student_that_loses_nothing_computes_what_the_teacher_does(small_bert: Any) -> None:
    np.testing.assert_allclose(means(lean_student(small_bert, TEXTS, units=24, heads=(4, 4))), means(small_bert), atol=0.01)


def test_a_student_without_some_heads_and_units_comes_near_and_runs_as_a_graph(small_bert: Any) -> None:
    student = lean_student(small_bert, TEXTS, units=16, heads=(4, 3))
    found, wanted = means(student), means(small_bert)
    assert np.abs(found - wanted).mean() < 0.05 * np.abs(wanted - wanted.mean(0)).mean()
    assert student.encoder.layer[1].attention.self.query.weight.shape == (12, 16)
    weights = {name: values.numpy() for name, values in student.state_dict().items()}
    session = onnxruntime.InferenceSession(int8_bert(weights, layers=2, heads=4))
    words = weights["embeddings.word_embeddings.weight"][np.array([TEXTS[0]])]
    np.testing.assert_allclose(session.run(None, {"words": words})[0][0], found[0], atol=0.1)


def test_the_file_gives_back_the_integers_the_graph_computes_with(tmp_path: Path) -> None:
    weight = np.random.default_rng(2).normal(size=(5, 7)).astype(np.float32)
    bias = np.array([1.5, -2.0], np.float32)
    save_lean({"layer.weight": weight, "layer.bias": bias}, tmp_path / "lean.npz")
    found = lean({"layer.bias": np.zeros(2, np.float32), "other": bias}, tmp_path / "lean.npz")
    assert sorted(found) == ["layer.bias", "layer.weight", "other"]
    np.testing.assert_array_equal(found["layer.bias"], bias)
    np.testing.assert_array_equal(quantised(found["layer.weight"])[0], quantised(weight)[0])
    assert np.abs(quantised(weight)[0]).max() == WEIGHT_LIMIT


def test_without_its_file_there_is_no_lean_model(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"missing\.npz"):
        lean({}, tmp_path / "missing.npz")


def test_texts_of_one_length_go_together_and_groups_count_alike() -> None:
    batches = equal_lengths([2, 1, 2, 2], 4)
    assert batches == [[0, 2], [3], [1]]
    assert even([list("abcdefgh"), ["x"]], 6) == ["a", "c", "e", "x"]
