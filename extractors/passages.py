"""Passages: the units in which a proposal is held against the criteria and shown to the reviewer.

Sentences, list items, form cells (label and value), table rows (with their header), long headings. Each knows its section,
its place on the page and stays under ``MAX_CHARS``: longer sentences are cut at their clauses. Repeated text is joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from extractors.document import Block, BlockKind, Cell, Document, Place, PlacedText, Table
from extractors.text import normalise
from extractors.values import Evidence

MAX_CHARS = 160  # what a reviewer takes in at a glance; far under 512 tokens (about 865 characters)
MIN_CHARS = 6
MIN_HEADING_CHARS = 12
MIN_STATEMENT_CHARS = 24
MAX_LABEL_CHARS = 40
EDGE = 8  # characters at either end by which near-duplicates are looked up
DUPLICATE_JACCARD = 0.9
GAP = "　"

_OPENING, _CLOSING = "（(「『［[【〔〈《", "）)」』］]】〕〉》"
_STOPS = "。！？!?"
_POINT = re.compile(r"(?<=[^\d０-９A-Za-zＡ-Ｚａ-ｚ一二三四五六七八九十〇])．(?=[^\d０-９]|$)")  # a full stop in texts punctuated ，．
_BULLET = re.compile(r"^[■□◆◇●○▲△▼▽★☆・※＊*•‣➢➤▶►−–—-]+\s*")
_CLAUSE = re.compile(
    r"(?:ことから|ところであり|ものであり|であり|ており|とともに|こととし|ことができ|のに対し|に達し|のほか|ほか|であって|ところ|とし|結果|ものの|ため|が)、"
)
_STATEMENT = re.compile(r"(?<!^)(?<![第\d０-９.．－-])[\d０-９]+\s*[^\s\d０-９．.、）)章節号部編条項]|[：:⇒→]|[\d０-９%％]$")
_FIGURES = re.compile(
    r"(?:[\d０-９,，.．〇一二三四五六七八九十百千万億円%％\s・/()（）△▲―－-]|平成|昭和|年度?|[小合]?計|総額|[HＨ])+"
)  # says nothing of its own
_NOISE = re.compile(r"[\s、。，．・,.:：;；「」『』（）()\[\]【】]+")


class PassageKind(StrEnum):
    SENTENCE = "sentence"
    LIST_ITEM = "list_item"
    FORM_CELL = "form_cell"
    TABLE_ROW = "table_row"
    HEADING = "heading"
    NOTE = "note"


@dataclass(frozen=True, eq=False)
class Passage:
    """One unit. ``placed`` is the quote as printed; ``context`` the label or column heads that the model reads with it."""

    kind: PassageKind
    placed: PlacedText
    section: tuple[str, ...] = ()
    context: str = ""
    position: float = 0.0  # 0 at the document's beginning, 1 at its end
    repeats: tuple[Place, ...] = field(default=())  # where near-duplicates of it stand

    @property
    def quote(self) -> str:
        return self.placed.text

    @cached_property
    def text(self) -> str:
        """What the models read: the context and the quote in the view for matching."""
        return f"{self.context}：{self.own_text}" if self.context else self.own_text

    @cached_property
    def own_text(self) -> str:
        """The quote alone in the view for matching."""
        return _BULLET.sub("", normalise(self.placed.text).text.strip())

    @property
    def heading(self) -> str:
        """The section path in one line, widest first."""
        return " ".join(self.section)

    def evidence(self, score: float = 1.0) -> Evidence:
        place = self.placed.place()
        return Evidence(self.quote, place.page if place else 0, place.box if place else None, score)


def passages(document: Document) -> tuple[Passage, ...]:
    """The document's passages in reading order, near-duplicates joined. Running heads and feet are left out."""
    found = [p for block in document.body for p in _of_block(block) if len(_bare(p.quote)) >= MIN_CHARS]
    last = max(len(found) - 1, 1)
    return tuple(join_duplicates([replace(p, position=i / last) for i, p in enumerate(found)]))


def _of_block(block: Block) -> Iterator[Passage]:
    if block.table is not None:
        yield from _of_table(block.table, block.section)
    elif block.kind is BlockKind.HEADING:
        yield from _of_heading(block)
    else:
        kind = {BlockKind.LIST_ITEM: PassageKind.LIST_ITEM, BlockKind.NOTE: PassageKind.NOTE}.get(block.kind, PassageKind.SENTENCE)
        whole = kind is PassageKind.LIST_ITEM and len(block.text) <= MAX_CHARS
        pieces = [_trim(block.text)] if whole else sentences(block.text)
        yield from (Passage(kind, piece, block.section) for piece in pieces)


def _of_heading(block: Block) -> Iterator[Passage]:
    """A heading that says something: slides state facts in their titles and bold lines."""
    text = _trim(block.text)
    if len(text) >= MIN_HEADING_CHARS:
        states = len(text) >= MIN_STATEMENT_CHARS or _STATEMENT.search(text.text) is not None
        kind = PassageKind.SENTENCE if states else PassageKind.HEADING
        path = tuple(h for h in block.section if h != block.text.text) or block.section
        yield from (Passage(kind, piece, path) for piece in _fit(text))


