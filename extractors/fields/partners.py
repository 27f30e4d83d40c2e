"""Regions named for 広域連携: not every region that is mentioned is a partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import exp

from corpus.regions import Region, load_regions, region_named, squash_place
from extractors.document import Block, Document
from extractors.fields.related import words
from extractors.values import Evidence, Feature, Value, evidence_of
from extractors.view import view

WEIGHTS = {"heading": 2.0, "cooperation": 1.6, "addressed": 1.2, "denied": -5.0, "full_name": 0.8, "listed": 0.8}
BIAS = -3.0
FOLLOWING = 2  # sentences after the region's own that may say what is done together
ADDRESSED = re.compile(r"^[\s　（(]*(?:[^）)。]{1,8}[）)])?\s*(?:とは|との|と|：|:|へ|に|が|の)")
WITH_IT = re.compile(r"とも?")
REACH = 12  # characters
NO_BOX = re.compile(r"□\s*(?:あり|有)\s*☑\s*(?:なし|無)")


@dataclass(frozen=True, eq=False)
class _Mention:
    region: Region
    features: dict[str, float]
    evidence: Evidence

    @property
    def score(self) -> float:
        return BIAS + sum(WEIGHTS[name] * value for name, value in self.features.items())


def extract_partners(document: Document, own_region: str | None) -> tuple[Value[str], ...]:
    """The regions the proposal names as partners, by the report's names, surest first."""
    own = region_named(own_region or "")
    best: dict[str, _Mention] = {}
    for block in document.body:
        for mention in _mentions(block, own):
            other = best.get(mention.region.name)
            if other is None or mention.score > other.score:
                best[mention.region.name] = mention
    kept = sorted((m for m in best.values() if m.score > 0), key=lambda m: -m.score)
    return tuple(_value(m) for m in kept)


def _value(mention: _Mention) -> Value[str]:
    reasons = tuple(Feature(name, value, WEIGHTS[name] * value) for name, value in mention.features.items() if value)
    return Value(mention.region.name, 1 / (1 + exp(-mention.score)), (mention.evidence,), reasons=reasons)


@cache
def _names() -> re.Pattern[str]:
    """The regions' names as printed, and their short names where 地域 or a like word stands behind."""
    full = [view(r.name) for r in load_regions()]
    short = [f"{re.escape(view(a))}(?:地域|地区|エリア|圏|クラスター)" for r in load_regions() for a in r.aliases if not a.endswith("地域")]
    loose = [view(a) for r in load_regions() for a in r.aliases if len(a) >= 5 or "・" in a or a in ("彩都",)]
    forms = [*map(re.escape, [*full, *loose]), *short]
    return re.compile("|".join(sorted(forms, key=len, reverse=True)))


def _mentions(block: Block, own: Region | None) -> Iterator[_Mention]:
    text = view(block.text.text)
    if NO_BOX.search(text) and block.table is None:
        return
    for match in _names().finditer(text):
        region = region_named(match[0]) or region_named(re.sub(r"(地区|エリア|圏|クラスター)$", "", match[0]))
        if region is None or (own and region.name == own.name) or _inside_longer_name(text, match):
            continue
        a, b = _sentence(text, match.start())
        yield _Mention(region, _features(block, text, match, (a, b)), evidence_of(block.text, a, b))


def _inside_longer_name(text: str, match: re.Match[str]) -> bool:
    """東大阪地域, 西播磨…: a place of another name; 北九州地域の財団名 within brackets is dealt with by its context."""
    before = text[match.start() - 1 : match.start()]
    return bool(before) and before in "東西南北中央新" and not text[: match.start()].endswith(("、", "。"))


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, at) for mark in "。．\n\t") + 1
    ends = [e for e in (text.find(mark, at) for mark in "。．\n\t") if e >= 0]
    return start, min(ends) + 1 if ends else len(text)


def _features(block: Block, text: str, match: re.Match[str], sentence: tuple[int, int]) -> dict[str, float]:
    start, end = sentence
    tail = _until_next_region(text, match.end(), end)
    said = text[start:end]
    label = text[max(0, start - 30) : start] if block.table is not None else ""
    heading = words("region_headings").search(view(" ".join(block.section) + label)) is not None
    denied = words("not_cooperate").search(said) is not None or NO_BOX.search(said) is not None
    return {
        "heading": float(heading),
        "cooperation": float(words("cooperate").search(said[match.end() - start :] + text[end:tail]) is not None),
        "addressed": float(_addressed(text, match, start)),
        "denied": float(denied),
        "full_name": float(squash_place(match[0]) == squash_place(_full(match[0]))),
        "listed": float(block.table is not None and heading),
    }


def _addressed(text: str, match: re.Match[str], start: int) -> bool:
    """Is the region what the sentence is about, or what the next words do something with (…地域と組み)?"""
    tail = text[match.end() : match.end() + REACH]
    with_it = WITH_IT.match(tail)
    about = ADDRESSED.match(tail) is not None and start + REACH >= match.start()
    return about or (with_it is not None and words("cooperate").match(tail, with_it.end()) is not None)


def _full(name: str) -> str:
    region = region_named(name)
    return region.name if region else ""


def _until_next_region(text: str, at: int, end: int) -> int:
    """Where what is said of this region ends: two sentences on, or before another region."""
    tail = end
    for _ in range(FOLLOWING):
        tail = _sentence(text, tail)[1] if tail < len(text) else tail
    other = _names().search(text, max(at, end), tail)
    return other.start() if other else tail
