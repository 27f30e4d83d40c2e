"""Budget tables: any grid with fiscal years along one edge, turned into lines of yen with their sources.

    years down the side:   年度 | 国庫補助金（千円） | 県・市負担金（万円） | 計（百万円）     a line is a column
    years along the top:   費目 | H14 | H15 | … | 計                                        a line is a row

Every figure keeps its cell, so that a mismatch can be shown where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.dates import find_fiscal_years, parse_fiscal_year
from extractors.document import Block, Cell, Document, Table
from extractors.fields.budget_words import Source, pattern, payer_of, source_of
from extractors.fields.statements import squeeze
from extractors.money import parse_money, unit_of, unit_value
from extractors.values import Evidence, evidence_of

MIN_YEARS = 3
MIN_YEARS_OF_A_PART = 2  # of a table cut by a page or column break
NEARBY_BLOCKS = 2  # how many blocks above a table its unit may be printed in


@dataclass(frozen=True)
class Figure:
    """A printed amount and its cell. ``row`` and ``col`` are labels a reader would find it by."""

    yen: int
    printed: str
    cell: Cell | None
    unit: str = ""

    @property
    def evidence(self) -> Evidence:
        return evidence_of(self.cell.text) if self.cell is not None else Evidence(self.printed, 0, None)


@dataclass(frozen=True)
class Line:
    """One source or item over the years. ``total`` is the printed sum over the years, None where none is printed."""

    label: str
    source: Source
    payer: Source | None  # of an item or subtotal: who pays, by its outer label
    by_year: Mapping[int, Figure]
    total: Figure | None
    unit: str

    @property
    def sum_of_years(self) -> int:
        return sum(f.yen for f in self.by_year.values())

    @property
    def stated(self) -> int:
        return self.total.yen if self.total is not None else self.sum_of_years


@dataclass(frozen=True)
class BudgetTable:
    block: Block
    index: int
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    unit: str
    horizontal: bool = False
    score: float = 0.0
    signs: tuple[str, ...] = field(default=())

    def of(self, source: Source) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.source is source)

    @property
    def total_line(self) -> Line | None:
        totals = self.of(Source.TOTAL)
        return max(totals, key=lambda line: (len(line.by_year), line.stated), default=None)


def budget_tables(document: Document, first_year: int) -> tuple[BudgetTable, ...]:
    """Every table of the document with fiscal years and money, best first."""
    found = []
    for index, block in enumerate(document.blocks):
        if block.table is not None:
            table = read_budget_table(document, index, block.table, first_year)
            if table is not None:
                found.append(table)
    return tuple(sorted((t for t in _joined(found) if len(t.years) >= MIN_YEARS), key=lambda t: -t.score))


def read_budget_table(document: Document, index: int, table: Table, first_year: int) -> BudgetTable | None:
    """The table as lines, or None where it has no fiscal years or no money."""
    block = document.blocks[index]
    texts = {place: squeeze(cell.text.text) for place, cell in table.grid.items()}
    axis = _year_axis(table, texts, first_year)
    if axis is None:
        return None
    horizontal, edge, years = axis
    surrounding = _surrounding_unit(document, index, table)
    lines = (_rows_as_lines if horizontal else _columns_as_lines)(table, texts, edge, years, surrounding)
    if not lines or not any(f.yen for line in lines for f in line.by_year.values()):
        return None
    unit = table.unit or surrounding or next((line.unit for line in lines if line.unit), "")
    if not unit and not _has_own_units(lines):
        lines = _with_guessed_unit(lines)
        if not lines:
            return None
    result = BudgetTable(block, index, lines, tuple(sorted(set(years.values()))), unit, horizontal)
    score, signs = _score(document, result, first_year)
    return replace(result, score=score, signs=signs)


# without years ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemTable:
    """費目 | 5か年の額（千円） with a line for the total: amounts over the whole programme, no years."""

    index: int
    items: tuple[tuple[str, Figure], ...]
    total: Figure

    @property
    def sum_of_items(self) -> int:
        return sum(figure.yen for _, figure in self.items)


def item_tables(document: Document) -> tuple[ItemTable, ...]:
    """Tables of items that end in a total and stand under a heading about money."""
    found = []
    for index, block in enumerate(document.blocks):
        context = squeeze(" ".join((*block.section, block.table.caption))) if block.table is not None else ""
        if block.table is not None and pattern("budget_context").search(context) and not pattern("other_programme").search(context):
            table = _item_table(document, index, block.table)
            if table is not None:
                found.append(table)
    return tuple(found)


def _item_table(document: Document, index: int, table: Table) -> ItemTable | None:
    texts = {place: squeeze(cell.text.text) for place, cell in table.grid.items()}
    totals = [row for row in range(table.n_rows) if pattern("total_label").fullmatch(_bare(texts.get((row, 0), "")))]
    if not totals or table.n_rows < MIN_YEARS or _year_axis(table, texts, 0) is not None:
        return None
    surrounding = _surrounding_unit(document, index, table)
    for col in range(1, table.n_cols):
        unit = unit_of(texts.get((0, col), "")) or surrounding
        figures = [
            (texts.get((row, 0), ""), figure) for row in range(table.n_rows) if (figure := _figure(table.cell(row, col), unit)) is not None
        ]
        total = next((figure for label, figure in figures if pattern("total_label").fullmatch(_bare(label))), None)
        items = tuple((label, figure) for label, figure in figures if not pattern("total_label").fullmatch(_bare(label)))
        if total is not None and len(items) >= 2 and total.yen:
            return ItemTable(index, items, total)
    return None


def _figure(cell: Cell | None, unit: str) -> Figure | None:
    yen = parse_money(cell.text.text, unit) if cell is not None else None
    return Figure(yen, cell.text.text.strip(), cell, unit) if cell is not None and yen is not None else None


# years -----------------------------------------------------------------------------------------


def _year_axis(table: Table, texts: Mapping[tuple[int, int], str], first_year: int) -> tuple[bool, int, dict[int, int]] | None:
    """(horizontal?, the header row or column, place on the axis → fiscal year)."""
    best: tuple[bool, int, dict[int, int]] | None = None
    for horizontal, outer, inner in ((False, table.n_cols, table.n_rows), (True, table.n_rows, table.n_cols)):
        for edge in range(min(outer, 4)):
            places = [(edge, i) if horizontal else (i, edge) for i in range(inner)]
            years = _years_along([texts.get(p, "") for p in places], first_year)
            if len(set(years.values())) >= MIN_YEARS_OF_A_PART and (best is None or len(years) > len(best[2])):
                best = (horizontal, edge, years)
    return best


def _years_along(labels: Sequence[str], first_year: int) -> dict[int, int]:
    """Place → fiscal year of the labels that name one; ``first_year`` 0: of any time."""
    found: dict[int, int] = {}
    for place, label in enumerate(labels):
        year = parse_fiscal_year(label, first_year=first_year)
        if year is None and (dates := list(find_fiscal_years(label))) and len(dates) == 1 and len(label) <= 14:
            year = dates[0].year if "年度" in label or dates[0].month is None else None
        if year is not None and (not first_year or first_year - 1 <= year <= first_year + 9) and year not in found.values():
            found[place] = year
    return found if found or not labels else _bare_numbers(labels, first_year)


def _bare_numbers(labels: Sequence[str], first_year: int) -> dict[int, int]:
    """14 | 15 | 16 | 17 | 18 under a common head."""
    era = first_year - 1988
    found = {i: 1988 + int(label) for i, label in enumerate(labels) if re.fullmatch(r"\d{2}", label) and era <= int(label) <= era + 6}
    years = list(found.values())
    return found if years == sorted(set(years)) and len(years) >= MIN_YEARS else {}


# lines -----------------------------------------------------------------------------------------


def _columns_as_lines(
    table: Table, texts: Mapping[tuple[int, int], str], edge: int, years: Mapping[int, int], unit: str
) -> tuple[Line, ...]:
    first = min(years)
    last = max(years)
    total_rows = [r for r in range(last + 1, table.n_rows) if pattern("total_label").fullmatch(_bare(texts.get((r, edge), "")))]
    lines = []
    for col in range(table.n_cols):
        if col == edge or any(table.cell(r, col) is table.cell(r, col - 1) and col - 1 == edge for r in years):
            continue
        heads = _distinct([table.cell(r, col) for r in range(first)])
        line = _line(table, [(r, col) for r in years], list(years.values()), [(r, col) for r in total_rows[:1]], heads, unit, texts)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _rows_as_lines(table: Table, texts: Mapping[tuple[int, int], str], edge: int, years: Mapping[int, int], unit: str) -> tuple[Line, ...]:
    first, last = min(years), max(years)
    total_cols = [c for c in range(last + 1, table.n_cols) if pattern("total_label").fullmatch(_bare(texts.get((edge, c), "")))]
    if not total_cols and last + 1 < table.n_cols and parse_money(texts.get((table.n_rows - 1, last + 1), ""), unit):
        total_cols = [last + 1]
    lines = []
    for row in range(edge + 1, table.n_rows):
        labels = _distinct([table.cell(row, c) for c in range(first)])
        line = _line(table, [(row, c) for c in years], list(years.values()), [(row, c) for c in total_cols[:1]], labels, unit, texts)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _line(
    table: Table,
    places: Sequence[tuple[int, int]],
    years: Sequence[int],
    totals: Sequence[tuple[int, int]],
    labels: Sequence[Cell],
    surrounding: str,
    texts: Mapping[tuple[int, int], str],
) -> Line | None:
    label = "/".join(squeeze(c.text.text) for c in labels)
    if pattern("aside").search(label):
        return None
    unit = unit_of(label) or unit_of(table.unit) or surrounding
    by_year = {}
    for place, year in zip(places, years, strict=True):
        cell = table.cell(*place)
        yen = parse_money(texts.get(place, ""), unit)
        if cell is not None and yen is not None:
            by_year[year] = Figure(yen, cell.text.text.strip(), cell, unit)
    if len(by_year) < min(MIN_YEARS, len(years)) - 1 or not by_year:
        return None
    total = next(
        (
            Figure(yen, cell.text.text.strip(), cell, unit)
            for place in totals
            if (cell := table.cell(*place)) is not None and (yen := parse_money(texts.get(place, ""), unit)) is not None
        ),
        None,
    )
    bare = re.sub(r"[(（][^()（）]*円[^()（）]*[)）]|単位:?\S*円", "", label)
    source = source_of(bare)
    parts = bare.split("/")
    payer = payer_of("/".join(parts[:-1])) if len(parts) > 1 else None
    if source in (Source.NATIONAL, Source.LOCAL, Source.PRIVATE) and payer is not None:
        payer, source = payer, Source.ITEM  # 自治体負担／宮城県: a part of its outer label
    return Line(bare, source, payer, by_year, total, unit)


def _bare(label: str) -> str:
    return re.sub(r"[(（][^()（）]*円[^()（）]*[)）]|[(（][A-Za-z+]+[)）]", "", label)


def _distinct(cells: Sequence[Cell | None]) -> list[Cell]:
    seen: dict[int, Cell] = {}
    for cell in cells:
        if cell is not None and cell.text.text.strip():
            seen.setdefault(id(cell), cell)
    return list(seen.values())


# units -----------------------------------------------------------------------------------------


def _surrounding_unit(document: Document, index: int, table: Table) -> str:
    """The unit of the caption, the corner cell, or a line just above or below the table."""
    corner = table.cell(0, 0)
    texts = [table.unit, table.caption, corner.text.text if corner is not None else ""]
    texts += [b.text.text for b in reversed(document.blocks[max(0, index - NEARBY_BLOCKS) : index]) if b.table is None]
    texts += [b.text.text for b in document.blocks[index + 1 : index + 2] if b.table is None and len(b.text) < 30]
    texts += list(reversed(document.blocks[index].section))
    for i, text in enumerate(texts):
        unit = (
            unit_of(text)
            if i < 3
            or re.search(r"単位|^[\s(（〔\[]*(?:[十百千]?万?億?円)[\s)）〕\]]*$", squeeze(text))
            or re.search(r"[(（〔][十百千万億]+円[)）〕]$", squeeze(text))
            else ""
        )
        if unit:
            return unit
    return ""


def _has_own_units(lines: Sequence[Line]) -> bool:
    figures = [f for line in lines for f in line.by_year.values() if f.yen]
    return sum("円" in f.printed or "億" in f.printed for f in figures) * 2 >= len(figures)


def _with_guessed_unit(lines: Sequence[Line]) -> tuple[Line, ...]:
    """No unit printed: the one that makes a regional programme's years lie between 10⁷ and 3×10⁹ yen."""
    largest = max((f.yen for line in lines for f in line.by_year.values()), default=0)
    for unit in ("千円", "百万円", "円", "億円"):
        if 10**8 <= largest * unit_value(unit) <= 3 * 10**9:
            return tuple(_scaled(line, unit) for line in lines)
    return ()


