"""Draws a lean encoder's vectors to those of the whole one (distillation) on unlabelled texts.

The loss counts what ranks texts: cosines of vectors with the common mean taken off; and a little of every token's state, so
that the way there stays the teacher's. Attention's own weights are left as they are.
"""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity, normalize

from models.int8_encoder import equal_lengths
from models.lean.student import Tokens

log = logging.getLogger(__name__)

RATE, WARM_UP = 4e-5, 40  # highest rate of learning, and the steps up to it
BATCH_TOKENS = 1024
BATCHES_A_STEP = 2
STATES, DISTANCE = 0.02, 0.5  # weights in the loss, beside 1 of the cosines
FROZEN = "attention.self"
TOLD_EVERY = 100  # steps


def tune(student: Any, teacher: Any, texts: Tokens, steps: int, seed: int = 0) -> None:
    """Changes the student's encoder in ``steps`` steps over the texts, again and again in another order."""
    torch.manual_seed(seed)
    common = mean_vector(teacher, texts[: len(texts) // 10 + 1])
    learned = [own for name, own in student.encoder.named_parameters() if FROZEN not in name]
    student.requires_grad_(False)
    for own in learned:
        own.requires_grad_(True)
    optimizer = torch.optim.AdamW(learned, lr=RATE, betas=(0.9, 0.98), weight_decay=0.0)
    batches = _shuffled(texts, random.Random(seed))
    student.eval()  # no dropout: the teacher has none either
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
        for _ in range(BATCHES_A_STEP):
            loss = _loss(student, teacher, torch.tensor(next(batches)), common)
            (loss / BATCHES_A_STEP).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % TOLD_EVERY == TOLD_EVERY - 1:
            log.info("%d of %d steps, loss %.4f", step + 1, steps, float(loss))


@torch.no_grad()
def mean_vector(model: Any, texts: Tokens) -> Tensor:
    """The mean of the texts' unit vectors."""
    batches = ([list(texts[i]) for i in places] for places in equal_lengths([len(tokens) for tokens in texts], BATCH_TOKENS))
    return torch.cat([normalize(_states(model, torch.tensor(ids)).mean(1), dim=-1) for ids in batches]).mean(0)


def _shuffled(texts: Tokens, order: random.Random) -> Iterator[list[list[int]]]:
    while True:
        rounds = list(range(len(texts)))
        order.shuffle(rounds)
        lengths = [len(texts[i]) for i in rounds]
        batches = [[list(texts[rounds[i]]) for i in places] for places in equal_lengths(lengths, BATCH_TOKENS)]
        order.shuffle(batches)
        yield from batches


def _states(model: Any, ids: Tensor) -> Tensor:
    states: Tensor = model(input_ids=ids).last_hidden_state
    return states


def _loss(student: Any, teacher: Any, ids: Tensor, common: Tensor) -> Tensor:
    with torch.no_grad():
        wanted = _states(teacher, ids)
    found = _states(student, ids)
    ours, theirs = (normalize(states.mean(1), dim=-1) - common for states in (found, wanted))
    apart = 1 - cosine_similarity(ours, theirs)
    return apart.mean() + DISTANCE * ((ours - theirs) ** 2).sum(-1).mean() + STATES * ((found - wanted) ** 2).mean()
