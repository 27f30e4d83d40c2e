"""Short texts that word a field without a word for "field": further examples for what frames of sentences say.

In gold proposals nearly every field stands in a labelled cell or a defining sentence, so that from them alone the frames
would be learned to say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractors.document import Block, BlockKind, Box, Cell, Document, PlacedText, Table

_DATA = "field_wordings.yaml"
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


@cache
def field_wordings() -> tuple[tuple[Document, dict[str, Any]], ...]:
    """Each text as a document with its gold; the documents' file names are their groups."""
    raw = yaml.safe_load((files("models") / "data" / _DATA).read_text("utf-8"))
    return tuple((document_of(entry), gold_of(entry)) for entry in raw["texts"])


def gold_of(entry: dict[str, Any]) -> dict[str, Any]:
    field = entry["field"]
    return {"specific_domain": {"value": field, "accept": entry.get("accept", [])} if field else None}


def document_of(entry: dict[str, Any]) -> Document:
    """The document of one text; see the notation in the data file."""
    lines = [f"# {entry['title']}"] if entry.get("title") else []
    return Document(f"wording {entry['id']}", "0" * 64, blocks=tuple(_blocks([*lines, *entry["text"].split("\n")])))


def _blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        cells = line.split(" | ")
        if len(cells) > 1:
            rows.append(cells)
            continue
        if rows:
            yield _table(rows)
            rows = []
        if line:
            heading = line.startswith("# ")
            yield Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, _placed(line.removeprefix("# ")), level=int(heading))


def _table(rows: list[list[str]]) -> Block:
    grid = rows[0][0].startswith("! ")
    rows = [[rows[0][0].removeprefix("! "), *rows[0][1:]], *rows[1:]]
    cells = tuple(
        Cell(r, c, _placed(text), _NOWHERE, 1, is_header=grid and r == 0, is_label=c == 0 and (r > 0 or not grid))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    made = Table(cells, len(rows), max(map(len, rows)), is_form=not grid)
    return Block(BlockKind.TABLE, _placed("\n".join("\t".join(row) for row in rows)), table=made)


def _placed(text: str) -> PlacedText:
    """On page 1, nowhere in particular."""
    nowhere = [0.0] * len(text)
    return PlacedText.of(text, [1] * len(text), nowhere, nowhere, nowhere, nowhere)
