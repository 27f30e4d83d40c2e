"""An index on disk for more programmes than fit in memory: built in chunks, grown by adding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.programmes import Programme, programme_text
from models.embedding import Embedder
from models.overlap.ann import VectorIndex
from models.overlap.index import ProgrammeIndex, short_text
from models.overlap.likeness import background

IN_PROCESS = 100_000  # up to so many programmes ``build_index`` scans exactly
CHUNK = 5_000
TEXTS, NAMES = "texts", "names"


def build_large_index(programmes: Sequence[Programme], embedder: Embedder, folder: Path) -> ProgrammeIndex:
    """The index of ``programmes`` under ``folder``. Those already there (the same rows first) are not embedded again."""
    texts, names = (_opened(folder / part, embedder, part == TEXTS) for part in (TEXTS, NAMES))
    for start in range(len(texts), len(programmes), CHUNK):
        chunk = programmes[start : start + CHUNK]
        names.add(embedder.encode([short_text(p) for p in chunk]))
        texts.add(embedder.encode([programme_text(p) for p in chunk]))
    texts.flush()
    lists = tuple(dict.fromkeys(p.list_name for p in programmes if p.list_name))
    return ProgrammeIndex(tuple(programmes), texts.vectors, names.vectors, embedder.id, lists, texts)


def _opened(folder: Path, embedder: Embedder, coded: bool) -> VectorIndex:
    if (folder / "index.json").exists():
        return VectorIndex.open(folder)
    return VectorIndex.create(folder, embedder.dimension, background(embedder).mean, coded)
