"""The rows of a reviewed workbook as people left them: re-sorted, filtered, with lines added."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from outputs.corrections.errors import CorrectionsError
from outputs.corrections.subjects import plain_text
from outputs.workbook.review import CORRECTION_HEADING, KEY_HEADING, STATUS_HEADING, VERDICT_HEADING

# sheet → the column that shows the machine's value
SHEETS = {"項目": "値", "施設": "施設名", "年度別予算": "事業費（円）", "評価項目": "記載の程度"}
PROPOSAL_HEADING, LABEL_HEADING = "提案", "項目"
HEAD_WITHIN = 12  # rows in which the headings are looked for


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row with anything in it. ``number`` counts as the spreadsheet does."""

    sheet: str
    number: int
    proposal: str
    label: str
    shown: str  # what stands in the machine's column
    correction: str
    status: str
    verdict: str
    key: str

    @property
    def place(self) -> str:
        return f"「{self.sheet}」シートの{self.number}行目"

    @property
    def decided(self) -> bool:
        return bool(self.correction or self.status or self.verdict)


def review_rows(file: Path) -> tuple[ReviewRow, ...]:
    """All rows of the sheets people decide in.

    Raises:
        CorrectionsError: no workbook, or one without these sheets and columns.
    """
    book = _open(file)
    missing = [name for name in SHEETS if name not in book.sheetnames]
    if len(missing) == len(SHEETS):
        raise CorrectionsError(file.name, [f"下読みの一覧表（review.xlsx）ではありません。シート「{'」「'.join(SHEETS)}」がありません。"])
    faults: list[str] = []
    rows = [row for name in SHEETS if name not in missing for row in _rows(book[name], faults)]
    if faults:
        raise CorrectionsError(file.name, faults)
    return tuple(rows)


def last_editor(file: Path) -> str:
    """Who saved the workbook last, as the spreadsheet program wrote it; "" where it did not."""
    return (_open(file).properties.lastModifiedBy or "").strip()


def _open(file: Path) -> Workbook:
    try:
        return load_workbook(file, data_only=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise CorrectionsError(file.name, ["Excelブック（.xlsx）として開けません。ファイル名と保存形式を確かめてください。"]) from error


def _rows(sheet: Worksheet, faults: list[str]) -> Iterator[ReviewRow]:
    heads, start = _heads(sheet)
    absent = [h for h in (PROPOSAL_HEADING, SHEETS[sheet.title], CORRECTION_HEADING, VERDICT_HEADING, KEY_HEADING) if h not in heads]
    if absent:
        faults.append(f"「{sheet.title}」シートに見出し「{'」「'.join(absent)}」の列がありません。見出しと列を元に戻してください。")
        return
    for number, values in enumerate(sheet.iter_rows(min_row=start + 1, values_only=True), start + 1):
        told = {h: plain_text(values[i]) for h, i in heads.items() if i < len(values)}
        if any(told.values()):
            yield _row(sheet.title, number, told)


def _row(sheet: str, number: int, told: dict[str, str]) -> ReviewRow:
    shown = told.get(SHEETS[sheet], "")
    wanted = (PROPOSAL_HEADING, LABEL_HEADING, CORRECTION_HEADING, STATUS_HEADING, VERDICT_HEADING, KEY_HEADING)
    proposal, label, correction, status, verdict, key = (told.get(h, "") for h in wanted)
    return ReviewRow(sheet, number, proposal, label, shown, correction, status, verdict, key)


def _heads(sheet: Worksheet) -> tuple[dict[str, int], int]:
    """Heading → column (0-based), and the row they stand in; people may have put rows above."""
    for number, values in enumerate(sheet.iter_rows(max_row=HEAD_WITHIN, values_only=True), 1):
        heads = {plain_text(v): i for i, v in reversed(list(enumerate(values))) if v is not None}
        if PROPOSAL_HEADING in heads:
            return heads, number
    return {}, 0
