"""How faithfully proposals are read: python -m tests.bench.fidelity FOLDER [--each] [--no-ocr] [--tables FILE].

FOLDER holds NAME.pdf with NAME.gold.json and, where there is one, its source NAME.html. Told are, for text and scans:

- quotes: the share of gold quotes found in one block or cell with the right page; and the character error rate (CER)
  of all quotes, each against the best-fitting stretch of one block or cell.
- source CER: edit distance between the blocks in reading order and the source's text in order, over the latter's length.
- bag: characters too many and too few against poppler's ``pdftotext`` (an independent reading of the same PDF), order free,
  over its length. Only for PDFs with a text layer, where pdftotext is installed.
- cells: the share of the source's table cells found with their row label and their column label; once for all tables,
  once for those of money and facilities. Where there is no source, FILE may tell cells taken down from the printed page:
  JSON, by NAME a list of [text, [its row labels], [its column labels]], taken for tables of money and facilities.

Texts are compared in NFKC without white space; CER also without telling the kinds of dashes apart.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.document import Document, PageSource
from extractors.pdf import read_document
from tests.bench.edits import best_stretch, distance
from tests.bench.source import Cell, Source, plain, source_of
from tests.test_reader_gold import quotes, squash, units


@dataclass
class Tally:
    """Errors or hits over a total."""

    part: float = 0
    whole: float = 0

    def add(self, part: float, whole: float) -> None:
        self.part += part
        self.whole += whole

    def __str__(self) -> str:
        return f"{100 * self.part / self.whole:6.2f} %" if self.whole else "      - "


@dataclass
class Fidelity:
    quotes: Tally = field(default_factory=Tally)
    quote_errors: Tally = field(default_factory=Tally)
    source_errors: Tally = field(default_factory=Tally)
    bag_errors: Tally = field(default_factory=Tally)
    cells: Tally = field(default_factory=Tally)
    key_cells: Tally = field(default_factory=Tally)

    def __str__(self) -> str:
        names = ("quotes", "quote_errors", "source_errors", "bag_errors", "cells", "key_cells")
        return "  ".join(str(getattr(self, name)) for name in names)


HEAD = "found     quote CER source CER bag     cells     of money and facilities"


def measure(path: Path, document: Document, into: Sequence[Fidelity], each: bool = False, cells: Sequence[Cell] = ()) -> None:
    """One document's figures added to every tally of ``into``; with ``each`` what was missed is printed."""
    places = units(document)
    for quote, page in sorted(set(quotes(json.loads(path.with_suffix(".gold.json").read_text("utf-8")))), key=str):
        wanted = squash(quote)
        there = [text for text, pages in places if page is None or page in pages]
        found = any(wanted in text for text in there)
        errors = 0 if found else min((best_stretch(wanted, text) for text in there), default=len(wanted))
        if each and not found:
            print(f"  quote p.{page} ({errors}): {quote}")
        for tally in into:
            tally.quotes.add(found, 1)
            tally.quote_errors.add(errors, len(wanted))
    if path.with_suffix(".html").exists():
        source = source_of(path.with_suffix(".html").read_text("utf-8"))
        _against_source(document, source, into)
        cells = source.cells
    _against_cells(document, cells, into, each)
    if all(p.source is PageSource.TEXT for p in document.pages) and (other := _poppler(path)):
        ours = Counter(plain("".join(b.text.text for b in document.blocks)))
        wrong = sum(((ours - other) + (other - ours)).values())
        for tally in into:
            tally.bag_errors.add(wrong, sum(other.values()))


def _against_source(document: Document, source: Source, into: Sequence[Fidelity]) -> None:
    errors = distance(plain("".join(b.text.text for b in document.body)), source.text)
    for tally in into:
        tally.source_errors.add(errors, len(source.text))


def _against_cells(document: Document, cells: Sequence[Cell], into: Sequence[Fidelity], each: bool) -> None:
    known = set(_cells(document))
    for cell in cells:
        near = [other for other in known if other.value == cell.value]
        right = any(_matches(cell, other) for other in near)
        if each and not right:
            print(f"  cell {cell.row} | {cell.column} → {cell.value[:40]}   read: {[(o.row, o.column) for o in near][:2]}")
        for tally in into:
            tally.cells.add(right, 1)
            if cell.key:
                tally.key_cells.add(right, 1)


def _matches(wanted: Cell, other: Cell) -> bool:
    return _among(wanted.row, other.row) and _among(wanted.column, other.column)


def _among(wanted: str, labels: str) -> bool:
    return not wanted or set(wanted.split("\n")) <= set(labels.split("\n"))


def cells_told(file: Path) -> dict[str, list[Cell]]:
    """The cells a file tells of each proposal.

    Raises:
        OSError, ValueError: the file cannot be read, or is not of the form told above.
    """

    def labels(texts: Sequence[str]) -> str:
        return "\n".join(map(plain, texts))

    told = json.loads(file.read_text("utf-8"))
    return {name: [Cell(plain(text), labels(rows), labels(columns), True) for text, rows, columns in cells] for name, cells in told.items()}


def _cells(document: Document) -> Iterator[Cell]:
    """Every table cell as read, all its row labels and column labels joined with line feeds."""
    for block in document.tables:
        table = block.table
        assert table is not None
        for cell in table.cells:
            rows = [plain(c.text.text) for c in table.row_labels(cell)]
            first = table.row_cells(cell.row)
            if not rows and first and first[0].col < cell.col:
                rows = [plain(first[0].text.text)]
            heads = [plain(c.text.text) for c in table.column_labels(cell)]
            yield Cell(plain(cell.text.text), "\n".join(rows), "\n".join(heads), False)


def _poppler(path: Path) -> Counter[str] | None:
    if not shutil.which("pdftotext"):
        return None
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=False)
    return Counter(plain(run.stdout.decode("utf-8", "ignore"))) or None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true", help="print what was missed")
    parser.add_argument("--no-ocr", action="store_true", help="leave scans out")
    parser.add_argument("--tables", type=Path, help="JSON that tells cells of proposals without a source")
    args = parser.parse_args()
    told = cells_told(args.tables) if args.tables else {}
    sums = {"text": Fidelity(), "scans": Fidelity()}
    print(f"{'':24} {HEAD}")
    for gold in sorted(args.folder.glob("*.gold.json")):
        path = gold.with_name(gold.name.replace(".gold.json", ".pdf"))
        document = read_document(path, ocr=not args.no_ocr)
        kind = "scans" if any(p.source is not PageSource.TEXT for p in document.pages) else "text"
        if kind == "scans" and args.no_ocr:
            continue
        own = Fidelity()
        measure(path, document, (own, sums[kind]), args.each, told.get(path.stem, ()))
        print(f"{path.stem:24} {own}", flush=True)
    for kind, total in sums.items():
        print(f"{'all ' + kind:24} {total}")


if __name__ == "__main__":
    main()
