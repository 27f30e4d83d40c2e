"""Values and evidence as the packet prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extractors.values import Evidence, Value
from outputs.packet.view import Entry, Quote, Row
from outputs.wording import display, page_label, percent, printable, shortened

T = TypeVar("T", str, int)
QUOTE_LIMIT = 180
FIELD_QUOTES = 2


@dataclass(frozen=True, slots=True)
class Source:
    """Where the proposal's PDF lies, seen from the packet; "" where nothing is to be linked."""

    href: str = ""

    def page(self, page: int | None) -> str:
        return f"{self.href}#page={page}" if self.href and page else self.href

    def quote(self, e: Evidence, limit: int = QUOTE_LIMIT) -> Quote:
        text = " ".join(printable(e.quote).split())
        return Quote(shortened(text, limit), e.page, page_label(e.page), self.page(e.page))

    def quotes(self, found: Iterable[Evidence], most: int = FIELD_QUOTES) -> tuple[Quote, ...]:
        """The first ``most`` distinct passages that have a text."""
        seen: dict[tuple[str, int], Quote] = {}
        for e in found:
            if e.quote.strip():
                seen.setdefault((e.quote.strip(), e.page), self.quote(e))
        return tuple(seen.values())[:most]


def needs_check(confidence: float) -> bool:
    return confidence < display().field_threshold


def plain(text: str) -> Entry:
    """A value that needs no evidence of its own."""
    return Entry(printable(text), "", False)


def entry(value: Value[T], source: Source, text: Callable[[T], str] = str) -> Entry:
    notes = tuple(printable(flag) for flag in value.flags)
    others = tuple(dict.fromkeys(printable(a) for a in value.alternatives if a != value.value))
    if others:
        notes += ("他の表記：" + "、".join(others[:4]),)
    quotes = source.quotes(value.evidence)
    return Entry(printable(text(value.value)), percent(value.confidence), needs_check(value.confidence), quotes, notes)


def row(label: str, value: Value[T] | None, source: Source, text: Callable[[T], str] = str) -> Row:
    return Row(label, () if value is None else (entry(value, source, text),))


def rows_of(label: str, values: Sequence[Value[str]], source: Source) -> Row:
    return Row(label, tuple(entry(v, source) for v in values))


def gathered(label: str, values: Sequence[Value[str]], mark: str) -> Row:
    """Many short values on one line, each with its page; a doubtful one carries the mark."""
    if not values:
        return Row(label, ())
    parts = []
    for v in values:
        notes = [page_label(v.evidence[0].page)] if v.evidence else []
        notes += [mark] if needs_check(v.confidence) else []
        parts.append(printable(v.value) + (f"（{'、'.join(notes)}）" if notes else ""))
    return Row(label, (Entry("、".join(parts), "", False),))
