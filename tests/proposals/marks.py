"""Reads the annotations that stand in a proposal's own source: `<m k="1.1 q2">passage</m>` in HTML, `#m("1.1 q2")[passage]` in Typst."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

Marks = dict[str, list[tuple[int, str]]]
"""By key, the passages with the place of each in the order they are printed."""
_TYPST_MARK = re.compile(r'#m\("([^"]+)"\)\[')
_TYPST_GOLD = re.compile(r"/\*gold(.*?)gold\*/", re.S)
_BREAK = re.compile(r"\s*\n\s*")


def read_source(path: Path) -> tuple[dict[str, Any], Marks]:
    """The gold head (a JSON object) of a source and its marked passages by key, in the order they are printed."""
    text = path.read_text("utf-8")
    return _read_html(text) if path.suffix == ".html" else _read_typst(text)


class _Reader(HTMLParser):
    """Collects the text of every `<m>`, nested ones included, and the JSON of `<script id="gold">`."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[int, list[str], list[str]]] = []
        self.closed: list[tuple[int, list[str], str]] = []
        self.head: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "m":
            keys = (dict(attrs).get("k") or "").split()
            self.open.append((len(self.open) + len(self.closed), keys, []))
        self.in_script = self.in_script or tag == "script"

    def handle_endtag(self, tag: str) -> None:
        if tag == "m":
            place, keys, parts = self.open.pop()
            self.closed.append((place, keys, _BREAK.sub("", "".join(parts)).strip()))
        if tag == "script":
            self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script:
            self.head.append(data)
        for _, _, parts in self.open:
            parts.append(data)


def _read_html(text: str) -> tuple[dict[str, Any], Marks]:
    reader = _Reader()
    reader.feed(text)
    if reader.open:
        raise ValueError(f"unclosed mark {reader.open[-1][0]}")
    marks: Marks = {}
    for place, keys, passage in sorted(reader.closed):
        for key in keys:
            marks.setdefault(key, []).append((place, passage))
    return json.loads("".join(reader.head)), marks


def _read_typst(text: str) -> tuple[dict[str, Any], Marks]:
    found = _TYPST_GOLD.search(text)
    if not found:
        raise ValueError("no /*gold … gold*/ block")
    marks: Marks = {}
    for place, mark in enumerate(_TYPST_MARK.finditer(text)):
        passage = _plain(_bracketed(text, mark.end()))
        for key in mark.group(1).split():
            marks.setdefault(key, []).append((place, passage))
    return json.loads(found.group(1)), marks


def _bracketed(text: str, start: int) -> str:
    depth = 1
    for i in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[i], 0)
        if depth == 0:
            return text[start:i]
    raise ValueError(f"unclosed mark at {start}")


def _plain(markup: str) -> str:
    markup = re.sub(r'#m\("[^"]+"\)\[', "", markup).replace("]", "").replace("\\", "")
    return _BREAK.sub("", markup).strip()
