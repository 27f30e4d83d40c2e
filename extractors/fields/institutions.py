"""Candidates for 中核機関 and コア研究機関: bodies with their roles, gathered by identity."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping

from spacy.tokens import Doc

from extractors.candidates import Candidate
from extractors.fields.lexicon import pattern, role_labels, role_words
from extractors.fields.roles import inherit_from_list, role_features
from extractors.mentions import Mention, Naming
from extractors.names import kind_of
from extractors.values import Evidence

CORE, CORE_RESEARCH = "core_institution", "core_research_institutions"
_FORMS = ("foundation", "company", "association", "incorporated_agency")
_KINDS = ("university", "faculty", "institute", "public_laboratory", "technical_college", "association", "centre", "foundation", "hospital")
_Told = tuple[Mention, dict[str, float]]  # a mention with its features for the role
_EVIDENCE = 4
_WHOLE_CELL = 120  # characters of a cell shown whole
_AGAINST = frozenset(
    {
        "negative",
        "sentence_negative",
        "sentence_other_programme",
        "label_other",
        "self_declared",
        "declared_sentence",
        "beyond",
        "profile",
        "entity",
        "elsewhere",
    }
)
_STATEMENTS = (
    "label_whole",
    "label_first",
    "topic",
    "made",
    "attributive",
    "back_list",
    "next_sentence",
    "heading_subject",
    "appointed",
)  # each says the role outright
_STRONG = 2.5
_PLAIN = 6.0  # from which on a statement could not be plainer
# How much one mention shows the role, for the order of the evidence: what a reviewer would want to see first.
_SHOWS = {
    "label": 3.0,
    "label_whole": 2.0,
    "topic": 4.0,
    "appointed": 1.5,
    "made": 4.0,
    "attributive": 3.0,
    "heading_first": 1.0,
    "heading_subject": 2.0,
    "sentence": 1.0,
    "back_list": 4.0,
    "next_sentence": 4.0,
    "label_first": 0.5,
    "decided": 1.0,
    "governed": 0.5,
    "negative": -2.0,
    "sentence_negative": -3.0,
    "sentence_other_programme": -3.0,
    "self_declared": -2.0,
    "label_other": -1.0,
}


def core_candidates(naming: Naming, docs: Mapping[int, Doc]) -> list[Candidate]:
    """One candidate for each body named: is it the 中核機関?"""
    return _candidates(CORE, naming, docs)


def core_research_candidates(naming: Naming, docs: Mapping[int, Doc]) -> list[Candidate]:
    """One candidate for each body named: is it a コア研究機関?"""
    return _candidates(CORE_RESEARCH, naming, docs)


def _candidates(field: str, naming: Naming, docs: Mapping[int, Doc]) -> list[Candidate]:
    features = [role_features(m, field, naming, docs) for m in naming.mentions]
    inherit_from_list(naming.mentions, features)
    gathered: dict[str, list[_Told]] = defaultdict(list)
    for mention, told in zip(naming.mentions, features, strict=True):
        gathered[mention.key].append((mention, told))
    undecided = undecided_role(naming, field)
    return _ranked([_candidate(field, key, told, naming, undecided) for key, told in gathered.items()])


def _candidate(field: str, key: str, told: list[_Told], naming: Naming, undecided: bool) -> Candidate:
    mentions = [m for m, _ in told]
    features = _gathered([found for _, found in told])
    features |= _of_the_body(mentions, naming, key)
    features["mentions"] = math.log1p(len(mentions))
    features["undecided"] = float(undecided)
    told.sort(key=lambda pair: -_shows(pair[1]))
    evidence = tuple(_quote(m, found) for m, found in told[:_EVIDENCE])
    return Candidate(field, display_name(naming, key, mentions), key, evidence, {n: v for n, v in features.items() if v}, payload=mentions)


def _gathered(told: list[dict[str, float]]) -> dict[str, float]:
    """Over all mentions: what speaks for the role by its best mention, what speaks against it by its share."""
    features: dict[str, float] = {}
    for name in {n for found in told for n in found}:
        values = [found.get(name, 0.0) for found in told]
        features[name] = sum(values) / len(values) if name in _AGAINST else max(values)
    strongest = max((_shows(found) for found in told), default=0.0)
    features["strong"] = float(any(any(found.get(n) for n in _STATEMENTS) and _shows(found) >= _STRONG for found in told))
    features["strength"] = min(max(strongest, 0.0), _PLAIN) / _PLAIN
    if not features["strong"]:
        features["denied"] = float(any(found.get("sentence_negative") for found in told))
    return features


def _shows(features: Mapping[str, float]) -> float:
    return sum(_SHOWS.get(name, 0.0) * value for name, value in features.items())


def _quote(mention: Mention, told: Mapping[str, float]) -> Evidence:
    """The sentence that says it (with the next one, where that gives the role), or the whole cell."""
    unit = mention.unit
    if unit.cell is not None and len(unit.text) <= _WHOLE_CELL:
        return unit.evidence()
    stop = unit.sentence(mention.start, mention.end)[1]
    return unit.said(mention.start, mention.end, unit.sentence(stop, stop + 1)[1] if told.get("next_sentence") else None)


def _of_the_body(mentions: list[Mention], naming: Naming, key: str) -> dict[str, float]:
    names = naming.names_of(key)
    form = next((m.name.form for m in mentions if m.name.form), "")
    kind = next((k for k in (kind_of(n) for n in (key, *(m.name.bare for m in mentions))) if k), "")
    shorts = {naming.identities.key(s.short) for s in naming.shorts if s.marked}
    return {
        **{f"form_{f}": float(form == f) for f in _FORMS},
        **{f"kind_{k}": float(kind == k) for k in _KINDS},
        "has_short_name": float(key in shorts),
        "names": float(len(names) > 1),
    }


def display_name(naming: Naming, key: str, mentions: list[Mention]) -> str:
    """The most complete printed name, without line-break spaces."""
    names = naming.names_of(key) or [mentions[0].printed]
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", names[0]).strip()


def _ranked(found: list[Candidate]) -> list[Candidate]:
    """Adds how a candidate stands among its rivals: only one body can hold the clearest statement."""
    strength = {id(c): _shows(c.features) for c in found}
    best = max(strength.values(), default=0.0)
    ranked = []
    for c in found:
        extra = {
            "best_stated": float(strength[id(c)] == best > 0),
            "stated": min(strength[id(c)], 12.0) / 12 if strength[id(c)] > 0 else 0.0,
        }
        ranked.append(Candidate(c.field, c.value, c.key, c.evidence, {**c.features, **{n: v for n, v in extra.items() if v}}, c.payload))
    return ranked


def undecided_role(naming: Naming, field: str) -> bool:
    """Does the proposal say that the body is still to be chosen?"""
    words, open_ = role_words(field), pattern("roles", "undecided")
    for unit in naming.units:
        for found in open_.finditer(unit.view):
            begin, stop = unit.sentence(found.start(), found.end())
            if words.search(unit.view[begin:stop]) or role_labels(field).search(" ".join(unit.labels)):
                return True
    return False
