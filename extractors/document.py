"""The document model: what a proposal PDF is, once read.

    Document → Page facts + Block (heading, paragraph, list item, table, note, running) → PlacedText / Cell

Every character of every text keeps its page and its box, so that a value found anywhere downstream can be shown
in the PDF. Coordinates are PDF points from the page's upper left corner: (x0, top, x1, bottom).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby, repeat
from math import ceil, floor, log2

from extractors.text import NormalisedText, normalise


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the page's upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom))

    def as_list(self) -> list[float]:
        return [round(v, 2) for v in (self.x0, self.top, self.x1, self.bottom)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a 1-based page and the box on it."""

    page: int
    box: Box


NOWHERE = 0xFFFF  # x0 and top of a character that was not printed; its x1 and bottom are 0: so it widens no box
FINEST = 1 / 256  # points; no place is told finer


@dataclass(eq=False, slots=True)
class Printed:
    """Where each character of a page stands, in parallel arrays: kept once, whatever texts are made of them.

    Edges are counted in ``unit`` points (1/64 on a sheet of A4) from ``origin`` points: two bytes each.
    """

    page: int  # 1-based
    origin: float
    unit: float
    x0: array[int]  # typecode "H", like the next three
    top: array[int]
    x1: array[int]
    bottom: array[int]

    @classmethod
    def of(cls, page: int, boxes: Sequence[tuple[float, float, float, float] | None]) -> Printed:
        """From each character's x0, top, x1, bottom in points; None for one not printed."""
        edges = [edge for box in boxes if box is not None for edge in box]
        origin, unit = scale_of(min(edges, default=0.0), max(edges, default=0.0))
        rows = [[round((e - origin) / unit) for e in box] if box is not None else [NOWHERE, NOWHERE, 0, 0] for box in boxes]
        return cls(page, origin, unit, *(array("H", (row[i] for row in rows)) for i in range(4)))

    def __len__(self) -> int:
        return len(self.x0)

    def box(self, start: int, end: int) -> Box | None:
        """The box round characters [start, end); None where none of them was printed."""
        x0 = min(self.x0[start:end], default=NOWHERE)
        if x0 == NOWHERE:
            return None
        edges = x0, min(self.top[start:end]), max(self.x1[start:end]), max(self.bottom[start:end])
        return Box(*(self.origin + self.unit * edge for edge in edges))

    def move(self, to: Callable[[float, float, float, float], tuple[float, float, float, float]]) -> None:
        """Puts every character where ``to`` says its box (x0, top, x1, bottom) is."""
        boxes = [self.box(i, i + 1) for i in range(len(self))]
        moved = Printed.of(self.page, [to(b.x0, b.top, b.x1, b.bottom) if b is not None else None for b in boxes])
        self.origin, self.unit = moved.origin, moved.unit
        self.x0, self.top, self.x1, self.bottom = moved.x0, moved.top, moved.x1, moved.bottom


def scale_of(least: float, most: float) -> tuple[float, float]:
    """Origin and unit (a power of two: whole points stay whole) in which all from ``least`` to ``most`` fits into two bytes."""
    unit = max(FINEST, 2.0 ** ceil(log2(max(most - least, FINEST) / (NOWHERE - 2))))
    return floor(least / unit) * unit, unit


Stretch = tuple[Printed | None, int, int]  # a page's characters [start, end); None: so many that stand nowhere


