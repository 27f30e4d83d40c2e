"""Pages without usable text read by OCR: line by line, cell by cell, every character with box and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from PIL import Image

from extractors.pdf import facing, raster
from extractors.pdf.glyphs import SPACES, Glyph, Glyphs, PageContent, Style
from extractors.pdf.grid import RawGrid, grid_of
from extractors.pdf.lookalikes import RIVAL, neighbours, settled
from extractors.pdf.pitch import Symbol, settle
from extractors.pdf.raster import Bounds, Raster
from extractors.pdf.recogniser import Reading, recogniser
from extractors.pdf.rulings import joined, skeletons
from extractors.pdf.unread import unread_marks

SIDE, OVER = 0.25, 0.15  # em of paper left round a line for the recogniser
INK_SHARE = 0.9  # of an em, the height of most characters' ink
TALLER = 75  # percentile of a line's characters by height that tells their size
SAME_SIZE = 0.12  # sizes this near to the page's usual one are the usual one
MIN_CONFIDENCE = 0.25  # of a character; below it stands for dirt when it is small too
FONT = "scan"
METRE, SQUARE, RAISED_TWO, SQUARED = "mｍ", "㎡", "²", "mｍ²2２³3３/／"
MIN_UNREAD, MAX_UNREAD, METRE_SHARE, UNREAD = 0.5, 1.3, 0.4, 0.5  # em of a ㎡ nobody read; its m's middle in it; its confidence
RAISED, MIN_RAISED = 0.3, 0.004  # of a line's height: how far down a raised 2 is looked for; of its square: the ink that makes one
FLAT, DASH, DASH_HIGH = "一ー_", "－", 0.14  # alone in a cell, a stroke lower than so many em stands for "none"
SLASH, MIN_SLASH, SLASH_GAP, STRAIGHT = "／", 0.4, 0.25, 0.97  # its ink's sides and the white round it in em; how straight
NEXT_LINE = 2.2  # em from the top of a line to that of the next
EM_INK = 0.95  # of an em, the height of the tallest characters' ink
SURELY = 0.999  # nothing OCR reads is certain


def read_image(image: Image.Image, content: PageContent, scale: float) -> PageContent:
    """The page's content as its image (``scale`` points a pixel) shows it, set straight.

    Glyphs stand in the straightened page's coordinates; ``content.skew`` and ``content.turns`` tell how it was turned. A page
    with more pieces of ink than writing has is not read: it comes back ``truncated``.
    """
    return _read(image, content, scale, 0)


def _read(image: Image.Image, content: PageContent, scale: float, turns: int) -> PageContent:
    """The page turned counter-clockwise by so many quarters; if by none, and its lines turn out not to be level, by as many as it needs."""
    page = raster.prepare(image.rotate(90 * turns, expand=True), scale)
    width, height = (content.height, content.width) if turns % 2 else (content.width, content.height)
    found = PageContent(content.number, width, height, rules=page.rules, skew=page.skew, turns=turns)
    em = raster.em_of(page.ink)
    if raster.dust_off(page, em) > _bounds()["pieces"]:
        found.truncated, found.confidence, found.rules = True, 0.0, []
        return found
    lines = _lines(page, _grids(found), em)
    glyphs, doubt = list[Glyph](), facing.Doubt()
    for box, line in lines:
        glyphs += line
        if not turns and doubt.hear((box[2] - box[0]) / em, _sure(line)):
            break
    if doubt.is_founded and (better := facing.turns_of(page, raster.prepare(image.rotate(90, expand=True), scale), em)):
        return _read(image, content, scale, better)
    glyphs += [glyph for _, line in lines for glyph in line]
    _settle_sizes(glyphs)
    found.glyphs = Glyphs.of(glyphs)
    marks = [g.confidence for g in glyphs]
    found.confidence = sum(marks) / len(marks) if marks else 0.0
    return found


def _sure(line: Sequence[Glyph]) -> float:
    return sum(g.confidence for g in line if g.text not in SPACES)


@cache
def _bounds() -> dict[str, float]:
    bounds: dict[str, float] = yaml.safe_load((Path(__file__).parent / "data" / "scans.yaml").read_text("utf-8"))
    return bounds


def is_legible(read: PageContent) -> bool:
    """Is the recogniser sure enough of what it read for it to be worth keeping?"""
    return read.confidence >= _bounds()["legible"]


def sure_lines(read: PageContent) -> Glyphs:
    """What the recogniser is sure of on an illegible page: the title over a drawing, say."""
    g = read.glyphs
    if not len(g):
        return g
    starts = np.flatnonzero(np.diff(g.top, prepend=np.nan) != 0)  # a line's characters are all as high
    counts = np.diff(starts, append=len(g))
    sure = np.add.reduceat(g.confidence, starts) / counts >= _bounds()["sure"]
    return g.take(np.repeat(sure & (counts >= _bounds()["line"]), counts))


def trouble_of(read: PageContent) -> str | None:
    """The problem to be told of a page that was read: it is illegible, or to be doubted; None where it is neither, or empty."""
    if is_legible(read):
        return "page_doubtful" if read.confidence < _bounds()["sure"] else None
    return "page_illegible" if read.truncated or len(read.glyphs) >= _bounds()["blank"] else None


def _grids(content: PageContent) -> list[RawGrid]:
    return [g for s in skeletons(joined(content.rules)) if (g := grid_of(s, content.number)) is not None]


def _pixels(x0: float, top: float, x1: float, bottom: float, page: Raster) -> Bounds:
    height, width = page.ink.shape
    a, b, c, d = (round(v / page.scale) for v in (x0, top, x1, bottom))
    return max(0, a), max(0, b), min(width, c), min(height, d)


def _lines(page: Raster, grids: Sequence[RawGrid], em: float) -> Iterator[tuple[Bounds, list[Glyph]]]:
    """The page's lines with their boxes in pixels: those of the grids cell by cell, then the others."""
    left = replace(page, ink=page.ink.copy())
    for grid in grids:
        for cell in grid.cells:
            yield from _lines_of(left, _pixels(cell.box.x0, cell.box.top, cell.box.x1, cell.box.bottom, page), em)
        x0, top, x1, bottom = _pixels(grid.x0, grid.top, grid.x1, grid.bottom, page)
        left.ink[top:bottom, x0:x1] = False
    yield from _lines_of(left, (0, 0, page.ink.shape[1], page.ink.shape[0]), em)


