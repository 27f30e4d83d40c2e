"""Every mention of a body in a document, resolved to one identity each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc

from corpus.institutions import load_institutions
from extractors.abbreviations import Identities, ShortName, short_names
from extractors.document import Document
from extractors.name_spans import NameSpan, find_names
from extractors.names import ParsedName, kind_of, parse_name
from extractors.units import Unit, doc_of, units

_BACK_FORMS = {"財団": "foundation", "社": "company", "会社": "company"}


@dataclass(frozen=True, eq=False)
class Mention:
    """unit.view[start:end] names the body ``key``."""

    unit: Unit
    start: int
    end: int
    key: str
    name: ParsedName
    back: bool = False

    @property
    def printed(self) -> str:
        return self.unit.text.text[self.start : self.end]


@dataclass(eq=False)
class Naming:
    """The units of a document and who is named in them."""

    units: list[Unit]
    mentions: list[Mention]
    identities: Identities
    shorts: list[ShortName]
    by_unit: Mapping[int, list[Mention]] = field(default_factory=dict)  # id(unit) → its mentions

    def of(self, unit: Unit) -> list[Mention]:
        return self.by_unit.get(id(unit), [])

    def names_of(self, key: str) -> list[str]:
        """The printed names of a body, each once, the most complete first (legal form, then length)."""
        seen = {m.printed.strip(): m for m in self.mentions if m.key == key and not m.back}
        return sorted(seen, key=lambda n: (bool(seen[n].name.form), len(n)), reverse=True)


def name_document(document: Document, docs: Mapping[int, Doc]) -> Naming:
    """All mentions of bodies: names by form and ending, short names the document itself gives, back-references."""
    pieces = units(document)
    spans = [find_names(u.view, doc_of(u, docs), max(u.base, 0)) for u in pieces]
    shorts = [s for u, found in zip(pieces, spans, strict=True) for s in short_names(u.view, found)]
    spans = [_with_shorts(u.view, found, shorts) for u, found in zip(pieces, spans, strict=True)]
    printed = [u.view[s.start : s.end] for u, found in zip(pieces, spans, strict=True) for s in found if not s.back]
    identities = Identities(shorts, printed, dict(load_institutions().aliases))
    mentions: list[Mention] = []
    for unit, found in zip(pieces, spans, strict=True):
        for span in found:
            mention = _mention(unit, span, identities, mentions)
            if mention:
                mentions.append(mention)
    by_unit: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_unit[id(mention.unit)].append(mention)
    return Naming(pieces, mentions, identities, shorts, by_unit)


def _with_shorts(text: str, found: list[NameSpan], shorts: list[ShortName]) -> list[NameSpan]:
    """The spans and, where no name stands yet, the document's own short names."""
    more = list(found)
    for short in sorted({s.short for s in shorts if len(s.short) >= 2}, key=len, reverse=True):
        at = text.find(short)
        while at >= 0:
            end = at + len(short)
            if all(end <= s.start or at >= s.end for s in more) and _stands_alone(text, at, end):
                more.append(NameSpan(at, end))
            at = text.find(short, end)
    return sorted(more, key=lambda s: s.start)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin short names must not be part of a longer word."""
    if not text[start:end].isascii():
        return True
    return not (text[start - 1 : start].isascii() and text[start - 1 : start].isalnum()) and not (
        text[end : end + 1].isascii() and text[end : end + 1].isalnum()
    )


def _mention(unit: Unit, span: NameSpan, identities: Identities, before: list[Mention]) -> Mention | None:
    text = unit.view[span.start : span.end]
    if not span.back:
        return Mention(unit, span.start, span.end, identities.key(text), parse_name(text))
    target = _referent(text[1:], before)
    return Mention(unit, span.start, span.end, target.key, target.name, back=True) if target else None


def _referent(word: str, before: list[Mention]) -> Mention | None:
    """The nearest mention before that 同+word can mean."""
    for mention in reversed(before[-40:]):
        bare = mention.name.bare
        if bare.endswith(word) or mention.name.form == _BACK_FORMS.get(word, "-") or (word == "法人" and mention.name.form):
            return mention
        if word in ("所", "校") and kind_of(bare):
            return mention
    return None
