"""Dotted rules: rows of specks that printers draw one by one, as the rules they are seen as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractors.document import Box
from extractors.pdf.glyphs import Rule

LEVEL = 4  # parts of a point: specks whose middles differ by less stand on one line
MAX_GAP = 4.0  # points between two specks of one rule
MIN_SPECKS = 8
MOST_RULES = 500  # more than so many are no rules but a pattern


def dotted_rules(specks: Sequence[Box]) -> list[Rule]:
    """The rules that at least ``MIN_SPECKS`` specks in a row make, across and down."""
    if len(specks) < MIN_SPECKS:
        return []
    across = [((b.top + b.bottom) / 2, b.x0, b.x1) for b in specks]
    down = [((b.x0 + b.x1) / 2, b.top, b.bottom) for b in specks]
    rules = [Rule(horizontal, *run) for horizontal, spans in ((True, across), (False, down)) for run in _runs(spans)]
    return rules if len(rules) <= MOST_RULES else []


def _runs(spans: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    """(at, start, end) of each run of (at, start, end) that follow one another on one line."""
    spans = sorted((round(at * LEVEL) / LEVEL, start, end) for at, start, end in spans)
    for at, line in groupby(spans, key=lambda span: span[0]):
        row = list(line)
        cuts = [0, *(i for i, (a, b) in enumerate(pairwise(row), 1) if b[1] - a[2] > MAX_GAP), len(row)]
        yield from ((at, row[i][1], row[j - 1][2]) for i, j in pairwise(cuts) if j - i >= MIN_SPECKS)
