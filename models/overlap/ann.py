"""An approximate index for millions of programmes: product-quantised codes in memory, half-precision vectors on disk.

Chosen by measuring (``tests/bench/overlap.py``): a proposal asks with some fifty passages at once, whose neighbours lie far
from any one of them, so graph indexes (usearch, hnswlib) found 64–90 % of the exact result at 30,000 programmes and took
minutes to build, and cells (faiss ``IVF512``) found 73–96 % of it at 300,000. Scanning all 4-bit codes (``PQ192x4fs``, 96
bytes a programme) finds it whole; the passages are first drawn together into some twenty, for half the time. Of a million
(three proposals): 24 with 3,000 neighbours each, the nearest 20,000 ranked exactly, found all of the exact 50 in 160 ms of
one core; 20 with 1,000 found 96 %, all fifty passages with 400 each 90 % in 310 ms. Coarser codes lose 4–12 % at 300,000.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.overlap.likeness import centred, centred_products

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]
SPEC = "PQ192x4fs"
CODES, VECTORS, FACTS = "codes.faiss", "vectors.f16", "index.json"
ASKED = 24  # passages of a proposal are drawn together into so many
TRAINING = 100_000
GROWN = 4  # times as many as when the codes were learned: they are learned anew
CHUNK = 50_000
WIDTH = 3_000  # neighbours each of them contributes
RANKED = 20_000  # of those, nearest to any, are ranked exactly
EXACT_BELOW = 20_000  # fewer than this: scan exactly, codes would have nothing to learn from


@dataclass(eq=False)
class VectorIndex:
    """Rows are counted in the order they were added; ``folder`` holds everything, so that it opens without loading."""

    folder: Path
    dimension: int
    mean: NDArray[np.float32]  # taken off every vector before it is compared
    coded: bool = True  # False: a store of vectors only
    codes: Any | None = None  # faiss.Index
    learned_on: int = 0  # rows there were when the codes were learned

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

            index.codes, index.learned_on = faiss.read_index(str(folder / CODES)), int(facts["learned_on"])
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

    def compared(self, rows: Rows) -> Matrix:
        """The vectors of these rows as they are compared: the mean taken off, of unit length."""
        return centred(np.asarray(self.vectors[rows], dtype=np.float32), self.mean)

    def add(self, vectors: Matrix) -> None:
        """Appends rows to the file; the codes are learned once there are enough, then kept up in memory (``flush``)."""
        with (self.folder / VECTORS).open("ab") as file:
            file.write(np.ascontiguousarray(vectors, dtype=np.float16).tobytes())
        self._keep_up()

    def truncate(self, rows: int) -> None:
        """Drops what was appended beyond so many rows."""
        if rows < len(self):
            with (self.folder / VECTORS).open("r+b") as file:
                file.truncate(2 * self.dimension * rows)
            self.codes = None
            self._keep_up()

    def _keep_up(self) -> None:
        """Codes for the rows that have none yet."""
        count = len(self)
        if not self.coded or (self.codes is None and count < EXACT_BELOW):
            return
        if self.codes is None or count >= GROWN * self.learned_on:
            self.codes, self.learned_on = self._learned(count), count
        for start in range(self.codes.ntotal, count, CHUNK):
            self.codes.add(self.compared(np.arange(start, min(start + CHUNK, count))))

    def _learned(self, count: int) -> Any:
        import faiss

        codes: Any = faiss.index_factory(self.dimension, SPEC, faiss.METRIC_INNER_PRODUCT)
        rows = np.random.default_rng(0).choice(count, min(TRAINING, count), replace=False)
        codes.train(self.compared(np.sort(rows)))
        return codes

    def flush(self) -> None:
        """Writes the codes; the vectors are on disk already, and codes that were not written are made again at ``open``."""
        if self.codes is not None:
            import faiss

            faiss.write_index(self.codes, str(self.folder / CODES))
            self._write_facts()

    def _write_facts(self) -> None:
        told = {"dimension": self.dimension, "coded": self.coded, "learned_on": self.learned_on, "mean": [float(x) for x in self.mean]}
        (self.folder / FACTS).write_text(json.dumps(told), "utf-8")

    def nearest(self, queries: Matrix, k: int, top: int = 5) -> tuple[Rows, Matrix]:
        """The k rows with the highest mean of their ``top`` inner products with the queries, best first, and those means."""
        rows = self._candidates(queries, max(k, WIDTH))
        if not len(rows):
            return rows, np.zeros(0, np.float32)
        scores = mean_of_top(centred_products(queries, self.vectors[rows], self.mean).T, top)
        order = np.argsort(-scores)[:k]
        return rows[order], scores[order]

    def _candidates(self, queries: Matrix, width: int) -> Rows:
        if self.codes is None:
            return np.arange(len(self), dtype=np.intp)
        products, found = self.codes.search(drawn_together(queries, ASKED), min(width, len(self)))
        best_first = found.ravel()[np.argsort(-products, axis=None)]
        rows, places = np.unique(best_first, return_index=True)
        kept = rows[np.sort(np.argpartition(places, RANKED)[:RANKED])] if len(rows) > RANKED else rows
        return kept[kept >= 0].astype(np.intp)


def drawn_together(queries: Matrix, count: int) -> Matrix:
    """Unit vectors in the middle of like queries, at most ``count``: what is near to several of them is near to their middle."""
    queries = np.ascontiguousarray(queries, dtype=np.float32)
    if len(queries) <= count:
        return queries
    import faiss

    groups = faiss.Kmeans(queries.shape[1], count, niter=8, seed=0, spherical=True, min_points_per_centroid=1)
    groups.train(queries)
    middle: Matrix = np.asarray(groups.centroids, dtype=np.float32)
    return middle


def mean_of_top(products: Matrix, top: int) -> Matrix:
    """Row-wise mean of the ``top`` highest."""
    k = min(top, products.shape[1])
    out: Matrix = np.partition(products, products.shape[1] - k, axis=1)[:, -k:].mean(axis=1)
    return out


def recall(found: Sequence[int], exact: Sequence[int]) -> float:
    return len(set(map(int, found)) & set(map(int, exact))) / max(len(exact), 1)
