"""review.xlsx: one sheet a table, ready to filter, with links into packets and PDFs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from corpus.rubrics import Rubric
from outputs.wording import printable
from outputs.workbook.common import Listed
from outputs.workbook.found import facilities_table, fields_table, proposals_table, years_table
from outputs.workbook.judged import criteria_table, legend_table, overlaps_table, problems_table
from outputs.workbook.ranking import ranking_tables
from outputs.workbook.tables import Cell, Column, Format, Table, Tone

FONT = "Yu Gothic"
HEAD_ROW = 2
LINK_LIMIT = 65_000  # a sheet holds 65,530; with more, Excel calls the file damaged
READABLE_WIDTH = 140  # characters across an A4 page lying on its side: about what fits at full size
ADDED_ROWS = 200  # rows below the table for which the lists of choices hold too
CELL_LIMIT = 32_000  # a cell holds 32,767 characters
HEAD_FILL, HEAD_FONT = PatternFill("solid", fgColor="1D3557"), Font(name=FONT, bold=True, color="FFFFFF", size=10)
NOTE_FONT, BODY_FONT = Font(name=FONT, size=10, color="566273"), Font(name=FONT, size=10)
LINK_FONT = Font(name=FONT, size=10, color="174F8A", underline="single")
COLOURS = {
    Tone.CHECK: ("FFF2D4", "7D4A00"),
    Tone.ALERT: ("FCEBEA", "9C1C1C"),
    Tone.ABSENT: ("EEF1F5", "566273"),
    Tone.GOOD: ("E6F4EC", "17613F"),
    Tone.OPEN: ("FFFBD6", "1B2430"),
}
TONES = {tone: (PatternFill("solid", fgColor=back), Font(name=FONT, size=10, color=front)) for tone, (back, front) in COLOURS.items()}
NUMBER_PLACE = Alignment(wrap_text=True, vertical="top", horizontal="right")
TEXT_PLACE = Alignment(wrap_text=True, vertical="top", horizontal="left")
EDGE = Side(style="thin", color="D3DAE3")
BORDER = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)


def workbook_tables(proposals: Sequence[Listed], rubric: Rubric) -> tuple[Table, ...]:
    return (
        proposals_table(proposals, rubric),
        fields_table(proposals),
        facilities_table(proposals),
        years_table(proposals),
        criteria_table(proposals, rubric),
        *ranking_tables(proposals, rubric),
        overlaps_table(proposals),
        problems_table(proposals),
        legend_table(rubric),
    )


def workbook_bytes(proposals: Sequence[Listed], rubric: Rubric) -> bytes:
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for table in workbook_tables(proposals, rubric):
        _sheet(book.create_sheet(table.title), table)
    book.properties.title, book.properties.creator = "提案書下読み　一覧", "下読み"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, table: Table) -> None:
    sheet.cell(1, 1, f"{table.title}　{table.note}").font = NOTE_FONT
    for i, column in enumerate(table.columns, 1):
        _head(_at(sheet, HEAD_ROW, i), column)
        _column(sheet, get_column_letter(i), column, HEAD_ROW + len(table.rows) + ADDED_ROWS)
    links = 0
    for r, row in enumerate(table.rows, HEAD_ROW + 1):
        for c, column in enumerate(table.columns):
            cell = row[c] if c < len(row) else Cell(None)
            links += bool(cell.link)
            _fill(_at(sheet, r, c + 1), cell if links <= LINK_LIMIT else replace(cell, link=""), column)
    _view(sheet, table)


def _at(sheet: Worksheet, row: int, column: int) -> SheetCell:
    found = sheet.cell(row, column)
    if not isinstance(found, SheetCell):
        raise TypeError("a merged cell")
    return found


def _column(sheet: Worksheet, letter: str, column: Column, last: int) -> None:
    """Width, visibility, and the list of what may be written, down to some rows that people may add."""
    sheet.column_dimensions[letter].width = column.width
    sheet.column_dimensions[letter].hidden = column.hidden
    if column.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = column.heading, f"{'・'.join(column.choices)}のどれかを選んでください。"
        rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(rule)


def _head(target: SheetCell, column: Column) -> None:
    target.value = column.heading
    target.font, target.fill, target.border = HEAD_FONT, HEAD_FILL, BORDER
    target.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _fill(target: SheetCell, cell: Cell, column: Column) -> None:
    if isinstance(cell.value, str):
        target.value = printable(cell.value)[:CELL_LIMIT]
        target.data_type = "s"  # a proposal's text that begins with "=" stays text
    else:
        target.value = cell.value
    number = isinstance(cell.value, int | float)
    target.number_format = Format.GENERAL.value if number and column.format is Format.TEXT else column.format.value
    target.alignment = NUMBER_PLACE if number else TEXT_PLACE
    target.font, target.border = BODY_FONT, BORDER
    if cell.link:
        target.hyperlink, target.font = cell.link, LINK_FONT
    if cell.tone in TONES:
        target.fill, target.font = TONES[cell.tone]
    if column.open:
        target.protection = Protection(locked=False)


def _view(sheet: Worksheet, table: Table) -> None:
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{max(HEAD_ROW, HEAD_ROW + len(table.rows))}"
    sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}{HEAD_ROW + 1}"
    sheet.row_dimensions[HEAD_ROW].height = 32
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    width = sum(column.width for column in table.columns if not column.hidden)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = math.ceil(width / READABLE_WIDTH), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_title_cols = f"A:{get_column_letter(table.frozen)}"
