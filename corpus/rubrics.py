"""Rubrics: the criteria a proposal is pre-read against, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    GATE = "gate"  # a basic requirement: met or not
    SCORED = "scored"
    FLAG = "flag"  # a point of note: shown, never summed


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str  # "2.1.5"
    section: str  # id of its section
    title: str
    page: int  # of the report
    weight: float  # share within its section
    viewpoints: tuple[str, ...]  # expert-written sentences that evidence would say
    cues: tuple[str, ...] = ()  # terms in Sudachi's normalised form
    headings: tuple[str, ...] = ()  # words of headings under which evidence stands
    question: str = ""  # for the hearing, when nothing is found


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    role: Role
    weight: float  # share of the total; 0 for gates and flags


@dataclass(frozen=True, slots=True)
class Rubric:
    id: str  # "chiteki-cluster-2002"
    title: str
    version: str
    source: str
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
