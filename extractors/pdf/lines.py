"""Glyphs to segments (unbroken runs on one baseline) and segments to lines."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.document import Box, PlacedText, Printed, scale_of
from extractors.pdf import native
from extractors.pdf.glyphs import Glyphs, Ints, PageContent, Style
from extractors.pdf.laid import Laid, columns, laid
from extractors.pdf.spacing import WIDE_GAP, WORD_GAP, is_latin

SAME_WHITE = 0.3  # em by which gaps that justification made alike may differ


@dataclass(eq=False, slots=True)
class Sheet:
    """What there is to know of a page's lines, in parallel arrays: a document of a thousand pages must fit."""

    page: int
    text: str = ""  # of its segments, one behind the other
    printed: Printed = field(default_factory=lambda: Printed.of(0, []))  # where that stands
    x0: array[float] = field(default_factory=lambda: array("d"))
    top: array[float] = field(default_factory=lambda: array("d"))
    x1: array[float] = field(default_factory=lambda: array("d"))
    bottom: array[float] = field(default_factory=lambda: array("d"))
    start: array[int] = field(default_factory=lambda: array("I"))  # in ``text``, like the next
    end: array[int] = field(default_factory=lambda: array("I"))
    weight: array[int] = field(default_factory=lambda: array("I"))
    first_word: array[float] = field(default_factory=lambda: array("d"))
    confidence: array[float] = field(default_factory=lambda: array("d"))
    style: list[Style] = field(default_factory=list)

    def add(self, box: Box, style: Style, weight: int, first_word: float, confidence: float, start: int = 0, end: int = 0) -> int:
        """Puts in a line; returns its place."""
        for column, value in zip((self.x0, self.top, self.x1, self.bottom), (box.x0, box.top, box.x1, box.bottom), strict=True):
            column.append(value)
        self.start.append(start)
        self.end.append(end)
        self.weight.append(weight)
        self.first_word.append(first_word)
        self.confidence.append(confidence)
        self.style.append(style)
        return len(self.style) - 1


class Line:
    """Characters on one baseline, left to right, as its page's sheet knows them."""

    __slots__ = ("_at", "_placed", "_sheet", "bullet")

    def __init__(self, sheet: Sheet, at: int, placed: PlacedText | None = None, *, bullet: bool = False) -> None:
        """The line at a place of the sheet, its text there too unless it is given."""
        self._sheet, self._at, self._placed = sheet, at, placed
        self.bullet = bullet  # is a dot drawn before it

    def changed(self, placed: PlacedText, box: Box, weight: int, style: Style | None = None, confidence: float | None = None) -> Line:
        """The line with more or less of its text."""
        confidence = self.confidence if confidence is None else confidence
        at = self._sheet.add(box, self.style if style is None else style, weight, self.first_word, confidence)
        return Line(self._sheet, at, placed, bullet=self.bullet)

    @property
    def page(self) -> int:
        return self._sheet.page

    @property
    def placed(self) -> PlacedText:
        if self._placed is not None:
            return self._placed
        start, end = self._sheet.start[self._at], self._sheet.end[self._at]
        return PlacedText(self._sheet.text[start:end], ((self._sheet.printed, start, end),))

    @property
    def text(self) -> str:
        if self._placed is not None:
            return self._placed.text
        return self._sheet.text[self._sheet.start[self._at] : self._sheet.end[self._at]]

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def style(self) -> Style:
        """Most of its ink's."""
        return self._sheet.style[self._at]

    @property
    def size(self) -> float:
        return self._sheet.style[self._at].size

    @property
    def weight(self) -> int:
        """Characters of ink."""
        return self._sheet.weight[self._at]

    @property
    def first_word(self) -> float:
        """The width of what could not be parted from the first character."""
        return self._sheet.first_word[self._at]

    @property
    def confidence(self) -> float:
        return self._sheet.confidence[self._at]

    @property
    def x0(self) -> float:
        return self._sheet.x0[self._at]

    @property
    def x1(self) -> float:
        return self._sheet.x1[self._at]

    @property
    def top(self) -> float:
        return self._sheet.top[self._at]

    @property
    def bottom(self) -> float:
        return self._sheet.bottom[self._at]


