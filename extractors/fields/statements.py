"""Statements: the document as places where a statement can stand: a paragraph, a list item, one value cell of a table.

A cell brings its labels along (row label, column heads), so that 総事業費 | ２４億４千万円 reads like a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extractors.document import Block, BlockKind, Cell, Document, PlacedText, Table
from extractors.numbers import fold, mend_digits
from extractors.text import NormalisedText
from extractors.values import Evidence, evidence_of

_OCR_SPACE = re.compile(r"(?<![A-Za-z])[ 　](?=[^A-Za-z])|[ 　](?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[ 　]")
MAX_LABEL_CHARS = 24
MAX_CHARS = 6000  # of one block that are searched; a full page holds fewer
_SENTENCE_END = re.compile(r"[。!?！？](?:[」』)）]*)|\n+|(?<=[ぁ-んァ-ヶ一-鿿)）」])\.(?=\s|[^\d\s]|$)|(?:^|(?<=[^0-9]))[※◆■●](?=.)")


@dataclass(frozen=True, eq=False)
class Statement:
    """A text with what stands over it. ``label`` is the row label, ``head`` the column head, both "" outside tables."""

    index: int  # of the block in document.blocks
    block: Block
    text: PlacedText
    label: str = ""
    head: str = ""
    cell: Cell | None = None

    @property
    def view(self) -> NormalisedText:
        return self.text.normalised

    @cached_property
    def _kept(self) -> tuple[int, ...]:
        """The view offsets that are kept, and the end: OCR puts spaces between Japanese characters and between digits."""
        text = self.view.text
        dropped = {m.start() for m in _OCR_SPACE.finditer(text)} if self.block.confidence < 1 else set()
        return (*(i for i in range(len(text)) if i not in dropped), len(text))

    @cached_property
    def folded(self) -> str:
        """The text that is searched: the view's, spaces of OCR taken out and look-alike digits mended."""
        text = self.view.text
        return mend_digits("".join(text[i] for i in self._kept[:-1]))

    @cached_property
    def context(self) -> str:
        """Headings and labels over the statement, folded, widest first."""
        return squeeze(" ".join((*self.block.section, self.label, self.head)))

    @property
    def page(self) -> int:
        place = self.text.place()
        return place.page if place else self.block.page

    def evidence(self, start: int = 0, end: int | None = None, score: float = 1.0) -> Evidence:
        """The evidence of folded[start:end]."""
        stop = len(self.folded) if end is None else end
        first, last = self.view.to_printed(self._kept[start], self._kept[stop - 1] + 1 if stop > start else self._kept[start])
        return evidence_of(self.text, first, last, score)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences in ``folded``."""
        ends = [m.end() for m in _SENTENCE_END.finditer(self.folded)]
        begins = [0, *ends]
        spans = zip(begins, [*ends, len(self.folded)], strict=True)
        return tuple((begin, end) for begin, end in spans if end > begin)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence a position lies in."""
        index = bisect_right(self.sentences, position, key=lambda span: span[0]) - 1
        return self.sentences[index] if self.sentences else (0, len(self.folded))


_CHECKED = re.compile(r"[☑☒■✓✔▣◼レ]\s*([^□☐☑☒■✓✔▣◼]*)")


def checked_options(text: str) -> str:
    """Of □２名 □３名 ☑４名 the ticked options; the text itself where nothing is to tick."""
    return " ".join(m.group(1) for m in _CHECKED.finditer(text)) if re.search("[□☐]", text) and _CHECKED.search(text) else text


def squeeze(text: str) -> str:
    """Folded and without white space: labels are printed with spaces and line breaks inside words."""
    return re.sub(r"\s+", "", fold(text))


def statements(document: Document) -> tuple[Statement, ...]:
    """Every statement of the body in reading order."""
    found: list[Statement] = []
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.RUNNING:
            continue
        if block.table is None:
            found.append(Statement(index, block, _bounded(block.text)))
        else:
            found.extend(_cell_statements(index, block, block.table))
    return tuple(found)


def _bounded(text: PlacedText) -> PlacedText:
    """What of a text is searched."""
    return text if len(text) <= MAX_CHARS else text.slice(0, MAX_CHARS)


def _cell_statements(index: int, block: Block, table: Table) -> Iterator[Statement]:
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if not cell.text.text.strip():
            continue
        yield Statement(index, block, _bounded(cell.text), row_label(table, cell), column_head(table, cell), cell)


def row_label(table: Table, cell: Cell) -> str:
    """The cells left of a cell in its row, outermost first: its labels, marked as such by the reader or short enough to be."""
    left = [c for c in table.row_cells(cell.row) if c.col < cell.col]
    labels = [c.text.text for c in left if c.is_label or c.is_header or len(squeeze(c.text.text)) <= MAX_LABEL_CHARS]
    return squeeze("/".join(label for label in labels if label.strip()))


def column_head(table: Table, cell: Cell) -> str:
    return squeeze("/".join(c.text.text for c in table.column_labels(cell)))


def block_texts(document: Document) -> Iterator[tuple[int, PlacedText]]:
    """Every text of the body with its block's index: paragraphs, items, headings, and each cell by itself."""
    for index, block in enumerate(document.blocks):
        if block.table is not None:
            yield from ((index, _bounded(cell.text)) for cell in block.table.cells)
        elif block.kind is not BlockKind.RUNNING:
            yield index, _bounded(block.text)
