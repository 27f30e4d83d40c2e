"""Glyphs to runs: unbroken stretches on one baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.pdf.glyphs import Bools, Floats, Glyphs, Ints

BREAK_GAP = 1.0  # em; a wider gap on the baseline begins a new segment
BASELINE_DRIFT = 0.35  # em


@dataclass(slots=True)
class Run:
    """Glyphs that follow one another, on their way to a segment. Boxes and sums are of its ink."""

    parts: list[tuple[int, int]]  # where its glyphs stand
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    styles: dict[int, int]  # characters of ink by style, in the order met
    confidence: float  # their sum

    @property
    def style(self) -> int:
        return max(self.styles, key=self.styles.__getitem__)

    @property
    def weight(self) -> int:
        """Characters of ink."""
        return sum(self.styles.values())

    def add(self, other: Run, sizes: Sequence[float]) -> None:
        """Takes in a run that stands right behind."""
        self.parts += other.parts
        self.x0, self.top = min(self.x0, other.x0), min(self.top, other.top)
        self.x1, self.bottom = max(self.x1, other.x1), max(self.bottom, other.bottom)
        self.confidence += other.confidence
        for style, count in other.styles.items():
            self.styles[style] = self.styles.get(style, 0) + count
        self.size = sizes[self.style]


def runs_of(glyphs: Glyphs, groups: Ints) -> Iterator[tuple[int, Run]]:
    """The runs of glyphs in content order, those without ink left out, each with its group."""
    if not len(glyphs):
        return
    breaks = ~_follows(glyphs) | (groups[1:] != groups[:-1])
    starts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    ends = np.append(starts[1:], len(glyphs))
    ink, style, sums = glyphs.ink, glyphs.style, np.add.reduceat

    def least(values: Floats) -> Floats:
        return np.minimum.reduceat(np.where(ink, values, np.inf), starts)

    def most(values: Floats) -> Floats:
        return -least(-values)

    first_style, last_style = least(style.astype(np.float64)), most(style.astype(np.float64))
    weight, confidence = sums(ink.astype(np.int64), starts), sums(np.where(ink, glyphs.confidence, 0.0), starts)
    edges = (least(glyphs.x0), least(glyphs.top), most(glyphs.x1), most(glyphs.bottom))
    columns = (starts, ends, *edges, first_style, last_style, weight, confidence, groups[starts])
    sizes = [s.size for s in glyphs.styles]
    for start, end, x0, top, x1, bottom, one, other, count, sure, group in zip(*(c.tolist() for c in columns), strict=True):
        if not count:
            continue
        if one == other:
            yield group, Run([(start, end)], x0, top, x1, bottom, bottom, sizes[int(one)], {int(one): count}, sure)
        else:
            styles = style[start:end][ink[start:end]]
            run = Run([(start, end)], x0, top, x1, bottom, bottom, 0.0, dict(Counter(styles.tolist())), sure)
            run.baseline = float(glyphs.bottom[start:end][ink[start:end]][styles == run.style].max())
            run.size = sizes[run.style]
            yield group, run


def _follows(g: Glyphs) -> Bools:
    """Does each glyph but the first go on with the run of the one before?"""
    size, lower, upper = g.size, g.bottom, g.top
    em, least = np.maximum(size[:-1], size[1:]), np.minimum(size[:-1], size[1:])
    near = (g.x0[1:] - g.x1[:-1] <= BREAK_GAP * em) & (g.x0[1:] >= g.x0[:-1] - 0.5 * em)
    level = np.abs(lower[1:] - lower[:-1]) <= BASELINE_DRIFT * least
    height = lower - upper
    overlap = np.minimum(lower[1:], lower[:-1]) - np.maximum(upper[1:], upper[:-1])
    raised = (overlap > 0.5 * np.minimum(height[1:], height[:-1])) & (size[1:] != size[:-1])
    follows: Bools = near & (level | raised)
    return follows


def merged(runs: list[Run], sizes: Sequence[float]) -> list[Run]:
    """Runs that stand side by side on one baseline with less than a gap between them, made one."""
    if len(runs) == 1:
        return runs
    runs.sort(key=lambda r: (round(10 * r.baseline), r.x0))
    rows: list[list[Run]] = []
    for run in runs:
        for row in rows[:-5:-1]:
            if _level(row[0], run):
                row.append(run)
                break
        else:
            rows.append([run])
    return [run for row in rows for run in (_join_near(sorted(row, key=lambda r: r.x0), sizes) if len(row) > 1 else row)]


def _level(a: Run, b: Run) -> bool:
    return abs(a.baseline - b.baseline) <= BASELINE_DRIFT * (b.size if b.size < a.size else a.size)


def _join_near(row: list[Run], sizes: Sequence[float]) -> list[Run]:
    joined: list[Run] = []
    for run in row:
        if joined and -0.5 * run.size <= run.x0 - joined[-1].x1 <= BREAK_GAP * 0.9 * max(run.size, joined[-1].size):
            joined[-1].add(run, sizes)
        else:
            joined.append(run)
    return joined