def _of_table(table: Table, section: tuple[str, ...]) -> Iterator[Passage]:
    rows = range(table.n_rows)
    for row in rows:
        cells = [c for c in table.row_cells(row) if c.row == row and c.text.text.strip()]
        if not cells or all(c.is_header for c in cells):
            continue
        if table.is_form:
            yield from _of_form_row(table, cells, section)
        else:
            yield from _of_grid_row(table, row, cells, section)


def _of_form_row(table: Table, cells: Sequence[Cell], section: tuple[str, ...]) -> Iterator[Passage]:
    for cell in cells:
        if cell.is_label or cell.is_header:
            continue
        labels = [*table.column_labels(cell), *table.row_labels(cell)]
        context = GAP.join(_one_line(label.text.text) for label in labels)[:MAX_LABEL_CHARS]
        path = (*section, context) if context else section
        for piece in pack(sentences(cell.text)):
            yield Passage(PassageKind.FORM_CELL, piece, path, context)


def _of_grid_row(table: Table, row: int, cells: Sequence[Cell], section: tuple[str, ...]) -> Iterator[Passage]:
    spanning = [c for c in table.row_cells(row) if c.row < row and not c.is_header and c.text.text.strip()]
    path = (*section, table.caption) if table.caption else section
    heads = GAP.join(dict.fromkeys(_one_line(h.text.text) for c in cells for h in table.column_labels(c)[-1:]))
    context = GAP.join(filter(None, (heads, *(_one_line(c.text.text) for c in spanning))))[:MAX_LABEL_CHARS]
    for group in _groups(cells):
        placed = PlacedText.join([_trim(c.text) for c in group], GAP)
        for piece in [placed] if len(placed) <= MAX_CHARS else pack(sentences(placed)):
            if not _FIGURES.fullmatch(piece.text):
                yield Passage(PassageKind.TABLE_ROW, piece, path, context)


def _groups(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The row's cells in runs that stay under the length."""
    groups: list[list[Cell]] = [[]]
    for cell in cells:
        if groups[-1] and sum(len(c.text) + 1 for c in groups[-1]) + len(cell.text) > MAX_CHARS:
            groups.append([])
        groups[-1].append(cell)
    return groups


# cutting ---------------------------------------------------------------------------------------


def sentences(text: PlacedText) -> list[PlacedText]:
    """The sentences of a text, none over ``MAX_CHARS``. A stop inside brackets ends nothing."""
    return [piece for start, end in _sentence_spans(text.text) for piece in _fit(_trim(text.slice(start, end))) if piece.text]


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    depth = start = 0
    points = {m.start() for m in _POINT.finditer(text)}
    for i, char in enumerate(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(depth - 1, 0)
        ends = ((char in _STOPS or i in points) and depth == 0) or char == "\n"
        if ends and i + 1 > start:
            yield start, i + 1
            start, depth = i + 1, 0
    if start < len(text):
        yield start, len(text)


def _fit(text: PlacedText) -> Iterator[PlacedText]:
    """A sentence in pieces under the length, cut after a clause near the middle."""
    if len(text) <= MAX_CHARS:
        yield text
        return
    middle = len(text) / 2
    clauses = [m.end() for m in _CLAUSE.finditer(text.text)] or [i + 1 for i, c in enumerate(text.text) if c in "、，,　 "]
    inner = [c for c in clauses if MIN_CHARS * 3 < c < len(text) - MIN_CHARS * 3]
    cut = min(inner, key=lambda c: abs(c - middle)) if inner else int(middle)
    yield from _fit(_trim(text.slice(0, cut)))
    yield from _fit(_trim(text.slice(cut, len(text))))


def pack(pieces: Sequence[PlacedText]) -> list[PlacedText]:
    """Short neighbours in one piece: the terse sentences of a form cell say little alone."""
    packed: list[PlacedText] = []
    for piece in pieces:
        if packed and len(packed[-1]) + len(piece) <= MAX_CHARS and min(len(packed[-1]), len(piece)) < MAX_CHARS // 3:
            packed[-1] = PlacedText.join([packed[-1], piece])
        else:
            packed.append(piece)
    return packed


def _trim(text: PlacedText) -> PlacedText:
    bare = text.text.strip()
    start = text.text.find(bare) if bare else 0
    return text.slice(start, start + len(bare))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", "", normalise(text).text)


# near-duplicates -------------------------------------------------------------------------------


def join_duplicates(found: Iterable[Passage]) -> list[Passage]:
    """The passages, those that repeat an earlier one left out and their places kept with it."""
    kept: list[Passage] = []
    bare: list[str] = []
    edges: dict[str, list[int]] = {}
    for passage in found:
        text = _bare(passage.text)
        ends = {text[:EDGE], text[-EDGE:]}
        same = next((i for e in ends for i in edges.get(e, ()) if _alike(bare[i], text)), None)
        if same is None:
            for e in ends:
                edges.setdefault(e, []).append(len(kept))
            kept.append(passage)
            bare.append(text)
        else:
            kept[same] = replace(kept[same], repeats=(*kept[same].repeats, *passage.placed.places()))
    return kept


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False  # another figure is another fact
    x, y = ({s[i : i + 2] for i in range(len(s) - 1)} for s in (a, b))
    return bool(x | y) and len(x & y) / len(x | y) >= DUPLICATE_JACCARD


def _bare(text: str) -> str:
    return _NOISE.sub("", normalise(text).text)
