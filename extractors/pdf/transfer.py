"""A document as JSON and back, for the way out of the reading process (nothing executable crosses)."""

from __future__ import annotations

import base64
import json
from array import array
from typing import Any

from extractors.document import (
    Block,
    BlockKind,
    Box,
    Cell,
    Document,
    PageFacts,
    PageSource,
    PlacedText,
    Printed,
    Problem,
    Status,
    Stretch,
    Table,
)

Json = dict[str, Any]


DONE, PROGRESS = b"D", b"P"  # what an answer of the reading process begins with
NO_PAGE = -1  # stands for what was not printed, where texts name the printed page they are made of


def dumps(document: Document) -> bytes:
    return json.dumps(_Writer().document(document), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(data: bytes) -> Document:
    """The document a child wrote.

    Raises:
        ValueError, KeyError, TypeError, IndexError: the data is no document.
    """
    read: Json = json.loads(data.decode("utf-8", "surrogatepass"))
    return _Reader([_read_printed(p) for p in read["printed"]]).document(read)


def _packed(values: array[Any]) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")


def _unpacked(data: str) -> array[int]:
    values = array("H")
    values.frombytes(base64.b64decode(data))
    return values


def _read_printed(data: list[Any]) -> Printed:
    edges = [_unpacked(d) for d in data[3:7]]
    if len({len(e) for e in edges}) != 1:
        raise ValueError("edges differ in length")
    return Printed(int(data[0]), float(data[1]), float(data[2]), *edges)


def _box(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


class _Writer:
    """Writes texts by the places of their printed pages, each of which is written once."""

    def __init__(self) -> None:
        self.places: dict[int, int] = {}
        self.printed: list[Printed] = []

    def document(self, document: Document) -> Json:
        return {
            "file": document.file,
            "sha256": document.sha256,
            "pages": [[p.number, p.width, p.height, p.source.value, p.confidence] for p in document.pages],
            "blocks": [self._block(b) for b in document.blocks],
            "printed": [[p.page, p.origin, p.unit, *map(_packed, (p.x0, p.top, p.x1, p.bottom))] for p in self.printed],
            "status": document.status.value,
            "problems": [[p.code, p.message, p.page] for p in document.problems],
            "metadata": document.metadata,
        }

    def _place(self, printed: Printed | None) -> int:
        if printed is None:
            return NO_PAGE
        place = self.places.setdefault(id(printed), len(self.printed))
        if place == len(self.printed):
            self.printed.append(printed)
        return place

    def _text(self, text: PlacedText) -> list[Any]:
        return [text.text, *(value for printed, start, end in text.stretches for value in (self._place(printed), start, end))]

    def _cell(self, c: Cell) -> list[Any]:
        return [c.row, c.col, self._text(c.text), _box(c.box), c.page, c.rowspan, c.colspan, c.is_header, c.is_label]

    def _table(self, t: Table | None) -> Json | None:
        if t is None:
            return None
        cells = [self._cell(c) for c in t.cells]
        return {"cells": cells, "rows": t.n_rows, "cols": t.n_cols, "caption": t.caption, "unit": t.unit, "form": t.is_form}

    def _block(self, b: Block) -> list[Any]:
        return [b.kind.value, self._text(b.text), b.level, list(b.section), self._table(b.table), b.confidence]


class _Reader:
    """Makes texts of the printed pages they name."""

    def __init__(self, printed: list[Printed]) -> None:
        self.printed = printed

    def document(self, d: Json) -> Document:
        pages = tuple(PageFacts(p[0], p[1], p[2], PageSource(p[3]), p[4]) for p in d["pages"])
        blocks = tuple(self._block(b) for b in d["blocks"])
        problems = tuple(Problem(p[0], p[1], p[2]) for p in d["problems"])
        return Document(d["file"], d["sha256"], pages, blocks, Status(d["status"]), problems, dict(d["metadata"]))

    def _stretch(self, place: int, start: int, end: int) -> Stretch:
        printed = self.printed[place] if place != NO_PAGE else None
        if not 0 <= start <= end or (printed is not None and end > len(printed.x0)):
            raise ValueError("a stretch of no page")
        return printed, start, end

    def _text(self, data: list[Any]) -> PlacedText:
        stretches = tuple(self._stretch(*data[i : i + 3]) for i in range(1, len(data), 3))
        if len(data[0]) != sum(end - start for _, start, end in stretches):
            raise ValueError("stretches and text differ in length")
        return PlacedText(data[0], stretches)

    def _cell(self, d: list[Any]) -> Cell:
        return Cell(d[0], d[1], self._text(d[2]), Box(*d[3]), d[4], d[5], d[6], d[7], d[8])

    def _table(self, d: Json | None) -> Table | None:
        if d is None:
            return None
        return Table(tuple(self._cell(c) for c in d["cells"]), d["rows"], d["cols"], d["caption"], d["unit"], d["form"])

    def _block(self, d: list[Any]) -> Block:
        return Block(BlockKind(d[0]), self._text(d[1]), d[2], tuple(d[3]), self._table(d[4]), d[5])
