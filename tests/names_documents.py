"""Small documents made by hand: every character 10 points wide on one line of its page."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from extractors.document import Block, BlockKind, Box, Cell, Document, PlacedText, Table


def placed(text: str, page: int = 1) -> PlacedText:
    n = len(text)
    x0 = array("f", [10.0 * i for i in range(n)])
    return PlacedText.of(
        text, array("H", [page] * n), x0, array("f", [100.0] * n), array("f", [x + 10.0 for x in x0]), array("f", [110.0] * n)
    )


def paragraph(text: str, page: int = 1, section: tuple[str, ...] = ()) -> Block:
    return Block(BlockKind.PARAGRAPH, placed(text, page), section=section)


def heading(text: str, page: int = 1) -> Block:
    return Block(BlockKind.HEADING, placed(text, page), level=1)


def table(rows: Sequence[Sequence[str]], *, form: bool, page: int = 1, section: tuple[str, ...] = ()) -> Block:
    """A form (labels in the first column) or a grid (heads in the first row)."""
    cells = tuple(
        Cell(r, c, placed(text, page), Box(0, 0, 10, 10), page, is_header=not form and r == 0, is_label=c == 0 and (form or r > 0))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    text = "\n".join("\t".join(row) for row in rows)
    made = Table(cells, len(rows), max(map(len, rows)), is_form=form)
    return Block(BlockKind.TABLE, placed(text, page), section=section, table=made)


def document(*blocks: Block) -> Document:
    return Document("made.pdf", "0" * 64, blocks=blocks)
