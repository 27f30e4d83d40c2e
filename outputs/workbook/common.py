"""What the sheets share: a proposal with its links, columns, cells for values, confidence and place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractors.values import Evidence, Value
from models.assessment import Assessment
from outputs.checking import needs_check
from outputs.corrections.machine import machine_values
from outputs.corrections.records import NONE, Decisions
from outputs.wording import display
from outputs.workbook.review import key_cell, review
from outputs.workbook.tables import Cell, Column, Format, Links, Tone

PROPOSAL = Column("提案", 22)
CONFIDENCE = Column("確からしさ", 10, Format.PERCENT)
CHECK = Column("要確認", 9)
PAGE = Column("ページ", 9, Format.COUNT)
QUOTE = Column("引用", 60)

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Listed:
    """One proposal of the workbook with what people decided about it."""

    name: str
    assessment: Assessment
    links: Links
    decisions: Decisions = field(default_factory=lambda: NONE)

    @property
    def first(self) -> Cell:
        return Cell(self.name, self.links.packet)

    @cached_property
    def told(self) -> dict[str, str]:
        """Subject → the machine's value."""
        return machine_values(self.assessment)

    def review(self, subject: str) -> Row:
        """修正値, 確認, 修正の記録 of a value."""
        return review(self.decisions, subject, self.told.get(subject))

    def key(self, subject: str) -> Cell:
        """The hidden key of the row of a value."""
        status = self.told.get(f"{subject}.status")
        return key_cell(self.assessment.document.sha256, self.name, self.decisions, subject, self.told.get(subject), status)


def absent() -> Cell:
    return Cell(display().not_found, tone=Tone.ABSENT)


def text(value: str | None) -> Cell:
    return Cell(value) if value else Cell(None)


def told(value: Value[str] | None, field: str) -> Cell:
    return absent() if value is None else Cell(value.value, tone=Tone.CHECK if needs_check(value.confidence, field) else Tone.PLAIN)


def sure(confidence: float, check: bool) -> Row:
    mark = Cell(display().check, tone=Tone.CHECK) if check else Cell(None)
    return Cell(confidence), mark


def where(p: Listed, evidence: Sequence[Evidence]) -> Row:
    """Page (linked to the PDF) and quote of the best passage."""
    if not evidence:
        return Cell(None), Cell(None)
    best = evidence[0]
    return Cell(best.page or None, p.links.page(best.page)), Cell(best.quote)


def each(proposals: Sequence[Listed], rows: Callable[[Listed], Iterable[Row]]) -> tuple[Row, ...]:
    return tuple((p.first, *row) for p in proposals for row in rows(p))
