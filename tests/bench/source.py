"""The printed text and the table cells of a proposal's HTML source: what a reader should find."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

from extractors.text import unify_radicals

KEY = re.compile("施設|設備|規模|年度|経費|金額|予算|費目|財源|円|計$")
SILENT = frozenset({"style", "script", "title", "head"})
LONE = frozenset({"br", "hr", "img", "meta", "link", "input", "col"})
_DASHES = str.maketrans("‐‑‒–—―−─━ー〜∼", "----------~~")


@dataclass(frozen=True)
class Cell:
    """A table cell with the label nearest to its left and the label nearest above, "" where none is."""

    value: str
    row: str
    column: str
    key: bool  # of a table of money or facilities


@dataclass
class Source:
    text: str = ""
    cells: list[Cell] = field(default_factory=list)


@dataclass
class _Td:
    text: str
    label: bool
    colspan: int
    rowspan: int


def plain(text: str) -> str:
    """NFKC, radicals as ideographs, dashes alike, no white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", unify_radicals(text)).translate(_DASHES))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tables: list[list[list[_Td]]] = []
        self.silent = 0
        self.cell: _Td | None = None
        self.head_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {k: v or "" for k, v in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
            self.head_row = "h" in has.get("class", "").split()
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            label = tag == "th" or self.head_row or bool({"l", "h"} & set(has.get("class", "").split()))
            self.cell = _Td("", label, int(has.get("colspan") or 1), int(has.get("rowspan") or 1))
            self.tables[-1][-1].append(self.cell)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent -= 1
        elif tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        self.text.append(data)
        if self.cell is not None:
            self.cell.text += data


def source_of(html: str) -> Source:
    reader = _Reader()
    reader.feed(html)
    return Source(plain("".join(reader.text)), [c for table in reader.tables for c in _cells(table)])


def _cells(table: list[list[_Td]]) -> list[Cell]:
    grid: dict[tuple[int, int], _Td] = {}
    starts: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(table):
        c = 0
        for td in row:
            while (r, c) in grid:
                c += 1
            starts[id(td)] = (r, c)
            grid |= {(r + i, c + j): td for i in range(td.rowspan) for j in range(td.colspan)}
            c += td.colspan
    key = bool(KEY.search(" ".join(td.text for row in table for td in row if td.label)))
    heads = {r for r, row in enumerate(table) if row and all(td.label for td in row)}
    found: list[Cell] = []
    for row in table:
        for td in row:
            r, c = starts[id(td)]
            if td.label or not plain(td.text):
                continue
            left = [grid[r, k] for k in range(c - 1, -1, -1) if (r, k) in grid]
            labels = [t for t in left if t.label] or (left[-1:] if heads else [])
            above = [grid[k, c] for k in range(r - 1, -1, -1) if k in heads and (k, c) in grid]
            found.append(Cell(plain(td.text), plain(labels[0].text) if labels else "", plain(above[0].text) if above else "", key))
    return found
