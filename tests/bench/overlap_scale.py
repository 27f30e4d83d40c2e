"""A list of a million programmes made of real ones: what its import costs, and a proposal's overlaps with it.

A row takes its name, summary and years from two real programmes, and one row in two lies in a prefecture. Its vectors are real
ones resampled (two mixed, a little noise), so that nothing is embedded: the time is that of everything else, and what
embedding would cost is measured on a sample of the rows.
"""

from __future__ import annotations

import csv
import gc
import resource
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.programme_import import STORED, import_file, import_files
from corpus.programmes import Programme, load_embedded, programme_text
from corpus.regions import prefecture_blocs
from models.embedding import Embedder
from models.overlap import OverlapModel, ProgrammeStore, ProposalProfile, build_index, compare, decide
from models.overlap.ann import recall
from models.overlap.index import short_text
from models.overlap.likeness import background, mean_of_top, proposal_vectors
from outputs.programme_list import programmes_csv

Matrix = NDArray[np.float32]
SAMPLE = 400  # rows embedded to measure what embedding costs
WRITTEN = 20_000
REPEATS = 3


class Resampled(Embedder):
    """Gives real vectors, two mixed, in place of computed ones; ``seconds`` it took itself."""

    def __init__(self, real: Embedder, vectors: Matrix) -> None:
        super().__init__(real.settings)
        self.mean, self.moved = vectors.mean(axis=0), vectors - vectors.mean(axis=0)
        self.random, self.seconds, self.texts = np.random.default_rng(0), 0.0, 0
        self.real = real

    def encode(self, texts: Sequence[str], kind: Any = "query", *, keep: bool = True) -> Matrix:
        if keep:  # the background's fields
            return self.real.encode(texts, kind)
        started = time.process_time()
        first, second = (self.moved[self.random.integers(0, len(self.moved), len(texts))] for _ in range(2))
        mixed = first + 0.4 * second + 0.01 * self.random.standard_normal(first.shape, dtype=np.float32) + self.mean
        out: Matrix = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
        self.seconds += time.process_time() - started
        self.texts += len(texts)
        return out


def write_list(path: Path, real: Sequence[Programme], rows: int) -> None:
    random = np.random.default_rng(1)
    places = list(prefecture_blocs())
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, rows, WRITTEN):
            made = [_mixed(i, real, random, places) for i in range(start, min(start + WRITTEN, rows))]
            head, _, body = programmes_csv(made).partition("\n")
            file.write(body if start else f"{head}\n{body}")


def _mixed(i: int, real: Sequence[Programme], random: np.random.Generator, places: Sequence[str]) -> Programme:
    a, b = (real[int(k)] for k in random.integers(0, len(real), 2))
    place = places[int(random.integers(len(places)))] if random.random() < 0.5 else ""
    half = len(a.summary) // 2
    return replace(
        a, id=str(i), name=f"{a.name}（{b.name[:12]}）", prefecture=place, region="", summary=a.summary[:half] + b.summary[half:]
    )


