"""Glyphs to segments (unbroken runs on one baseline) and segments to lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractors.document import Box
from extractors.pdf.glyphs import Glyph, Style
from extractors.pdf.spacing import SPACES, line_text

BREAK_GAP = 1.0  # em; a wider gap on the baseline begins a new segment
BASELINE_DRIFT = 0.35  # em


@dataclass(eq=False)
class Line:
    """Glyphs on one baseline, left to right (or, in vertical writing, top to bottom)."""

    page: int
    glyphs: list[Glyph] = field(default_factory=list)
    bullet: bool = False  # a dot is drawn before it

    @cached_property
    def ink(self) -> list[Glyph]:
        """The glyphs that are no spaces; all of them where there are only spaces."""
        return [g for g in self.glyphs if g.text not in SPACES] or self.glyphs

    @cached_property
    def box(self) -> Box:
        ink = self.ink
        return Box(min(g.x0 for g in ink), min(g.top for g in ink), max(g.x1 for g in ink), max(g.bottom for g in ink))

    @cached_property
    def style(self) -> Style:
        """The style most of its ink is set in."""
        return Counter(g.style for g in self.ink).most_common(1)[0][0]

    @property
    def size(self) -> float:
        return self.style.size

    @cached_property
    def text(self) -> str:
        return line_text(self.glyphs)

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

    @cached_property
    def baseline(self) -> float:
        return max(g.bottom for g in self.ink if g.style == self.style)

    @cached_property
    def confidence(self) -> float:
        return sum(g.confidence for g in self.ink) / max(1, len(self.ink))


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
    return _merged([Line(page, run) for run in runs if any(g.text not in SPACES for g in run)])


def _follows(last: Glyph, glyph: Glyph) -> bool:
    em = max(last.style.size, glyph.style.size)
    if glyph.x0 - last.x1 > BREAK_GAP * em or glyph.x0 < last.x0 - 0.5 * em:
        return False
    drift = abs(glyph.bottom - last.bottom)
    if drift <= BASELINE_DRIFT * min(last.style.size, glyph.style.size):
        return True
    overlap = min(glyph.bottom, last.bottom) - max(glyph.top, last.top)
    return overlap > 0.5 * min(glyph.bottom - glyph.top, last.bottom - last.top) and glyph.style.size != last.style.size


def _merged(runs: list[Line]) -> list[Line]:
    """Runs that stand side by side on one baseline with less than a gap between them, made one."""
    runs.sort(key=lambda r: (round(r.baseline, 1), r.x0))
    rows: list[list[Line]] = []
    for run in runs:
        home = next((row for row in reversed(rows[-4:]) if _level(row[0], run)), None)
        if home is None:
            rows.append([run])
        else:
            home.append(run)
    return [line for row in rows for line in _join_near(sorted(row, key=lambda r: r.x0))]


def _level(a: Line, b: Line) -> bool:
    return abs(a.baseline - b.baseline) <= BASELINE_DRIFT * min(a.size, b.size)


def _join_near(row: list[Line]) -> list[Line]:
    joined: list[Line] = []
    for run in row:
        if joined and -0.5 * run.size <= run.x0 - joined[-1].x1 <= BREAK_GAP * 0.9 * max(run.size, joined[-1].size):
            joined[-1] = Line(run.page, joined[-1].glyphs + run.glyphs)
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
    return parts[0] if len(parts) == 1 else Line(parts[0].page, [g for part in parts for g in part.glyphs], parts[0].bullet)
