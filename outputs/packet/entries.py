"""Values and evidence as the packet prints them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extractors.values import Evidence, Value
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
    """Where the proposal's PDF lies, seen from the packet; "" where nothing is to be linked."""

    href: str = ""

    def page(self, page: int | None) -> str:
        return f"{self.href}#page={page}" if self.href and page else self.href

    def quote(self, e: Evidence, limit: int = QUOTE_LIMIT, about: str = "") -> Quote:
        """The passage, cut to ``limit`` characters round what it is about."""
        text = LINE_BREAKS.sub(" ", printable(e.quote)).strip()
        shown = excerpt(text, about, limit) if about else shortened(text, limit)
        return Quote(shown, e.page, page_label(e.page), self.page(e.page))

    def quotes(self, found: Iterable[Evidence], most: int = FIELD_QUOTES, limit: int = QUOTE_LIMIT, about: str = "") -> tuple[Quote, ...]:
        """The first ``most`` distinct passages that have a text."""
        seen: dict[tuple[str, int], Quote] = {}
        for e in found:
            if e.quote.strip():
                seen.setdefault((e.quote.strip(), e.page), self.quote(e, limit, about))
        return tuple(seen.values())[:most]


def needs_check(confidence: float) -> bool:
    return confidence < display().field_threshold


def plain(text: str) -> Entry:
    """A value that needs no evidence of its own."""
    return Entry(short(text), "", False)


def entry(value: Value[T], source: Source, text: Callable[[T], str] = str, most: int = FIELD_QUOTES) -> Entry:
    shown = short(text(value.value))
    notes = tuple(printable(flag) for flag in value.flags)
    others = dict.fromkeys(printable(a) for a in value.alternatives if a != value.value)
    quotes, places = split_quotes(shown, source.quotes(value.evidence, most, FIELD_QUOTE_LIMIT, str(value.value)))
    return Entry(
        shown, percent(value.confidence), needs_check(value.confidence), quotes, places, notes, "、".join(list(others)[:MOST_WORDINGS])
    )


def split_quotes(shown: str, quotes: tuple[Quote, ...]) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
    """The quotes that say more than the value itself, and those that only repeat it."""
    repeats = tuple(_bare(q.text) == _bare(shown) for q in quotes)
    more = tuple(q for q, same in zip(quotes, repeats, strict=True) if not same)
    return more, tuple(q for q, same in zip(quotes, repeats, strict=True) if same)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def row(label: str, value: Value[T] | None, source: Source, text: Callable[[T], str] = str) -> Row:
    return Row(label, () if value is None else (entry(value, source, text),))


def rows_of(label: str, values: Sequence[Value[str]], source: Source) -> Row:
    """One entry a value, each with its best passage."""
    return Row(label, tuple(entry(v, source, most=1) for v in values))


def gathered(label: str, values: Sequence[Value[str]], mark: str) -> Row:
    """Many short values on one line, each with its page; a doubtful one carries the mark."""
    if not values:
        return Row(label, ())
    parts = []
    for v in values:
        notes = [page_label(v.evidence[0].page)] if v.evidence else []
        notes += [mark] if needs_check(v.confidence) else []
        parts.append(short(v.value) + (f"（{'、'.join(notes)}）" if notes else ""))
    return Row(label, (Entry("、".join(parts), "", False),))
