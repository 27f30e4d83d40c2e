"""Overlaps with existing programmes: the verdict, and the waterfall of what led to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from urllib.parse import urlsplit

from models.assessment import LevelMatch, Overlap, OverlapLabel
from outputs.packet.entries import Source
from outputs.packet.view import LevelView, OverlapView
from outputs.wording import display, percent, printable

DISCLOSED = "提案書に記載あり"
UNDISCLOSED = "提案書に記載なし"
SHOWN_RELATED = 6
OURS_LIMIT = 80


def flagged(overlaps: Sequence[Overlap]) -> tuple[Overlap, ...]:
    """Duplicates, then the related programmes nearest to the proposal."""
    ordered = sorted(overlaps, key=lambda o: (-o.score, o.programme_id))
    duplicates = tuple(o for o in ordered if o.label is OverlapLabel.DUPLICATE)
    related = tuple(o for o in ordered if o.label is OverlapLabel.RELATED)
    return duplicates + related[:SHOWN_RELATED]


def overlap_views(overlaps: Sequence[Overlap], source: Source) -> tuple[OverlapView, ...]:
    return tuple(_overlap(o, source) for o in flagged(overlaps))


def _overlap(o: Overlap, source: Source) -> OverlapView:
    levels, zero = waterfall(o.levels)
    label = o.label.value if o.label else ""
    return OverlapView(
        printable(o.programme_name) or o.programme_id,
        printable(o.programme_kind),
        o.programme_id,
        display().overlap.get(label, ""),
        o.label is OverlapLabel.DUPLICATE,
        percent(o.score),
        DISCLOSED if o.disclosed else UNDISCLOSED,
        o.disclosed,
        o.treatment,
        printable(o.sentence),
        levels,
        zero,
        source.quotes(o.evidence),
        printable(o.question),
        printable(o.programme_source),
        _web(o.programme_source),
    )


def _web(text: str) -> str:
    return text if urlsplit(text).scheme in {"http", "https"} else ""


def waterfall(levels: Sequence[LevelMatch]) -> tuple[tuple[LevelView, ...], float]:
    """Every level as a bar from the running sum before it to the one after it, on a common scale of 0–1, and where 0 lies."""
    sums = [0.0, *accumulate(level.weight for level in levels)]
    low, high = min(sums), max(sums)
    width = (high - low) or 1.0
    bars = tuple(_level(m, before, after, low, width) for m, before, after in zip(levels, sums, sums[1:], strict=False))
    return bars, round((0.0 - low) / width, 4)


def _level(m: LevelMatch, before: float, after: float, low: float, width: float) -> LevelView:
    start, length = (min(before, after) - low) / width, abs(after - before) / width
    texts = (printable(m.ours)[:OURS_LIMIT], printable(m.theirs)[:OURS_LIMIT])
    weight = f"{m.weight:+.1f}" if m.weight else "0"
    return LevelView(m.name, m.level, *texts, weight, round(start, 4), round(length, 4), m.weight > 0, printable(m.sentence))
