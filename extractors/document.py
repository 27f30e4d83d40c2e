"""The document model: what a proposal PDF is, once read.

    Document → Page facts + Block (heading, paragraph, list item, table, note, running) → PlacedText / Cell

Every character of every text keeps its page and its box, so that a value found anywhere downstream can be shown
in the PDF. Coordinates are PDF points from the page's upper left corner: (x0, top, x1, bottom).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby, repeat

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


NOWHERE = float("inf")  # x0 and top of a character that was not printed; minus it, x1 and bottom: so it widens no box


@dataclass(frozen=True, eq=False, slots=True)
class Printed:
    """Where each character of a page stands, in parallel arrays: kept once, whatever texts are made of them."""

    page: int  # 1-based
    x0: array[float]  # typecode "f", like the next three
    top: array[float]
    x1: array[float]
    bottom: array[float]

    def box(self, start: int, end: int) -> Box | None:
        """The box round characters [start, end); None where none of them was printed."""
        x0 = min(self.x0[start:end], default=NOWHERE)
        if x0 == NOWHERE:
            return None
        return Box(x0, min(self.top[start:end]), max(self.x1[start:end]), max(self.bottom[start:end]))


Stretch = tuple[Printed | None, int, int]  # a page's characters [start, end); None: so many that stand nowhere


@dataclass(frozen=True, eq=False)
class PlacedText:
    """A reflowed piece of printed text in which every character knows its page and box.

    ``text`` is as printed (no normalisation) with line breaks taken out by the Japanese rules (no space between
    Japanese lines, one between Latin words). The stretches tell, in its order, where it was printed.
    """

    text: str
    stretches: tuple[Stretch, ...]

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
            places = list(run)
            edges = [array("f", (edge[i] for i in places)) for edge in (x0, top, x1, bottom)]
            stretches.append((Printed(page, *edges) if page else None, 0, len(places)))
        return cls(text, tuple(stretches))

    @classmethod
    def join(cls, parts: Iterable[PlacedText], separator: str = "") -> PlacedText:
        """The parts in one text, ``separator`` between them standing nowhere."""
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
                found.extend(printed.page if x0 < NOWHERE else 0 for x0 in printed.x0[first:last])
        return found

    @cached_property
    def normalised(self) -> NormalisedText:
        """The view for matching (NFKC, radicals, dashes …), with offsets that lead back into ``text``."""
        return normalise(self.text)


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    NOTE = "note"
    RUNNING = "running"  # running heads and feet, page numbers, 様式 marks: kept in the model, out of the text


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
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
