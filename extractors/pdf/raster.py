"""A page as an image, made ready for OCR: set straight, rules found and taken out, text segments boxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from extractors.pdf.glyphs import Rule

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

DPI = 300
POINT = 72 / DPI  # points per pixel
MAX_SKEW = 4.0  # degrees looked for to either side
COARSE, FINE = 0.25, 0.02  # degrees from one angle tried to the next at first; no finer
SKEW_WORTH = 0.05  # degrees; less is left alone
MIN_RULE = int(0.33 * DPI)  # pixels
RULE_SLACK = 0.92  # share of dark pixels along a rule
MAX_THICK = int(0.03 * DPI)  # pixels
LOWEST_ROW = int(0.1 * DPI)  # pixels from rule to rule
THROUGHOUT = 0.98  # share of dark pixels of a rule from one level rule to the next
DARKEST = 0.5  # percentile of the page's pixels that counts as its ink
MIN_CONTRAST = 40  # grey levels between paper and ink; less is an empty page
MIN_INK = int(0.004 * DPI) ** 2
SMEAR = 0.6  # em of white that parts two pieces of ink
WHITE = 0.7  # em without ink: more than stands between two characters
APART = 1.5  # em of white that parts two segments of one line
ONE_LINE = 1.35  # times the higher of two pieces that both together may be high on one line
FIT_GAP, EM_HIGH = 0.25, 1.05  # em between the parts of one character, and from the top of the upper to the foot of the lower
LEAST_LINE = 0.35  # em; no line is smaller both ways
SPECK = 0.22  # em; a smaller piece of ink is dirt if no larger one is near
DUST = 0.085  # em; a smaller one is always
NEAR = (0.75, 0.25)  # em to the side and up or down
Bounds = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels


@dataclass(slots=True)
class Raster:
    """A page set straight. ``skew`` is the angle in degrees it was turned by, counter-clockwise, about its middle."""

    grey: Grey
    ink: Mask
    skew: float
    rules: list[Rule]  # in points
    scale: float  # points per pixel


def prepare(image: Image.Image, scale: float = POINT) -> Raster:
    """The page image set straight, with its rules found and wiped."""
    grey = _stretched(np.asarray(image.convert("L")))
    skew = skew_of(_ink(grey))
    if abs(skew) >= SKEW_WORTH:
        grey = np.asarray(Image.fromarray(grey).rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)).copy()
    ink = _ink(grey)
    coarse, untouched = _halved(ink), ink.copy()
    level = _take_rules(coarse, True, grey, ink, scale)
    upright = _take_rules(coarse.T, False, grey.T, ink.T, scale)
    upright += _take_short_rules(level, untouched, grey, ink, scale)
    return Raster(grey, ink, skew, level + upright, scale)


def _stretched(grey: Grey) -> Grey:
    """The page with its paper white and its darkest ink black, as far as it has ink: faint prints become legible."""
    paper, ink = float(np.median(grey)), float(np.percentile(grey, DARKEST))
    if paper - ink < MIN_CONTRAST:
        return grey.copy()
    return np.asarray(np.clip((grey - ink) * (255 / (paper - ink)), 0, 255).astype(np.uint8))


def _ink(grey: Grey) -> Mask:
    """Dark pixels by Otsu's threshold, bounded so that an empty page stays empty."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    total = counts.sum()
    below = np.cumsum(counts)
    mass = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (mass[-1] * below / total - mass) ** 2 / (below * (total - below))
    level = int(np.argmax(np.nan_to_num(between[:-1], posinf=0.0)))
    return np.asarray(grey < min(max(level, 96), 200))


