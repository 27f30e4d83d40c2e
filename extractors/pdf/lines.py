"""Glyphs to segments (unbroken runs on one baseline) and segments to lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractors.document import Box, PlacedText
from extractors.pdf.glyphs import Glyph, Style
from extractors.pdf.spacing import SPACES, WIDE_GAP, WORD_GAP, first_word, is_latin, placed_line

BREAK_GAP = 1.0  # em; a wider gap on the baseline begins a new segment
BASELINE_DRIFT = 0.35  # em


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


class _Run:
    """Glyphs on their way to a segment."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.glyphs = glyphs
        self.ink = [g for g in glyphs if g.text not in SPACES]

    @cached_property
    def box(self) -> Box:
        ink = self.ink
        return Box(min(g.x0 for g in ink), min(g.top for g in ink), max(g.x1 for g in ink), max(g.bottom for g in ink))

    @cached_property
    def style(self) -> Style:
        first = self.ink[0].style
        if all(g.style is first for g in self.ink):
            return first
        return Counter(g.style for g in self.ink).most_common(1)[0][0]

    @cached_property
    def baseline(self) -> float:
        style = self.style
        return max(g.bottom for g in self.ink if g.style == style)

    def line(self, page: int) -> Line:
        confidence = sum(g.confidence for g in self.ink) / len(self.ink)
        return Line(page, placed_line(self.glyphs, page), self.box, self.style, len(self.ink), first_word(self.ink), confidence)


def segments(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Runs of glyphs in content order that follow one another on one baseline."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and _follows(last, glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        last = glyph
    return [run.line(page) for run in _merged([r for r in map(_Run, runs) if r.ink])]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    em = max(last.style.size, glyph.style.size)
    if glyph.x0 - last.x1 > BREAK_GAP * em or glyph.x0 < last.x0 - 0.5 * em:
        return False
    drift = abs(glyph.bottom - last.bottom)
    if drift <= BASELINE_DRIFT * min(last.style.size, glyph.style.size):
        return True
    overlap = min(glyph.bottom, last.bottom) - max(glyph.top, last.top)
    return overlap > 0.5 * min(glyph.bottom - glyph.top, last.bottom - last.top) and glyph.style.size != last.style.size


def _merged(runs: list[_Run]) -> list[_Run]:
    """Runs that stand side by side on one baseline with less than a gap between them, made one."""
    runs.sort(key=lambda r: (round(r.baseline, 1), r.box.x0))
    rows: list[list[_Run]] = []
    for run in runs:
        home = next((row for row in reversed(rows[-4:]) if _level(row[0], run)), None)
        if home is None:
            rows.append([run])
        else:
            home.append(run)
    return [run for row in rows for run in _join_near(sorted(row, key=lambda r: r.box.x0))]


def _level(a: _Run, b: _Run) -> bool:
    return abs(a.baseline - b.baseline) <= BASELINE_DRIFT * min(a.style.size, b.style.size)


def _join_near(row: list[_Run]) -> list[_Run]:
    joined: list[_Run] = []
    for run in row:
        size = run.style.size
        if joined and -0.5 * size <= run.box.x0 - joined[-1].box.x1 <= BREAK_GAP * 0.9 * max(size, joined[-1].style.size):
            joined[-1] = _Run(joined[-1].glyphs + run.glyphs)
        else:
            joined.append(run)
    return joined


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
