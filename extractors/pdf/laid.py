"""A page's characters to the lines and the text they make, with arrays; ``_lines.c`` does the same in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.pdf.glyphs import Glyphs, Ints
from extractors.pdf.runs import BASELINE_DRIFT, BREAK_GAP, Run, merged, runs_of
from extractors.pdf.spacing import FAR, KINDS, MAX_IN_WORD, MAX_LATIN, WIDE_GAP, WORD_GAP, Rows, first_words, placed

_MEASURES = Struct("7d")
MEASURES = _MEASURES.pack(BREAK_GAP, BASELINE_DRIFT, WORD_GAP, WIDE_GAP, MAX_IN_WORD, FAR, MAX_LATIN)


class Laid(NamedTuple):
    """The lines one behind the other, group by group, and their text, as the bytes of arrays of these types."""

    group: bytes  # i
    x0: bytes  # d, points; like the next three
    top: bytes
    x1: bytes
    bottom: bytes
    start: bytes  # I, in the text; like the next
    end: bytes
    weight: bytes  # I, characters of ink
    first_word: bytes  # d, points: the width of what could not be parted from the first character
    confidence: bytes  # d
    style: bytes  # i
    codes: bytes  # of the text's characters in UTF-32
    left: bytes  # H, where these stand, as a Printed tells it; like the next three
    upper: bytes
    right: bytes
    lower: bytes
    scale: tuple[float, float]  # its origin and unit


SHAPE = (12, Laid._fields.index("codes"), len(Laid._fields) - 1 - Laid._fields.index("codes"), _MEASURES.size)


def columns(glyphs: Glyphs, groups: Ints) -> Sequence[npt.NDArray[Any] | bytes]:
    """What ``_lines.c`` is told of a page."""
    sizes = np.array([style.size for style in glyphs.styles], dtype=np.float64)
    g = glyphs
    return g.codes, g.x0, g.top, g.x1, g.bottom, g.style, g.ink, g.confidence, groups, sizes, KINDS, MEASURES


def laid(glyphs: Glyphs, groups: Ints, side: float) -> Laid | None:
    """The lines of each group of glyphs (a table's cell, the page outside tables); None where nothing is printed.

    ``side`` is the page's longer side in points.
    """
    order = np.argsort(groups, kind="stable")
    glyphs, groups = glyphs.take(order), groups[order]
    runs: dict[int, list[Run]] = {}
    for group, run in runs_of(glyphs, groups):
        runs.setdefault(group, []).append(run)
    if not runs:
        return None
    sizes = [style.size for style in glyphs.styles]
    joined = [(group, run) for group, some in runs.items() for run in merged(some, sizes)]
    whole = [run for _, run in joined]
    rows = Rows(glyphs, [run.parts for run in whole])
    codes, starts, edges, scale = placed(rows, side)
    x0, top, x1, bottom = (_bytes("f8", [getattr(run, name) for run in whole]) for name in ("x0", "top", "x1", "bottom"))
    left, upper, right, lower = (_bytes("u2", edge) for edge in edges)
    return Laid(
        _bytes("i4", [group for group, _ in joined]),
        x0,
        top,
        x1,
        bottom,
        _bytes("u4", starts),
        _bytes("u4", [*starts[1:], len(codes)]),
        _bytes("u4", [run.weight for run in whole]),
        _bytes("f8", first_words(rows)),
        _bytes("f8", [run.confidence / run.weight for run in whole]),
        _bytes("i4", [run.style for run in whole]),
        _bytes("u4", codes),
        left,
        upper,
        right,
        lower,
        scale,
    )


def _bytes(kind: str, values: Sequence[float] | npt.NDArray[Any]) -> bytes:
    return np.asarray(values, dtype=kind).tobytes()
