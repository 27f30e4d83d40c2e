"""Raw grids to tables as people see them: headers, labels, units, continued tables joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.document import Cell, PlacedText, Table
from extractors.pdf.grid import RawCell, RawGrid
from extractors.pdf.nested import GAP, Held, begins_with_table, cut_pairs, ends_in_table, text_of
from extractors.pdf.partjoin import on_one_grid

MAX_HEAD = 24  # characters; longer cells are values
MAX_LISTED = 10  # characters of a head that lists several things
MAX_LABEL = 40  # characters of a row's label
_UNIT = re.compile(r"単位\s*[：:]?\s*[（(]?\s*(円|千円|百万円|万円|億円|人|名|件|社|％|%|[^\s　）)、，。]{1,6})")
_HEAD_UNIT = re.compile(r"[（(]\s*(千円|百万円|万円|億円|円)\s*[）)]")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_YEAR = re.compile(r"[12１２][0-9０-９]{3}\s*(年度?|[-–～〜])")  # a head may name one
_SERIAL = re.compile(r"[(（第]?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳]|[ア-ンｱ-ﾝ]|[A-Za-zＡ-Ｚａ-ｚ])[)）.．、項]?")
_VALUE = re.compile(r"[0-9０-９][0-9０-９,，.．]{2,}|[0-9０-９]+\s*(円|千円|百万円|億|万|件|名|人|㎡|％|%)|。")


@dataclass(slots=True)
class _Whole:
    """A table in the making."""

    cells: list[Cell] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    rows: int = 0

    @property
    def last(self) -> list[Cell]:
        """The cells of the last row."""
        return [c for c in self.cells if c.row + c.rowspan == self.rows]

    def holds(self, cell: Cell, more: RawCell) -> bool:
        """Does a table stand between the text of a cell and what goes on with it?"""
        before = [h.cell for h in self.held if (h.row, h.col) == (cell.row, cell.col)]
        return begins_with_table(more) or (bool(before) and ends_in_table(before[-1]))


def cell_text(cell: RawCell) -> str:
    """What it holds, the tables in it included."""
    return "".join(line.text for line in cell.all_lines())


def serial_columns(grid: RawGrid) -> int:
    """1 where the first column only numbers the rows, from the very first one on, else 0: 1 | 構想名 | …, 2 | 提案主体 | …"""
    column = [cell_text(c) for c in grid.cells if c.col == 0 and c.filled]
    first = any(c.row == 0 and c.col == 0 and c.filled for c in grid.cells)
    return int(first and grid.n_cols > 2 and len(column) > 1 and all(_SERIAL.fullmatch(t) for t in column))


def header_rows(grid: RawGrid, goes_on: bool = False) -> int:
    """How many rows at the top are column heads. A table that ``goes_on`` on the next page may show no more than those here."""
    last = grid.n_rows if goes_on else grid.n_rows - 1
    if last < 1 or is_form(grid):
        return 0
    count = 0
    for row in range(min(3, last)):
        cells = [c for c in grid.cells if c.row <= row < c.row + c.rowspan]
        if not _all_heads(cells, first=row == 0):
            break
        count = row + 1
        if row == 0 and not any(c.colspan > 1 or c.rowspan > 1 for c in cells):
            break
        if row > 0 and not any(c.rowspan > 1 and c.row + c.rowspan > row + 1 for c in cells) and not _more_heads(grid, row + 1):
            break
        if row == 0 and not _more_heads(grid, 1):
            break
    return count


def _more_heads(grid: RawGrid, row: int) -> bool:
    cells = [c for c in grid.cells if c.row == row and c.filled]
    return bool(cells) and all(c.shaded or _bold(c) for c in cells)


def _bold(cell: RawCell) -> bool:
    return bool(cell.lines) and all(line.style.bold for line in cell.lines)


def _all_heads(cells: Sequence[RawCell], first: bool) -> bool:
    filled = [c for c in cells if c.filled]
    if len(filled) < 2:
        return False
    if all(c.shaded or _bold(c) for c in filled):
        return True
    if any(c.shaded for c in filled):
        return False
    return first and all(not c.inner and _may_head(cell_text(c)) for c in filled)


def _may_head(text: str) -> bool:
    """May this head a column? What lists several things, outside brackets, is a value."""
    lists = len(text) > MAX_LISTED and "、" in _BRACKETS.sub("", text)
    return len(text) <= MAX_HEAD and not _is_value(text) and not lists


def _is_value(text: str) -> bool:
    return bool(_VALUE.search(_YEAR.sub("", _HEAD_UNIT.sub("", text))))


def is_form(grid: RawGrid) -> bool:
    """Label → value rows: the left cells are shaded or bold and the first row is no row of heads."""
    first = [c for c in grid.cells if c.row == 0 and c.filled]
    if first and len(first) > 1 and all(c.shaded or _bold(c) for c in first):
        return False
    serial = serial_columns(grid)
    left = [c for c in grid.cells if c.col == serial and c.filled]
    if not left:
        return False
    marked = sum(c.shaded or _bold(c) for c in left)
    if marked >= 0.8 * len(left):
        others = [c for c in grid.cells if c.col > serial and c.filled]
        return any(not c.shaded for c in others)
    return grid.n_cols == 2 + serial and _plain_form(grid, serial)


def _plain_form(grid: RawGrid, serial: int) -> bool:
    """Two columns without shades: short labels left, a first row that is itself label and value (it is where it is numbered)."""
    rows: dict[int, dict[int, str]] = {}
    for c in grid.cells:
        rows.setdefault(c.row, {})[c.col] = cell_text(c)
    first = rows.get(0, {})
    labels = [r.get(serial, "") for r in rows.values()]
    value = first.get(serial + 1, "")
    return all(len(t) <= 16 for t in labels) and (bool(serial) or len(value) > MAX_HEAD or _is_value(value))


def unit_of(caption: str, heads: Sequence[str]) -> str:
    """The unit named in the caption or the heads, "" where none is."""
    for text in (caption, *heads):
        found = _UNIT.search(text)
        if found:
            return found.group(1)
    units = {m.group(1) for text in (caption, *heads) for m in [_HEAD_UNIT.search(text)] if m}
    return units.pop() if len(units) == 1 else ""


def build_table(parts: Sequence[RawGrid], caption: str = "") -> Table:
    """One table of a grid and what continues it on later pages or columns; those in its cells are left out."""
    return whole_table(parts, caption)[0]


def whole_table(parts: Sequence[RawGrid], caption: str = "") -> tuple[Table, list[Held]]:
    """The table, and its cells that hold tables of their own."""
    heads = header_rows(parts[0], len(parts) > 1)
    form = not heads and is_form(_telling(parts))
    whole = _Whole()
    n_cols = on_one_grid(parts)
    labels = label_columns(parts, heads, form)
    for i, part in enumerate(parts):
        skip = _repeated(parts[0], part, heads) if i else 0
        _append(whole, part, skip, 0 if i else heads, labels, parts[i - 1] if i else None)
    texts = [c.text.text for c in whole.cells if c.is_header]
    return Table(tuple(whole.cells), whole.rows, n_cols, caption, unit_of(caption, texts), form), whole.held


def _telling(parts: Sequence[RawGrid]) -> RawGrid:
    """The part that tells whether the table is a form: the first, but where that is a single row the longest."""
    return parts[0] if parts[0].n_rows > 1 else max(parts, key=lambda p: p.n_rows)


def _ends_open(part: RawGrid) -> bool:
    """Is the part's last row cut, with no rule under any of its cells?"""
    last = [c for c in part.cells if c.row + c.rowspan == part.n_rows]
    return all(c.open_bottom for c in last)


