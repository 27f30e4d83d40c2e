"""From the comparison of a call to everything its booklet shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.values import Evidence
from models.assessment import LevelMatch
from models.call import CallComparison, Entrant, Mention, Partnership, ReviewerTies, SharedName
from models.overlap.call import NearCopy
from models.overlap.interests import Interest, InterestLevel
from outputs.booklet.labels import labels
from outputs.booklet.ranking import ranking_view
from outputs.booklet.view import (
    BookletView,
    CopyView,
    MapRow,
    OutwardView,
    PartnerView,
    Place,
    ProposalRow,
    Ref,
    ReviewerView,
    SharedKind,
    SharedView,
    TieView,
    Tile,
)
from outputs.links import href
from outputs.packet.entries import Source
from outputs.packet.view import Quote
from outputs.wording import display, japanese_date, percent, printable, short

SHOWN_PARTNERS = 30
SHOWN_TOPICS = 3
SHOWN_QUOTES = 2
MUTUAL = "双方が記載"


@dataclass(frozen=True, slots=True)
class Desk:
    """The call's proposals by name: how each is named, and where its PDF lies."""

    refs: Mapping[str, Ref]
    sources: Mapping[str, Source]

    def place(self, name: str, found: Sequence[Evidence], about: str = "") -> Place:
        return Place(self.refs[name], self.sources[name].quotes(found, SHOWN_QUOTES, about=about))

    def mention(self, told: Mention, about: str = "") -> Place:
        return self.place(told.name, told.evidence, about)

    def quote(self, name: str, found: Evidence) -> Quote:
        return self.sources[name].quote(found)


def booklet_view(c: CallComparison, made_on: date, sources: Mapping[str, Source] | None = None) -> BookletView:
    """Everything the booklet shows; ``sources`` are the proposals' PDFs by name, seen from the run folder."""
    known = sources or {}
    refs = {e.name: _ref(i, e, c.entrants) for i, e in enumerate(c.entrants, 1)}
    desk = Desk(refs, {e.name: known.get(e.name, Source()) for e in c.entrants})
    blocs = _blocs(c.entrants)
    return BookletView(
        date=japanese_date(made_on),
        iso_date=made_on.isoformat(),
        headline=f"提案書{len(c.entrants)}件の比較",
        caution=labels()["caution"],
        tiles=_tiles(c),
        proposals=tuple(_row(e, desk) for e in c.entrants),
        blocs=blocs,
        map=_map(c, desk, blocs),
        partners=tuple(_partner(i, p, c, desk) for i, p in enumerate(c.partnerships[:SHOWN_PARTNERS], 1)),
        partners_more=max(len(c.partnerships) - SHOWN_PARTNERS, 0),
        outward=tuple(OutwardView(short(o.region), desk.mention(o.mention, o.region)) for o in c.outward),
        shared=_kinds(c.shared, desk),
        common="、".join(f"{printable(b.name)}（{b.count}件）" for b in c.common),
        copies=tuple(_copy(found, desk) for found in c.copies),
        reviewers=tuple(_reviewer(told, desk) for told in c.interests),
        asked="、".join(printable(r.name) for r in c.reviewers),
        left_out=tuple(map(printable, c.left_out)),
        not_found=display().not_found,
        ranking=ranking_view(c.ranking, refs, c.partly_read) if c.ranking else None,
        not_merit=display().not_merit,
    )


def _ref(number: int, e: Entrant, entrants: Sequence[Entrant]) -> Ref:
    """The region names a proposal unless two have the same."""
    alone = e.region and sum(other.region == e.region for other in entrants) == 1
    label = e.region if alone else f"{e.region}（{e.name}）" if e.region else e.name
    return Ref(number, short(label), f"packets/{href(e.name)}.html", short(label.removesuffix("地域")))


def _row(e: Entrant, desk: Desk) -> ProposalRow:
    return ProposalRow(desk.refs[e.name], short(e.title), e.bloc, short(e.domain), desk.sources[e.name].href)


