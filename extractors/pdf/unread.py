"""Marks on a line the recogniser takes for white, found by their shape: ※ behind a space, ■ of lists, the 〇 of Chinese numerals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image

from extractors.pdf.pitch import Symbol
from extractors.pdf.raster import Bounds, Mask

Shape = npt.NDArray[np.float64]

GRID = 24  # cells a side in which shapes are compared
WHITE = 0.05  # em without ink between two characters
HALF, NARROW = 0.5, 0.25  # em from a character's middle to its edge
SIZE, SQUARE = (0.5, 1.05), 1.2  # em a mark's ink is wide and high, and how much more one than the other
SOLID = 0.93  # share of ink that makes a solid square
ALIKE = 0.55  # correlation with the drawn ※ that makes one; other characters have 0.3 at most
STROKE, DOT = 0.16, 0.17  # of half a side: the strokes of the drawn ※, its dots
HOLE, OUTER, CLEAR = 0.55, 1.12, 0.04  # of half a side: no ink within, none beyond; the share of ink that is none
SECTORS = 16  # in all of which a ring has ink
UNREAD = 0.5  # confidence of what only its shape tells
REFERENCE, BLACK, ROUND = "※", "■", "○"


def unread_marks(ink: Mask, box: Bounds, symbols: Sequence[Symbol], em: float) -> Iterator[Symbol]:
    """The marks of a line that stand where nothing was read."""
    _, top, _, bottom = box
    for left, right in _unread(ink, box, symbols, em):
        rows = np.flatnonzero(ink[top:bottom, left:right].any(axis=1))
        piece = ink[top + rows[0] : top + rows[-1] + 1, left:right]
        if text := _mark(piece, em):
            yield Symbol(text, UNREAD, float(left), float(right))


def _unread(ink: Mask, box: Bounds, symbols: Sequence[Symbol], em: float) -> Iterator[tuple[int, int]]:
    """Pieces of ink, left and right, between what was read."""
    x0, top, x1, bottom = box
    edges = [(float(x0), 0.0), *(((s.left + s.right) / 2, _half(s.text) * em) for s in symbols), (float(x1), 0.0)]
    for (before, own), (after, other) in pairwise(edges):
        if after - other - before - own < SIZE[0] * em:
            continue
        dark = np.flatnonzero(ink[top:bottom, round(before) : round(after)].any(axis=0)) + round(before)
        for run in np.split(dark, np.flatnonzero(np.diff(dark) > WHITE * em) + 1):
            if len(run) and before + own <= (run[0] + run[-1]) / 2 <= after - other:
                yield int(run[0]), int(run[-1]) + 1


def _half(text: str) -> float:
    return NARROW if text.isascii() else HALF


def _mark(piece: Mask, em: float) -> str:
    """The mark a piece of ink shows, "" if none."""
    height, width = piece.shape
    if not (SIZE[0] * em <= min(piece.shape) and max(piece.shape) <= min(SIZE[1] * em, SQUARE * min(height, width))):
        return ""
    if piece.mean() >= SOLID:
        return BLACK
    small = Image.fromarray(piece.astype(np.uint8) * 255).resize((GRID, GRID), Image.Resampling.BOX)
    shape = np.asarray(small, np.float64)
    if _is_ring(shape / 255):
        return ROUND
    return REFERENCE if np.corrcoef(shape.ravel(), _reference().ravel())[0, 1] >= ALIKE else ""


def _sides() -> tuple[Shape, Shape]:
    side = (np.arange(GRID) + 0.5) / GRID * 2 - 1
    x, y = np.meshgrid(side, side)
    return x, y


def _is_ring(shape: Shape) -> bool:
    """Is there ink all round and none within or in the corners?"""
    x, y = _sides()
    far = np.hypot(x, y)
    if shape[far < HOLE].mean() > CLEAR or shape[far > OUTER].mean() > CLEAR:
        return False
    sector = ((np.arctan2(y, x) / np.pi + 1) / 2 * SECTORS).astype(np.int64) % SECTORS
    return all(shape[(sector == i) & (far >= HOLE)].max() > 0.5 for i in range(SECTORS))


@cache
def _reference() -> Shape:
    x, y = _sides()
    cross = np.abs(np.abs(x) - np.abs(y)) <= STROKE
    dots = np.minimum(np.hypot(np.abs(x) - (1 - DOT), y), np.hypot(x, np.abs(y) - (1 - DOT))) <= DOT
    return np.asarray(cross | dots, np.float64)
