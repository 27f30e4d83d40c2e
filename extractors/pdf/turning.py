"""Boxes of a page that was set straight for OCR, brought back to where they stand on the page as scanned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Protocol

from extractors.document import Block, Box, PlacedText


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


def turn_back(blocks: Sequence[Block], pages: Mapping[int, TurnedPage]) -> tuple[Block, ...]:
    """The blocks with every character and cell where the scan shows it."""
    if not pages:
        return tuple(blocks)
    done: list[Block] = []
    for block in blocks:
        _turn_text(block.text, pages)
        if block.table is None:
            done.append(block)
            continue
        cells = []
        for cell in block.table.cells:
            _turn_text(cell.text, pages)
            page = pages.get(cell.page)
            cells.append(replace(cell, box=Box(*page.back(cell.box.x0, cell.box.top, cell.box.x1, cell.box.bottom))) if page else cell)
        done.append(replace(block, table=replace(block.table, cells=tuple(cells))))
    return tuple(done)


def _turn_text(text: PlacedText, pages: Mapping[int, TurnedPage]) -> None:
    for i, number in enumerate(text.pages):
        page = pages.get(number)
        if page is not None:
            text.x0[i], text.top[i], text.x1[i], text.bottom[i] = page.back(text.x0[i], text.top[i], text.x1[i], text.bottom[i])