def _lines_of(page: Raster, region: Bounds, em: float) -> Iterator[tuple[Bounds, list[Glyph]]]:
    if region[2] - region[0] < 3 or region[3] - region[1] < 3:
        return
    above: tuple[Bounds, str] | None = None
    for box in raster.line_boxes(page.ink, region, em):
        symbols = _symbols(page, box, em, above[1] if above is not None and _goes_on(above[0], box, em) else "")
        yield box, list(_glyphs(page, box, symbols, em))
        above = (box, symbols[-1].text) if symbols else None


def _goes_on(above: Bounds, box: Bounds, em: float) -> bool:
    """Does a line stand right under another, beginning no further right?"""
    return 0 < box[1] - above[1] < NEXT_LINE * em and box[0] < above[0] + em and above[2] - above[0] > em


def _glyphs(page: Raster, box: Bounds, symbols: list[Symbol], em: float) -> Iterator[Glyph]:
    style = Style(FONT, round(_height(page, box, symbols) * page.scale / INK_SHARE, 1))
    for symbol in settle(symbols, raster.white_gaps(page.ink, box, em), em / EM_INK):
        if symbol.confidence < MIN_CONFIDENCE and symbol.right - symbol.left < 0.3 * em:
            continue
        left, right = symbol.left * page.scale, symbol.right * page.scale
        yield Glyph(symbol.text, left, box[1] * page.scale, right, box[3] * page.scale, style, min(symbol.confidence, SURELY))


def _height(page: Raster, box: Bounds, symbols: Sequence[Symbol]) -> float:
    """The height of the line's taller characters' ink in pixels: neither a comma's foot nor dirt makes a line higher."""
    x0, top, x1, bottom = box
    heights: list[int] = []
    for symbol in symbols:
        rows = np.flatnonzero(page.ink[top:bottom, max(x0, round(symbol.left)) : min(x1, round(symbol.right))].any(axis=1))
        if len(rows):
            heights.append(int(rows[-1] - rows[0]) + 1)
    return float(np.percentile(heights, TALLER, method="lower")) if heights else float(bottom - top)


def _symbols(page: Raster, box: Bounds, em: float, before: str = "") -> list[Symbol]:
    """The line as the recogniser reads it, behind ``before``; each character reaches half-way to the next, half an em at most."""
    x0, top, x1, bottom = box
    left, over = max(0, x0 - int(SIDE * em)), int(OVER * em)
    line: npt.NDArray[np.uint8] = page.grey[max(0, top - over) : bottom + over, left : x1 + int(SIDE * em)]
    readings = settled(recogniser().read(line, RIVAL), neighbours(), before)
    halves = [-np.inf, *((a.middle + b.middle) / 2 for a, b in pairwise(readings)), np.inf]
    if len(readings) == 1 and not before and readings[0].text in FLAT and bottom - top < DASH_HIGH * em:
        readings = [replace(readings[0], text=DASH)]
    symbols = [_symbol(r, a, b, left, em) for r, (a, b) in zip(readings, pairwise(halves), strict=False)]
    symbols = [replace(s, text=SQUARE) if _is_square(page, box, symbols, i) else s for i, s in enumerate(symbols)]
    symbols = [_whole_square(page, box, symbols, i, em) for i in range(len(symbols))]
    symbols += _unread_square(page, box, symbols, em)
    symbols = _in_order([*symbols, *_unread_slashes(page, box, symbols, em)])
    return _in_order([*symbols, *unread_marks(page.ink, box, symbols, em)])


