"""The ranking by pre-score as the booklet shows it: never without the ranges it moves in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.sensitivity import DoubledSection, RankedProposal, Sensitivity
from outputs.booklet.labels import labels
from outputs.booklet.view import DoubledView, RangeView, RankingView, RankView, Ref
from outputs.wording import printable

SHOWN_MOVED = 6


def ranking_view(s: Sensitivity, refs: Mapping[str, Ref], partly_read: Sequence[str] = ()) -> RankingView:
    told, count = labels()["ranking"], len(s.proposals)
    firm = told["firm"].format(count=sum(map(_is_firm, s.proposals)))
    return RankingView(
        verdict=f"{_verdict(s.agreement)}（順位相関の平均 {s.agreement:.2f}）。{firm}",
        method="".join(told["method"].split()).format(spread=f"{s.spread:.0%}".rstrip("%"), draws=s.draws),
        partly_read=tuple(refs[name] for name in partly_read),
        rows=tuple(_row(p, count, refs) for p in s.proposals),
        sections=tuple(_doubled(d, refs) for d in s.sections),
    )


def _verdict(agreement: float) -> str:
    return str(next(words for least, words in labels()["ranking"]["verdicts"].items() if agreement >= least))


def _is_firm(p: RankedProposal) -> bool:
    return p.by_weights == p.by_grades == (p.rank, p.rank)


def _row(p: RankedProposal, count: int, refs: Mapping[str, Ref]) -> RankView:
    ranges = _range(p.by_weights, count), _range(p.by_grades, count)
    return RankView(refs[p.name], p.rank, f"{p.total:.1f}", f"{p.error:.1f}", *ranges, round((p.rank - 0.5) / count, 4))


def _range(ranks: tuple[int, int], count: int) -> RangeView:
    """The scale has one field a rank."""
    best, worst = ranks
    text = f"{best}位" if best == worst else f"{best}～{worst}位"
    return RangeView(text, round((best - 1) / count, 4), round((worst - best + 1) / count, 4))


def _doubled(d: DoubledSection, refs: Mapping[str, Ref]) -> DoubledView:
    moved = sorted(d.moved, key=lambda m: (-abs(m[2] - m[1]), m[1]))
    told = tuple((refs[name], f"{before}位→{after}位") for name, before, after in moved[:SHOWN_MOVED])
    more = max(len(moved) - SHOWN_MOVED, 0)
    figures = (f"{d.points:.1f}", f"{d.doubled_points:.1f}", f"{d.agreement:.2f}")
    return DoubledView(printable(f"{d.id}　{d.title}"), d.inner, *figures, told, more)
