"""Other readers that give tables, each run by an interpreter of an environment that has it.

Their texts of a file's table cells and how many of these have a box come back, with the processor time of all files.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HEAD = "import json, sys, time\n"
TAIL = """
read(sys.argv[1])
start = time.process_time()
found = [read(path) for path in sys.argv[1:]]
seconds = time.process_time() - start
told = {"seconds": seconds, "cells": [[t for t, _ in f] for f in found], "boxed": sum(bool(b) for f in found for _, b in f)}
print("\\n" + json.dumps(told))
"""
# Each defines read(path): the page's text is read as well, and (text, box) of every table cell returned.
READERS = {
    "kreuzberg": """
import kreuzberg
def read(path):
    result = kreuzberg.extract_file_sync(path)
    return [(text, None) for table in result.tables for row in table.cells for text in row]
""",
    "pdf_oxide": """
import pdf_oxide
pdf_oxide.disable_logging()
def read(path):
    document, cells = pdf_oxide.PdfDocument(path), []
    for page in range(document.page_count()):
        document.extract_text(page)
        for table in document.extract_tables(page):
            cells += [(cell["text"], cell.get("bbox")) for row in table["rows"] for cell in row["cells"]]
    return cells
""",
    "edgeparse": """
import edgeparse
def inner(item):
    return item.get("content", "") + "".join(map(inner, item.get("kids", [])))
def cells_in(item):
    if item.get("type") == "table":
        for row in item.get("rows", []):
            for cell in row.get("cells", []):
                yield inner(cell), cell.get("bounding box")
    for kid in item.get("kids", []):
        yield from cells_in(kid)
def read(path):
    return list(cells_in(json.loads(edgeparse.convert(path, format="json"))))
""",
    "liteparse": """
import liteparse
parser = liteparse.LiteParse(ocr_enabled=False, quiet=True, num_workers=1, extract_blocks=True)
def read(path):
    cells = []
    for page in parser.parse(path).pages:
        for block in page.blocks or []:
            if block.kind == "table":
                cells += [(cell.text, cell.bbox) for row in [block.header or [], *(block.rows or [])] for cell in row]
    return cells
""",
    "pdfplumber-rs": """
import pdfplumber
def read(path):
    cells = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            for table in page.find_tables():
                texts = (text for row in table.extract() for text in row)
                boxes = (box for row in table.rows for box in (row.cells if hasattr(row, "cells") else row))
                cells += [(text, box) for text, box in zip(texts, boxes) if text is not None]
    return cells
""",
}


@dataclass(frozen=True)
class Reading:
    seconds: float  # of processor time
    cells: list[list[str]]  # the texts of each file's table cells
    boxed: int  # cells with a box


def read_by(name: str, python: Path, files: Sequence[Path]) -> Reading:
    """The files as the reader of that name reads them.

    Raises:
        KeyError: no such reader is known. subprocess.CalledProcessError: it failed.
    """
    command = [python, "-c", HEAD + READERS[name] + TAIL, *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(run.stdout.splitlines()[-1])
    return Reading(told["seconds"], told["cells"], told["boxed"])
