"""A BERT encoder with fewer feed-forward units, fitted layer by layer to what the whole one computes.

Each layer sees what the lean layers before it give and is to give what the whole model has there, so errors do not add up.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from models.int8_encoder import equal_lengths
from models.lean.pruning import Statistics, least_squares, spared

Tokens = Sequence[Sequence[int]]
BATCH_TOKENS = 2048


@torch.no_grad()
def lean_student(teacher: Any, texts: Tokens, keep: int) -> Any:
    """A copy of the BertModel whose feed-forward layers have ``keep`` units; ``texts`` are what it is fitted on."""
    student = copy.deepcopy(teacher)
    batches = [torch.tensor([list(texts[i]) for i in places]) for places in equal_lengths([len(tokens) for tokens in texts], BATCH_TOKENS)]
    whole = [teacher.embeddings(input_ids=ids) for ids in batches]
    own = [states.clone() for states in whole]
    for teaching, learning in zip(teacher.encoder.layer, student.encoder.layer, strict=True):
        units, hidden = teaching.intermediate.dense.weight.shape
        statistics = Statistics.none(units, hidden)
        for i, (theirs, ours) in enumerate(zip(whole, own, strict=True)):
            attended, told = _attended(teaching, theirs), _attended(learning, ours)
            wanted = teaching.output.dense(teaching.intermediate(attended)) + attended
            active = learning.intermediate(told).reshape(-1, units)
            statistics.add(active.numpy(), (wanted - told).reshape(-1, hidden).numpy())
            whole[i], own[i] = teaching.output.LayerNorm(wanted), told
        _thin(learning, statistics, keep)
        own = [learning.output(learning.intermediate(told), told) for told in own]
    return student


def _attended(layer: Any, states: Tensor) -> Tensor:
    found: Tensor = layer.attention(states)[0]
    return found


def _thin(layer: Any, statistics: Statistics, keep: int) -> None:
    """Leaves the layer ``keep`` units, their outputs weighted anew."""
    kept = spared(statistics, keep)
    weights, bias = least_squares(statistics, kept)
    into, out = layer.intermediate.dense, layer.output.dense
    layer.intermediate.dense = _linear(into.weight[kept], into.bias[kept])
    layer.output.dense = _linear(torch.tensor(weights.T, dtype=out.weight.dtype), torch.tensor(bias, dtype=out.bias.dtype))


def _linear(weight: Tensor, bias: Tensor) -> torch.nn.Linear:
    linear = torch.nn.Linear(weight.shape[1], weight.shape[0])
    linear.weight.data, linear.bias.data = weight.clone().contiguous(), bias.clone()
    return linear
