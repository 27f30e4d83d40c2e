"""Units: the pieces of a document that say one thing, each with the labels it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc

from extractors.document import Block, BlockKind, Cell, Document, PlacedText, Table
from extractors.values import Evidence, evidence_of
from extractors.view import view

_MARK = r"^[\s●○◎◆◇■□▼・※*⇒→]*(?:[(（]?[0-9一二三四五六七八九十ア-ンA-Za-z①-⑳]{1,3}[)）.．、,]\s*)?"
_LABEL = r"[^\s:：、。「」()（）=＝【】]{2,24}"
_INLINE_LABEL = re.compile(rf"{_MARK}(?:[【\[〔<〈《]({_LABEL})[】\]〕>〉》]\s*[:：]?\s*|({_LABEL})\s*(?:[:：=＝]\s*|[\s　]+))(?=\S)")
_NEXT_PAIR = re.compile(rf"\s*[／/|｜]\s*(?={_LABEL}[:：=])|[\s　]+(?={_LABEL}[:：])")
_FULL_LINE, _ENDS = 20, "。．.！？!?：:）)」』】］]％%円件名人社"  # a line so long that does not end so breaks off a sentence
_LINE_GAP = 1.6  # of the line height
_DITTO = frozenset(("同", "同上", "〃", "々", '"'))
_MAX_LABEL = 24
_MAX_PAIRS = 200
_MAX_HEADING = 30
_NUMBERED = re.compile(
    r"^(?:[(（]?[0-9一二三四五六七八九十IVXⅠ-Ⅻ]{1,3}(?:[.．]\d{1,2})*[)）.．]?[\s　]?"
    r"|第[0-9一二三四五六七八九十]+[章節]?[\s　]?)(?=[^\d\s])"
)


@dataclass(frozen=True, eq=False)
class Unit:
    """A block of running text, or one cell of a table. ``labels``: row label, column head, label in the line itself."""

    index: int  # of the block in document.blocks
    block: Block
    text: PlacedText
    base: int  # offset of ``text`` within the block's text; -1 where unknown
    cell: Cell | None = None
    labels: tuple[str, ...] = ()
    start: int = 0  # where the value begins, behind a label in the line itself
    own_table: Table | None = None  # the table with its head, where the reader had parted them
    heading: str = ""  # the nearest heading above, a numbered line that the reader took for text included

    @cached_property
    def view(self) -> str:
        return view(self.text.text)

    @property
    def table(self) -> Table | None:
        return self.own_table or self.block.table

    @property
    def beside_label(self) -> bool:
        """Running text, or a cell with a label to its left: not one that only stands under a column head."""
        cell, table = self.cell, self.table
        return cell is None or table is None or any(c.is_label and c.row == cell.row and c.col < cell.col for c in table.cells)

    def evidence(self, start: int = 0, end: int | None = None) -> Evidence:
        return evidence_of(self.text, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence (or line) around view[start:end]."""
        begin = max((c for c in self._cuts if c <= start), default=0)
        stop = min((c for c in self._cuts if c >= end), default=len(self.view))
        return begin, stop

    def said(self, start: int, end: int, stop: int | None = None) -> Evidence:
        """The sentence around view[start:end] (up to ``stop``); from the words on where it begins on an earlier page."""
        begin, last = self.sentence(start, end)
        pages = self.text.pages
        if any(page and page < pages[start] for page in pages[begin:start]):
            begin = start
        return self.evidence(begin, last if stop is None else stop)

    @cached_property
    def _cuts(self) -> list[int]:
        """Behind every 。 that stands outside brackets, and every line feed."""
        cuts, depth = [], 0
        for at, char in enumerate(self.view):
            if char in "(（「『":
                depth += 1
            elif char in ")）」』":
                depth = max(depth - 1, 0)
            elif char in "\n⇒" or (char == "。" and (depth == 0 or not _closes_soon(self.view, at))):
                depth = 0
                cuts.append(at + 1)
        return cuts


def units(document: Document) -> list[Unit]:
    """All units of the body in reading order."""
    found: list[Unit] = []
    heading = ""
    before: Block | None = None
    for index, block in _whole_paragraphs(document):
        heading = _heading(block, heading)
        if block.table is not None:
            found.extend(replace(u, heading=heading) for u in _cells(index, block, with_head(_beside(before, block), block.table)))
        else:
            found.extend(replace(u, heading=heading) for u in _running(document, index, block))
            if (label := _label_over(before, block)) and not found[-1].labels:
                found[-1] = replace(found[-1], labels=(label,))
        before = block
    return found


def _label_over(before: Block | None, block: Block) -> str:
    """The line before, where it is only a label (特定領域) over what it names in larger letters; else ""."""
    if before is None or before.kind is not BlockKind.PARAGRAPH or block.kind is not BlockKind.HEADING or before.page != block.page:
        return ""
    text = view(before.text.text).strip()
    return text if re.fullmatch(_LABEL, text) else ""


def _beside(before: Block | None, block: Block) -> Table | None:
    """The table right before, unless one of the two lies in a cell of the other."""
    return before.table if before is not None and before.section == block.section else None


def _whole_paragraphs(document: Document) -> list[tuple[int, Block]]:
    """The blocks of the body; lines of one paragraph that stand as blocks of their own are joined to the first."""
    whole: list[tuple[int, Block]] = []
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.RUNNING:
            continue
        over = document.blocks[index + 1] if index + 1 < len(document.blocks) else block
        if whole and _goes_on(whole[-1][1], block) and not _label_over(block, over):
            first, before = whole[-1]
            whole[-1] = (first, replace(before, text=PlacedText.join((before.text, block.text))))
        else:
            whole.append((index, block))
    return whole


