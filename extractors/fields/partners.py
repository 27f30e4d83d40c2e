"""Regions named for 広域連携, the report's and any other place's: not every region that is mentioned is a partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import exp

from corpus.regions import Region, load_regions, place_stems, prefecture_blocs, region_named, squash_place
from extractors.document import Block, Document
from extractors.fields.related import words
from extractors.values import Evidence, Feature, Value, evidence_of
from extractors.view import view

WEIGHTS = {"heading": 2.0, "cooperation": 1.6, "addressed": 1.2, "denied": -5.0, "full_name": 0.8, "listed": 0.8}
BIAS = -3.0
FOLLOWING = 2  # sentences after the region's own that may say what is done together
ADDRESSED = re.compile(r"^[\s　（(]*(?:[^）)。]{1,20}[）)])?\s*(?:とは|との|と|：|:|へ|に|が|の)")
WITH_IT = re.compile(r"とも?")
REACH = 12  # characters
NO_BOX = re.compile(r"□\s*(?:あり|有)\s*☑\s*(?:なし|無)")


AREA = re.compile("地域|圏域|エリア")
LONGEST_PLACE = 12  # characters


@dataclass(frozen=True, eq=False)
class _Named:
    """text[start:end] names a region, one of the report's or another place."""

    start: int
    end: int
    region: Region | None


@dataclass(frozen=True, eq=False)
class _Mention:
    key: str  # the region, however it is printed
    name: str  # as printed, where it is printed as a region's name
    features: dict[str, float]
    evidence: Evidence

    @property
    def score(self) -> float:
        return BIAS + sum(WEIGHTS[name] * value for name, value in self.features.items())


def extract_partners(document: Document, own_region: str | None) -> tuple[Value[str], ...]:
    """The regions the proposal names as partners, as it calls them, surest first."""
    best: dict[str, _Mention] = {}
    for block in document.body:
        for mention in _mentions(block, own_region or ""):
            other = best.get(mention.key)
            if other is None or mention.score > other.score:
                best[mention.key] = mention
    kept = sorted((m for m in best.values() if m.score > 0), key=lambda m: -m.score)
    return tuple(_value(m) for m in kept)


def _value(mention: _Mention) -> Value[str]:
    reasons = tuple(Feature(name, value, WEIGHTS[name] * value) for name, value in mention.features.items() if value)
    others = () if mention.key == mention.name else (mention.key,)
    return Value(mention.name, 1 / (1 + exp(-mention.score)), (mention.evidence,), alternatives=others, reasons=reasons)


@cache
def _names() -> re.Pattern[str]:
    """The regions' names as printed, and their short names where 地域 or a like word stands behind."""
    full = [view(r.name) for r in load_regions()]
    short = [f"{re.escape(view(a))}(?:地域|地区|エリア|圏|クラスター)" for r in load_regions() for a in r.aliases if not a.endswith("地域")]
    loose = [view(a) for r in load_regions() for a in r.aliases if len(a) >= 5 or "・" in a or a in ("彩都",)]
    forms = [*map(re.escape, [*full, *loose]), *short]
    return re.compile("|".join(sorted(forms, key=len, reverse=True)))


def _mentions(block: Block, own: str) -> Iterator[_Mention]:
    text = view(block.text.text)
    if NO_BOX.search(text) and block.table is None:
        return
    for named in _named(text):
        printed = text[named.start : named.end]
        key = named.region.name if named.region else printed
        if not _is_own(printed, named.region, own):
            a, b = _sentence(text, named.start)
            name = block.text.text[named.start : named.end] if AREA.search(printed) else key
            yield _Mention(key, name, _features(block, text, named, (a, b)), evidence_of(block.text, a, b))


def _named(text: str) -> list[_Named]:
    """The regions named in the text, in order: the report's 30 by all their names, and any other place with 地域 behind it."""
    found = []
    for match in _names().finditer(text):
        region = region_named(match[0]) or region_named(re.sub(r"(地区|エリア|圏|クラスター)$", "", match[0]))
        if region is not None and not _inside_longer_name(text, match):
            found.append(_Named(match.start(), match.end(), region))
    for area in AREA.finditer(text):
        start = _place_before(text, area.start())
        if start < area.start() and all(area.end() <= n.start or n.end <= start for n in found):
            found.append(_Named(start, area.end(), None))
    return sorted(found, key=lambda n: n.start)


def _place_before(text: str, at: int) -> int:
    """Where the longest name of places that ends there begins (愛媛県東予, 釧路・根室); ``at`` where none does."""
    return next((start for start in range(max(0, at - LONGEST_PLACE), at) if _is_place(text[start:at])), at)


def _is_place(printed: str) -> bool:
    prefecture = next((p for p in prefecture_blocs() if printed.startswith(p)), "")
    return all(stem in place_stems() for stem in printed.removeprefix(prefecture).split("・"))


def _is_own(printed: str, region: Region | None, own: str) -> bool:
    """The proposal's region, or a part or the whole of it (釧路・根室地域 of 釧路地域)."""
    if not own:
        return False
    home = region_named(own)
    if region is not None and home is not None:
        return region.name == home.name
    stems = squash_place(AREA.sub("", printed)), squash_place(AREA.sub("", own))
    return stems[0] in stems[1] or stems[1] in stems[0]


def _inside_longer_name(text: str, match: re.Match[str]) -> bool:
    """東大阪地域, 西播磨…: a place of another name; 北九州地域の財団名 within brackets is dealt with by its context."""
    before = text[match.start() - 1 : match.start()]
    return bool(before) and before in "東西南北中央新" and not text[: match.start()].endswith(("、", "。"))


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, at) for mark in "。．\n\t") + 1
    ends = [e for e in (text.find(mark, at) for mark in "。．\n\t") if e >= 0]
    return start, min(ends) + 1 if ends else len(text)


def _features(block: Block, text: str, named: _Named, sentence: tuple[int, int]) -> dict[str, float]:
    start, end = sentence
    tail = _until_next_region(text, named.end, end)
    said = text[start:end]
    label = text[max(0, start - 30) : start] if block.table is not None else ""
    heading = words("region_headings").search(view(" ".join(block.section) + label)) is not None
    denied = words("not_cooperate").search(said) is not None or NO_BOX.search(said) is not None
    return {
        "heading": float(heading),
        "cooperation": float(words("cooperate").search(said[named.end - start :] + text[end:tail]) is not None),
        "addressed": float(_addressed(text, named, start)),
        "denied": float(denied),
        "full_name": float(named.region is None or squash_place(text[named.start : named.end]) == squash_place(named.region.name)),
        "listed": float(block.table is not None and heading),
    }


def _addressed(text: str, named: _Named, start: int) -> bool:
    """Is the region what the sentence is about, or what the next words do something with (…地域と組み)?"""
    tail = text[named.end : named.end + REACH]
    with_it = WITH_IT.match(tail)
    about = ADDRESSED.match(tail) is not None and start + REACH >= named.start
    return about or (with_it is not None and words("cooperate").match(tail, with_it.end()) is not None)


def _until_next_region(text: str, at: int, end: int) -> int:
    """Where what is said of this region ends: two sentences on, or before another region."""
    tail = end
    for _ in range(FOLLOWING):
        tail = _sentence(text, tail)[1] if tail < len(text) else tail
    after = max(at, end)
    return next((after + n.start for n in _named(text[after:tail])), tail)
