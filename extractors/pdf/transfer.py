"""A document as JSON and back, for the way out of the reading process (nothing executable crosses)."""

from __future__ import annotations

import base64
import json
from array import array
from typing import Any

from extractors.document import Block, BlockKind, Box, Cell, Document, PageFacts, PageSource, PlacedText, Problem, Status, Table

Json = dict[str, Any]


DONE, PROGRESS = b"D", b"P"  # what an answer of the reading process begins with


def dumps(document: Document) -> bytes:
    return json.dumps(_document(document), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(data: bytes) -> Document:
    """The document a child wrote.

    Raises:
        ValueError, KeyError, TypeError: the data is no document.
    """
    return _read_document(json.loads(data.decode("utf-8", "surrogatepass")))


def _packed(values: array[Any]) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")


def _unpacked(code: str, data: str) -> array[Any]:
    values = array(code)
    values.frombytes(base64.b64decode(data))
    return values


def _text(text: PlacedText) -> list[str]:
    return [text.text, *(_packed(v) for v in (text.pages, text.x0, text.top, text.x1, text.bottom))]


def _read_text(data: list[str]) -> PlacedText:
    edges = [_unpacked("f", d) for d in data[2:6]]
    text = PlacedText(data[0], _unpacked("H", data[1]), *edges)
    if any(len(v) != len(text.text) for v in (text.pages, *edges)):
        raise ValueError("arrays and text differ in length")
    return text


def _box(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


def _cell(c: Cell) -> list[Any]:
    return [c.row, c.col, _text(c.text), _box(c.box), c.page, c.rowspan, c.colspan, c.is_header, c.is_label]


def _read_cell(d: list[Any]) -> Cell:
    return Cell(d[0], d[1], _read_text(d[2]), Box(*d[3]), d[4], d[5], d[6], d[7], d[8])


def _table(t: Table | None) -> Json | None:
    if t is None:
        return None
    cells = [_cell(c) for c in t.cells]
    return {"cells": cells, "rows": t.n_rows, "cols": t.n_cols, "caption": t.caption, "unit": t.unit, "form": t.is_form}


def _read_table(d: Json | None) -> Table | None:
    if d is None:
        return None
    return Table(tuple(_read_cell(c) for c in d["cells"]), d["rows"], d["cols"], d["caption"], d["unit"], d["form"])


def _block(b: Block) -> list[Any]:
    return [b.kind.value, _text(b.text), b.level, list(b.section), _table(b.table), b.confidence]


def _read_block(d: list[Any]) -> Block:
    return Block(BlockKind(d[0]), _read_text(d[1]), d[2], tuple(d[3]), _read_table(d[4]), d[5])


def _document(document: Document) -> Json:
    return {
        "file": document.file,
        "sha256": document.sha256,
        "pages": [[p.number, p.width, p.height, p.source.value, p.confidence] for p in document.pages],
        "blocks": [_block(b) for b in document.blocks],
        "status": document.status.value,
        "problems": [[p.code, p.message, p.page] for p in document.problems],
        "metadata": document.metadata,
    }


def _read_document(d: Json) -> Document:
    pages = tuple(PageFacts(p[0], p[1], p[2], PageSource(p[3]), p[4]) for p in d["pages"])
    blocks = tuple(_read_block(b) for b in d["blocks"])
    problems = tuple(Problem(p[0], p[1], p[2]) for p in d["problems"])
    return Document(d["file"], d["sha256"], pages, blocks, Status(d["status"]), problems, dict(d["metadata"]))