def _repeated(first: RawGrid, part: RawGrid, heads: int) -> int:
    """How many of the part's rows repeat the header."""
    count = 0
    for row in range(min(heads, part.n_rows - 1)):
        old = [cell_text(c) for c in first.cells if c.row == row]
        new = [cell_text(c) for c in part.cells if c.row == row]
        if old != new:
            break
        count += 1
    return count


def _append(whole: _Whole, part: RawGrid, skip: int, heads: int, labels: range, before: RawGrid | None) -> None:
    """The part's cells put under the rows there are; a cell cut by the break goes on in the one above it."""
    merge = before is not None and _is_cut(whole, before, part, skip)
    shift = whole.rows - skip - (1 if merge else 0)
    for raw in part.cells:
        if raw.row < skip:
            continue
        above = _above(whole, raw) if before is not None and raw.row == skip else None
        if above is not None and (merge or not raw.filled):
            cell = _grown(above, raw, raw.row + raw.rowspan + shift, parted=whole.holds(above, raw))
            whole.cells[whole.cells.index(above)] = cell
        else:
            cell = _cell(raw, part.page, shift, heads, labels)
            whole.cells.append(cell)
        if raw.inner:
            whole.held.append(Held(cell.row, cell.col, raw))
    whole.rows = part.n_rows + shift


