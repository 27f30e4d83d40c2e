"""Overlaps with existing programmes: the verdict, and the waterfall of what led to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from urllib.parse import urlsplit

from models.assessment import LevelMatch, Overlap, OverlapLabel
from outputs.packet.entries import Source
from outputs.packet.view import LevelView, OverlapView
from outputs.wording import display, printable, probability, shortened

DISCLOSED = "提案書に記載あり"
UNDISCLOSED = "提案書に記載なし"
SHOWN_RELATED = 4
OTHER = "その他"  # the kind of a programme of no kind
OURS_LIMIT = 60
SENTENCE_LIMIT = 400


def flagged(overlaps: Sequence[Overlap]) -> tuple[Overlap, ...]:
    """Duplicates, then the related programmes nearest to the proposal."""
    ordered = sorted(overlaps, key=lambda o: (-o.score, o.programme_id))
    duplicates = tuple(o for o in ordered if o.label is OverlapLabel.DUPLICATE)
    related = tuple(o for o in ordered if o.label is OverlapLabel.RELATED)
    return duplicates + related[:SHOWN_RELATED]


def overlap_views(overlaps: Sequence[Overlap], source: Source, list_hrefs: Mapping[str, str]) -> tuple[OverlapView, ...]:
    return tuple(_overlap(o, source, list_hrefs) for o in flagged(overlaps))


def _overlap(o: Overlap, source: Source, list_hrefs: Mapping[str, str]) -> OverlapView:
    levels, zero = waterfall(o.levels)
    label = o.label.value if o.label else ""
    return OverlapView(
        printable(o.programme_name) or o.programme_id,
        "" if o.programme_kind == OTHER else printable(o.programme_kind),
        o.programme_id,
        display().overlap.get(label, ""),
        o.label is OverlapLabel.DUPLICATE,
        probability(o.score),
        DISCLOSED if o.disclosed else UNDISCLOSED,
        o.disclosed,
        o.treatment,
        shortened(printable(o.sentence), SENTENCE_LIMIT),
        levels,
        weightless(o.levels),
        tuple(printable(reason) for reason in o.reasons),
        zero,
        source.quotes(o.evidence),
        shortened(printable(o.question), SENTENCE_LIMIT),
        printable(o.programme_source),
        _address(o, list_hrefs),
    )


def _address(o: Overlap, list_hrefs: Mapping[str, str]) -> str:
    """The address the programme's row names as its source, else the list the row stands in; "" where neither can be opened."""
    if urlsplit(o.programme_source).scheme in {"http", "https"}:
        return o.programme_source
    return list_hrefs.get(o.programme_id.partition(":")[0], "")


def waterfall(levels: Sequence[LevelMatch]) -> tuple[tuple[LevelView, ...], float]:
    """The levels that carry weight as bars, each from the sum before it to the one after it, then their sum.

    All on one scale of 0–1; the second figure is where weight 0 lies on it.
    """
    weighty = [m for m in levels if m.weight]
    sums = [0.0, *accumulate(m.weight for m in weighty)]
    low, high = min(sums), max(sums)
    width = (high - low) or 1.0
    bars = [_level(m, before, after, low, width) for m, before, after in zip(weighty, sums, sums[1:], strict=False)]
    if len(bars) > 1:
        bars.append(_level(LevelMatch("計", "", "", "", sums[-1], ""), 0.0, sums[-1], low, width, is_sum=True))
    return tuple(bars), round((0.0 - low) / width, 4)


def weightless(levels: Sequence[LevelMatch]) -> str:
    """What was compared and told neither for nor against: 人（記載なし）、規模（やや小規模）."""
    return "、".join(f"{m.name}（{m.level}）" if m.level else m.name for m in levels if not m.weight)


def signed(weight: float) -> str:
    """Two decimals are more than the model knows: +1.8, −0.9, and ±0.0 for less than that."""
    text = f"{weight:+.1f}"
    return "±0.0" if float(text) == 0 else text.replace("-", "−")


def _level(m: LevelMatch, before: float, after: float, low: float, width: float, *, is_sum: bool = False) -> LevelView:
    start, length = (min(before, after) - low) / width, abs(after - before) / width
    texts = (shortened(printable(m.ours), OURS_LIMIT), shortened(printable(m.theirs), OURS_LIMIT))
    return LevelView(m.name, m.level, *texts, signed(m.weight), round(start, 4), round(length, 4), m.weight > 0, is_sum)
