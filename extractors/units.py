"""Units: the pieces of a document that say one thing, each with the labels it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from extractors.document import Block, BlockKind, Cell, Document, PlacedText, Table
from extractors.values import Evidence, evidence_of
from extractors.view import view

_INLINE_LABEL = re.compile(r"^[\s●○◎◆◇■□▼・※*]*(?:[(（]?[0-9一二三四五六七八九十ア-ンA-Za-z①-⑳]{1,3}[)）.．、,]\s*)?([^\s:：、。「」(（=＝]{2,14})\s*(?:[:：=＝]\s*|[\s　]+)(?=\S)")
_MAX_LABEL = 24


@dataclass(frozen=True, eq=False)
class Unit:
    """A block of running text, or one cell of a table. ``labels``: row label, column head, label in the line itself."""

    index: int  # of the block in document.blocks
    block: Block
    text: PlacedText
    base: int  # offset of ``text`` within the block's text; -1 where unknown
    cell: Cell | None = None
    labels: tuple[str, ...] = ()
    start: int = 0  # where the value begins, behind a label in the line itself

    @cached_property
    def view(self) -> str:
        return view(self.text.text)

    @property
    def table(self) -> Table | None:
        return self.block.table

    def end_of_value(self) -> int:
        return len(self.text)

    def evidence(self, start: int = 0, end: int | None = None) -> Evidence:
        return evidence_of(self.text, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence (or line) around view[start:end]."""
        cuts = [m.end() for m in re.finditer(r"。(?![)）」』])|\n|⇒", self.view)]
        begin = max((c for c in cuts if c <= start), default=0)
        stop = min((c for c in cuts if c >= end), default=len(self.view))
        return begin, stop


def units(document: Document) -> list[Unit]:
    """All units of the body in reading order."""
    found: list[Unit] = []
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.RUNNING:
            continue
        if block.table is not None:
            found.extend(_cells(index, block, block.table))
        else:
            found.append(_running(index, block))
    return found


def _running(index: int, block: Block) -> Unit:
    seen = view(block.text.text)
    label = _INLINE_LABEL.match(seen)
    if label and not seen[: label.end()].rstrip().endswith(("は", "が", "を")):
        return Unit(index, block, block.text, 0, labels=(label[1],), start=label.end())
    return Unit(index, block, block.text, 0)


def _cells(index: int, block: Block, table: Table) -> Iterator[Unit]:
    at = 0
    for cell in table.cells:
        base = block.text.text.find(cell.text.text, at) if cell.text.text else -1
        at = base + len(cell.text.text) if base >= 0 else at
        yield Unit(index, block, cell.text, base, cell, _labels(table, cell))


def _labels(table: Table, cell: Cell) -> tuple[str, ...]:
    """Row labels nearest first, then column heads nearest first; short cells stand in where the reader marked none."""
    rows = [c for c in table.row_cells(cell.row) if c.col < cell.col]
    marked = [c for c in rows if c.is_label] or rows[:1]
    heads = list(table.column_labels(cell)) or _heads(table, cell)
    return tuple(t for t in (_label(c) for c in (*reversed(marked), *reversed(heads))) if t)


def _heads(table: Table, cell: Cell) -> list[Cell]:
    top = table.cell(0, cell.col)
    return [top] if top is not None and cell.row > 0 and top is not cell and not table.is_form else []


def _label(cell: Cell) -> str:
    text = re.sub(r"\s+", "", view(cell.text.text))
    return text if len(text) <= _MAX_LABEL else ""


def doc_of(unit: Unit, docs: dict[int, Doc]) -> Doc | None:
    return docs.get(unit.index) if unit.base >= 0 else None
