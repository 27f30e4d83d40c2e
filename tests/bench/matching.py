"""How fast proposals are matched, against the plain ``encode`` of all their passages in document order, in the same run.

    python -m tests.bench.matching FOLDER [--proposals 100] [--precision int8|float32|bfloat16]

Proposals are read first (not timed). The plain side is sentence-transformers as it comes, in float32, one call a proposal.
The matching side includes every feature and the vectors of the sections. The sides take turns, proposal by proposal. Both
start without vectors, and no text comes twice: where the folder has fewer PDFs, they are repeated with the characters of every
passage rotated. On a busy machine the computing time tells more than the clock.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from corpus.rubrics import load_rubric
from extractors.passages import Passage, passages
from extractors.pdf import read_document
from models.criteria.features import featurise_passages
from models.embedding import EmbeddingSettings, load_embedder, load_sentence_transformer

Proposal = tuple[Passage, ...]


@dataclass
class Spent:
    """Seconds by the clock, and of this process's computing, all threads."""

    clock: float = 0.0
    computing: float = 0.0

    @contextmanager
    def counting(self) -> Iterator[None]:
        clock, computing = time.perf_counter(), time.process_time()
        yield
        self.clock += time.perf_counter() - clock
        self.computing += time.process_time() - computing


def compared(proposals: Sequence[Proposal], settings: EmbeddingSettings) -> tuple[Spent, Spent]:
    """The plain side and the matching side, by turns, proposal by proposal: a machine's speed drifts."""
    rubric = load_rubric()
    model = load_sentence_transformer(EmbeddingSettings(precision="float32"))
    plain, matched = Spent(), Spent()
    with tempfile.TemporaryDirectory() as folder:
        embedder = load_embedder(settings, folder=Path(folder))
        model.encode(["query: 準備"])
        featurise_passages(proposals[0][:1], rubric, embedder)  # the model and the rubric's own vectors
        for units in proposals:
            with plain.counting():
                model.encode([f"query: {p.text}" for p in units], normalize_embeddings=True, show_progress_bar=False)
            with matched.counting():
                featurise_passages(units, rubric, embedder)
    return plain, matched


def enough(read: Sequence[Proposal], wanted: int) -> list[Proposal]:
    """``wanted`` proposals, the later ones those read with other texts of the same length."""
    found: list[Proposal] = []
    for turn in count():
        for proposal in read:
            if len(found) == wanted:
                return found
            found.append(tuple(_rotated(p, turn) for p in proposal))
    return found


def _rotated(passage: Passage, turns: int) -> Passage:
    """The passage with its characters, and those of its headings, moved round."""
    if not turns:
        return passage

    def turned(text: str) -> str:
        return text[turns % max(len(text), 1) :] + text[: turns % max(len(text), 1)]

    placed = replace(passage.placed, text=turned(passage.quote))
    return replace(passage, placed=placed, section=tuple(map(turned, passage.section)), context=turned(passage.context))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--proposals", type=int, default=100, help="the folders' PDFs are repeated up to this number")
    parser.add_argument("--precision", default="", choices=["", "int8", "float32", "bfloat16"])
    args = parser.parse_args()
    read = [passages(read_document(p)) for folder in args.folder for p in sorted(folder.glob("*.pdf"))]
    proposals = enough([r for r in read if r], args.proposals)
    settings = EmbeddingSettings(precision=args.precision)
    plain, matched = compared(proposals, settings)
    print(f"{len(proposals)} proposals ({len(read)} PDFs), {settings.backend}")
    for what, a, b in (("clock", plain.clock, matched.clock), ("computing time", plain.computing, matched.computing)):
        print(f"  {what}: plain {a:.1f} s, matched {b:.1f} s, {a / b:.2f}×")


if __name__ == "__main__":
    main()