def _is_cut(whole: _Whole, before: RawGrid, part: RawGrid, skip: int) -> bool:
    """Does the part's first row go on with the last row of the part before?"""
    tops = [c for c in part.cells if c.row == skip]
    if not tops:
        return False
    empty = sum(not c.filled for c in tops)
    if all(c.open_top for c in tops):  # drawn without a rule at the break
        return _ends_open(before)
    left = min(tops, key=lambda c: c.col)
    if left.filled or empty == 0 or left.rowspan > 1:
        return False
    if any(below.row == skip for _, below in cut_pairs(before, part)):
        return True
    above = [c for c in whole.last if c.col == left.col]
    open_sentence = [c for c in whole.last if c.col > left.col and c.text.text and c.text.text[-1] not in "。）)"]
    return bool(above and above[0].text.text and open_sentence and len(tops) - empty <= len(open_sentence))


def _above(whole: _Whole, raw: RawCell) -> Cell | None:
    return next((c for c in reversed(whole.last) if c.col == raw.col and c.colspan == raw.colspan), None)


def _grown(cell: Cell, raw: RawCell, end: int, *, parted: bool) -> Cell:
    more = text_of(raw)
    text = PlacedText.join([cell.text, more], GAP if parted and cell.text.text else "") if more.text else cell.text
    return Cell(cell.row, cell.col, text, cell.box, cell.page, end - cell.row, cell.colspan, cell.is_header, cell.is_label)


def _cell(raw: RawCell, page: int, shift: int, heads: int, labels: range) -> Cell:
    header = raw.row < heads
    label = not header and not raw.inner and (raw.shaded or (bool(raw.lines) and (_bold(raw) or _among_labels(raw, labels))))
    return Cell(raw.row + shift, raw.col, text_of(raw), raw.box, page, raw.rowspan, raw.colspan, header, label)


def _among_labels(raw: RawCell, labels: range) -> bool:
    within = raw.col == labels.start or (raw.col in labels and raw.col + raw.colspan <= labels.stop)
    return within and bool(raw.lines) and len(cell_text(raw)) <= MAX_LABEL


def label_columns(parts: Sequence[RawGrid], heads: int, form: bool) -> range:
    """The columns at the left that name the rows (behind the numbers, in a numbered form).

    Where a label spans several rows, the short cells beside it part them:

    国庫補助 | 研究費 | 320
             | 旅費   |  40
    """
    bodies = [[c for c in part.cells if i or c.row >= heads] for i, part in enumerate(parts)]
    serial = serial_columns(_telling(parts)) if form else 0
    columns = serial + 1
    while columns + 1 < parts[0].n_cols and _parts_rows(bodies, columns, parts[0].n_cols, form):
        columns += 1
    return range(serial, columns)


def _parts_rows(bodies: Sequence[Sequence[RawCell]], col: int, n_cols: int, form: bool) -> bool:
    """Are a column's cells labels, at least two of them beside one label that spans their rows?"""
    column = [c for cells in bodies for c in cells if c.col == col and c.col + c.colspan < n_cols]
    texts = [cell_text(c) for c in column if c.filled or not c.open_top]  # but not the empty rest of a cut row
    if not all(0 < len(t) <= MAX_LABEL and not _is_value(t) for t in texts):
        return False
    values = sorted(len(cell_text(c)) for cells in bodies for c in cells if c.col == col + 1)
    if form and (not values or max(map(len, texts), default=0) > max(MAX_HEAD, values[len(values) // 2])):
        return False
    groups = [_beside(wide, cells, col, n_cols) for cells in bodies for wide in cells if wide.col + wide.colspan == col and wide.lines]
    return any(len(g) > 1 for g in groups) and all(len(set(g)) == len(g) for g in groups)


def _beside(wide: RawCell, cells: Sequence[RawCell], col: int, n_cols: int) -> list[str]:
    """The texts in a column, with something right of them, that stand in the rows of a cell."""
    return [cell_text(c) for c in cells if c.col == col and c.col + c.colspan < n_cols and wide.row <= c.row < wide.row + wide.rowspan]
