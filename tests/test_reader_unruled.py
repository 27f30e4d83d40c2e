"""Tables whose rules are not drawn: a word processor's page (tests/files/sources/unruled.html), and prose that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import BlockKind, Box, Document, PlacedText, Table
from extractors.pdf import read_in_process
from extractors.pdf.glyphs import Style
from extractors.pdf.lines import Line, Sheet
from extractors.pdf.pieces import cut_at, parted

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def unruled() -> Document:
    return read_in_process(FILES / "unruled.pdf")


def tables(document: Document) -> list[Table]:
    return [b.table for b in document.tables if b.table is not None]


def rows(table: Table) -> list[list[str]]:
    return [[c.text.text for c in table.row_cells(r)] for r in range(table.n_rows)]


def test_labels_in_the_middle_of_their_rows_bind_to_wrapped_values(unruled: Document) -> None:
    form = tables(unruled)[0]
    assert form.is_form
    values = {row[0]: row[1] for row in rows(form)}
    assert values["事業を行う財団法人"] == "財団法人月山産業技術振興機構"
    assert values["領域の範囲"].endswith("布を電池とするものは含まない。")
    assert [len(row) for row in rows(form)] == [2, 4, 2, 2, 2]


def test_a_second_label_in_a_row_is_a_label(unruled: Document) -> None:
    form = tables(unruled)[0]
    cell = next(c for c in form.cells if c.text.text.startswith("月山地域（"))
    assert [c.text.text for c in form.row_labels(cell)][-1] == "実施地域"


def test_shaded_heads_part_the_rows_under_them(unruled: Document) -> None:
    table = tables(unruled)[1]
    assert rows(table)[0] == ["施設の名称", "規模", "運営の状況"]
    assert rows(table)[3] == ["布回路試作棟（仮称）", "延べ 600 平方メートル", "平成 15 年 10 月に開所の予定"]
    cell = next(c for c in table.cells if c.text.text.startswith("織機十二台"))
    assert [c.text.text for c in table.column_labels(cell)] == ["運営の状況"]
    assert [c.text.text for c in table.row_labels(cell)] == ["県工業技術センター織物試験棟"]


def test_the_paragraph_after_the_table_is_not_in_it(unruled: Document) -> None:
    last = [b.text.text for b in unruled.blocks if b.kind is BlockKind.PARAGRAPH]
    assert last[-1].startswith("別に、月山県民会館を")


def test_columns_of_text_are_no_table() -> None:
    assert not any(t.is_form for t in tables(read_in_process(FILES / "twocol.pdf")))


def test_a_segment_is_parted_once_where_two_columns_might_begin() -> None:
    text, lefts = "label  value", [100.0 + 5 * i for i in range(5)] + [125.0, 130.0] + [140.0 + 5 * i for i in range(5)]
    placed = PlacedText.of(text, [1] * 12, lefts, [50.0] * 12, [x + 5 for x in lefts], [60.0] * 12)
    sheet = Sheet(1)
    segment = Line(sheet, sheet.add(Box(100, 50, 165, 60), Style(size=10.0), 10, 25.0, 1.0), placed)
    assert [piece.text for piece in parted([segment], [139.0, 141.0])[0]] == ["label", "value"]
    assert [piece.text for piece in cut_at(segment, [136.0, 138.0])] == ["label", "value"]


def test_rows_of_tables_ruled_only_above_and_below_are_told_by_their_levels() -> None:
    years, themes = tables(read_in_process(FILES / "openrows.pdf"))[:2]
    assert rows(years)[1:] == [
        ["平成14", "355", "25", "380"],
        ["平成15", "410", "30", "440"],
        ["平成16", "420", "30", "450"],
        ["合計", "1,185", "85", "1,270"],
    ]
    assert rows(themes)[1][:2] == ["1　織物による振動の検出と記録", "月山大学教授　庄内 晴"]
    assert [row[2] for row in rows(themes)[1:]] == ["検出の誤差を3％以内とし、1,000回の洗濯に耐える布を作る", "年20km"]


def test_the_first_row_under_shaded_heads_needs_no_rule_above_it_and_begins_a_page_without_being_its_number() -> None:
    years = next(t for t in tables(read_in_process(FILES.parent / "proposals" / "P51-aizu.pdf")) if rows(t)[0][:2] == ["FY", "国"])
    assert [row[0] for row in rows(years)] == ["FY", "2002", "2003", "2004", "2005", "2006", "Total"]
    assert rows(years)[1][:5] == ["2002", "400", "27", "13", "440"]


@pytest.mark.parametrize("number", [2, 3])
def test_cells_that_go_on_in_a_narrow_column_are_joined(number: int) -> None:
    """The one table with its rows as near as its lines, the other with white between them; in each, spans of years are broken."""
    assert rows(tables(read_in_process(FILES / "openrows.pdf"))[number]) == [
        ["事業", "年度", "事業費", "結果"],
        ["地域研究開発促進拠点支援事業（RSP事業）", "1997-2000", "2億4,000万円", "種となる研究を161件発掘、実用化9件"],
        ["地域コンソーシアム「細い糸の量産技術」", "1998-2000", "1億8,300万円", "糸を2社が販売"],
        ["雪の下の野菜", "2001", "600万円", "中止"],
    ]


def test_rows_of_single_lines_are_not_joined() -> None:
    found = rows(tables(read_in_process(FILES / "openrows.pdf"))[4])
    assert [row[0] for row in found] == ["企業", "庄内織物（株）", "（株）羽黒製糸", "鳥海電機工業（株）"]
