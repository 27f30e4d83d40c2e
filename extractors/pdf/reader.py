"""The reader's entry points."""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pypdfium2

from extractors.document import Document, PageFacts, PageSource, Problem, Status
from extractors.pdf import ocr as scans
from extractors.pdf import raster
from extractors.pdf.assemble import PageLayout, blocks_of, layout
from extractors.pdf.engine import opened, page_content, page_image
from extractors.pdf.glyphs import PageContent
from extractors.pdf.limits import Limits
from extractors.pdf.problems import problem
from extractors.pdf.usable import Text, text_of

log = logging.getLogger(__name__)
DEFAULT_LIMITS = Limits()
OCR_THREADS = 2


def read_document(path: Path, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS, ocr: bool = True) -> Document:
    """One PDF as a document, read in a child process; never raises for bad input."""
    return read_in_process(path, password=password, limits=limits, ocr=ocr)


def read_in_process(path: Path, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS, ocr: bool = True) -> Document:
    """One PDF as a document, read here, without isolation."""
    data = path.read_bytes()
    with opened(path, password) as document, _Pages(document, path.name, limits, ocr) as pages:
        pages.read()
    layouts = sorted(pages.layouts, key=lambda p: p.number)
    facts = tuple(PageFacts(p.number, p.width, p.height, p.source, p.confidence) for p in layouts)
    status = Status.PARTIAL if pages.problems else Status.OK
    return Document(path.name, hashlib.sha256(data).hexdigest(), facts, blocks_of(layouts), status, tuple(pages.problems))


class _Pages:
    """The pages of one document on their way to layouts; scans go to threads beside the text pages."""

    def __init__(self, document: pypdfium2.PdfDocument, file: str, limits: Limits, ocr: bool) -> None:
        self.document, self.file, self.limits = document, file, limits
        self.ocr = ocr and scans.available()
        self.layouts: list[PageLayout] = []
        self.problems: list[Problem] = []
        self.threads = ThreadPoolExecutor(OCR_THREADS)
        self.waiting: list[Future[PageLayout]] = []

    def __enter__(self) -> _Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self.threads.shutdown(cancel_futures=True)

    def read(self) -> None:
        total = len(self.document)
        for index in range(min(total, self.limits.max_pages)):
            self._page(index)
        self._collect(0)
        if total > self.limits.max_pages:
            self.problems.append(problem("too_many_pages", self.file, pages=total, limit=self.limits.max_pages))

    def _page(self, index: int) -> None:
        try:
            content = page_content(self.document, index, self.limits)
        except pypdfium2.PdfiumError:
            self.problems.append(problem("page_broken", self.file, index + 1))
            return
        kind = text_of(content)
        if kind in (Text.GOOD, Text.ABSENT):
            self.layouts.append(layout(content))
        elif self.ocr:
            image, scale = page_image(self.document, index, raster.DPI, self.limits)
            self.waiting.append(self.threads.submit(_scanned, image, content, scale))
            self._collect(2 * OCR_THREADS)
        else:
            self._unread(content, kind)

    def _unread(self, content: PageContent, kind: Text) -> None:
        code = "no_text" if kind is Text.IMAGE else "text_unusable"
        self.problems.append(problem(code, self.file, content.number, install=scans.INSTALL))
        if kind is Text.HIDDEN:  # an invisible layer is better than nothing
            content.glyphs = [g for g in content.glyphs if g.text]
            self.layouts.append(layout(content, hidden=True))
        else:
            self.layouts.append(PageLayout(content.number, content.width, content.height, [], [], 0.0, source=PageSource.NONE))

    def _collect(self, left: int) -> None:
        """Takes in finished scans until no more than ``left`` are under way."""
        while len(self.waiting) > left:
            self.layouts.append(self.waiting.pop(0).result())


def _scanned(image: object, content: PageContent, scale: float) -> PageLayout:
    return layout(scans.read_image(image, content, scale), PageSource.OCR)  # type: ignore[arg-type]