def segments(content: PageContent, groups: Ints) -> tuple[dict[int, list[Line]], Sheet]:
    """For each group of glyphs (a table's cell, the page outside tables) its unbroken runs on one baseline, and their sheet."""
    told = _laid(content.glyphs, groups, max(content.width, content.height))
    if told is None:
        return {}, Sheet(content.number)
    sheet = _sheet(told, content.number, content.glyphs.styles)
    found: dict[int, list[Line]] = {}
    for at, group in enumerate(array("i", told.group)):
        found.setdefault(group, []).append(Line(sheet, at))
    return found, sheet


def _laid(glyphs: Glyphs, groups: Ints, side: float) -> Laid | None:
    told = native.lines(columns(glyphs, groups), side, scale_of) if native.lines is not None else None
    return Laid(*told) if told is not None else laid(glyphs, groups, side)


def _sheet(told: Laid, page: int, styles: Sequence[Style]) -> Sheet:
    printed = Printed(page, *told.scale, *(array("H", edge) for edge in (told.left, told.upper, told.right, told.lower)))
    x0, top, x1, bottom, first_word, confidence = (
        array("d", column) for column in (told.x0, told.top, told.x1, told.bottom, told.first_word, told.confidence)
    )
    start, end, weight = (array("I", column) for column in (told.start, told.end, told.weight))
    style = [styles[number] for number in array("i", told.style)]
    return Sheet(page, told.codes.decode("utf-32-le"), printed, x0, top, x1, bottom, start, end, weight, first_word, confidence, style)


def rows_of(segs: Sequence[Line], *, cell: bool = False) -> list[Line]:
    """Segments of one region as lines, top to bottom: those on one baseline made one line, left to right.

    In a narrow cell, justification may set each character of a line apart; its last line it leaves alone.
    """
    if len(segs) < 2:
        return list(segs)
    rows: list[list[Line]] = []
    for seg in sorted(segs, key=lambda s: (s.top + s.bottom, s.x0)):
        middle = (seg.top + seg.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(seg)
        else:
            rows.append([seg])
    rows = [sorted(row, key=lambda s: s.x0) if len(row) > 1 else row for row in rows]
    if not cell or len(rows) == len(segs):
        return [_row(row) for row in rows]
    sides = min([r[0].x0 for r in rows]), max([r[-1].x1 for r in rows])
    return [_row(row, spread=cell and i + 1 < len(rows) and _is_spread(row, *sides)) for i, row in enumerate(rows)]


def _is_spread(parts: Sequence[Line], left: float, right: float) -> bool:
    """Is a line set from side to side with the same white before each of its characters (a number or word being one)?"""
    if len(parts) < 2 or not all(len(p.text) == 1 or all(map(is_latin, p.text)) for p in parts):
        return False
    near = SAME_WHITE * parts[0].size
    white = [b.x0 - a.x1 for a, b in pairwise(parts)]
    return parts[0].x0 - left <= near and right - parts[-1].x1 <= near and max(white) - min(white) <= near


def _row(parts: list[Line], *, spread: bool = False) -> Line:
    """Segments on one baseline as one line, with a space for every gap unless they are ``spread``."""
    line = parts[0]
    for part in parts[1:]:
        gap = (part.x0 - line.x1) / max(line.size, part.size, 0.1)
        latin = is_latin(line.text) and is_latin(part.text[:1])
        space = "" if spread or gap <= WORD_GAP else " " if latin or gap < WIDE_GAP else "\u3000"
        text = PlacedText.join([line.placed, part.placed], space)
        weight = line.weight + part.weight
        confidence = (line.confidence * line.weight + part.confidence * part.weight) / max(1, weight)
        style = line.style if line.weight >= part.weight else part.style
        line = line.changed(text, line.box.union(part.box), weight, style, confidence)
    return line
