"""Past reviewers' scores: a table of proposal × criterion, CSV or Excel, wide or long.

Wide: the first column names the proposal, the other heads are criterion ids, an optional 総合 column holds the total.
Long: columns 提案 (proposal), 項目 (criterion), 点 (score), optional 委員 (reviewer). Several reviewers are averaged.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError
from corpus.rubrics import Rubric

PROPOSAL_HEADS = {"提案", "提案名", "提案書", "提案番号", "地域", "proposal", "name"}
CRITERION_HEADS = {"項目", "評価項目", "criterion"}
SCORE_HEADS = {"点", "得点", "評点", "採点", "score"}
TOTAL_HEADS = {"総合", "総合点", "合計", "total"}
REVIEWER_HEADS = {"委員", "評価委員", "reviewer"}
TOP_GRADE = 3


@dataclass(frozen=True)
class ReviewerScores:
    """``scores``: proposal → criterion id → mean score on the grades' scale 0–3; ``totals``: proposal → mean total as given."""

    scores: dict[str, dict[str, float]]
    totals: dict[str, float]
    scale: float  # the highest score given, which stands for grade 3


def load_reviewer_scores(path: Path, rubric: Rubric) -> ReviewerScores:
    """The table of a CSV (UTF-8 or Shift_JIS) or Excel file.

    Raises CorpusError with every fault: unknown criteria, scores that are no numbers, missing columns.
    """
    rows = [row for row in _rows(path) if any(row)]
    if len(rows) < 2:
        raise CorpusError(str(path), ["見出しの行と採点の行が必要です。"])
    heads = [h.strip() for h in rows[0]]
    reader = _Reader(rubric)
    if CRITERION_HEADS & set(heads):
        reader.long(heads, rows[1:])
    else:
        reader.wide(heads, rows[1:])
    if reader.faults:
        raise CorpusError(str(path), reader.faults)
    return reader.result()


class _Reader:
    def __init__(self, rubric: Rubric) -> None:
        self.ids = set(rubric.by_id)
        self.faults: list[str] = []
        self.found: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.totals: dict[str, list[float]] = defaultdict(list)

    def wide(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        unknown = [h for h in heads[1:] if h and h not in self.ids | TOTAL_HEADS | REVIEWER_HEADS]
        if unknown:
            self.faults.append(f"評価の視点にない列があります：{'、'.join(unknown)}")
        if not self.ids & set(heads):
            self.faults.append("評価項目の列（1.1 など）が一つもありません。")
        for number, row in enumerate(rows, 2):
            for head, cell in list(zip(heads, row, strict=False))[1:]:
                value = self.number(number, head, cell) if head in self.ids | TOTAL_HEADS else None
                if value is not None:
                    (self.totals[row[0].strip()] if head in TOTAL_HEADS else self.found[row[0].strip(), head]).append(value)

    def long(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        places = [next((i for i, h in enumerate(heads) if h in names), -1) for names in (PROPOSAL_HEADS, CRITERION_HEADS, SCORE_HEADS)]
        if min(places) < 0:
            self.faults.append("「提案」「項目」「点」の列が必要です。")
            return
        for number, row in enumerate(rows, 2):
            proposal, criterion, cell = (row[i].strip() if i < len(row) else "" for i in places)
            value = self.number(number, criterion, cell)
            if value is None:
                continue
            if criterion in TOTAL_HEADS:
                self.totals[proposal].append(value)
            elif criterion in self.ids:
                self.found[proposal, criterion].append(value)
            else:
                self.faults.append(f"{number}行目：評価項目「{criterion}」はありません。")

    def number(self, row: int, head: str, cell: str) -> float | None:
        if not cell.strip():
            return None
        try:
            value = float(cell)
        except ValueError:
            self.faults.append(f"{row}行目の{head}：「{cell}」は数ではありません。")
            return None
        if value < 0:
            self.faults.append(f"{row}行目の{head}：負の点（{cell}）は使えません。")
            return None
        return value

    def result(self) -> ReviewerScores:
        top = max((v for values in self.found.values() for v in values), default=0.0)
        scale = max(top, float(TOP_GRADE))
        scores: dict[str, dict[str, float]] = defaultdict(dict)
        for (proposal, criterion), values in self.found.items():
            scores[proposal][criterion] = sum(values) / len(values) * TOP_GRADE / scale
        return ReviewerScores(dict(scores), {p: sum(v) / len(v) for p, v in self.totals.items()}, scale)


def _rows(path: Path) -> list[list[str]]:
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        from openpyxl import load_workbook

        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        return [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return list(csv.reader(raw.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    raise CorpusError(str(path), ["文字コードが UTF-8 でも Shift_JIS でもありません。"])
