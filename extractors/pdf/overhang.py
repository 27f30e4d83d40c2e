"""Shaded cells that hang out of a table cut by the page's end: they span rows that stand on the next page."""

from __future__ import annotations

from dataclasses import replace

from extractors.document import Box
from extractors.pdf.glyphs import PageContent
from extractors.pdf.grid import RawCell, RawGrid
from extractors.pdf.rulings import REACH, is_shade


def reach_down(grid: RawGrid, content: PageContent) -> None:
    """Takes the grid's last row down as far as the shade of one of its cells goes, where nothing stands beside that."""
    for fill in content.fills:
        cell = _hanging(grid, fill.box) if is_shade(fill, content) else None
        if cell is not None and not _beside(fill.box, grid, content):
            cell.box, cell.open_bottom = replace(cell.box, bottom=fill.box.bottom), True
            grid.box = replace(grid.box, bottom=fill.box.bottom)
            grid.ys = (*grid.ys[:-1], fill.box.bottom)
            return


def _hanging(grid: RawGrid, shade: Box) -> RawCell | None:
    """The cell of the last row that a shade fills and hangs out of."""
    if not (grid.top - REACH <= shade.top < grid.bottom - REACH and shade.bottom > grid.bottom + REACH):
        return None
    last = [c for c in grid.cells if c.row + c.rowspan == grid.n_rows]
    return next((c for c in last if abs(c.box.x0 - shade.x0) <= REACH and abs(c.box.x1 - shade.x1) <= REACH), None)


def _beside(shade: Box, grid: RawGrid, content: PageContent) -> bool:
    """Does anything stand below the grid, level with the shade?"""
    g = content.glyphs
    x, y = (g.x0 + g.x1) / 2, (g.top + g.bottom) / 2
    level = g.ink & (y > grid.bottom) & (y < shade.bottom) & (x > grid.x0) & (x < grid.x1)
    return bool((level & ((x < shade.x0) | (x > shade.x1))).any())
