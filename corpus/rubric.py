"""The form of a rubric: sections, criteria with their viewpoints, weights, gates and thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Role(StrEnum):
    GATE = "gate"  # a basic requirement: met or not
    SCORED = "scored"
    FLAG = "flag"  # a point of note: shown, never summed


class Fact(StrEnum):
    """Kinds of concrete facts a passage can carry."""

    MONEY = "money"
    PEOPLE = "people"  # a head count
    COUNT = "count"  # any counted or measured figure
    YEAR = "year"
    BODY = "body"  # a named institution or company
    PERSON = "person"


FIELD_NAMES = (
    "specific_domain", "core_institution", "core_profile", "core_research_institutions", "infrastructure", "budget", "headquarters",
    "coordinators", "themes", "companies", "universities", "related_programmes", "partner_regions",
)  # fmt: skip
QUANTITY = "quantities."  # quantities.研究者数: the quantity of that name


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing a full answer to a criterion names; what is not there is asked for at the hearing."""

    name: str
    terms: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure the criterion asks for: an amount of at least ``minimum`` yen beside one of ``terms`` (and one of ``also``)."""

    label: str
    terms: tuple[str, ...]
    minimum: int
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()  # terms beside which the figure is another's


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str  # "2.1.5"
    section: str  # id of its section
    title: str
    page: int  # of the report
    weight: float  # share within its section
    viewpoints: tuple[str, ...]  # expert-written sentences that evidence would say
    cues: tuple[str, ...] = ()  # terms, compared in Sudachi's normalised form
    headings: tuple[str, ...] = ()  # words of headings under which evidence stands
    question: str = ""  # for the hearing, when nothing is found
    questions: tuple[str, ...] = ()  # what an official would ask; matched like the viewpoints
    aspects: tuple[Aspect, ...] = ()
    thresholds: tuple[Threshold, ...] = ()  # one that is met is enough
    fields: tuple[str, ...] = ()  # of FIELD_NAMES, or quantities.NAME: extracted values that themselves are evidence


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    role: Role
    weight: float  # share within its parent, or of the total; 0 for gates and flags
    parent: str = ""


@dataclass(frozen=True)
class Rubric:
    id: str  # "chiteki-cluster-2002"
    title: str
    version: str
    source: str
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
    note: str = ""

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        return {c.id: c for c in self.criteria}

    @cached_property
    def section_by_id(self) -> dict[str, Section]:
        return {s.id: s for s in self.sections}

    def role(self, criterion_id: str) -> Role:
        return self.section_by_id[self.by_id[criterion_id].section].role

    def children(self, section_id: str) -> tuple[Section, ...]:
        return tuple(s for s in self.sections if s.parent == section_id)

    def of_section(self, section_id: str) -> tuple[Criterion, ...]:
        return tuple(c for c in self.criteria if c.section == section_id)

    def path(self, criterion_id: str) -> tuple[Section, ...]:
        """The sections a criterion lies in, its own first, the widest last."""
        found = [self.section_by_id[self.by_id[criterion_id].section]]
        while found[-1].parent:
            found.append(self.section_by_id[found[-1].parent])
        return tuple(found)
