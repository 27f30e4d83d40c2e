"""An approximate index for millions of programmes: product-quantised codes in memory, half-precision vectors on disk.

What is sought is the highest mean of the five best products with a proposal's fifty passages: the highest product with the
mean of any five of them. Which fives matter is read off an even sample of the rows, kept in memory; drawn together into eight
they are what the codes are asked with, and what they find is ranked exactly with all passages.

Chosen by measuring (``tests/bench/overlap.py``): of the exact fifty of a million, 43 proposals, eight such means with 3,000
neighbours each find 99.6 % (the worst 90 %) in 67 ms of one core, twelve 99.8 % in 92 ms; the passages themselves, drawn
together into 24, found 98.4 % (the worst 82 %) in 205 ms. Coarser codes: ``PQ96`` 97.6 %, ``PQ64`` 90 % (ten proposals,
twelve means). Graph indexes (usearch, hnswlib) found 64–90 % at 30,000 and took minutes to build, cells (faiss ``IVF512``)
73–96 % at 300,000, both asked with the passages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.overlap.likeness import centred, centred_products, mean_of_top

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]
SPEC = "PQ192x4fs"
CODES, VECTORS, FACTS = "codes.faiss", "vectors.f16", "index.json"
ASKED = 8  # means of passages the codes are asked with
SAMPLE = 16_000  # rows in memory that tell which passages go together
TELLING = 200  # of those, the best
TRAINING = 100_000
GROWN = 4  # times as many as when the codes were learned: they are learned anew
CHUNK = 50_000
WIDTH = 3_000  # neighbours each of them contributes
RANKED = 12_000  # of those, nearest to any, are ranked exactly
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
    _mapped: NDArray[np.float16] | None = None
    _sampled: Matrix | None = None

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
        """All vectors, memory-mapped: n × dimension. Mapped once, and again where the file has grown."""
        count = len(self)
        if not count:
            return np.zeros((0, self.dimension), np.float16)
        if self._mapped is None or len(self._mapped) != count:
            mapped = np.memmap(self.folder / VECTORS, np.float16, "r", shape=(count, self.dimension))
            self._mapped, self._sampled = np.asarray(mapped), None
        return self._mapped

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
            self._mapped = self._sampled = None
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
        rows = self._candidates(queries, max(k, WIDTH), top)
        if not len(rows):
            return rows, np.zeros(0, np.float32)
        scores = mean_of_top(centred_products(queries, self.vectors[rows], self.mean), top)
        order = np.argsort(-scores)[:k]
        return rows[order], scores[order]

    def _candidates(self, queries: Matrix, width: int, top: int) -> Rows:
        if self.codes is None:
            return np.arange(len(self), dtype=np.intp)
        asked = telling_means(queries, self._sample(), top)
        products, found = self.codes.search(asked, min(width, len(self)))
        best_first = found.ravel()[np.argsort(-products, axis=None)]
        rows, places = np.unique(best_first, return_index=True)
        kept = rows[np.sort(np.argpartition(places, RANKED)[:RANKED])] if len(rows) > RANKED else rows
        return kept[kept >= 0].astype(np.intp)

    def _sample(self) -> Matrix:
        """Evenly taken rows as they are compared."""
        count = len(self.vectors)
        if self._sampled is None:
            self._sampled = self.compared(np.unique(np.linspace(0, count - 1, min(SAMPLE, count)).astype(np.intp)))
        return self._sampled


def telling_means(queries: Matrix, sample: Matrix, top: int, count: int = ASKED) -> Matrix:
    """At most ``count`` vectors whose highest product with a row is near the mean of its ``top`` highest with the queries.

    They are means of ``top`` queries each, those of the best rows of the sample, drawn together.
    """
    if len(queries) <= top:
        return np.ascontiguousarray(queries.mean(axis=0, keepdims=True), dtype=np.float32)
    products = sample @ queries.T
    scores = mean_of_top(products.T, top)
    best = np.argpartition(scores, max(len(scores) - TELLING, 0))[-TELLING:]
    chosen = np.argpartition(products[best], len(queries) - top, axis=1)[:, -top:]
    means: Matrix = queries[np.unique(np.sort(chosen, axis=1), axis=0)].mean(axis=1)
    return drawn_together(means, count)


def drawn_together(points: Matrix, count: int, rounds: int = 8) -> Matrix:
    """At most ``count`` means of like points (k-means, begun with evenly taken points)."""
    if len(points) <= count:
        return np.ascontiguousarray(points, dtype=np.float32)
    middles = points[np.linspace(0, len(points) - 1, count).astype(np.intp)]
    for _ in range(rounds):
        nearest = (2 * points @ middles.T - (middles**2).sum(axis=1)).argmax(axis=1)
        middles = np.stack([points[nearest == i].mean(axis=0) if (nearest == i).any() else middles[i] for i in range(count)])
    return np.ascontiguousarray(middles, dtype=np.float32)


def recall(found: Sequence[int], exact: Sequence[int]) -> float:
    return len(set(map(int, found)) & set(map(int, exact))) / max(len(exact), 1)
