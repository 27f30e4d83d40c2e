"""What the booklet shows: strings and numbers only, the same for HTML and PDF."""

from __future__ import annotations

from dataclasses import dataclass

from outputs.packet.view import Quote


@dataclass(frozen=True, slots=True)
class Ref:
    """A proposal as it is named everywhere in the booklet."""

    number: int  # in the list of proposals
    label: str  # the region, or the file's name where none was read
    packet: str  # link to its packet
    short: str  # the label for a narrow column, without 地域


@dataclass(frozen=True, slots=True)
class ProposalRow:
    ref: Ref
    title: str
    bloc: str
    domain: str
    pdf: str  # link to the proposal


@dataclass(frozen=True, slots=True)
class Place:
    """A proposal and its passages."""

    ref: Ref
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class MapRow:
    """One group of like domains; a cell holds the proposals of one bloc."""

    topics: tuple[str, ...]
    more: int  # topics not shown
    cells: tuple[tuple[Ref, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class PartnerView:
    rank: int
    pair: tuple[Ref, Ref]
    topics: tuple[str, str]
    near: str
    field: str
    mention: str
    mutual: bool
    sentence: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class OutwardView:
    """A partner without a proposal in the call."""

    region: str
    place: Place


@dataclass(frozen=True, slots=True)
class SharedView:
    name: str
    sentence: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SharedKind:
    """One kind of thing that several proposals name."""

    title: str
    ask: str
    rows: tuple[SharedView, ...]


@dataclass(frozen=True, slots=True)
class CopyView:
    pair: tuple[Ref, Ref]
    share: str
    sentence: str
    passages: tuple[tuple[Quote, Quote], ...]


@dataclass(frozen=True, slots=True)
class TieView:
    level: str
    close: bool
    sentence: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReviewerView:
    name: str
    role: str
    title: str
    ties: tuple[TieView, ...]


@dataclass(frozen=True, slots=True)
class RangeView:
    """A range of ranks as printed (2～4位), and where its bar begins and how long it is, as shares of the scale."""

    text: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class RankView:
    """One line of the ranking; ``at`` is where its rank stands on the scale of the bars."""

    ref: Ref
    rank: int
    score: str
    error: str
    by_weights: RangeView
    by_grades: RangeView
    at: float


@dataclass(frozen=True, slots=True)
class DoubledView:
    """What doubling one section's weight does to the ranking."""

    section: str
    inner: bool  # a section within another
    points: str
    doubled: str
    agreement: str
    moved: tuple[tuple[Ref, str], ...]  # proposal, 3位→5位
    more: int  # moved, not shown


@dataclass(frozen=True, slots=True)
class RankingView:
    verdict: str
    method: str
    partly_read: tuple[Ref, ...]  # their pre-score is of the pages that could be read
    rows: tuple[RankView, ...]
    sections: tuple[DoubledView, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    value: str
    unit: str
    tone: str


@dataclass(frozen=True, slots=True)
class BookletView:
    """``blocs`` head the map's columns."""

    date: str
    iso_date: str
    headline: str
    caution: str
    tiles: tuple[Tile, ...]
    proposals: tuple[ProposalRow, ...]
    blocs: tuple[str, ...]
    map: tuple[MapRow, ...]
    partners: tuple[PartnerView, ...]
    partners_more: int  # candidates not shown
    outward: tuple[OutwardView, ...]
    shared: tuple[SharedKind, ...]
    common: str
    copies: tuple[CopyView, ...]
    reviewers: tuple[ReviewerView, ...]
    asked: str  # who is on the list of reviewers
    left_out: tuple[str, ...]
    not_found: str
    ranking: RankingView | None
    not_merit: str
