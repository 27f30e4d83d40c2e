"""The default model's lean layers: half the feed-forward units and two thirds of the heads, made to do for all (``models.lean``).

The file holds what differs from the model as its package carries it. Linear weights stand as the seven-bit integers (out × in)
and the scales that the graph computes with, so that every machine has the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.int8_bert import Weights, quantised

LEAN_FILE = Path(__file__).parent / "data" / "e5_lean.npz"
INTEGERS, SCALE = ":integers", ":scale"


def lean(weights: Weights, file: Path = LEAN_FILE) -> Weights:
    """The model's weights with those of the file in their place. Raises OSError where the file is missing."""
    with np.load(file) as stored:
        return {**weights, **_whole({name: stored[name] for name in stored.files})}


def save_lean(changed: Mapping[str, NDArray[np.float32]], file: Path = LEAN_FILE) -> None:
    """Writes the tensors that differ from the carried model; matrices as integers and scales."""
    parts: dict[str, NDArray[np.int8 | np.float32]] = {}
    for name, values in changed.items():
        if values.ndim == 2:
            integers, parts[name + SCALE] = quantised(values)
            parts[name + INTEGERS] = integers.T
        else:
            parts[name] = values.astype(np.float32)
    np.savez_compressed(file, **parts)  # type: ignore[arg-type]  # numpy's stub takes its own flag for one of them


def _whole(parts: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
    whole = {name: values.astype(np.float32) for name, values in parts.items() if not name.endswith((INTEGERS, SCALE))}
    for name, integers in parts.items():
        if name.endswith(INTEGERS):
            own = name.removesuffix(INTEGERS)
            whole[own] = integers.astype(np.float32) * parts[own + SCALE].astype(np.float32)[:, None]
    return whole
