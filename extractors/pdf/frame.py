"""The way from a page's user space to points from its upper left corner."""

from __future__ import annotations

from typing import TypeVar

from extractors.pdf.glyphs import Floats

Side = TypeVar("Side", float, Floats)


class Frame:
    """A page's box, /Rotate applied."""

    def __init__(self, bbox: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = bbox
        self.rotation = rotation % 4
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (wide, high) if self.rotation % 2 == 0 else (high, wide)

    def box(self, x0: Side, y0: Side, x1: Side, y1: Side) -> tuple[Side, Side, Side, Side]:
        """(x0, top, x1, bottom) of a user-space rectangle, or of many."""
        if self.rotation == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.rotation == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0
