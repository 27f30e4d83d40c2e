"""The pages of one document on their way to layouts; scans go to threads beside the text pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pypdfium2
from PIL import Image

from extractors.document import PageSource, Problem
from extractors.pdf import ocr as scans
from extractors.pdf import raster, recogniser
from extractors.pdf.assemble import PageLayout, layout
from extractors.pdf.engine import page_content, page_image, page_size
from extractors.pdf.glyphs import PageContent
from extractors.pdf.limits import Limits
from extractors.pdf.problems import problem
from extractors.pdf.usable import Text, text_of

log = logging.getLogger(__name__)
OCR_THREADS = 2


Progress = Callable[[int, int], None]
SecondReading = Callable[[int], PageContent | None]  # a page (0-based) through the other reader


@dataclass(frozen=True, slots=True)
class Scan:
    """A page read by OCR; ``trouble`` is the problem to be told of it, if any."""

    layout: PageLayout
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """What is wanted of one file."""

    file: str  # its name, for the sentences
    limits: Limits
    ocr: bool = True
    progress: Progress | None = None  # hears (pages done, pages sent to OCR since)
    skip: frozenset[int] = frozenset()  # 0-based pages to leave out


class Pages:
    """Reads a document's pages into ``layouts`` and what went wrong into ``problems``."""

    def __init__(self, document: pypdfium2.PdfDocument, errand: Errand, second: SecondReading) -> None:
        self.document, self.second = document, second
        self.file, self.limits, self.skip = errand.file, errand.limits, errand.skip
        self.progress = errand.progress or (lambda _pages, _ocr: None)
        self.ocr = errand.ocr and recogniser.available()
        self.layouts: list[PageLayout] = []
        self.problems: list[Problem] = []
        self.threads = ThreadPoolExecutor(OCR_THREADS)
        self.waiting: list[tuple[PageContent, Future[Scan]]] = []

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self.threads.shutdown(cancel_futures=True)

    def read(self) -> None:
        total = len(self.document)
        for index in range(min(total, self.limits.max_pages)):
            sent = len(self.waiting)
            self._page(index)
            self.progress(index + 1 - len(self.waiting), max(0, len(self.waiting) - sent))
        self._collect(0)
        if total > self.limits.max_pages:
            self._tell("too_many_pages", pages=total, limit=self.limits.max_pages)

    def _tell(self, code: str, page: int | None = None, **more: object) -> None:
        self.problems.append(problem(code, self.file, page, **more))

    def _page(self, index: int) -> None:
        if index in self.skip:
            self._lost(index, "page_deadly")
            return
        try:
            width, height = page_size(self.document, index)
            if not 0 < min(width, height) <= max(width, height) <= self.limits.max_side:
                self._lost(index, "page_size", width, height)
                return
            content = page_content(self.document, index, self.limits)
        except pypdfium2.PdfiumError:
            other = self.second(index)
            if other is None:
                self._lost(index, "page_broken")
                return
            content = other
        if content.truncated:
            self._tell("page_too_dense", content.number)
        self._take(index, content)

    def _lost(self, index: int, code: str, width: float = 0.0, height: float = 0.0) -> None:
        self._tell(code, index + 1)
        self.layouts.append(PageLayout(index + 1, width, height, [], [], confidence=0.0, source=PageSource.NONE))

    def _take(self, index: int, content: PageContent) -> None:
        kind = text_of(content)
        if kind is Text.GARBLED and (other := self.second(index)) is not None and text_of(other) is Text.GOOD:
            kind, content = Text.GOOD, other
        if kind in (Text.GOOD, Text.ABSENT, Text.BEYOND):
            self.layouts.append(layout(content, hidden=kind is Text.BEYOND))
        elif self.ocr:
            image, scale = page_image(self.document, index, raster.DPI, self.limits)
            self.waiting.append((content, self.threads.submit(_scanned, image, content, scale)))
            self._collect(2 * OCR_THREADS)
        else:
            self._unread(content, kind)

    def _unread(self, content: PageContent, kind: Text) -> None:
        self._tell("no_text" if kind is Text.IMAGE else "text_unusable", content.number, install=recogniser.INSTALL)
        if kind is Text.HIDDEN:  # an invisible layer is better than nothing
            self.layouts.append(layout(content, hidden=True))
        else:
            self.layouts.append(PageLayout(content.number, content.width, content.height, [], [], confidence=0.0, source=PageSource.NONE))

    def _collect(self, left: int) -> None:
        """Takes in finished scans until no more than ``left`` are under way."""
        while len(self.waiting) > left:
            content, scan = self.waiting.pop(0)
            try:
                read = scan.result()
                found = read.layout
                blank = not found.segments and not found.grids
                self.layouts.append(layout(content, hidden=True) if blank and len(content.glyphs) else found)
                if read.trouble is not None:
                    self._tell(read.trouble, content.number)
            except (RuntimeError, ValueError, OSError) as error:
                log.warning("%s page %d: OCR failed: %s", self.file, content.number, error)
                self._lost(content.number - 1, "ocr_failed", content.width, content.height)


def _scanned(image: Image.Image, content: PageContent, scale: float) -> Scan:
    read = scans.read_image(image, content, scale)
    trouble = scans.trouble_of(read)
    if not scans.is_legible(read):
        read.glyphs, read.rules = scans.sure_lines(read), []
    return Scan(layout(read, PageSource.OCR), trouble)