def _goes_on(before: Block, block: Block) -> bool:
    """Does a block only go on with the sentence that the one before it broke off?"""
    if (
        before.table is not None
        or block.kind is not BlockKind.PARAGRAPH
        or before.kind is BlockKind.HEADING
        or before.section != block.section
    ):
        return False
    last_line = before.text.text.rstrip()
    broken = len(last_line) >= _FULL_LINE and last_line[-1] not in _ENDS and not _INLINE_LABEL.match(view(last_line[:60]))
    return broken and not _NUMBERED.match(view(block.text.text[:8])) and _follows(before.text, block.text)


def _follows(before: PlacedText, text: PlacedText) -> bool:
    """Does a text stand on the next line, or at the head of the next page?"""
    last, first = before.place(len(before) - 1), text.place(0, 1)
    if last is None or first is None or first.page - last.page not in (0, 1):
        return False
    gap = first.box.top - last.box.bottom
    return first.page > last.page or -0.2 * last.box.height <= gap <= _LINE_GAP * last.box.height


def with_head(before: Table | None, table: Table) -> Table:
    """A table whose head was taken for a table of its own gets it back."""
    if before is None or before.n_rows != 1 or before.n_cols != table.n_cols or any(c.is_header for c in table.cells):
        return table
    heads = tuple(replace(c, is_header=True, is_label=False) for c in before.cells)
    body = tuple(replace(c, row=c.row + 1) for c in table.cells)
    return replace(table, cells=(*heads, *body), n_rows=table.n_rows + 1, caption=table.caption or before.caption)


def _heading(block: Block, before: str) -> str:
    """The heading that holds from this block on."""
    text = view(block.text.text).strip()
    if block.kind is BlockKind.HEADING:
        return text
    if block.table is None and len(text) <= _MAX_HEADING and _NUMBERED.match(text) and not re.search(r"[。、:：]", text):
        return text
    return before if block.section or before else ""


def _closes_soon(text: str, at: int) -> bool:
    """A 。 within brackets that are closed in the next 80 characters."""
    return bool(re.match(r"[^(（「『]{0,80}[)）」』]", text[at + 1 :]))


def _running(document: Document, index: int, block: Block) -> Iterator[Unit]:
    """One unit, or one for each of several 「label：value」 pairs that stand in one line."""
    seen = view(block.text.text)
    joined = len(block.text) != len(document.blocks[index].text)
    pairs = len(re.findall(rf"(?:^|[\s／/|｜]){_LABEL}[:：]", seen))
    between = [m.span() for m in _NEXT_PAIR.finditer(seen)] if pairs > 1 and len(seen) <= _MAX_PAIRS else []
    cuts = [0, *(end for _, end in between)]
    for start, end in zip(cuts, [*(begin for begin, _ in between), len(seen)], strict=True):
        piece = seen[start:end]
        label = _INLINE_LABEL.match(piece)
        text = block.text if len(cuts) == 1 else block.text.slice(start, end)
        if label and not piece[: label.end()].rstrip().endswith(("は", "が", "を")):
            yield Unit(index, block, text, -1 if joined else start, labels=(label[1] or label[2],), start=label.end())
        else:
            yield Unit(index, block, text, -1 if joined else start)


def _cells(index: int, block: Block, table: Table) -> Iterator[Unit]:
    at = 0
    added = table is not block.table
    for cell in table.cells:
        if added and cell.is_header:
            continue
        base = block.text.text.find(cell.text.text, at) if cell.text.text else -1
        at = base + len(cell.text.text) if base >= 0 else at
        yield Unit(index, block, cell.text, base, cell, _labels(table, cell), own_table=table)


def _labels(table: Table, cell: Cell) -> tuple[str, ...]:
    """Row labels nearest first, then column heads nearest first; short cells stand in where the reader marked none."""
    rows = [c for c in table.row_cells(cell.row) if c.col < cell.col]
    marked = _adjoining(rows) if any(c.is_label for c in rows) else rows[:1]
    heads = list(table.column_labels(cell)) or _heads(table, cell)
    return tuple(t for t in (_label(c) for c in (*marked, *reversed(heads))) if t)


def _adjoining(rows: list[Cell]) -> list[Cell]:
    """The nearest labels left of a cell, nearest first: a label behind another value is that value's; 同 means it."""
    found: list[Cell] = []
    ditto = False
    for cell in reversed(rows):
        if not cell.is_label:
            if found and not ditto:
                break
            continue
        ditto = _label(cell) in _DITTO
        if not ditto:
            found.append(cell)
    return found


def _heads(table: Table, cell: Cell) -> list[Cell]:
    top = table.cell(0, cell.col)
    return [top] if top is not None and cell.row > 0 and top is not cell and not table.is_form else []


def _label(cell: Cell) -> str:
    text = re.sub(
        r"\s+|^\s*(?:[①-⑳]|[(（]?\d{1,2}(?:[)）.．]|\s*(?=[^\d\s年月日件名)）.．]))|[ア-ン][.．)）])\s*", "", view(cell.text.text)
    )
    return text if len(text) <= _MAX_LABEL else ""


def doc_of(unit: Unit, docs: Mapping[int, Doc]) -> Doc | None:
    return docs.get(unit.index) if unit.base >= 0 else None