@dataclass(frozen=True, eq=False, slots=True)
class PlacedText:
    """A reflowed piece of printed text in which every character knows its page and box.

    ``text`` is as printed (no normalisation) with line breaks taken out by the Japanese rules (no space between
    Japanese lines, one between Latin words). The stretches tell, in its order, where it was printed.
    """

    text: str
    stretches: tuple[Stretch, ...]
    _normalised: NormalisedText | None = field(default=None, init=False, repr=False)

    @classmethod
    def empty(cls) -> PlacedText:
        return cls("", ())

    @classmethod
    def of(
        cls, text: str, pages: Sequence[int], x0: Sequence[float], top: Sequence[float], x1: Sequence[float], bottom: Sequence[float]
    ) -> PlacedText:
        """A text by the page and box of each character; page 0 is that of one not printed (a space put in at a joint)."""
        stretches: list[Stretch] = []
        for page, run in groupby(range(len(text)), key=lambda i: pages[i]):
            boxes = [(x0[i], top[i], x1[i], bottom[i]) for i in run]
            stretches.append((Printed.of(page, boxes) if page else None, 0, len(boxes)))
        return cls(text, tuple(stretches))

    @classmethod
    def join(cls, parts: Iterable[PlacedText], separator: str = "") -> PlacedText:
        """The parts in one text, ``separator`` between them standing nowhere."""
        parts = list(parts)
        if len(parts) == 1:
            return parts[0]
        texts: list[str] = []
        stretches: list[Stretch] = []
        for i, part in enumerate(parts):
            if i and separator:
                stretches.append((None, 0, len(separator)))
            texts.append(part.text)
            for stretch in part.stretches:
                if stretches and stretches[-1][0] is stretch[0] and stretches[-1][2] == stretch[1]:
                    stretches[-1] = (stretch[0], stretches[-1][1], stretch[2])
                else:
                    stretches.append(stretch)
        return cls(separator.join(texts), tuple(stretches))

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> PlacedText:
        start, end, _ = slice(start, end).indices(len(self.text))
        return PlacedText(self.text[start:end], tuple(self._within(start, end)))

    def _within(self, start: int, end: int) -> Iterator[Stretch]:
        """The stretches of text[start:end]."""
        at = 0
        for printed, first, last in self.stretches:
            begin, stop = max(first, first + start - at), min(last, first + end - at)
            if begin < stop:
                yield printed, begin, stop
            at += last - first

    def places(self, start: int = 0, end: int | None = None) -> tuple[Place, ...]:
        """The places of text[start:end]: one per page it stands on, in order, each the union of its boxes."""
        found: dict[int, Box] = {}
        for printed, first, last in self._within(start, len(self.text) if end is None else end):
            box = printed.box(first, last) if printed is not None else None
            if printed is not None and box is not None:
                found[printed.page] = found[printed.page].union(box) if printed.page in found else box
        return tuple(Place(page, box) for page, box in found.items())

    def place(self, start: int = 0, end: int | None = None) -> Place | None:
        """The first of ``places``; None where nothing of the span was printed."""
        places = self.places(start, end)
        return places[0] if places else None

    @property
    def pages(self) -> array[int]:
        """The page of each character, 0 of one that was not printed (typecode "H")."""
        found = array("H")
        for printed, first, last in self.stretches:
            if printed is None:
                found.extend(repeat(0, last - first))
            else:
                found.extend(printed.page if x0 != NOWHERE else 0 for x0 in printed.x0[first:last])
        return found

    @property
    def normalised(self) -> NormalisedText:
        """The view for matching (NFKC, radicals, dashes …), with offsets that lead back into ``text``; made once."""
        if self._normalised is None:
            object.__setattr__(self, "_normalised", normalise(self.text))
        assert self._normalised is not None
        return self._normalised


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    NOTE = "note"
    RUNNING = "running"  # running heads and feet, page numbers, 様式 marks: kept in the model, out of the text


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """One table cell. Row and column are 0-based places in the grid; spans count grid lines."""

    row: int
    col: int
    text: PlacedText
    box: Box
    page: int
    rowspan: int = 1
    colspan: int = 1
    is_header: bool = False  # a column head
    is_label: bool = False  # a row label (the shaded left cell of a 様式)


@dataclass(frozen=True, eq=False)
class Table:
    """A table as people see it: cells with spans, header rows, label columns, the unit in the caption or head.

    A table that runs over a page is one Table; a repeated header is dropped.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    caption: str = ""
    unit: str = ""  # "千円", "百万円" … as printed in caption or head, "" where none
    is_form: bool = False  # label → value rows (様式) rather than a grid under column heads

    @cached_property
    def grid(self) -> dict[tuple[int, int], Cell]:
        """Every grid place to the cell that covers it."""
        return {
            (r, c): cell
            for cell in self.cells
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.col, cell.col + cell.colspan)
        }

    def cell(self, row: int, col: int) -> Cell | None:
        return self.grid.get((row, col))

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """The distinct cells that cover a row, left to right."""
        seen: dict[int, Cell] = {}
        for col in range(self.n_cols):
            cell = self.grid.get((row, col))
            if cell is not None:
                seen.setdefault(id(cell), cell)
        return tuple(seen.values())

    def row_labels(self, cell: Cell) -> tuple[Cell, ...]:
        """The label cells left of a cell in its first row, outermost first."""
        row = self.row_cells(cell.row)
        return tuple(c for c in row if c.col < cell.col and c.is_label)

    def column_labels(self, cell: Cell) -> tuple[Cell, ...]:
        """The header cells above a cell in its first column, topmost first."""
        seen: dict[int, Cell] = {}
        for row in range(cell.row):
            above = self.grid.get((row, cell.col))
            if above is not None and above.is_header:
                seen.setdefault(id(above), above)
        return tuple(seen.values())


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """One unit of the page in reading order."""

    kind: BlockKind
    text: PlacedText  # of a table: its cells' texts, row by row, joined with tabs and line feeds
    level: int = 0  # headings: 1 is the widest (第１章, 様式第１号, a slide title); lists: depth
    section: tuple[str, ...] = ()  # the texts of the headings above, widest first
    table: Table | None = None
    confidence: float = 1.0  # below 1 where OCR read it

    @property
    def page(self) -> int:
        """The page it begins on (0 where nothing was printed)."""
        place = self.text.place()
        return place.page if place else 0


class PageSource(StrEnum):
    TEXT = "text"
    OCR = "ocr"
    NONE = "none"  # could not be read; a Problem says why


@dataclass(frozen=True, slots=True)
class PageFacts:
    number: int  # 1-based
    width: float
    height: float
    source: PageSource = PageSource.TEXT
    confidence: float = 1.0


class Status(StrEnum):
    OK = "ok"
    PARTIAL = "partial"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as a clerk should read it: one Japanese sentence naming file, page and way out."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, eq=False)
class Document:
    """A proposal as read. A rejected one has no pages and at least one problem."""

    file: str  # name without folders
    sha256: str
    pages: tuple[PageFacts, ...] = ()
    blocks: tuple[Block, ...] = ()
    status: Status = Status.OK
    problems: tuple[Problem, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> Iterator[Block]:
        """The blocks that are text, in reading order: all but running heads and feet."""
        return (b for b in self.blocks if b.kind is not BlockKind.RUNNING)

    @property
    def tables(self) -> Iterator[Block]:
        return (b for b in self.blocks if b.table is not None)
