"""Runs the default embedding model, lean and in eight bits, through ONNX Runtime, texts of equal length together, on every core.

The word embeddings are mapped from the model folder, not loaded: worker processes share them.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from models.e5_lean import lean
from models.int8_bert import int8_bert

log = logging.getLogger(__name__)

Matrix = NDArray[np.float32]
FORM = 3  # raise when the graph or the lean layers change what is computed
FILE = f"int8-{FORM}.onnx"
WEIGHTS = "model.safetensors"
WORDS = "embeddings.word_embeddings.weight"
BATCH_TOKENS = 256  # what a batch computes stays in a core's cache
QUIET = 3  # ONNX Runtime's level "error"


class Int8Encoder:
    """Texts to unit vectors, each depending on its own text alone."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        """``folder``: a BERT model with mean pooling, as ``models.e5_carrier`` writes it. Raises OSError where files are missing."""
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(max_tokens)
        self.words: Matrix = dict(mapped_tensors(folder / WEIGHTS))[WORDS]
        self.session = _session(prepare_int8(folder))
        self.threads = _threads()

    @property
    def dimension(self) -> int:
        return int(self.words.shape[1])

    def encode(self, texts: Sequence[str]) -> Matrix:
        """n texts to n × dimension."""
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        out = np.empty((len(tokens), self.dimension), np.float32)
        batches = equal_lengths([len(ids) for ids in tokens])
        with ThreadPoolExecutor(self.threads) as pool:
            for batch, means in zip(batches, pool.map(lambda batch: self._means([tokens[i] for i in batch]), batches), strict=True):
                out[batch] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return out

    def _means(self, tokens: Sequence[Sequence[int]]) -> Matrix:
        found: list[Matrix] = self.session.run(None, {"words": self.words[np.array(tokens)]})
        return found[0]


def equal_lengths(lengths: Sequence[int], most_tokens: int = BATCH_TOKENS) -> list[list[int]]:
    """The indices in batches of one length each, none much over ``most_tokens`` in all; the largest batch first.

    So nothing is padded, and no core waits long for the last one.
    """
    by_length: dict[int, list[int]] = {}
    for i, length in enumerate(lengths):
        by_length.setdefault(length, []).append(i)
    batches: list[list[int]] = []
    for length, indices in by_length.items():
        most = max(1, most_tokens // max(length, 1))
        batches += [indices[start : start + most] for start in range(0, len(indices), most)]
    return sorted(batches, key=lambda batch: -len(batch) * lengths[batch[0]])


def int8_available() -> bool:
    """Is there what makes the graph and what runs it?"""
    return find_spec("onnx") is not None and find_spec("onnxruntime") is not None


def prepare_int8(folder: Path) -> Path:
    """The graph in the model's folder, written if it is not there (a few seconds, 15 MB). Raises OSError where it cannot be."""
    target = folder / FILE
    if target.exists():
        return target
    with FileLock(str(target) + ".lock"):
        if not target.exists():
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            weights = lean(dict(mapped_tensors(folder / WEIGHTS)))
            _write(target, int8_bert(weights, config["num_hidden_layers"], config["num_attention_heads"]))
    return target


def mapped_tensors(file: Path) -> Iterator[tuple[str, Matrix]]:
    """The float32 tensors of a safetensors file by name, mapped from the disk. The form: length, JSON header, numbers."""
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        header: dict[str, Any] = json.loads(stream.read(length))
    for name, told in header.items():
        if name != "__metadata__" and told["dtype"] == "F32":
            start = 8 + length + told["data_offsets"][0]
            yield name, np.memmap(file, dtype="<f4", mode="r", offset=start, shape=tuple(told["shape"]))


def _write(target: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}-", delete=False) as draft:
        draft.write(data)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(target)


def _session(graph: Path) -> Any:
    import onnxruntime

    onnxruntime.set_default_logger_severity(QUIET)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the texts are what runs side by side
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC  # further fusions are slower here
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _threads() -> int:
    """As many as OMP_NUM_THREADS allows (worker processes have one core each), else as there are cores."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    return int(told) if told.isdigit() and int(told) else os.cpu_count() or 1
