"""Candidates for 特定領域: what the proposal calls its field, wherever and however it says so."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from extractors.candidates import Candidate
from extractors.document import BlockKind
from extractors.fields.domain_found import Found, found_phrases
from extractors.fields.domain_meaning import technical
from extractors.fields.domain_phrases import is_broad
from extractors.fields.lexicon import field_words, word_lists
from extractors.mentions import Naming
from extractors.units import doc_of
from extractors.values import Evidence
from extractors.view import squash

FIELD = "specific_domain"
FRAMED = "specific_domain_framed"  # candidates of what is said without a word for the field
_OUTRIGHT = frozenset(("definition", "other_name"))  # kinds of wording left out there
_EVIDENCE = 4
_KINDS = {
    "definition": frozenset(("label_strong", "heading_strong", "topic_strong", "topic_chosen", "chosen_by_plan", "as_field")),
    "choice": frozenset(("topic_narrowed",)),
    "other_name": frozenset(("named", "label_other_name")),
    "hint": frozenset(("chosen", "narrowed", "quoted_near")),
    "weak": frozenset(("topic_weak", "label_weak")),
}
_VERBAL_END = re.compile(
    r"(?:する|した|である|いる|ある|れる|せる|える|いた|ない|もの|こと|ため|よう|とき|ところ|など|から|まで|より"
    r"|の|を|に|が|は|で|と)$"
)


@dataclass(frozen=True, eq=False)
class _Text:
    """What a phrase is held against: the whole text, the headings, the title (all squashed), and how early each unit stands."""

    whole: str
    headings: str
    title: str
    early: Mapping[int, float]
    docs: Mapping[int, Doc]


def domain_candidates(naming: Naming, docs: Mapping[int, Doc], title: str = "") -> dict[str, tuple[Candidate, ...]]:
    """The candidates of FIELD, one for each wording that names the field outright, and of FRAMED, one for each that does not.

    ``title`` is the name of the plan, whose words the field often shares.
    """
    pieces = naming.units
    text = _Text(
        squash("".join(u.view for u in pieces)),
        squash("".join(u.view for u in pieces if u.block.kind is BlockKind.HEADING) + "".join(dict.fromkeys(u.heading for u in pieces))),
        squash(title),
        {id(u): i / max(len(pieces), 1) for i, u in enumerate(pieces)},
        docs,
    )
    found = list(found_phrases(naming, docs))
    outright = _gathered(f for f in found if not f.is_framed)
    framed = _gathered(f for f in found if f.is_framed or kind_of((f.template,)) not in _OUTRIGHT)
    told = [_candidate(key, group, text) for key, group in outright.items()]
    return {FIELD: tuple(_with_rivals(told)), FRAMED: tuple(_framed(key, group, text) for key, group in framed.items())}


def _gathered(found: Iterable[Found]) -> dict[str, list[Found]]:
    groups: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        groups[squash(one.text)].append(one)
    return groups


def kind_of(templates: Collection[str]) -> str:
    """The strongest kind of wording among templates."""
    return next((k for k, members in _KINDS.items() if members.intersection(templates)), "weak")


def _framed(key: str, found: Sequence[Found], text: _Text) -> Candidate:
    """A candidate by frames alone: their signs, how often and where the phrase comes again, what kind of phrase it is."""
    found = sorted(found, key=lambda f: (-f.shows, text.early[id(f.unit)]))
    phrase = found[0].text
    weights = [f.shows for f in found]
    signs = {sign for f in found for sign in (f.phrase.signs or {"hint"})}
    features = {f"sign_{sign}": 1.0 for sign in signs} | _length_features(phrase) | _of_phrase(found, text)
    features |= {
        "frame": max(weights) / 4,
        "frames": math.log1p(sum(weights) - max(weights)),
        "in_headings": math.log1p(text.headings.count(key)),
        "repeated": math.log1p(max(text.whole.count(key) - 1, 0)),
        "once": float(text.whole.count(key) == 1),
        "compound": float(len(re.findall(r"[一-龠々]{2,}|[ァ-ヴー]{2,}", phrase)) >= 2),
        "own_words": float(bool(re.match(r"本|この|当|その|これ|私|わ[がれ]", phrase))),
    }
    evidence = tuple(_evidence(f) for f in found[:_EVIDENCE])
    return Candidate(FRAMED, _printed(found[0]), key, evidence, {n: v for n, v in features.items() if v})


def _of_phrase(found: Sequence[Found], text: _Text) -> dict[str, float]:
    """What the phrase is and where it stands, however it was found."""
    phrase = found[0].text
    head, whole = _meaning(found[0], text.docs)
    return {
        "means_technology": whole,
        "head_means_technology": head,
        "quoted": float(any(f.phrase.quoted for f in found)),
        "first_page": float(any(f.unit.block.page == 1 for f in found)),
        "early": 1.0 - min(text.early[id(f.unit)] for f in found),
        "in_title": _shared(squash(phrase), text.title),
        "noun_end": float(_noun_end(found[0], text.docs)),
        "verbal_end": float(bool(_VERBAL_END.search(phrase))),
        "negative": float(all(f.is_denied for f in found)),
        "elsewhere": float(all(f.is_elsewhere for f in found)),
        "in_field_section": float(any(field_words().search(f.unit.heading) for f in found)),
        "other_section": float(all(re.search(word_lists("domain")["other_sections"], f.unit.heading) for f in found)),
        "place": float(bool(re.search(r"(?:地域|市|町|村|郡|区域|県|府|区)$", phrase))),
        "digits": float(bool(re.search(r"\d", phrase))),
        "comma": float("、" in phrase),
        "broad": float(is_broad(phrase)),
    }


def _candidate(key: str, found: Sequence[Found], text: _Text) -> Candidate:
    found = sorted(found, key=lambda f: (-f.shows, text.early[id(f.unit)]))
    templates = {f.template for f in found}
    kind = kind_of(templates)
    features = {f"by_{kind}": 1.0, "also_other_name": float(kind == "definition" and bool(templates & _KINDS["other_name"]))}
    features |= _length_features(found[0].text) | _of_phrase(found, text)
    features |= {
        "strength": sum(max(f.shows for f in found if f.template == t) for t in templates) / 5,
        "ways": math.log(len(templates)),
        "repeated": math.log1p(max(text.whole.count(key) - 1, 0)),
    }
    evidence = tuple(_evidence(f) for f in found[:_EVIDENCE])
    return Candidate(FIELD, _printed(found[0]), key, evidence, {n: v for n, v in features.items() if v or n == "strength"})


def _printed(found: Found) -> str:
    return found.unit.text.text[found.phrase.start : found.phrase.end]


def _length_features(text: str) -> dict[str, float]:
    size = len(text)
    return {"very_short": float(size <= 4), "long": float(25 <= size < 40), "very_long": float(size >= 40)}


def _evidence(found: Found) -> Evidence:
    if found.unit.cell is not None:
        return found.unit.evidence()
    return found.unit.said(found.phrase.start, found.phrase.end)


def _noun_end(found: Found, docs: Mapping[int, Doc]) -> bool:
    doc = doc_of(found.unit, docs)
    if doc is None:
        return bool(re.search(r"[一-龠々ァ-ヴーA-Za-z]$", found.text))
    at = max(found.unit.base, 0) + found.phrase.end - 1
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    return bool(span is not None and len(span) and span[-1].tag_.startswith(("名詞", "接尾辞-名詞")))


def _meaning(found: Found, docs: Mapping[int, Doc]) -> tuple[float, float]:
    at = max(found.unit.base, 0)
    return technical(doc_of(found.unit, docs), at + found.phrase.start, at + found.phrase.end)


def _shared(key: str, title: str) -> float:
    """Share of the phrase's bigrams that stand in the title."""
    grams = {key[i : i + 2] for i in range(len(key) - 1)}
    return sum(g in title for g in grams) / max(len(grams), 1)


def _with_rivals(candidates: list[Candidate]) -> list[Candidate]:
    """Adds whether a candidate is the best stated one, and whether it only lengthens or shortens a better one."""
    strength = {c.key: float(c.features["strength"]) for c in candidates}
    best = max(strength.values(), default=0.0)
    found = []
    for c in candidates:
        holds = any(o.key != c.key and o.key in c.key and strength[o.key] >= strength[c.key] for o in candidates)
        within = any(o.key != c.key and c.key in o.key and strength[o.key] > strength[c.key] for o in candidates)
        extra = {
            "best_stated": float(strength[c.key] == best),
            "holds_better": float(holds),
            "within_better": float(within),
            "stated": strength[c.key] / max(best, 1.0),
        }
        found.append(Candidate(c.field, c.value, c.key, c.evidence, {**c.features, **{n: v for n, v in extra.items() if v}}))
    return found