def _in_order(symbols: Sequence[Symbol]) -> list[Symbol]:
    return sorted(symbols, key=lambda s: s.left + s.right)


def _symbol(reading: Reading, before: float, after: float, left: int, em: float) -> Symbol:
    x0, x1 = max(before, reading.middle - em / 2), min(after, reading.middle + em / 2)
    return Symbol(reading.text, reading.confidence, left + x0, left + x1)


def _is_square(page: Raster, box: Bounds, symbols: list[Symbol], i: int) -> bool:
    """Is this m behind a figure a ㎡, which the model does not know? Then ink stands over its right half, not its left."""
    symbol = symbols[i]
    if symbol.text not in METRE or not i or not symbols[i - 1].text.isdigit() or (i + 1 < len(symbols) and symbols[i + 1].text in SQUARED):
        return False
    left, middle = round(symbol.left), round((symbol.left + symbol.right) / 2)
    end = middle + box[3] - box[1] if i + 1 == len(symbols) else round(symbols[i + 1].left)
    return _has_raised_two(page, (left, box[1], end, box[3]), middle)


def _has_raised_two(page: Raster, box: Bounds, middle: int) -> bool:
    """Does ink stand over the right half of an m alone? ``box`` is the m's in the line, ``middle`` the m's middle."""
    left, top, end, bottom = box
    rows = np.flatnonzero(page.ink[top:bottom, left:end].any(axis=1))
    if not len(rows):
        return False
    top, high = top + int(rows[0]), int(rows[-1] - rows[0]) + 1  # a comma elsewhere in the line reaches lower
    over = page.ink[top : top + round(RAISED * high)]
    return int(over[:, middle:end].sum()) > MIN_RAISED * high**2 and not over[:, (left + middle) // 2 : middle - 1].any()


def _whole_square(page: Raster, box: Bounds, symbols: Sequence[Symbol], i: int, em: float) -> Symbol:
    """The ㎡ behind a figure of which only the raised ² was read: ink far wider than that stands there."""
    symbol = symbols[i]
    if symbol.text != RAISED_TWO or not i or not symbols[i - 1].text.isdigit():
        return symbol
    left, end = round(symbols[i - 1].right), box[2] if i + 1 == len(symbols) else round(symbols[i + 1].left)
    dark = np.flatnonzero(page.ink[box[1] : box[3], left:end].any(axis=0))
    return replace(symbol, text=SQUARE, left=float(left)) if len(dark) and dark[-1] - dark[0] >= MIN_UNREAD * em else symbol


def _unread_square(page: Raster, box: Bounds, symbols: Sequence[Symbol], em: float) -> list[Symbol]:
    """The ㎡ behind a figure at the line's end that the model skipped as no character it knows."""
    _, top, x1, bottom = box
    last = symbols[-1] if symbols else None
    if last is None or not last.text.isdigit() or not MIN_UNREAD * em <= x1 - last.right <= MAX_UNREAD * em:
        return []
    left = round(last.right)
    found = _has_raised_two(page, (left, top, x1, bottom), left + round(METRE_SHARE * (x1 - left)))
    return [Symbol(SQUARE, UNREAD, last.right, float(x1))] if found else []


def _unread_slashes(page: Raster, box: Bounds, symbols: Sequence[Symbol], em: float) -> Iterator[Symbol]:
    """The ／ between words, which the model takes for white: a straight stroke that rises to the right where it read nothing."""
    x0, top, x1, bottom = box
    dark = np.flatnonzero(page.ink[top:bottom, x0:x1].any(axis=0))
    for run in np.split(dark, np.flatnonzero(np.diff(dark) > SLASH_GAP * em) + 1):
        if not len(run) or not MIN_SLASH * em <= run[-1] - run[0] <= em:
            continue
        left, right = float(x0 + run[0]), float(x0 + run[-1] + 1)
        if any(left <= (s.left + s.right) / 2 <= right for s in symbols):
            continue
        ys, xs = np.nonzero(page.ink[top:bottom, x0 + run[0] : x0 + run[-1] + 1])
        if np.ptp(ys) >= MIN_SLASH * em and np.corrcoef(xs, ys)[0, 1] <= -STRAIGHT:
            yield Symbol(SLASH, UNREAD, left, right)


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
