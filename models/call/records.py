"""What the comparison of a call comes to: proposals go by their names, which are unique within the run."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.reviewers import Reviewer
from extractors.values import Evidence
from models.overlap.call import Cooperation, NearCopy
from models.overlap.interests import Interest
from models.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True)
class Entrant:
    """One proposal of the call. Empty strings where the proposal could not be understood.

    ``topic``: its domain, or where none was read the first of its themes.
    """

    name: str
    title: str
    region: str
    bloc: str  # 北海道, 東北, … ; "" where no place was recognised
    domain: str
    topic: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a proposal says something; no evidence: taken from its tables, but the place was not found again."""

    name: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class SharedName:
    """A body, person, company or facility that several proposals count as theirs, and where each does."""

    kind: str  # institution, person, company, facility
    name: str
    mentions: tuple[Mention, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two regions that might work together, and where the proposals name each other."""

    pair: Cooperation
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Outward:
    """A region without a proposal in the call that a proposal names as its partner."""

    region: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class CommonBody:
    """A body so many proposals name that naming it is no finding; ``count`` proposals do."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ReviewerTies:
    """One reviewer and the proposals he or she may be tied to, the closest ties first."""

    reviewer: Reviewer
    ties: tuple[tuple[str, Interest], ...]  # the proposal's name, the tie


@dataclass(frozen=True, slots=True)
class CallComparison:
    """Everything the proposals of one call have to do with each other. ``groups``: names of proposals with like domains."""

    entrants: tuple[Entrant, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    partnerships: tuple[Partnership, ...] = ()  # best first
    outward: tuple[Outward, ...] = ()
    shared: tuple[SharedName, ...] = ()
    copies: tuple[NearCopy, ...] = ()
    interests: tuple[ReviewerTies, ...] = ()
    common: tuple[CommonBody, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()  # the list that was asked
    left_out: tuple[str, ...] = ()  # readable proposals that could not be compared
    partly_read: tuple[str, ...] = ()  # proposals with pages that could not be read
    ranking: Sensitivity | None = None  # by pre-score; None where the rubric scores nothing or one proposal stands alone
