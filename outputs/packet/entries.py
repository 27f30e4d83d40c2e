"""Values and evidence as the packet prints them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeVar

from extractors.page_layout import PageLayout
from extractors.values import Evidence, Value
from outputs.checking import needs_check
from outputs.corrections.machine import missed
from outputs.corrections.records import NONE, Decisions
from outputs.corrections.shown import addition, remark
from outputs.grounds import grounds
from outputs.packet.places import place_label, place_link
from outputs.packet.view import Entry, Quote, Row
from outputs.wording import display, excerpt, page_label, percent, printable, short, shortened

T = TypeVar("T", str, int)
QUOTE_LIMIT = 180
FIELD_QUOTE_LIMIT = 110
FIELD_QUOTES = 2
MOST_WORDINGS = 4
LINE_BREAKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Source:
    """What lies behind a packet's values: the proposal's PDF, seen from the packet ("": nothing is to be linked), and people."""

    href: str = ""
    layouts: tuple[PageLayout, ...] = ()
    decisions: Decisions = field(default_factory=lambda: NONE)

    def page(self, page: int | None) -> str:
        return place_link(self.href, page or 0, None, None)

    def remark(self, subject: str, machine_value: str | None) -> str:
        """What a person decided about the value; "" where nobody did."""
        return remark(self.decisions.get(printable(subject)), machine_value)

    def missed(self, field: str, values: Iterable[str]) -> tuple[str, ...]:
        """What people told of ``field`` beyond the values found."""
        told = {printable(f"{field}[{v}]"): printable(v) for v in values}
        return tuple(addition(self.decisions[subject]) for subject in missed(field, told, self.decisions))

    def quote(self, e: Evidence, limit: int = QUOTE_LIMIT, about: str = "") -> Quote:
        """The passage, cut to ``limit`` characters round what it is about."""
        text = LINE_BREAKS.sub(" ", printable(e.quote)).strip()
        shown = excerpt(text, about, limit) if about else shortened(text, limit)
        layout = self.layouts[e.page - 1] if 0 < e.page <= len(self.layouts) else None
        return Quote(shown, e.page, place_label(e.page, e.bbox, layout), place_link(self.href, e.page, e.bbox, layout))

    def quotes(self, found: Iterable[Evidence], most: int = FIELD_QUOTES, limit: int = QUOTE_LIMIT, about: str = "") -> tuple[Quote, ...]:
        """The first ``most`` distinct passages that have a text."""
        seen: dict[tuple[str, int], Quote] = {}
        for e in found:
            if e.quote.strip():
                seen.setdefault((e.quote.strip(), e.page), self.quote(e, limit, about))
        return tuple(seen.values())[:most]


def plain(text: str) -> Entry:
    """A value that needs no evidence of its own."""
    return Entry(short(text), "", False)


def entry(value: Value[T], source: Source, subject: str, text: Callable[[T], str] = str, most: int = FIELD_QUOTES) -> Entry:
    shown = short(text(value.value))
    decided = source.remark(subject, printable(str(value.value)))
    notes = tuple(printable(flag) for flag in value.flags)
    others = dict.fromkeys(printable(a) for a in value.alternatives if a != value.value)
    quotes, places = split_quotes(shown, source.quotes(value.evidence, most, FIELD_QUOTE_LIMIT, str(value.value)))
    check = not decided and needs_check(value.confidence, subject)
    wordings = "、".join(list(others)[:MOST_WORDINGS])
    return Entry(shown, percent(value.confidence), check, quotes, places, notes, wordings, decided, grounds(value.reasons))


def split_quotes(shown: str, quotes: tuple[Quote, ...]) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
    """The quotes that say more than the value itself, and those that only repeat it."""
    repeats = tuple(_bare(q.text) == _bare(shown) for q in quotes)
    more = tuple(q for q, same in zip(quotes, repeats, strict=True) if not same)
    return more, tuple(q for q, same in zip(quotes, repeats, strict=True) if same)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def row(label: str, value: Value[T] | None, source: Source, subject: str, text: Callable[[T], str] = str) -> Row:
    if value is None:
        decided = source.remark(subject, None)
        return Row(label, (), (decided,) if decided else ())
    return Row(label, (entry(value, source, subject, text),))


def rows_of(label: str, values: Sequence[Value[str]], source: Source, field: str, most: int = 1) -> Row:
    """One entry a value, each with its ``most`` best passages."""
    entries = [entry(v, source, f"{field}[{v.value}]", most=most) for v in values]
    told = tuple(_without_repeated(own, following) for own, following in zip_longest(entries, entries[1:]))
    return Row(label, told, source.missed(field, (v.value for v in values)))


def _without_repeated(own: Entry, following: Entry | None) -> Entry:
    """Where the next entry stands on the same passages they are quoted there, and the place is enough here."""
    repeated = own.quotes and following is not None and own.quotes == following.quotes
    return replace(own, quotes=(), places=(*own.places, *own.quotes)) if repeated else own


def gathered(label: str, values: Sequence[Value[str]], source: Source, field: str) -> Row:
    """Many short values on one line, each with its page; a doubtful one carries the mark, a corrected one what is right."""
    added = source.missed(field, (v.value for v in values))
    if not values:
        return Row(label, (), added)
    parts = []
    for v in values:
        notes = [page_label(v.evidence[0].page)] if v.evidence else []
        if decided := source.remark(f"{field}[{v.value}]", printable(v.value)):
            notes.append(decided)
        elif needs_check(v.confidence, field):
            notes.append(display().check)
        parts.append(short(v.value) + (f"（{'、'.join(notes)}）" if notes else ""))
    return Row(label, (Entry("、".join(parts), "", False),), added)
