"""The columns in which a person decides: what is right, right or wrong, who said so, and the row's hidden key."""

from __future__ import annotations

import json
from dataclasses import dataclass

from outputs.corrections.records import Decision, Decisions, Verdict
from outputs.corrections.shown import NOTHING, concerns, who
from outputs.corrections.subjects import STATUS_WORDS, Kind, kind_of
from outputs.wording import printable
from outputs.workbook.tables import Cell, Column, Format, Tone

RIGHT, WRONG = "正", "誤"
CORRECTION_HEADING, VERDICT_HEADING, STATUS_HEADING = "修正値", "確認（正・誤）", "区分の修正"
RECORD_HEADING, KEY_HEADING = "修正の記録", "鍵（消さないでください）"
CORRECTION = Column(CORRECTION_HEADING, 30, open=True)
AMOUNT = Column(CORRECTION_HEADING, 18, Format.YEN, open=True)
GRADE = Column(CORRECTION_HEADING, 9, Format.COUNT, ("0", "1", "2", "3"), open=True)
STATUS = Column(STATUS_HEADING, 10, choices=tuple(STATUS_WORDS), open=True)
VERDICT = Column(VERDICT_HEADING, 14, choices=(RIGHT, WRONG), open=True)
RECORD = Column(RECORD_HEADING, 24)
KEY = Column(KEY_HEADING, 10, hidden=True)
LONGEST_KEY = 30_000
NUMBERS = {Kind.YEN, Kind.COUNT, Kind.GRADE}

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row is about, whatever becomes of its place; ``given`` and ``verdict`` are as the workbook was written."""

    sha256: str
    name: str
    subject: str
    machine_value: str | None
    given: str
    verdict: str
    status: str | None = None  # of a facility: the machine's
    given_status: str = ""

    def as_text(self) -> str:
        return json.dumps([getattr(self, field) for field in self.__slots__], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> RowKey:
        """Raises ValueError where it is no key."""
        told = json.loads(text)
        if not isinstance(told, list) or len(told) != len(cls.__slots__):
            raise ValueError("no key")
        return cls(*told)


def correction_cell(d: Decision | None, machine_value: str | None) -> Cell:
    """What is right, where it is not what the machine says."""
    if d is None or not concerns(d, machine_value) or d.verdict is Verdict.WRONG or d.value == machine_value:
        return Cell(None, tone=Tone.OPEN)
    if d.value is None:
        return Cell(NOTHING, tone=Tone.OPEN)
    kind = kind_of(d.subject)
    if kind is Kind.STATUS:
        return Cell(next((word for word, status in STATUS_WORDS.items() if status == d.value), d.value), tone=Tone.OPEN)
    value = int(d.value) if kind in NUMBERS else float(d.value) if kind is Kind.NUMBER else printable(d.value)
    return Cell(value, tone=Tone.OPEN)


def verdict_cell(d: Decision | None, machine_value: str | None) -> Cell:
    if d is None or not concerns(d, machine_value):
        return Cell(None, tone=Tone.OPEN)
    return Cell(RIGHT if d.verdict is not Verdict.WRONG and d.value == machine_value else WRONG, tone=Tone.OPEN)


def review(decisions: Decisions, subject: str, machine_value: str | None) -> Row:
    """修正値, 確認, 修正の記録."""
    d = decisions.get(subject)
    record = Cell(who(d) if d is not None and concerns(d, machine_value) else None)
    return correction_cell(d, machine_value), verdict_cell(d, machine_value), record


def key_cell(sha256: str, name: str, decisions: Decisions, subject: str, machine_value: str | None, status: str | None = None) -> Cell:
    """The hidden key; none for a value too long to be reviewed in a workbook."""
    value, verdict, _ = review(decisions, subject, machine_value)
    given_status = correction_cell(decisions.get(f"{subject}.status"), status)
    given = "" if value.value is None else str(value.value)
    key = RowKey(sha256, name, subject, machine_value, given, str(verdict.value or ""), status, str(given_status.value or ""))
    text = printable(key.as_text())
    return Cell(text if len(text) <= LONGEST_KEY else None)
