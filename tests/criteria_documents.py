"""Hand-made documents, a stand-in embedder and a small rubric for the criteria tests."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.rubric_schema import parse_rubric
from corpus.rubrics import Rubric
from extractors.document import Block, BlockKind, Box, Cell, Document, PlacedText, Table
from extractors.values import Evidence
from models.assessment import CriterionResult
from models.embedding import Kind

DIMENSION = 256


def placed(text: str, page: int = 1, top: float = 100.0) -> PlacedText:
    """Characters 10 points wide on one line."""
    n = len(text)
    lefts = [50.0 + 10 * i for i in range(n)]
    rights, tops, bottoms = [x + 10 for x in lefts], [top] * n, [top + 10] * n
    return PlacedText.of(text, array("H", [page] * n), array("f", lefts), array("f", tops), array("f", rights), array("f", bottoms))


def paragraph(text: str, *section: str, page: int = 1) -> Block:
    return Block(BlockKind.PARAGRAPH, placed(text, page), section=section)


def table(rows: Sequence[Sequence[str]], *section: str, form: bool = False, page: int = 1) -> Block:
    """A grid under its first row, or a form of label and value."""
    cells = tuple(
        Cell(
            r, c, placed(text, page, 100.0 + 20 * r), Box(0, 0, 1, 1), page,
            is_header=not form and r == 0, is_label=form and c == 0,
        )
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )  # fmt: skip
    text = "\n".join("\t".join(row) for row in rows)
    return Block(BlockKind.TABLE, placed(text, page), section=section, table=Table(cells, len(rows), len(rows[0]), is_form=form))


def document(*blocks: Block) -> Document:
    return Document("sample.pdf", "0" * 64, blocks=blocks)


class BigramEmbedder:
    """Texts to unit vectors of hashed character bigrams: deterministic, no model."""

    id = "bigrams"

    def encode(self, texts: Sequence[str], kind: Kind = "query") -> NDArray[np.float32]:
        out = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in zip(out, texts, strict=True):
            row[0] = 1e-3
            for a, b in pairwise(text):
                row[(ord(a) * 31 + ord(b)) % DIMENSION] += 1
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)


def small_rubric(**changes: object) -> Rubric:
    """Two scored sections (60 and 40), one gate, one flag."""
    data = {
        "id": "small",
        "title": "小さな視点",
        "version": "1",
        "source": "試験",
        "sections": [
            {"id": "G", "title": "基本要件", "role": "gate", "criteria": [criterion("G.1", "中核機関")]},
            {
                "id": "A", "title": "技術", "role": "scored", "weight": 60,
                "criteria": [{**criterion("A.1", "特許"), "weight": 2}, criterion("A.2", "市場")],
            },
            {"id": "B", "title": "体制", "role": "scored", "weight": 40, "criteria": [criterion("B.1", "研究会")]},
            {"id": "F", "title": "留意事項", "role": "flag", "criteria": [criterion("F.1", "海外")]},
        ],
    }  # fmt: skip
    return parse_rubric("small.yaml", {**data, **changes})


def criterion(name: str, word: str) -> dict[str, object]:
    return {
        "id": name,
        "title": f"{word}の状況",
        "page": 1,
        "viewpoints": [f"{word}の件数を示す。", f"{word}の実績がある。", f"{word}を今後検討する。"],
        "cues": [word],
        "headings": [word],
        "aspects": [{"name": f"{word}の数", "facts": ["count"]}, {"name": "担当者", "facts": ["person"]}],
        "question": f"{word}の記載が見当たりません。",
    }


def result(name: str, grade: int, *spread: float, missing: str = "") -> CriterionResult:
    certain = tuple(float(g == grade) for g in range(4))
    probabilities = spread if len(spread) == 4 else certain
    evidence = (Evidence("本文の一節である。", 4, None),) if grade else ()
    a, b, c, d = probabilities
    return CriterionResult(name, grade, probabilities[grade], evidence, (a, b, c, d), missing=missing)


def graded(**grades: int) -> tuple[CriterionResult, ...]:
    """Sure results for the small rubric; a criterion not given has grade 0."""
    names = {"G1": "G.1", "A1": "A.1", "A2": "A.2", "B1": "B.1", "F1": "F.1"}
    return tuple(result(names[k], grades.get(k, 0)) for k in names)
