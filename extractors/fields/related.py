"""The programmes a proposal itself mentions, and whether it says how it is marked off from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from corpus.programmes import kind_of, load_kinds
from extractors.document import Block, Document
from extractors.values import Evidence, Value, evidence_of
from extractors.view import squash, view

SELF = "知的クラスター創成事業"
LOCAL = "自治体独自"
QUOTED = re.compile(r"[「『]([^「」『』]{3,50})[」』]")
NEARBY = 40  # characters between a kind's name and the title in brackets behind it
FOLLOWING = 2  # sentences after the mention that may still speak of it
CONFIDENCE_NAMED, CONFIDENCE_KIND, CONFIDENCE_LOCAL = 0.9, 0.75, 0.6
LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class RelatedProgramme:
    """One programme as mentioned. ``title`` is what stands in brackets, "" where only the kind is named.

    ``addressed``: the proposal says beside it how the two are marked off or what is handed over.
    """

    kind: str
    title: str
    addressed: bool
    evidence: tuple[Evidence, ...]
    confidence: float

    @property
    def name(self) -> str:
        return self.title or self.kind


@cache
def relation_words() -> dict[str, Any]:
    return dict(yaml.safe_load((files("extractors.fields") / "data" / "relations.yaml").read_text("utf-8")))


@cache
def words(key: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, relation_words()[key])))


@cache
def _kind_pattern() -> re.Pattern[str]:
    forms = {form for kind in load_kinds() if kind.role != "self" for form in kind.printed}
    return re.compile("|".join(sorted((re.escape(view(f)) for f in forms), key=len, reverse=True)))


def find_related(document: Document) -> tuple[RelatedProgramme, ...]:
    """Every programme mentioned, once by name or kind, the best passage first."""
    best: dict[str, RelatedProgramme] = {}
    for block in document.body:
        for found in (*_of_kinds(block), *_local(block)):
            key = squash(found.name)
            other = best.get(key)
            if other is None or (found.addressed, found.confidence) > (other.addressed, other.confidence):
                best[key] = found
    return _without_bare_kinds(list(best.values()))


def extract_related(document: Document) -> tuple[Value[str], ...]:
    """The mentioned programmes as values; a flag tells which of them the proposal marks itself off from."""
    return tuple(
        Value(r.name, r.confidence, r.evidence, alternatives=(r.kind,), flags=("役割分担の記載があります。",) if r.addressed else ())
        for r in find_related(document)
    )


def _of_kinds(block: Block) -> Iterator[RelatedProgramme]:
    text = view(block.text.text)
    end = 0
    for match in _kind_pattern().finditer(text):
        if match.start() < end or _unticked(text, match.start()):
            continue
        kind = kind_of(match[0])
        title = QUOTED.search(text, match.end(), match.end() + NEARBY)
        between = text[match.end() : title.start()] if title else ""
        named = title is not None and not re.search(r"[。\n\t、☑□]", between) and not _kind_pattern().search(between)
        end = title.end() if title and named else match.end()
        name = title[1] if title and named else ""
        confidence = CONFIDENCE_NAMED if name else CONFIDENCE_KIND
        yield RelatedProgramme(kind.kind if kind else match[0], name, *_context(block, match.start(), end), confidence)


def _unticked(text: str, start: int) -> bool:
    """A form's choice that is not ticked: □科学技術振興調整費."""
    return text[:start].rstrip().endswith(("□", "☐"))


def _local(block: Block) -> Iterator[RelatedProgramme]:
    """The municipality's own, by a title in brackets that ends as such titles do, near 県, 市 or 独自."""
    text = view(block.text.text)
    ends = tuple(relation_words()["local_ends"])
    for match in QUOTED.finditer(text):
        before = text[max(0, match.start() - NEARBY) : match.start()]
        ours = re.search(r"[県市道府都町村]", before) and SELF not in match[1]
        if match[1].endswith(ends) and ours and not _kind_pattern().search(before):
            yield RelatedProgramme(LOCAL, match[1], *_context(block, match.start(), match.end()), CONFIDENCE_LOCAL)


def _context(block: Block, start: int, end: int) -> tuple[bool, tuple[Evidence, ...]]:
    """Whether the mention's sentence or the next ones mark off; the mention's sentence, and that which marks off, as evidence."""
    text = block.text.text
    bounds = _sentences(text)
    first = next(i for i, (a, b) in enumerate(bounds) if a <= start < b)
    a, b = bounds[first]
    tail = bounds[min(first + FOLLOWING, len(bounds) - 1)][1]
    stop = _next_mention(text, end, tail)
    marks = words("delimit").search(view(text[a:stop]))
    apart = next(((c, d) for c, d in bounds if c >= b and c <= a + marks.start() < d), None) if marks else None
    if b - a > LONGEST_QUOTE:
        a, b = max(a, start - LONGEST_QUOTE // 2), min(b, max(end, start + LONGEST_QUOTE // 2))
    quoted = [(a, b), *([apart] if apart else [])]
    return marks is not None, tuple(evidence_of(block.text, c, d) for c, d in quoted)


def _next_mention(text: str, end: int, tail: int) -> int:
    following = _kind_pattern().search(view(text), end, tail)
    return max(end, following.start()) if following else tail


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [m.end() for m in re.finditer(r"[。．\n\t]", text)]
    edges = [0, *[c for c in cuts if c < len(text)], len(text)]
    return [(a, b) for a, b in pairwise(edges) if b > a] or [(0, max(len(text), 1))]


def _without_bare_kinds(found: Sequence[RelatedProgramme]) -> tuple[RelatedProgramme, ...]:
    """A kind named alone says nothing more where one of that kind is named with its title."""
    titled = {r.kind for r in found if r.title}
    return tuple(r for r in found if r.title or r.kind not in titled)
