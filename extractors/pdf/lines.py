"""Glyphs to segments (unbroken runs on one baseline) and segments to lines."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractors.document import Box, PlacedText, Printed
from extractors.pdf.glyphs import Glyphs, Ints, Style
from extractors.pdf.runs import Run, merged, runs_of
from extractors.pdf.spacing import WIDE_GAP, WORD_GAP, Rows, first_words, is_latin, placed


@dataclass(eq=False, slots=True)
class Line:
    """Characters on one baseline, left to right, their glyphs let go: a document of a thousand pages must fit."""

    page: int
    placed: PlacedText
    box: Box
    style: Style  # most of its ink's
    weight: int  # characters of ink
    first_word: float  # width of what could not be parted from the first character
    confidence: float = 1.0
    bullet: bool = False  # a dot is drawn before it

    @property
    def text(self) -> str:
        return self.placed.text

    @property
    def size(self) -> float:
        return self.style.size

    @property
    def x0(self) -> float:
        return self.box.x0

    @property
    def x1(self) -> float:
        return self.box.x1

    @property
    def top(self) -> float:
        return self.box.top

    @property
    def bottom(self) -> float:
        return self.box.bottom


def segments(glyphs: Glyphs, groups: Ints, page: int) -> tuple[dict[int, list[Line]], Printed]:
    """For each group (a table's cell, the page outside tables) its unbroken runs on one baseline, and where all of it stands."""
    order = np.argsort(groups, kind="stable")
    glyphs, groups = glyphs.take(order), groups[order]
    runs: dict[int, list[Run]] = {}
    for group, run in runs_of(glyphs, groups):
        runs.setdefault(group, []).append(run)
    if not runs:
        return {}, Printed(page, *(array("f") for _ in range(4)))
    sizes = [style.size for style in glyphs.styles]
    joined = {group: merged(some, sizes) for group, some in runs.items()}
    lines, printed = _lines([run for some in joined.values() for run in some], glyphs, page)
    numbers = iter(lines)
    return {group: [next(numbers) for _ in some] for group, some in joined.items()}, printed


def _lines(runs: list[Run], glyphs: Glyphs, page: int) -> tuple[list[Line], Printed]:
    """The runs as lines, with the spaces that their gaps stand for, and where the page's characters stand."""
    rows = Rows(glyphs, [run.parts for run in runs])
    text, starts, printed = placed(rows, page)
    lines: list[Line] = []
    for run, start, end, first_word in zip(runs, starts, [*starts[1:], len(text)], first_words(rows), strict=True):
        placed_text = PlacedText(text[start:end], ((printed, start, end),))
        weight = sum(run.styles.values())
        box, style = Box(run.x0, run.top, run.x1, run.bottom), glyphs.styles[run.style]
        lines.append(Line(page, placed_text, box, style, weight, first_word, run.confidence / weight))
    return lines, printed


def rows_of(segs: Sequence[Line]) -> list[Line]:
    """Segments of one region as lines, top to bottom: those on one baseline made one line, left to right."""
    rows: list[list[Line]] = []
    for seg in sorted(segs, key=lambda s: (s.top + s.bottom, s.x0)):
        middle = (seg.top + seg.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(seg)
        else:
            rows.append([seg])
    return [_row(sorted(row, key=lambda s: s.x0)) for row in rows]


def _row(parts: list[Line]) -> Line:
    """Segments on one baseline as one line, with a space for every gap."""
    line = parts[0]
    for part in parts[1:]:
        gap = (part.x0 - line.x1) / max(line.size, part.size, 0.1)
        latin = is_latin(line.text) and is_latin(part.text[:1])
        space = "" if gap <= WORD_GAP else " " if latin or gap < WIDE_GAP else "\u3000"
        placed = PlacedText.join([line.placed, part.placed], space)
        weight = line.weight + part.weight
        confidence = (line.confidence * line.weight + part.confidence * part.weight) / max(1, weight)
        style = line.style if line.weight >= part.weight else part.style
        line = replace(line, placed=placed, box=line.box.union(part.box), style=style, weight=weight, confidence=confidence)
    return line
