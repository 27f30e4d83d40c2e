"""How fast proposals are matched, against the plain ``encode`` of all their passages in document order, in the same run.

    python -m tests.bench.matching FOLDER [--proposals 100] [--precision float32|bfloat16|int8]

Proposals are read first (not timed). Both sides start without vectors; the matching side includes every feature.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from corpus.rubrics import load_rubric
from extractors.passages import Passage, passages
from extractors.pdf import read_document
from models.criteria.features import featurise_passages
from models.embedding import EmbeddingSettings, load_embedder


def plain_seconds(proposals: Sequence[Sequence[Passage]]) -> float:
    """One proposal after another, as they come, default batches."""
    model = load_embedder(cache=False).model
    model.encode(["query: 準備"])
    start = time.perf_counter()
    for units in proposals:
        model.encode([f"query: {p.text}" for p in units], normalize_embeddings=True, show_progress_bar=False)
    return time.perf_counter() - start


def matched_seconds(proposals: Sequence[Sequence[Passage]], settings: EmbeddingSettings) -> float:
    rubric = load_rubric()
    with tempfile.TemporaryDirectory() as folder:
        embedder = load_embedder(settings, folder=Path(folder))
        featurise_passages(proposals[0][:1], rubric, embedder)  # the model and the rubric's own vectors
        start = time.perf_counter()
        for units in proposals:
            featurise_passages(units, rubric, embedder)
        return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--proposals", type=int, default=100, help="the folder's PDFs are repeated up to this number")
    parser.add_argument("--precision", default="float32", choices=["float32", "bfloat16", "int8"])
    args = parser.parse_args()
    read = [passages(read_document(p)) for p in sorted(args.folder.glob("*.pdf"))]
    proposals = list(islice(cycle([r for r in read if r]), args.proposals))
    plain, matched = plain_seconds(proposals), matched_seconds(proposals, EmbeddingSettings(precision=args.precision))
    print(f"{len(proposals)} proposals ({len(read)} different): plain {plain:.1f} s, matched {matched:.1f} s, {plain / matched:.2f}×")


if __name__ == "__main__":
    main()
