"""A page's objects that are no text: rules, fills, bullets and images."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.pdf import native
from extractors.pdf.calls import FORM, IDENTITY, IMAGE, OBJECT, SEGMENT
from extractors.pdf.dotted import dotted_rules
from extractors.pdf.frame import Frame
from extractors.pdf.glyphs import Fill, PageContent, Rule
from extractors.pdf.limits import Limits

RULE_THICKNESS = 2.6  # points; a filled rectangle thinner than this is a rule
MAX_DOT = 9.0  # points; a shape that small is a bullet
MAX_FORM_DEPTH = 6
Matrix = tuple[float, float, float, float, float, float]
MOST_SIDES = 12  # segments of a fill that may be a cell's
MOST_SEGMENTS = 2000  # of one path


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


@dataclass(frozen=True, slots=True)
class Path:
    """A path of the page; ``matrix`` leads from its own coordinates to the page's."""

    handle: int
    box: Box
    filled: bool
    stroked: bool
    rgb: tuple[int, int, int]  # of its filling
    matrix: Matrix


class Objects:
    """A page's objects that are no text, those in forms too, on their way into its content."""

    def __init__(self, frame: Frame, content: PageContent) -> None:
        self.frame, self.content = frame, content
        self.specks: list[Box] = []

    def add(self, page: int, limits: Limits) -> None:
        """Puts the page's objects into the content, as many as the limits allow."""
        data, left = native.objects(page, MAX_FORM_DEPTH, limits.max_objects)
        forms: dict[int, Matrix] = {}  # by their records' numbers
        for number, record in enumerate(OBJECT.iter_unpack(data)):
            handle, kind, form, fill, stroke, bounded, red, green, blue, x0, y0, x1, y1, *own = record
            above = forms.get(form)
            if kind == FORM:
                forms[number] = _times(tuple(own), above or IDENTITY)
                continue
            box = self._box((x0, y0, x1, y1), above) if bounded else None
            if kind == IMAGE:
                self.content.images += [box] if box is not None else []
                continue
            self.content.shapes += 1
            if box is not None and (fill or stroke) and self._on_page(box):
                self._add_path(Path(handle, box, bool(fill), bool(stroke), (red, green, blue), _times(tuple(own), above or IDENTITY)))
        self.content.truncated |= left <= 0
        self.content.rules += dotted_rules(self.specks)

    def _box(self, bounds: tuple[float, float, float, float], above: Matrix | None) -> Box:
        x0, y0, x1, y1 = bounds
        if above is not None:
            xs = [above[0] * x + above[2] * y + above[4] for x in (x0, x1) for y in (y0, y1)]
            ys = [above[1] * x + above[3] * y + above[5] for x in (x0, x1) for y in (y0, y1)]
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        return Box(*self.frame.box(x0, y0, x1, y1))

    def _on_page(self, box: Box) -> bool:
        return not (box.x1 < 0 or box.bottom < 0 or box.x0 > self.content.width or box.top > self.content.height)

    def _add_path(self, path: Path) -> None:
        box, content = path.box, self.content
        thin, long = min(box.width, box.height), max(box.width, box.height)
        if long <= RULE_THICKNESS:
            self.specks.append(box)
        elif thin <= RULE_THICKNESS:
            _add_rule(box, content)
        elif long <= MAX_DOT:
            content.dots.append(box)
        elif path.filled:
            self._add_fill(path)
        else:
            self._add_strokes(path)

    def _add_fill(self, path: Path) -> None:
        segments = native.segments(path.handle, MOST_SIDES + 1)
        kinds = [kind for _, _, kind, _ in SEGMENT.iter_unpack(segments)]
        if len(kinds) > MOST_SIDES or pdfium.FPDF_SEGMENT_BEZIERTO in kinds:
            return
        self.content.fills.append(Fill(path.box, path.rgb))
        if path.stroked:
            _add_frame(path.box, self.content)

    def _add_strokes(self, path: Path) -> None:
        """The straight pieces of a stroked path that run along an axis."""
        matrix = path.matrix
        last: tuple[float, float] | None = None
        start: tuple[float, float] | None = None
        for x, y, kind, closes in SEGMENT.iter_unpack(native.segments(path.handle, MOST_SEGMENTS)):
            point = matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
            if kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
                _add_stroke(last, point, self.frame, self.content)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            last = point
            if closes and start is not None:
                _add_stroke(last, start, self.frame, self.content)


def _add_rule(box: Box, content: PageContent) -> None:
    if box.width > box.height:
        content.rules.append(Rule(True, (box.top + box.bottom) / 2, box.x0, box.x1))
    elif box.height > box.width:
        content.rules.append(Rule(False, (box.x0 + box.x1) / 2, box.top, box.bottom))


def _add_frame(box: Box, content: PageContent) -> None:
    content.rules += [Rule(True, box.top, box.x0, box.x1), Rule(True, box.bottom, box.x0, box.x1)]
    content.rules += [Rule(False, box.x0, box.top, box.bottom), Rule(False, box.x1, box.top, box.bottom)]


def _add_stroke(a: tuple[float, float], b: tuple[float, float], frame: Frame, content: PageContent) -> None:
    if abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5:
        box = frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        _add_rule(Box(*box), content)
