"""How well names of bodies and facilities are found in running text that has nothing to do with proposals.

    python -m tests.bench.entities NER.json

The file: [{"text", "entities": [{"name", "span": [start, end], "type"}]}]. Told are precision and recall of the spans, exact
and overlapping, for all names of legal persons, political bodies and facilities, and for those of them that end as the bodies
of a proposal do (大学, 研究所, 株式会社, センター …): the finder means to find these and to leave football clubs alone. GiNZA's
own entities stand beside it, and so do person names.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from corpus.institutions import load_institutions
from extractors.name_spans import find_facilities, find_names
from extractors.names import kind_of, parse_name
from models.nlp import load_nlp

TYPES = ("法人名", "政治的組織名", "施設名")
PERSON = "人名"
GINZA_BODIES = ("Organization", "Company", "Facility", "School", "Institut", "Corporation", "Museum", "Station", "Government")
Span = tuple[int, int]


@dataclass
class Tally:
    """Spans wanted, found, and hit (exactly, and at all)."""

    wanted: int = 0
    found: int = 0
    exact: int = 0
    wanted_touched: int = 0
    found_touching: int = 0

    def add(self, wanted: list[Span], found: list[Span]) -> None:
        self.wanted += len(wanted)
        self.found += len(found)
        self.exact += len(set(wanted) & set(found))
        self.wanted_touched += sum(any(_touch(w, f) for f in found) for w in wanted)
        self.found_touching += sum(any(_touch(w, f) for w in wanted) for f in found)

    def __str__(self) -> str:
        exact = (self.exact / max(self.found, 1), self.exact / max(self.wanted, 1))
        touching = (self.found_touching / max(self.found, 1), self.wanted_touched / max(self.wanted, 1))
        told = [f"{what} P {p:.3f} R {r:.3f}" for what, (p, r) in (("exact", exact), ("overlapping", touching))]
        return f"{told[0]} | {told[1]} | wanted {self.wanted}, found {self.found}"


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def found_spans(doc: Doc) -> list[Span]:
    """What the project finds: bodies and facilities."""
    names = [(s.start, s.end) for s in find_names(doc.text, doc) if not s.back]
    return [*names, *(f for f in find_facilities(doc.text, doc) if not any(_touch(f, n) for n in names))]


def ginza_spans(doc: Doc, labels: Iterable[str]) -> list[Span]:
    wanted = tuple(labels)
    return [(e.start_char, e.end_char) for e in doc.ents if e.label_ in wanted]


def in_scope(name: str) -> bool:
    """Does a name bear a legal form, or end as a research body or a facility does?"""
    parsed = parse_name(name)
    return bool(parsed.form) or bool(kind_of(parsed.bare)) or name.endswith(tuple(load_institutions().facility_endings))


def _spans(record: dict[str, Any], types: Iterable[str], scoped: bool = False) -> list[Span]:
    chosen = [e for e in record["entities"] if e["type"] in types and (not scoped or in_scope(e["name"]))]
    return [(e["span"][0], e["span"][1]) for e in chosen]


def analysed(records: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Doc]]:
    yield from zip(records, load_nlp().pipe(r["text"] for r in records), strict=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    records = json.loads(parser.parse_args().file.read_text("utf-8"))
    tallies = {name: Tally() for name in ("bodies, all", "bodies, in scope", "bodies, all (GiNZA alone)", "persons (GiNZA)")}
    bodies = [label for label in load_nlp().get_pipe("ner").labels if any(word in label for word in GINZA_BODIES)]
    for record, doc in analysed(records):
        found = found_spans(doc)
        tallies["bodies, all"].add(_spans(record, TYPES), found)
        tallies["bodies, in scope"].add(_spans(record, TYPES, scoped=True), found)
        tallies["bodies, all (GiNZA alone)"].add(_spans(record, TYPES), ginza_spans(doc, bodies))
        tallies["persons (GiNZA)"].add(_spans(record, [PERSON]), ginza_spans(doc, ["Person"]))
    print(f"{len(records)} sentences")
    for name, tally in tallies.items():
        print(f"  {name:27} {tally}")


if __name__ == "__main__":
    main()
