"""An approximate index for millions of programmes: product-quantised codes in memory, half-precision vectors on disk.

Chosen by measuring (``tests/bench/overlap.py``): a proposal asks with some fifty passages at once, whose neighbours lie far
from any one of them, so graph indexes (usearch, hnswlib) found 64–90 % of the exact result at 30,000 programmes and took
minutes to build; scanning 4-bit codes (faiss ``PQ192x4fs``, 96 bytes a programme) and ranking the union exactly found 98–100 %.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.overlap.likeness import centred

Matrix = NDArray[np.float32]
SPEC = "PQ192x4fs"
CODES, VECTORS, FACTS = "codes.faiss", "vectors.f16", "index.json"
TRAINING = 60_000
CHUNK = 50_000
PER_PASSAGE = 400  # neighbours a passage contributes before the exact ranking
EXACT_BELOW = 20_000  # fewer than this: scan exactly, codes would have nothing to learn from


@dataclass(eq=False)
class VectorIndex:
    """Rows are counted in the order they were added; ``folder`` holds everything, so that it opens without loading."""

    folder: Path
    dimension: int
    mean: NDArray[np.float32]  # taken off every vector before it is compared
    coded: bool = True  # False: a store of vectors only
    codes: Any | None = None  # faiss.Index

    @classmethod
    def create(cls, folder: Path, dimension: int, mean: NDArray[np.float32] | None = None, coded: bool = True) -> VectorIndex:
        """An empty index in a new or empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / VECTORS).write_bytes(b"")
        index = cls(folder, dimension, np.zeros(dimension, np.float32) if mean is None else mean, coded)
        index._write_facts()
        return index

    @classmethod
    def open(cls, folder: Path) -> VectorIndex:
        facts = json.loads((folder / FACTS).read_text("utf-8"))
        index = cls(folder, int(facts["dimension"]), np.array(facts["mean"], np.float32), bool(facts["coded"]))
        if (folder / CODES).exists():
            import faiss

            index.codes = faiss.read_index(str(folder / CODES))
        index._keep_up()
        return index

    def __len__(self) -> int:
        return (self.folder / VECTORS).stat().st_size // (2 * self.dimension)

    @property
    def vectors(self) -> NDArray[np.float16]:
        """All vectors, memory-mapped: n × dimension."""
        if not len(self):
            return np.zeros((0, self.dimension), np.float16)
        return np.memmap(self.folder / VECTORS, np.float16, "r", shape=(len(self), self.dimension))

    def add(self, vectors: Matrix) -> None:
        """Appends rows to the file; the codes are trained once there are enough, then kept up in memory (``flush``)."""
        with (self.folder / VECTORS).open("ab") as file:
            file.write(np.ascontiguousarray(vectors, dtype=np.float16).tobytes())
        self._keep_up()

    def _keep_up(self) -> None:
        """Codes for the rows that have none yet."""
        if not self.coded or (self.codes is None and len(self) < EXACT_BELOW):
            return
        stored = self.vectors
        if self.codes is None:
            self.codes = self._trained(stored)
        for start in range(self.codes.ntotal, len(stored), CHUNK):
            self.codes.add(self._compared(stored[start : start + CHUNK]))

    def _trained(self, stored: NDArray[np.float16]) -> Any:
        import faiss

        rows = np.sort(np.random.default_rng(0).choice(len(stored), min(TRAINING, len(stored)), replace=False))
        codes = faiss.index_factory(self.dimension, SPEC, faiss.METRIC_INNER_PRODUCT)
        codes.train(self._compared(stored[rows]))
        return codes

    def flush(self) -> None:
        """Writes the codes; the vectors are on disk already, and codes that were not written are made again at ``open``."""
        if self.codes is not None:
            import faiss

            faiss.write_index(self.codes, str(self.folder / CODES))

    def _write_facts(self) -> None:
        facts = {"dimension": self.dimension, "spec": SPEC, "coded": self.coded, "mean": [float(x) for x in self.mean]}
        (self.folder / FACTS).write_text(json.dumps(facts), "utf-8")

    def _compared(self, vectors: NDArray[np.float16] | Matrix) -> Matrix:
        return centred(np.asarray(vectors, dtype=np.float32), self.mean)

    def nearest(self, queries: Matrix, k: int, top: int = 5) -> tuple[NDArray[np.intp], Matrix]:
        """The k rows with the highest mean of their ``top`` inner products with the queries, best first, and those means."""
        rows = self._candidates(queries)
        if not len(rows):
            return rows, np.zeros(0, np.float32)
        scores = mean_of_top(self._compared(self.vectors[rows]) @ queries.T, top)
        order = np.argsort(-scores)[:k]
        return rows[order], scores[order]

    def _candidates(self, queries: Matrix) -> NDArray[np.intp]:
        if self.codes is None:
            return np.arange(len(self), dtype=np.intp)
        _, found = self.codes.search(np.ascontiguousarray(queries, dtype=np.float32), min(PER_PASSAGE, len(self)))
        rows = np.unique(found)
        return rows[rows >= 0].astype(np.intp)


def mean_of_top(products: Matrix, top: int) -> Matrix:
    """Row-wise mean of the ``top`` highest."""
    k = min(top, products.shape[1])
    out: Matrix = np.partition(products, products.shape[1] - k, axis=1)[:, -k:].mean(axis=1)
    return out


def recall(found: Sequence[int], exact: Sequence[int]) -> float:
    return len(set(map(int, found)) & set(map(int, exact))) / max(len(exact), 1)