def _tiles(c: CallComparison) -> tuple[Tile, ...]:
    told = (
        ("広域連携の候補", len(c.partnerships), "組", "plain"),
        ("重なる機関・人等", len(c.shared), "件", "warn"),
        ("酷似する提案", len(c.copies), "組", "alert"),
        ("利益相反の可能性", sum(len(r.ties) for r in c.interests), "件", "warn"),
    )
    return tuple(Tile(label, str(count), unit, tone if count else "plain") for label, count, unit, tone in told)


# the map ---------------------------------------------------------------------------------------


def _blocs(entrants: Sequence[Entrant]) -> tuple[str, ...]:
    known = [bloc for bloc in labels()["blocs"] if any(e.bloc == bloc for e in entrants)]
    others = sorted({e.bloc for e in entrants if e.bloc} - set(known))
    return (*known, *others, *([labels()["no_bloc"]] if any(not e.bloc for e in entrants) else []))


def _map(c: CallComparison, desk: Desk, blocs: Sequence[str]) -> tuple[MapRow, ...]:
    by_name = {e.name: e for e in c.entrants}
    return tuple(_map_row([by_name[name] for name in group if name in by_name], desk, blocs) for group in c.groups)


def _map_row(group: Sequence[Entrant], desk: Desk, blocs: Sequence[str]) -> MapRow:
    topics = tuple(dict.fromkeys(short(e.topic) or labels()["no_domain"] for e in group))
    cells = tuple(tuple(desk.refs[e.name] for e in group if (e.bloc or labels()["no_bloc"]) == bloc) for bloc in blocs)
    return MapRow(topics[:SHOWN_TOPICS], max(len(topics) - SHOWN_TOPICS, 0), cells, len(group))


# findings --------------------------------------------------------------------------------------


def _partner(rank: int, told: Partnership, c: CallComparison, desk: Desk) -> PartnerView:
    pair, topics = told.pair, {e.name: e.topic for e in c.entrants}
    levels: dict[str, LevelMatch] = {level.name: level for level in pair.levels}
    regions = dict(zip((pair.first, pair.second), (pair.regions[1], pair.regions[0]), strict=True))
    return PartnerView(
        rank=rank,
        pair=(desk.refs[pair.first], desk.refs[pair.second]),
        topics=(short(topics[pair.first]), short(topics[pair.second])),
        near=levels["地域"].level if "地域" in levels else "",
        field=levels["分野"].level if "分野" in levels else "",
        mention=pair.mention,
        mutual=pair.mention == MUTUAL,
        sentence=printable(pair.sentence),
        places=tuple(desk.mention(m, regions[m.name]) for m in told.mentions),
    )


def _kinds(shared: Sequence[SharedName], desk: Desk) -> tuple[SharedKind, ...]:
    kinds = []
    for kind, told in labels()["kinds"].items():
        rows = tuple(_shared(s, desk) for s in shared if s.kind == kind)
        kinds += [SharedKind(told["title"], told["ask"], rows)] if rows else []
    return tuple(kinds)


def _shared(s: SharedName, desk: Desk) -> SharedView:
    return SharedView(short(s.name), printable(s.sentence), tuple(desk.mention(m, s.name) for m in s.mentions))


def _copy(found: NearCopy, desk: Desk) -> CopyView:
    passages = tuple((desk.quote(found.first, a), desk.quote(found.second, b)) for a, b in found.evidence)
    pair = (desk.refs[found.first], desk.refs[found.second])
    return CopyView(pair, percent(found.share), printable(found.sentence), passages)


def _reviewer(told: ReviewerTies, desk: Desk) -> ReviewerView:
    r = told.reviewer
    return ReviewerView(printable(r.name), printable(r.role), printable(r.title), tuple(_tie(n, t, desk) for n, t in told.ties))


def _tie(name: str, tie: Interest, desk: Desk) -> TieView:
    close = tie.level is not InterestLevel.MENTIONED
    return TieView(tie.level.value, close, printable(tie.sentence), desk.place(name, tie.evidence, tie.matched))
