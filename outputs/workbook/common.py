"""What the sheets share: a proposal with its links, columns, cells for values, confidence and place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractors.values import Evidence, Value
from models.assessment import Assessment
from outputs.packet.entries import needs_check
from outputs.wording import display
from outputs.workbook.tables import Cell, Column, Format, Links, Tone

PROPOSAL = Column("提案", 22)
CONFIDENCE = Column("確からしさ", 10, Format.PERCENT)
CHECK = Column("要確認", 9)
PAGE = Column("ページ", 9, Format.COUNT)
QUOTE = Column("引用", 60)

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One proposal of the workbook."""

    name: str
    assessment: Assessment
    links: Links

    @property
    def first(self) -> Cell:
        return Cell(self.name, self.links.packet)


def absent() -> Cell:
    return Cell(display().not_found, tone=Tone.ABSENT)


def text(value: str | None) -> Cell:
    return Cell(value) if value else Cell(None)


def told(value: Value[str] | None) -> Cell:
    return absent() if value is None else Cell(value.value, tone=Tone.CHECK if needs_check(value.confidence) else Tone.PLAIN)


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
