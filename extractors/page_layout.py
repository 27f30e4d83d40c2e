"""How a page is laid out, as far as a reader must know to find a passage on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.document import BlockKind, Box, Document

COLUMN_WIDTH = 0.56  # of the page's width: a block of one of two columns is narrower
GUTTER = (0.44, 0.56)  # where it ends on the left, or begins on the right
FEWEST_SHARE = 0.2  # of the text, in either column
MOST_OUTSIDE = 0.4  # of the text, in blocks that run over both
PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """``width`` and ``height`` in points; ``columns`` is 1 or 2."""

    width: float
    height: float
    columns: int = 1


def page_layouts(document: Document) -> tuple[PageLayout, ...]:
    """One layout a page, in the order of ``document.pages``."""
    boxes: dict[int, list[tuple[Box, int]]] = {}
    for block in document.body:
        for place in block.text.places() if block.kind in PROSE else ():
            boxes.setdefault(place.page, []).append((place.box, len(block.text)))
    return tuple(PageLayout(p.width, p.height, _columns(boxes.get(p.number, ()), p.width)) for p in document.pages)


def _columns(boxes: Iterable[tuple[Box, int]], width: float) -> int:
    left = right = outside = 0
    for box, characters in boxes:
        if box.width < COLUMN_WIDTH * width and box.x1 <= GUTTER[1] * width:
            left += characters
        elif box.width < COLUMN_WIDTH * width and box.x0 >= GUTTER[0] * width:
            right += characters
        else:
            outside += characters
    total = left + right + outside
    return 2 if total and min(left, right) >= FEWEST_SHARE * total and outside <= MOST_OUTSIDE * total else 1
