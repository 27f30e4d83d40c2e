"""PDFium as the source of glyphs and geometry.

PDFium gives every character with its box at some 2 µs; pdfplumber's own tokenizer takes 50 times that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image

from extractors.pdf.calls import address
from extractors.pdf.characters import add_glyphs
from extractors.pdf.frame import Frame
from extractors.pdf.glyphs import PageContent
from extractors.pdf.limits import MEBIBYTE, Limits
from extractors.pdf.objects import add_objects

MAX_WHOLE = 4 * MEBIBYTE  # a larger file is not held in memory


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed at the end.

    Raises:
        pypdfium2.PdfiumError: not a PDF, damaged, or protected by a password.
    """
    document = pypdfium2.PdfDocument(_source(path), password=password)
    try:
        yield document
    finally:
        document.close()


def _source(path: Path) -> Path | bytes:
    """The file, or all that is in it: PDFium fetches half a kilobyte at a time, each with three calls of the system."""
    return path.read_bytes() if path.stat().st_size <= MAX_WHOLE else path


def metadata_of(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """The document's own account of itself (Title, Author, Producer …), empty entries left out."""
    try:
        return {key: value for key, value in document.get_metadata_dict(skip_empty=True).items() if value}
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return {}


def page_size(document: pypdfium2.PdfDocument, index: int) -> tuple[float, float]:
    """Width and height of page ``index`` (0-based) in points."""
    width, height = document.get_page_size(index)
    return float(width), float(height)


def page_content(document: pypdfium2.PdfDocument, index: int, limits: Limits) -> PageContent:
    """Everything page ``index`` (0-based) holds.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    try:
        frame = Frame(page.get_bbox(), page.get_rotation() // 90)
        content = PageContent(index + 1, frame.width, frame.height)
        add_objects(address(page.raw), frame, content, limits)
        textpage = page.get_textpage()
        try:
            add_glyphs(textpage.raw, frame, content, limits)
        finally:
            textpage.close()
        return content
    finally:
        page.close()


def page_image(document: pypdfium2.PdfDocument, index: int, dpi: float, limits: Limits) -> tuple[Image.Image, float]:
    """Page ``index`` (0-based) in grey at ``dpi`` or as near as the limits allow, and the points a pixel stands for."""
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (limits.max_pixels / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return bitmap.to_pil().copy(), 1 / scale
        finally:
            bitmap.close()
    finally:
        page.close()
