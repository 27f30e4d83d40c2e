"""Boxes of a page that was turned to be read, brought back to where they stand on the page as printed or scanned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import TypeVar

from extractors.document import Block, Box, Printed
from extractors.pdf.glyphs import Floats

Side = TypeVar("Side", float, Floats)


def quartered(turns: int, size: tuple[float, float], x0: Side, top: Side, x1: Side, bottom: Side) -> tuple[Side, Side, Side, Side]:
    """A box, or many, on a page of that width and height once it is turned counter-clockwise by ``turns`` (0–3) quarters."""
    width, height = size
    if turns == 1:
        return top, width - x1, bottom, width - x0
    if turns == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turns == 3:
        return height - bottom, x0, height - top, x1
    return x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class Turned:
    """A page turned counter-clockwise about its middle by ``angle`` degrees and then by ``turns`` quarters; its size before."""

    angle: float
    width: float
    height: float
    turns: int = 0

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """The box round the same middle on the page as it was."""
        size = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        x0, top, x1, bottom = quartered(-self.turns % 4, size, x0, top, x1, bottom)
        dx, dy = (x0 + x1 - self.width) / 2, (top + bottom - self.height) / 2
        turn = radians(self.angle)
        x = self.width / 2 + dx * cos(turn) - dy * sin(turn)
        y = self.height / 2 + dx * sin(turn) + dy * cos(turn)
        half, tall = (x1 - x0) / 2, (bottom - top) / 2
        return x - half, y - tall, x + half, y + tall


def turn_back(blocks: Sequence[Block], printed: Sequence[Printed], pages: Mapping[int, Turned]) -> tuple[Block, ...]:
    """The blocks with every character and cell where the scan shows it; ``printed`` are what their texts are made of."""
    for one in printed:
        if one.page in pages:
            one.move(pages[one.page].back)
    return tuple(_with_cells_turned(block, pages) if block.table is not None else block for block in blocks) if pages else tuple(blocks)


def _with_cells_turned(block: Block, pages: Mapping[int, Turned]) -> Block:
    assert block.table is not None
    cells = []
    for cell in block.table.cells:
        page, b = pages.get(cell.page), cell.box
        cells.append(replace(cell, box=Box(*page.back(b.x0, b.top, b.x1, b.bottom))) if page else cell)
    return replace(block, table=replace(block.table, cells=tuple(cells)))
