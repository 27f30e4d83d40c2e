"""Small documents made from strings, so that a test's oracle can be checked by hand."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from extractors.document import Block, BlockKind, Box, Cell, Document, PageFacts, PlacedText, Table


def placed(text: str, page: int = 1, top: float = 100.0) -> PlacedText:
    """A text on one line, ten points a character."""
    n = len(text)
    left = array("f", [50 + 10 * i for i in range(n)])
    return PlacedText.of(
        text, array("H", [page] * n), left, array("f", [top] * n), array("f", [x + 10 for x in left]), array("f", [top + 10] * n)
    )


def table(rows: Sequence[Sequence[str]], page: int = 1, unit: str = "", caption: str = "", form: bool = False) -> Table:
    """Cells from rows of strings; "^" goes on with the cell above, "<" with the cell on the left."""
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            down = next((i for i in range(r + 1, len(rows)) if rows[i][c] != "^"), len(rows)) - r
            right = next((i for i in range(c + 1, len(row)) if row[i] != "<"), len(row)) - c
            box = Box(50 + 100 * c, 100 + 20 * r, 50 + 100 * (c + right), 100 + 20 * (r + down))
            head = r == 0 and not form
            cells.append(Cell(r, c, placed(text, page, box.top), box, page, down, right, is_header=head, is_label=c == 0 and not head))
    return Table(tuple(cells), len(rows), max(len(row) for row in rows), caption, unit, form)


def document(*parts: str | Table, ocr: bool = False) -> Document:
    """Strings become paragraphs ("# …" a heading, "- …" a list item), tables table blocks; "---" begins a page."""
    blocks: list[Block] = []
    section: tuple[str, ...] = ()
    page = 1
    confidence = 0.9 if ocr else 1.0
    for part in parts:
        if isinstance(part, Table):
            text = PlacedText.join([c.text for c in part.cells], "\t")
            blocks.append(Block(BlockKind.TABLE, text, section=section, table=part, confidence=confidence))
        elif part == "---":
            page += 1
        elif part.startswith("# "):
            section = (part[2:],)
            blocks.append(Block(BlockKind.HEADING, placed(part[2:], page), 1, section, confidence=confidence))
        else:
            kind = BlockKind.LIST_ITEM if part.startswith("- ") else BlockKind.PARAGRAPH
            blocks.append(Block(kind, placed(part.removeprefix("- "), page), section=section, confidence=confidence))
    return Document("test.pdf", "0" * 64, tuple(PageFacts(p, 595, 842) for p in range(1, page + 1)), tuple(blocks))
