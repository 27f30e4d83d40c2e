"""Makes ``models/data/e5_lean.npz``: python -m models.lean TEXTS [TEXTS…] [--units 768] [--heads 7 7 7 8 …] [--steps 175].

TEXTS: files with one Japanese sentence a line, and folders of proposals (PDF), whose passages count. First feed-forward units
go, then heads, and what is left is tuned after each. Takes an hour on two cores. Learned models that rest on the vectors are to
be fitted anew afterwards (``shitayomi learn``).
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.passages import passages
from extractors.pdf import read_document
from models.criteria.similarity import section_text
from models.e5_carrier import prepare_default_model
from models.e5_lean import LEAN_FILE, save_lean
from models.embedding import DEFAULT
from models.lean.student import lean_student
from models.lean.tuning import tune

HEADS = (7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 10, 12)  # of 12; the further up, the more a head's loss costs
FITTED = 5000  # texts that the layers are fitted on, before more serve for tuning
AT_MOST = 4  # times as many texts of a source as the smallest source has


def texts_of(source: Path) -> Iterator[str]:
    """The sentences of a file, or the passages and headings of a folder's proposals."""
    if not source.is_dir():
        yield from source.read_text(encoding="utf-8").splitlines()
        return
    for pdf in sorted(source.glob("*.pdf")):
        for passage in passages(read_document(pdf)):
            yield from (passage.text, section_text(passage))


def even(groups: list[list[str]], count: int) -> list[str]:
    """About ``count`` texts, the same number of each group as far as it has them."""
    share = max(1, count // max(len(groups), 1))
    return [text for group in groups for text in group[:: max(1, len(group) // share)][:share]]


def changed(student: Any, teacher: Any) -> dict[str, Any]:
    """The student's tensors that are not the teacher's."""
    theirs = teacher.state_dict()
    own = student.state_dict()
    return {name: t.numpy() for name, t in own.items() if t.shape != theirs[name].shape or not t.equal(theirs[name])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--units", type=int, default=768)
    parser.add_argument("--heads", type=int, nargs="+", default=HEADS, help="of each layer")
    parser.add_argument("--steps", type=int, default=175, help="of each tuning")
    parser.add_argument("--out", type=Path, default=LEAN_FILE)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    from tokenizers import Tokenizer
    from transformers import AutoModel

    folder = prepare_default_model()
    teacher: Any = AutoModel.from_pretrained(folder).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(DEFAULT.max_tokens)
    groups = [sorted({DEFAULT.query_prefix + text for text in texts_of(source) if text.strip()}) for source in args.texts]

    def tokens(texts: list[str]) -> list[list[int]]:
        return [encoding.ids for encoding in tokenizer.encode_batch(texts)]

    fitted = tokens(even(groups, FITTED))
    tuned = tokens(even(groups, AT_MOST * min(len(group) for group in groups) * len(groups)))
    student = None
    for heads in ([teacher.config.num_attention_heads] * len(args.heads), args.heads):
        student = lean_student(teacher, fitted, args.units, heads, student)
        tune(student, teacher, tuned, args.steps)
    save_lean(changed(student, teacher), args.out)


if __name__ == "__main__":
    main()
