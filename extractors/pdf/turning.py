"""Boxes of a page that was set straight for OCR, brought back to where they stand on the page as scanned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Protocol

from extractors.document import Block, Box, Printed


@dataclass(frozen=True, slots=True)
class Turned:
    """A page turned by ``angle`` degrees counter-clockwise about its middle."""

    angle: float
    width: float
    height: float

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """The box round the same middle on the page as it was."""
        dx, dy = (x0 + x1 - self.width) / 2, (top + bottom - self.height) / 2
        turn = radians(self.angle)
        x = self.width / 2 + dx * cos(turn) - dy * sin(turn)
        y = self.height / 2 + dx * sin(turn) + dy * cos(turn)
        half, tall = (x1 - x0) / 2, (bottom - top) / 2
        return x - half, y - tall, x + half, y + tall


class TurnedPage(Protocol):
    """A page that was turned for the layout and can say where a box really stands."""

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]: ...


def turn_back(blocks: Sequence[Block], printed: Sequence[Printed], pages: Mapping[int, TurnedPage]) -> tuple[Block, ...]:
    """The blocks with every character and cell where the scan shows it; ``printed`` are what their texts are made of."""
    for one in printed:
        if one.page in pages:
            one.move(pages[one.page].back)
    return tuple(_with_cells_turned(block, pages) if block.table is not None else block for block in blocks) if pages else tuple(blocks)


def _with_cells_turned(block: Block, pages: Mapping[int, TurnedPage]) -> Block:
    assert block.table is not None
    cells = []
    for cell in block.table.cells:
        page, b = pages.get(cell.page), cell.box
        cells.append(replace(cell, box=Box(*page.back(b.x0, b.top, b.x1, b.bottom))) if page else cell)
    return replace(block, table=replace(block.table, cells=tuple(cells)))