def skew_of(ink: Mask) -> float:
    """The angle in degrees by which turning the page counter-clockwise sets its lines level.

    The sharpest row profiles over sheared copies, coarse to fine.
    """
    small = ink[: ink.shape[0] // 4 * 4, : ink.shape[1] // 4 * 4].reshape(ink.shape[0] // 4, 4, -1, 4).any(axis=(1, 3))
    ys, xs = np.nonzero(small)
    if len(ys) < 200:
        return 0.0
    if len(ys) > 60_000:
        pick = np.linspace(0, len(ys) - 1, 60_000).astype(np.int64)
        ys, xs = ys[pick], xs[pick]
    best, span, step = 0.0, MAX_SKEW, COARSE
    while step > FINE:
        angles = np.arange(best - span, best + span + step / 2, step)
        sharp = np.array([_sharpness(ys, xs, a) for a in angles])
        best = float(angles[sharp == sharp.max()].mean())  # so near to level all may be alike
        span, step = step, step / 5
    return best


def _sharpness(ys: npt.NDArray[np.int64], xs: npt.NDArray[np.int64], angle: float) -> float:
    """How sharp rows are at an angle; the page's halves apart, lest one column's lines are matched with those of the other."""
    rows = np.rint(ys - xs * np.tan(np.radians(angle))).astype(np.int64)
    rows -= rows.min()
    beside = (xs > (xs.min() + xs.max()) / 2) * (rows.max() + 1)
    profile = np.bincount(rows + beside).astype(np.float64)
    return float((profile**2).sum())


# rules -----------------------------------------------------------------------------------------


def _halved(ink: Mask) -> Mask:
    """The page at half its resolution, dark where any of four pixels is."""
    return np.asarray(ink[: ink.shape[0] // 2 * 2, : ink.shape[1] // 2 * 2].reshape(ink.shape[0] // 2, 2, -1, 2).any(axis=(1, 3)))


def _take_rules(coarse: Mask, horizontal: bool, grey: Grey, ink: Mask, scale: float) -> list[Rule]:
    """The level rules of a page at half resolution, wiped from ``grey`` and ``ink``; upright ones when all are transposed."""
    labels, _ = ndimage.label(_long_runs(coarse), np.ones((3, 3), dtype=int))
    found: list[Rule] = []
    for box in ndimage.find_objects(labels):
        rows, cols = slice(2 * box[0].start, 2 * box[0].stop), slice(2 * box[1].start, 2 * box[1].stop)
        if cols.stop - cols.start < 0.9 * MIN_RULE or rows.stop - rows.start > 2 * MAX_THICK:
            continue
        found.append(Rule(horizontal, (rows.start + rows.stop) / 2 * scale, cols.start * scale, cols.stop * scale))
        wiped = (slice(max(0, rows.start - 1), rows.stop + 1), slice(max(0, cols.start - 1), cols.stop + 1))
        grey[wiped], ink[wiped] = 255, False
    return found


def _long_runs(coarse: Mask) -> Mask:
    """Pixels in a level run that is dark nearly throughout for the shortest rule's length."""
    length = MIN_RULE // 2
    if coarse.shape[1] <= length:
        return np.zeros_like(coarse)
    thick = coarse.copy()
    thick[1:] |= coarse[:-1]
    thick[:-1] |= coarse[1:]
    sums = np.cumsum(np.pad(thick, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    starts = np.pad(sums[:, length:] - sums[:, :-length] >= RULE_SLACK * length, ((0, 0), (length, length - 1)))
    marks = np.cumsum(starts, axis=1, dtype=np.int32)
    covered = (marks[:, length:] - marks[:, :-length]) > 0
    return np.asarray(covered & coarse)


def _take_short_rules(level: list[Rule], untouched: Mask, grey: Grey, ink: Mask, scale: float) -> list[Rule]:
    """The upright rules of rows lower than the shortest rule: what is dark all the way from one level rule to the next.

    ``untouched`` is the ink before rules were wiped: text touches no rule.
    """
    found: list[Rule] = []
    for above in level:
        below = min((r for r in level if r.at > above.at + 1 and _over(above, r)), key=lambda r: r.at, default=None)
        if below is None or not LOWEST_ROW <= (below.at - above.at) / scale <= MIN_RULE:
            continue
        x0 = max(0, round(max(above.start, below.start) / scale) - MAX_THICK)
        x1 = round(min(above.end, below.end) / scale) + MAX_THICK
        rows = slice(round(above.at / scale), round(below.at / scale))
        dark = ndimage.maximum_filter1d(untouched[rows, x0:x1], 3, axis=1).mean(axis=0) >= THROUGHOUT  # it may lean by a pixel
        labels, _ = ndimage.label(dark)
        for (piece,) in ndimage.find_objects(labels):
            if piece.stop - piece.start <= MAX_THICK:
                cols = slice(x0 + piece.start, x0 + piece.stop)
                found.append(Rule(False, (cols.start + cols.stop) / 2 * scale, above.at, below.at))
                grey[rows, cols], ink[rows, cols] = 255, False
    return found


def _over(a: Rule, b: Rule) -> bool:
    return a.start < b.end and b.start < a.end


# text segments ---------------------------------------------------------------------------------


def line_boxes(ink: Mask, region: Bounds, em: float) -> list[Bounds]:
    """The boxes of the text lines in a region, top to bottom: ink smeared sideways, tall pieces cut at their empty rows."""
    x0, top, x1, bottom = region
    part = ink[top:bottom, x0:x1]
    reach = max(3, int(SMEAR * em))
    labels, _ = ndimage.label(_smeared(part, reach), np.ones((3, 3), dtype=int))
    boxes = [(b[1].start, b[0].start, b[1].stop, b[0].stop) for b in ndimage.find_objects(labels)]
    pieces = [p for box in boxes for p in _cut_tall(part, box, em)]
    lines = [b for b in _gathered([p for p in pieces if _enough(part, p)], em) if max(b[2] - b[0], b[3] - b[1]) >= LEAST_LINE * em]
    return [(a + x0, b + top, c + x0, d + top) for a, b, c, d in sorted(lines, key=lambda p: (p[1], p[0]))]


def _smeared(ink: Mask, reach: int) -> Mask:
    """Ink with the gaps of less than ``reach`` pixels in each row filled."""
    height, width = ink.shape
    wide = width + reach + 1  # rows so far apart that no gap crosses them
    rows, cols = np.nonzero(ink)
    places = rows * wide + cols
    steps = np.diff(places)
    near = np.flatnonzero((steps > 1) & (steps < reach))
    marks = np.zeros(height * wide + 1, dtype=np.int8)
    marks[places[near] + 1] += 1
    marks[places[near + 1]] -= 1
    filled = np.cumsum(marks[:-1], dtype=np.int8).reshape(height, wide)[:, :width] > 0
    return np.asarray(filled | ink)


def _enough(ink: Mask, box: Bounds) -> bool:
    x0, top, x1, bottom = box
    return int(ink[top:bottom, x0:x1].sum()) >= MIN_INK and (x1 - x0 > 3 or bottom - top > 3)


def _cut_tall(ink: Mask, box: Bounds, em: float) -> list[Bounds]:
    """A piece of several lines cut at the weakest rows between them."""
    x0, top, x1, bottom = box
    if bottom - top < 1.7 * em:
        return [box]
    profile = ink[top:bottom, x0:x1].sum(axis=1).astype(np.float64)
    low = 0.12 * profile.max()
    cuts = [0]
    window = int(0.5 * em)
    for y in range(window, len(profile) - window // 2):
        near = profile[max(0, y - window) : y + window + 1]
        if profile[y] <= low and profile[y] == near.min() and y - cuts[-1] >= 0.6 * em:
            cuts.append(y)
    cuts.append(len(profile))
    return [(x0, top + a, x1, top + b) for a, b in pairwise(cuts) if b - a > 2]


def _gathered(pieces: list[Bounds], em: float) -> list[Bounds]:
    """Pieces on one line (a dakuten, the dot of ○, a character's parts) brought together."""
    lines: list[list[int]] = []
    for x0, top, x1, bottom in sorted(pieces, key=lambda p: (p[3] - p[1]) * -1):
        for line in lines:
            if _on_line(line, (x0, top, x1, bottom), em):
                line[0], line[1], line[2], line[3] = min(line[0], x0), min(line[1], top), max(line[2], x1), max(line[3], bottom)
                break
        else:
            lines.append([x0, top, x1, bottom])
    found = [(a, b, c, d) for a, b, c, d in lines]
    return found if len(found) == len(pieces) else _gathered(found, em)  # lines that grew may touch by now


def _on_line(line: Sequence[int], piece: Bounds, em: float) -> bool:
    """Does a piece stand on the line of a higher one?"""
    x0, top, x1, bottom = piece
    low, high = bottom - top, line[3] - line[1]
    shared, both = min(bottom, line[3]) - max(top, line[1]), max(bottom, line[3]) - min(top, line[1])
    if x0 > line[2] + APART * em or x1 < line[0] - APART * em or both > ONE_LINE * max(low, high):
        return False
    part = line[0] <= x0 and x1 <= line[2] and shared > -FIT_GAP * em and both <= EM_HIGH * em  # the bar of テ, a dakuten
    return part or shared > 0.5 * min(low, high)


def white_gaps(ink: Mask, box: Bounds, em: float) -> list[tuple[float, float]]:
    """The wider stretches without ink inside a line, in pixels of the page."""
    x0, top, x1, bottom = box
    dark = np.flatnonzero(ink[top:bottom, x0:x1].any(axis=0))
    wide = np.flatnonzero(np.diff(dark) >= WHITE * em)
    return [(float(x0 + dark[i] + 1), float(x0 + dark[i + 1])) for i in wide]


def em_of(ink: Mask) -> float:
    """The usual character height in pixels, by the heights of the ink's connected pieces."""
    labels, _ = ndimage.label(ink, np.ones((3, 3), dtype=int))
    heights = np.array([b[0].stop - b[0].start for b in ndimage.find_objects(labels)])
    heights = heights[(heights > 0.04 * DPI) & (heights < 0.5 * DPI)]
    return float(np.percentile(heights, 85)) if len(heights) else 0.15 * DPI


def dust_off(page: Raster, em: float) -> int:
    """Takes dirt out of the ink, which tells where lines are, and what stands alone out of the image as well.

    Returns how many pieces of ink are left.
    """
    labels, _ = ndimage.label(page.ink, np.ones((3, 3), dtype=int))
    pieces = ndimage.find_objects(labels)
    sizes = np.array([max(rows.stop - rows.start, cols.stop - cols.start) for rows, cols in pieces])
    large = np.concatenate([[False], sizes >= SPECK * em])[labels]
    beside, over = (int(n * em) for n in NEAR)
    reach = ndimage.maximum_filter1d(ndimage.maximum_filter1d(large, 2 * beside + 1, axis=1), 2 * over + 1, axis=0)
    paper, left = int(np.median(page.grey)), len(pieces)
    for piece, size in zip(pieces, sizes, strict=True):
        if size >= SPECK * em:
            continue
        rows, cols = piece
        alone = not reach[(rows.start + rows.stop) // 2, (cols.start + cols.stop) // 2]
        if alone or size < DUST * em:
            page.ink[piece] = False
            left -= 1
        if alone:
            page.grey[max(0, rows.start - 1) : rows.stop + 1, max(0, cols.start - 1) : cols.stop + 1] = paper
    return left
