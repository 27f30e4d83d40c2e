"""What a budget table says: figures with their cells, lines of them, and the table as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractors.document import Block, Cell
from extractors.fields.budget_words import Source
from extractors.values import Evidence, evidence_of


@dataclass(frozen=True)
class Figure:
    """A printed amount in yen with its cell and the unit it was read in."""

    yen: int
    printed: str
    cell: Cell | None
    unit: str = ""

    @property
    def evidence(self) -> Evidence:
        return evidence_of(self.cell.text) if self.cell is not None else Evidence(self.printed, 0, None)


@dataclass(frozen=True)
class Line:
    """One source or item over the years. ``total`` is the printed sum over the years, None where none is printed."""

    label: str
    source: Source
    payer: Source | None  # of an item or subtotal: who pays, by its outer label
    by_year: Mapping[int, Figure]
    total: Figure | None
    unit: str

    @property
    def sum_of_years(self) -> int:
        return sum(f.yen for f in self.by_year.values())

    @property
    def stated(self) -> int:
        return self.total.yen if self.total is not None else self.sum_of_years


@dataclass(frozen=True)
class BudgetTable:
    block: Block
    index: int
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    unit: str
    horizontal: bool = False
    score: float = 0.0
    signs: tuple[str, ...] = field(default=())

    def of(self, source: Source) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.source is source)

    @property
    def total_line(self) -> Line | None:
        totals = self.of(Source.TOTAL)
        return max(totals, key=lambda line: (len(line.by_year), line.stated), default=None)


@dataclass(frozen=True)
class ItemTable:
    """費目 | 5か年の額（千円） with a line for the total: amounts over the whole programme, no years."""

    index: int
    items: tuple[tuple[str, Figure], ...]
    total: Figure

    @property
    def sum_of_items(self) -> int:
        return sum(figure.yen for _, figure in self.items)

    @property
    def sum_of_parts(self) -> int:
        """The sum without items that only add up the items before them, or that say again a part (うち…)."""
        summed, open_items = 0, 0
        for label, figure in self.items:
            if label.startswith(("うち", "(うち", "内")):
                continue
            if open_items and figure.yen == open_items:
                open_items = 0  # a subtotal: its items are counted
                continue
            summed, open_items = summed + figure.yen, open_items + figure.yen
        return summed

    @property
    def item_evidence(self) -> tuple[Evidence, ...]:
        return tuple(figure.evidence for _, figure in self.items)
