"""A page's objects that are no text: rules, fills, bullets and images."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.pdf import native
from extractors.pdf.calls import FORM, IDENTITY, IMAGE, OBJECT, PATH, SEGMENT
from extractors.pdf.dotted import dotted_rules
from extractors.pdf.frame import Frame
from extractors.pdf.glyphs import Bools, Fill, Floats, Ints, PageContent, Rule
from extractors.pdf.limits import Limits

RULE_THICKNESS = 2.6  # points; a filled rectangle thinner than this is a rule
MAX_DOT = 9.0  # points; a shape that small is a bullet
MAX_FORM_DEPTH = 6
Objects = npt.NDArray[np.void]  # of the type OBJECT
Edges = tuple[Floats, Floats, Floats, Floats]
Matrix = tuple[float, float, float, float, float, float]
MOST_SIDES = 12  # segments of a fill that may be a cell's
MOST_SEGMENTS = 2000  # of one path
MOST_ROUNDED = 250  # segments of a rectangle with rounded corners, some two dozen each, its hole's included
MIN_ROUNDED = 20.0  # points of its sides; smaller ones are drawings
LEVEL = 0.01  # of its width or height that a straight side may lean by
MIN_STRAIGHT = 0.5  # share of its sides that is straight


def add_objects(page: int, frame: Frame, content: PageContent, limits: Limits) -> None:
    """Puts the page's objects into the content, as many as the limits allow."""
    data, left = native.objects(page, MAX_FORM_DEPTH, limits.max_objects)
    content.truncated |= left <= 0
    found = np.frombuffer(data, OBJECT)
    if not len(found):
        return
    kind, bounded = found["kind"], found["bounded"] != 0
    above = _above(found)
    edges = _edges(found, above, frame)
    content.images += _boxes(edges, (kind == IMAGE) & bounded)
    content.shapes += int(np.count_nonzero(kind == PATH))
    x0, top, x1, bottom = edges
    on_page = ~((x1 < 0) | (bottom < 0) | (x0 > content.width) | (top > content.height))
    drawn = (kind == PATH) & bounded & on_page & ((found["fill"] != 0) | (found["stroke"] != 0))
    long, thin = np.maximum(x1 - x0, bottom - top), np.minimum(x1 - x0, bottom - top)
    speck = drawn & (long <= RULE_THICKNESS)
    rule = drawn & ~speck & (thin <= RULE_THICKNESS)
    dot = drawn & ~speck & ~rule & (long <= MAX_DOT)
    content.dots += _boxes(edges, dot)
    shapes = np.flatnonzero(drawn & ~speck & ~dot)
    for i, box, is_rule in zip(shapes.tolist(), _rows(edges, shapes), rule[shapes].tolist(), strict=True):
        if is_rule:
            _add_rule(content, *box)
        elif found["fill"][i]:
            _add_fill(found[i], Box(*box), content)
        else:
            own, outer = _matrix_of(found[i]), above.get(int(found["form"][i]), IDENTITY)
            _add_strokes(int(found["handle"][i]), _times(own, outer), frame, content)
    content.rules += dotted_rules(_boxes(edges, speck))


def _times(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that applies ``a`` first, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _matrix_of(record: Any) -> Matrix:
    return tuple(record["matrix"].tolist())


def _above(found: Objects) -> dict[int, Matrix]:
    """The matrices of the forms, by their records' numbers, to the page's coordinates."""
    above: dict[int, Matrix] = {}
    for i in np.flatnonzero(found["kind"] == FORM).tolist():
        above[i] = _times(_matrix_of(found[i]), above.get(int(found["form"][i]), IDENTITY))
    return above


def _edges(found: Objects, above: Mapping[int, Matrix], frame: Frame) -> Edges:
    """The objects' boxes, as x0, top, x1 and bottom on the page as shown."""
    x0, y0, x1, y1 = (found[side].astype(np.float64) for side in ("x0", "y0", "x1", "y1"))
    inside = np.flatnonzero(found["form"] >= 0)
    if len(inside):
        a, b, c, d, e, f = np.array([above[form] for form in found["form"][inside].tolist()]).T
        corners = [(x[inside], y[inside]) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
        x0[inside], y0[inside], x1[inside], y1[inside] = np.min(xs, 0), np.min(ys, 0), np.max(xs, 0), np.max(ys, 0)
    return frame.box(x0, y0, x1, y1)


def _rows(edges: Edges, which: Ints | Bools) -> list[list[float]]:
    rows: list[list[float]] = np.stack([edge[which] for edge in edges], axis=1).tolist()
    return rows


def _boxes(edges: Edges, which: Ints | Bools) -> list[Box]:
    return [Box(*row) for row in _rows(edges, which)]


def _add_rule(content: PageContent, x0: float, top: float, x1: float, bottom: float) -> None:
    if x1 - x0 > bottom - top:
        content.rules.append(Rule(True, (top + bottom) / 2, x0, x1))
    elif bottom - top > x1 - x0:
        content.rules.append(Rule(False, (x0 + x1) / 2, top, bottom))


def _add_fill(record: Any, box: Box, content: PageContent) -> None:
    kinds = [kind for _, _, kind, _ in SEGMENT.iter_unpack(native.segments(int(record["handle"]), MOST_SIDES + 1))]
    if len(kinds) > MOST_SIDES or pdfium.FPDF_SEGMENT_BEZIERTO in kinds:
        if pdfium.FPDF_SEGMENT_BEZIERTO in kinds and min(box.width, box.height) >= MIN_ROUNDED:
            _add_rounded(record, box, content)
        return
    content.fills.append(Fill(box, tuple(record["rgb"].tolist())))
    if record["stroke"]:
        _add_frame(box, content)


def _add_rounded(record: Any, box: Box, content: PageContent) -> None:
    """The fill, if straight pieces make up most of its box's sides."""
    found = list(SEGMENT.iter_unpack(native.segments(int(record["handle"]), MOST_ROUNDED + 1)))
    if len(found) > MOST_ROUNDED:
        return
    wide, high = (max(p[i] for p in found) - min(p[i] for p in found) for i in (0, 1))
    pieces = [(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in pairwise(found) if b[2] == pdfium.FPDF_SEGMENT_LINETO]
    straight = sum(x for x, y in pieces if y < LEVEL * high) + sum(y for x, y in pieces if x < LEVEL * wide)
    if straight >= MIN_STRAIGHT * 2 * (wide + high):
        content.rounded.append(Fill(box, tuple(record["rgb"].tolist())))


def _add_frame(box: Box, content: PageContent) -> None:
    content.rules += [Rule(True, box.top, box.x0, box.x1), Rule(True, box.bottom, box.x0, box.x1)]
    content.rules += [Rule(False, box.x0, box.top, box.bottom), Rule(False, box.x1, box.top, box.bottom)]


def _add_strokes(path: int, matrix: Matrix, frame: Frame, content: PageContent) -> None:
    """The straight pieces of a stroked path that run along an axis."""
    last: tuple[float, float] | None = None
    start: tuple[float, float] | None = None
    for x, y, kind, closes in SEGMENT.iter_unpack(native.segments(path, MOST_SEGMENTS)):
        point = matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
        if kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            _add_stroke(last, point, frame, content)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        last = point
        if closes and start is not None:
            _add_stroke(last, start, frame, content)


def _add_stroke(a: tuple[float, float], b: tuple[float, float], frame: Frame, content: PageContent) -> None:
    if abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5:
        _add_rule(content, *frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
