"""The reader's entry points."""

from __future__ import annotations

import logging
import mmap
from collections.abc import Collection
from pathlib import Path

import pypdfium2

from extractors.document import Document, PageFacts, PageSource, Problem, Status
from extractors.pdf.assemble import PageLayout, blocks_of
from extractors.pdf.engine import metadata_of, opened
from extractors.pdf.glyphs import PageContent
from extractors.pdf.limits import MEBIBYTE, Limits
from extractors.pdf.pages import Errand, Pages, Progress
from extractors.pdf.plumber import second_reading
from extractors.pdf.problems import grouped, problem
from extractors.pdf.repair import repaired
from extractors.pdf.worker import digest, read_isolated, rejected

log = logging.getLogger(__name__)
DEFAULT_LIMITS = Limits()
HEADER_REACH = 1024  # bytes in which "%PDF-" must stand
CURABLE = ("no_text", "text_unusable")  # what installing OCR would cure
PASSWORD_ERROR = 4  # PDFium's code


def read_document(path: Path, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS, ocr: bool = True) -> Document:
    """One PDF as a document, read in a child process with limits on time and memory.

    Never raises for bad input: a file that cannot be read comes back rejected, one of which parts are missing partial,
    each with problems that name file, page and way out.
    """
    path = Path(path)
    try:
        why = _unfit(path, limits)
        return rejected(path, why) if why is not None else read_isolated(path, password, limits, ocr)
    except OSError:
        return rejected(path, problem("missing", path.name))


def read_in_process(
    path: Path,
    *,
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    ocr: bool = True,
    progress: Progress | None = None,
    skip: Collection[int] = (),
) -> Document:
    """The same without isolation, for a process that is isolated already.

    ``progress`` hears (pages done, pages sent to OCR since); pages of ``skip`` (0-based) are left out and told.
    """
    path = Path(path)
    try:
        why = _unfit(path, limits)
        return rejected(path, why) if why is not None else _read(path, password, Errand(path.name, limits, ocr, progress, frozenset(skip)))
    except OSError:
        return rejected(path, problem("missing", path.name))
    except MemoryError:
        return rejected(path, problem("too_much_memory", path.name))


def _unfit(path: Path, limits: Limits) -> Problem | None:
    """What is wrong with the file before any PDF library sees it."""
    if not path.is_file():
        return problem("missing", path.name)
    size = path.stat().st_size
    if not size:
        return problem("empty", path.name)
    if size > limits.max_bytes:
        return problem("too_large", path.name, size=size // MEBIBYTE, limit=limits.max_bytes // MEBIBYTE)
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(HEADER_REACH):
            return problem("not_pdf", path.name)
    return None


def _read(path: Path, password: str | None, errand: Errand) -> Document:
    try:
        return _read_opened(path, path, password, errand, ())
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR and _is_encrypted(path):
            if password:  # one is set for all files: others may open without
                again = _read(path, None, errand)
                return again if again.pages else rejected(path, problem("wrong_password", path.name))
            return rejected(path, problem("password", path.name))
        log.info("%s: %s", path.name, error)
    with repaired(path) as copy:
        if copy is not None:
            try:
                return _read_opened(copy, path, None, errand, (problem("repaired", path.name),))
            except pypdfium2.PdfiumError:
                pass
    return rejected(path, problem("broken", path.name))


def _is_encrypted(path: Path) -> bool:
    """Does the file say so? PDFium's code may be left over from the file before."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(b"/Encrypt") >= 0


def _facts(page: PageLayout) -> PageFacts:
    return PageFacts(page.number, *page.size, page.source, page.confidence)


def _read_opened(source: Path, path: Path, password: str | None, errand: Errand, known: tuple[Problem, ...]) -> Document:
    with opened(source, password) as document:
        if not len(document):
            return rejected(path, problem("no_pages", path.name))
        metadata = metadata_of(document)

        def second(index: int) -> PageContent | None:
            return second_reading(source, index, errand.limits, password)

        with Pages(document, errand, second) as pages:
            pages.read()
    layouts = sorted(pages.layouts, key=lambda p: p.number)
    facts = tuple(_facts(p) for p in layouts)
    blocks = blocks_of(layouts)
    problems = (*known, *grouped(pages.problems, path.name))
    if not blocks and not problems:
        problems = (problem("no_text_at_all", path.name),)
    if not blocks and all(f.source is PageSource.NONE for f in facts) and not any(p.code in CURABLE for p in problems):
        return Document(path.name, digest(path), status=Status.REJECTED, problems=problems, metadata=metadata)
    return Document(path.name, digest(path), facts, blocks, Status.PARTIAL if problems else Status.OK, problems, metadata)
