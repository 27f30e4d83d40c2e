"""A BERT encoder with fewer attention heads and feed-forward units, fitted layer by layer to what the whole one computes.

Each layer sees what the lean layers before it give and is to give what the whole model has there, so errors do not add up.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.int8_encoder import equal_lengths
from models.lean.pruning import Statistics, least_squares, spared

Tokens = Sequence[Sequence[int]]
BATCH_TOKENS = 2048


@torch.no_grad()
def lean_student(teacher: Any, texts: Tokens, units: int, heads: Sequence[int], start: Any = None) -> Any:
    """A BertModel whose layers have that many heads (told for each) and feed-forward units; ``texts`` are what it is fitted on.

    ``start``: a student of the same teacher that has more of them, by default the teacher itself.
    """
    student = copy.deepcopy(start or teacher)
    batches = [torch.tensor([list(texts[i]) for i in places]) for places in equal_lengths([len(tokens) for tokens in texts], BATCH_TOKENS)]
    whole = [teacher.embeddings(input_ids=ids) for ids in batches]
    own = [states.clone() for states in whole]
    for teaching, learning, keep in zip(teacher.encoder.layer, student.encoder.layer, heads, strict=True):
        summed = [_summed(teaching, states) for states in whole]
        _spare_heads(learning.attention, _statistics(own, partial(_contexts, learning), summed), keep)
        whole = [teaching.attention.output.LayerNorm(states) for states in summed]
        own = [_attended(learning, states) for states in own]
        summed = [teaching.output.dense(teaching.intermediate(states)) + states for states in whole]
        _spare_units(learning, _statistics(own, learning.intermediate, summed), units)
        whole = [teaching.output.LayerNorm(states) for states in summed]
        own = [learning.output(learning.intermediate(states), states) for states in own]
    return student


def _attended(layer: Any, states: Tensor) -> Tensor:
    found: Tensor = layer.attention(states)[0]
    return found


def _contexts(layer: Any, states: Tensor) -> Tensor:
    """What the layer's heads have gathered, side by side, before they are weighed together."""
    found: Tensor = layer.attention.self(states)[0]
    return found


def _summed(layer: Any, states: Tensor) -> Tensor:
    """Attention's output with what went in, not yet normalised."""
    found: Tensor = layer.attention.output.dense(_contexts(layer, states)) + states
    return found


def _statistics(states: Sequence[Tensor], inputs: Callable[[Tensor], Tensor], wanted: Sequence[Tensor]) -> Statistics:
    """Of the inputs of a layer's linear part that, added to the states that go in, is to give what is wanted."""
    found: Statistics | None = None
    for before, target in zip(states, wanted, strict=True):
        rows = inputs(before).flatten(0, 1).numpy()
        aim = (target - before).flatten(0, 1).numpy()
        found = found or Statistics.none(rows.shape[1], aim.shape[1])
        found.add(rows, aim)
    if found is None:
        raise ValueError("no texts to fit the lean layers on")
    return found


def _spare_heads(attention: Any, statistics: Statistics, keep: int) -> None:
    """Leaves the attention ``keep`` heads, their outputs weighted anew."""
    own = attention.self
    kept = spared(statistics, keep, own.attention_head_size)
    for part in ("query", "key", "value"):
        setattr(own, part, _rows(getattr(own, part), kept))
    own.num_attention_heads, own.all_head_size = keep, len(kept)
    attention.output.dense = _weighted(statistics, kept)


def _spare_units(layer: Any, statistics: Statistics, keep: int) -> None:
    """Leaves the layer ``keep`` feed-forward units, their outputs weighted anew."""
    kept = spared(statistics, keep)
    layer.intermediate.dense = _rows(layer.intermediate.dense, kept)
    layer.output.dense = _weighted(statistics, kept)


def _rows(linear: torch.nn.Linear, kept: NDArray[np.int64]) -> torch.nn.Linear:
    return _linear(linear.weight[kept], linear.bias[kept])


def _weighted(statistics: Statistics, kept: NDArray[np.int64]) -> torch.nn.Linear:
    weights, bias = least_squares(statistics, kept)
    return _linear(torch.tensor(weights.T, dtype=torch.float32), torch.tensor(bias, dtype=torch.float32))


def _linear(weight: Tensor, bias: Tensor) -> torch.nn.Linear:
    linear = torch.nn.Linear(weight.shape[1], weight.shape[0])
    linear.weight.data, linear.bias.data = weight.clone().contiguous(), bias.clone()
    return linear
