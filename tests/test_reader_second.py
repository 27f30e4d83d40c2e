"""pdfplumber as second reader: the same document where PDFium is made to fail, and pdfplumber's own tables as a check on ours."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from extractors.document import Document, Status
from extractors.pdf import Limits, pages, read_in_process
from extractors.pdf.plumber import second_reading
from extractors.text import normalise
from models.evaluation.sameness import squash
from tests.conftest import PROPOSALS, SAMPLES

FILES = [SAMPLES / "sample-sapporo.pdf", PROPOSALS / "P01-hachinohe.pdf"]


def plain(text: str) -> str:
    """As a reader sees it: radicals and the two wave dashes are one character."""
    return squash(normalise(text).text)


def cells(document: Document) -> set[str]:
    return {plain(c.text.text) for b in document.tables if b.table for c in b.table.cells} - {""}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_pages_pdfium_cannot_load_are_read_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_in_process(path)

    def refuse(*_: object) -> None:
        raise pypdfium2.PdfiumError("made to fail")

    monkeypatch.setattr(pages, "page_content", refuse)
    second = read_in_process(path)
    assert second.status is Status.OK
    assert len(cells(first) & cells(second)) >= 0.9 * len(cells(first))
    theirs, ours = (plain("".join(b.text.text for b in d.body)) for d in (second, first))
    assert abs(len(theirs) - len(ours)) <= 0.03 * len(ours)


def test_the_ruled_tables_hold_what_pdfplumber_finds() -> None:
    """Every cell pdfplumber's table finder reads in a ruled form is a cell of ours, but for those cut by a page."""
    path = FILES[1]
    ours = cells(read_in_process(path))
    with pdfplumber.open(path) as pdf:
        found = {plain(cell) for page in pdf.pages for table in page.extract_tables() for row in table for cell in row if cell}
    whole = {cell for cell in found if cell}
    assert len(whole) > 30
    assert len(whole & ours) >= 0.95 * len(whole)


def test_a_page_neither_can_read_is_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "壊れ.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    assert second_reading(broken, 0, Limits()) is None