def _scaled(line: Line, unit: str) -> Line:
    factor = unit_value(unit)
    grow = {y: replace(f, yen=f.yen * factor, unit=unit) for y, f in line.by_year.items()}
    total = replace(line.total, yen=line.total.yen * factor, unit=unit) if line.total is not None else None
    return replace(line, by_year=grow, total=total, unit=unit)


# which table -----------------------------------------------------------------------------------


def _score(document: Document, table: BudgetTable, first_year: int) -> tuple[float, tuple[str, ...]]:
    """How much a table looks like the programme's own budget."""
    above = document.blocks[max(0, table.index - 1)]
    context = squeeze(
        " ".join(
            (
                *table.block.section,
                table.block.table.caption if table.block.table else "",
                above.text.text[-60:] if above.table is None else "",
            )
        )
    )
    total = table.total_line.stated if table.total_line else sum(line.stated for line in table.lines)
    signs = {
        "5か年度がそろう": 2.0 * (len(table.years) == 5),
        "事業期間の年度": 1.0 * (first_year in table.years),
        "国の負担の欄": 1.5 * any(line.source is Source.NATIONAL or line.payer is Source.NATIONAL for line in table.lines),
        "合計の欄": 1.0 * (table.total_line is not None),
        "経費の見出し": 1.5 * bool(pattern("budget_context").search(context)),
        "金額の単位": 1.0 * bool(table.unit or _has_own_units(table.lines)),
        "規模が事業費らしい": 1.0 * (3 * 10**8 <= total <= 2 * 10**10),
        "他事業の見出し": -2.0 * bool(pattern("other_programme").search(context)),
    }
    return sum(signs.values()), tuple(name for name, weight in signs.items() if weight)


def _joined(tables: Sequence[BudgetTable]) -> list[BudgetTable]:
    """A table cut in two by a column or page break, its head repeated: the same labels, other years."""
    joined: list[BudgetTable] = []
    for table in tables:
        before = joined[-1] if joined else None
        if (
            before is not None
            and not set(before.years) & set(table.years)
            and len(before.lines) == len(table.lines)
            and all(a.source is b.source for a, b in zip(before.lines, table.lines, strict=True))
        ):
            lines = tuple(
                replace(a, by_year={**a.by_year, **b.by_year}, total=b.total or a.total)
                for a, b in zip(before.lines, table.lines, strict=True)
            )
            joined[-1] = replace(
                before, lines=lines, years=tuple(sorted({*before.years, *table.years})), score=max(before.score, table.score) + 1
            )
        else:
            joined.append(table)
    return joined