def import_costs(file: Path, folder: Path, embedder: Embedder, real: Matrix) -> None:
    """Prints CPU seconds a 1,000 rows: reading and checking, keeping, embedding; and the whole over embedding alone."""
    stub = Resampled(embedder, real)
    started = time.process_time()
    (result,) = import_files([file])
    read = time.process_time() - started
    started = time.process_time()
    store = ProgrammeStore.create(folder, stub)
    store.add(result.programmes, result.version, stub)
    kept = time.process_time() - started - stub.seconds
    rows = len(result.programmes)
    sample = result.programmes[:: max(1, rows // SAMPLE)]
    started = time.process_time()
    fresh = Embedder(embedder.settings)
    fresh.backend  # noqa: B018  loaded before the clock starts
    started = time.process_time()
    fresh.encode([programme_text(p) for p in sample])
    fresh.encode([short_text(p) for p in sample])
    embedding = (time.process_time() - started) / len(sample) * rows
    per = 1000 / rows
    print(f"{rows:,} programmes ({len(result.duplicates):,} doubles left out); CPU seconds a 1,000 rows:")
    print(f"  reading and checking {read * per:.2f}, keeping (rows, vectors, codes) {kept * per:.2f}")
    print(f"  embedding {embedding * per:.1f} (measured on {len(sample)} rows)")
    print(f"  import over embedding alone: {(read + kept + embedding) / embedding:.3f}")
    print(f"  most memory during the import {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


def query_costs(folder: Path, embedder: Embedder, proposals: Sequence[tuple[str, ProposalProfile]]) -> None:
    """Prints what each proposal's overlaps cost, from profile to verdicts, and the recall of the fifty nearest against exact search.

    Its passages are embedded and the models loaded before; the list has not seen the proposal yet. The first proposal pays for
    what is read once. With OMP_NUM_THREADS=1 times are those of one core, as in a run's worker processes.
    """
    index, model = build_index(load_embedded(), embedder), OverlapModel.load()
    before = _anonymous()
    store = ProgrammeStore.open(folder, embedder.id)
    ground = background(embedder)
    print(f"{len(store):,} programmes")
    gc.freeze()  # as a run's worker processes do once they have loaded
    costs, recalls = [], []
    for name, profile in proposals:
        alone, _ = _timed(lambda p=profile: decide(compare(p, index, embedder), model), REPEATS)  # embeds and keeps its passages
        whole, verdicts = _timed(lambda p=profile: decide(compare(p, index, embedder, (store,)), model))
        vectors = proposal_vectors(embedder.encode([p.text for p in profile.focus]), embedder.encode(profile.phrases), ground)
        nearest, rows = _timed(lambda v=vectors: store.texts.nearest(v.focus, 50)[0], REPEATS)
        costs.append(whole)
        recalls.append(recall(rows, _exact(store, vectors.focus)))
        print(f"{name}: {len(verdicts)} verdicts in {_told(whole)}, with the embedded list alone in {_told(alone)}")
        print(f"  nearest 50 in {_told(nearest)}, recall {recalls[-1]:.3f}")
    print(f"first {_told(costs[0])}, then median {_told(np.median(costs[1:], axis=0))}, most {_told(np.max(costs[1:], axis=0))}")
    print(f"recall {np.mean(recalls):.4f}, least {min(recalls):.2f}")
    print(f"memory of the open list {_anonymous() - before:.2f} GB, beside files mapped")


def _timed(work: Any, repeats: int = 1) -> tuple[tuple[float, float], Any]:
    """The median (CPU, wall) in ms."""
    times = []
    for _ in range(repeats):
        cpu, wall = time.process_time(), time.perf_counter()
        out = work()
        times.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))
    cpu, wall = (sorted(t[i] for t in times)[repeats // 2] for i in (0, 1))
    return (cpu, wall), out


def _told(cost: Sequence[float] | NDArray[np.float64]) -> str:
    return f"{cost[0]:.0f} ms CPU ({cost[1]:.0f} ms)"


def _exact(store: ProgrammeStore, queries: Matrix, count: int = 50) -> list[int]:
    scores = [
        mean_of_top(queries @ store.texts.compared(np.arange(s, min(s + 50_000, len(store.texts)))).T, 5)
        for s in range(0, len(store.texts), 50_000)
    ]
    return [int(i) for i in np.argsort(-np.concatenate(scores))[:count]]


def _anonymous() -> float:
    """Memory of this process that is no file's, in GB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1e6
    return 0.0


def measure(proposals: Sequence[tuple[str, ProposalProfile]], real_file: Path, rows: int, folder: Path, embedder: Embedder) -> None:
    """Makes and imports the list where ``folder`` does not hold it yet, then compares."""
    if not (folder / STORED).exists():
        csv.field_size_limit(10_000_000)
        real = [*import_file(real_file, strict=False).programmes, *load_embedded()]
        vectors = embedder.encode([programme_text(p) for p in real])
        folder.mkdir(parents=True, exist_ok=True)
        write_list(folder / "list.csv", real, rows)
        import_costs(folder / "list.csv", folder, embedder, vectors)
    query_costs(folder, embedder, proposals)
