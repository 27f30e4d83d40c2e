"""Reviewers' interests: who has an affiliation, committee or company in which proposal (利益相反の可能性)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.reviewers import Reviewer
from extractors.document import Document
from extractors.passages import Passage
from extractors.passages import passages as cut_passages
from extractors.records import Fields
from extractors.values import Evidence
from extractors.view import squash
from models.overlap.institutions import parent_of, spellings

MIN_NAME = 3  # characters of a body's name that is looked up in the text
SHOWN = 3


class InterestLevel(StrEnum):
    PERSON = "本人の記載"
    PARTICIPANT = "所属機関が参加"
    MENTIONED = "所属機関の記載"


@dataclass(frozen=True, slots=True)
class Interest:
    """One reviewer's tie with one proposal; ``evidence`` are the passages that show it."""

    reviewer: Reviewer
    level: InterestLevel
    matched: str
    evidence: tuple[Evidence, ...]
    sentence: str


def find_interests(
    reviewers: Iterable[Reviewer], document: Document, fields: Fields, passages: Sequence[Passage] | None = None
) -> tuple[Interest, ...]:
    """Every tie, the closest first. A name in a bare list of addressees counts as well: a person decides what it means."""
    cut = tuple(cut_passages(document) if passages is None else passages)
    texts = [(squash(p.quote), p) for p in cut]
    found = [tie for reviewer in reviewers for tie in _ties(reviewer, texts, fields)]
    order = list(InterestLevel)
    return tuple(sorted(found, key=lambda tie: order.index(tie.level)))


def _ties(reviewer: Reviewer, texts: Sequence[tuple[str, Passage]], fields: Fields) -> Iterator[Interest]:
    name = squash(reviewer.name)
    own = _holding({name}, texts)
    if own:
        said = f"評価委員の{reviewer.name}氏の氏名が提案書に記載されています。利益相反の有無を確認してください。"
        yield Interest(reviewer, InterestLevel.PERSON, reviewer.name, own, said)
    for body in reviewer.affiliations:
        yield from _body_ties(reviewer, body, texts, fields)


def _body_ties(reviewer: Reviewer, body: str, texts: Sequence[tuple[str, Passage]], fields: Fields) -> Iterator[Interest]:
    names = {*spellings(body), *(spellings(parent) if (parent := parent_of(body)) else ())}
    names = {n for n in names if len(n) >= MIN_NAME}
    evidence = _holding(names, texts)
    participants = [p for p in _participants(fields) if any(squash_key(p).startswith(n) for n in names)]
    if participants:
        said = f"評価委員の{reviewer.name}氏の所属する{body}は、本提案の参加者又はその所属（{participants[0]}）と"
        said += "同じ機関である可能性があります。利益相反の有無を確認してください。"
        yield Interest(reviewer, InterestLevel.PARTICIPANT, participants[0], evidence, said)
    elif evidence:
        whole = _holding(spellings(body), texts)
        named = body if whole else f"{body}の属する{parent_of(body)}"
        said = f"評価委員の{reviewer.name}氏の所属する{named}の名称が提案書に記載されています。関係の有無を確認してください。"
        yield Interest(reviewer, InterestLevel.MENTIONED, body, evidence, said)


def squash_key(name: str) -> str:
    return min(spellings(name), default="", key=len)


def _participants(fields: Fields) -> list[str]:
    core = [fields.core_institution] if fields.core_institution else []
    values = [*core, *fields.core_research_institutions, *fields.companies]
    return [*(v.value for v in values), *(t.affiliation for t in fields.themes if t.affiliation)]


def _holding(names: Iterable[str], texts: Sequence[tuple[str, Passage]]) -> tuple[Evidence, ...]:
    wanted = [n for n in names if len(n) >= MIN_NAME]
    return tuple(p.evidence() for text, p in texts if any(n in text for n in wanted))[:SHOWN]
