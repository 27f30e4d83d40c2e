"""The document model of small PDFs typeset for these tests (sources in tests/files/sources)."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from extractors.document import BlockKind, Document, Table
from extractors.pdf import read_in_process

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def form() -> Document:
    return read_in_process(FILES / "form.pdf")


@pytest.fixture(scope="module")
def twocol() -> Document:
    return read_in_process(FILES / "twocol.pdf")


@pytest.fixture(scope="module")
def ruby() -> Document:
    return read_in_process(FILES / "ruby.pdf")


def tables(document: Document) -> list[Table]:
    return [b.table for b in document.tables if b.table is not None]


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [b.text.text for b in document.blocks if b.kind is kind]


def test_form_labels_bind_to_their_values(form: Document) -> None:
    table = tables(form)[0]
    assert table.is_form
    values = {"／".join(x.text.text for x in table.row_labels(c)): c.text.text for c in table.cells if not c.is_label}
    assert values["構想名"] == "砂丘の風構想"
    assert values["期間" if "期間" in values else "申請者／期間"] == "平成14～18年度"
    body = next(c for c in table.cells if c.text.text == "体制")
    assert (body.rowspan, body.is_label) == (2, True)
    assert [c.text.text for c in table.row_cells(body.row + 1)] == ["体制", "事業総括：選考中"]


def test_budget_cells_have_both_their_labels(form: Document) -> None:
    table = tables(form)[1]
    assert table.unit == "千円"
    cell = next(c for c in table.cells if c.text.text == "41,500")
    assert [c.text.text for c in table.column_labels(cell)] == ["年度", "H15"]
    assert [c.text.text for c in table.row_labels(cell)] == ["国庫補助", "人件費"]
    total = table.row_cells(table.n_rows - 1)
    assert [c.text.text for c in total] == ["合計", "160,000", "171,500", "331,500"]
    assert total[0].colspan == 2


def test_a_label_over_a_page_end_holds_for_the_rows_of_both_pages() -> None:
    """Its shade, and the last line of its text, hang out of the rules on the first page."""
    (table,) = tables(read_in_process(FILES / "cutform.pdf"))
    label = "中核となる団体（港湾局の調査による。平成１３年の秋にまとめたもの）"
    rows = [["／".join(c.text.text for c in table.row_labels(v)), v.text.text] for v in table.cells if not v.is_label]
    assert rows[1:] == [
        [f"{label}／名称", "財団法人くじら浜産業振興会"],
        [f"{label}／設立", "昭和５８年４月"],
        [f"{label}／職員", "１９名のうち市の派遣は４名"],
        [f"{label}／所在地", "くじら浜市本町"],
        ["期間", "平成１４年度～平成１８年度"],
    ]


def test_the_items_of_a_numbered_form_are_the_labels() -> None:
    """Not their numbers; and a table with a head row stays one."""
    form, grid = tables(read_in_process(FILES / "numbered.pdf"))
    assert form.is_form
    value = next(c for c in form.cells if c.text.text == "潮流を用いた発電機の軸受材料")
    assert [label.text.text for label in form.row_labels(value)] == ["特定領域"]
    assert not grid.is_form
    assert [c.text.text for c in grid.cells if c.is_header] == ["番号", "題目", "代表者"]


def test_dotted_rules_part_rows() -> None:
    (table,) = tables(read_in_process(FILES / "dotted.pdf"))
    rows = [[c.text.text for c in table.row_cells(row)] for row in range(table.n_rows)]
    assert rows == [
        ["年度", "国庫", "県・市", "主な内容"],
        ["Ｈ14", "410", "41", "計算機、合成装置"],
        ["Ｈ15", "430", "43", "耐光試験機"],
        ["計", "840", "84", "（単位：百万円）"],
    ]


def test_a_table_over_three_pages_is_one(form: Document) -> None:
    table = tables(form)[2]
    assert len(tables(form)) == 3
    assert (table.n_rows, table.n_cols) == (31, 2)
    assert [c.text.text for c in table.cells if c.is_header] == ["番号", "説明"]
    for number in range(1, 31):
        years = number % 13 + 1
        start = f"第{number}の資料は、平成{years}年度に行った調査の結果であり、"
        wanted = f"{start}砂の粒の大きさごとに整理している。頁の数は{number * 7}である。"
        cell = table.cell(number, 1)
        assert cell is not None
        assert cell.text.text == wanted
    assert {c.page for c in table.cells} == {1, 2, 3}


def test_headings_nest(form: Document) -> None:
    heads = [(b.text.text, b.level, b.section) for b in form.blocks if b.kind is BlockKind.HEADING]
    assert heads == [
        ("様式第１号", 1, ()),
        ("事業の総括", 2, ("様式第１号",)),
        ("様式第２号", 1, ()),
        ("資金の計画（単位：千円）", 2, ("様式第２号",)),
    ]


def test_page_numbers_are_kept_apart(form: Document, twocol: Document) -> None:
    assert [b.page for b in form.blocks if b.kind is BlockKind.RUNNING] == [1, 2, 3]
    assert "－" not in "".join(b.text.text for b in form.body if b.kind is not BlockKind.TABLE)
    assert texts(twocol, BlockKind.RUNNING).count("様式（別紙）") == 3


def test_two_columns_read_column_by_column(twocol: Document) -> None:
    """The paragraphs are numbered in the order they are printed; each is one block, over columns and pages."""
    paragraphs = texts(twocol, BlockKind.PARAGRAPH)
    assert len(paragraphs) == 20
    assert [p.split("番目")[0] for p in paragraphs] == [f"その{n}" for n in range(6, 126, 6)]
    assert all(p.endswith("。") and p.count("。") == 6 for p in paragraphs)
    assert any(len(set(b.text.pages)) == 2 for b in twocol.blocks if b.kind is BlockKind.PARAGRAPH)


def test_rules_across_make_a_table_and_rules_under_headings_do_not(twocol: Document) -> None:
    (table,) = tables(twocol)
    assert [c.text.text for c in table.cells if c.is_header] == ["施設", "広さ", "使い方"]
    assert [c.text.text for c in table.row_cells(2)] == ["海岸実験ヤード（仮称）", "１，２００㎡", "平成１６年３月に完成の見込み"]


def test_readings_and_notes_do_not_break_the_line(ruby: Document) -> None:
    (paragraph,) = [t for t in texts(ruby, BlockKind.PARAGRAPH) if "本構想" in t]
    assert "中心は閖上の港と霊屋の丘であり" in paragraph
    assert "ゆりあげ" not in paragraph
    assert texts(ruby, BlockKind.NOTE) == ["※ 地名の読みは市の資料による。"]


def test_a_table_without_rules(ruby: Document) -> None:
    (table,) = tables(ruby)
    assert table.unit == "百万円"
    assert [[c.text.text for c in table.row_cells(r)] for r in range(table.n_rows)] == [
        ["区分", "平成14年度", "平成15年度"],
        ["装置費", "120", "85"],
        ["人件費", "40", "42"],
        ["合計", "160", "127"],
    ]


@pytest.mark.parametrize("name", ["form", "twocol", "ruby"])
def test_every_character_stands_on_its_page(name: str, request: pytest.FixtureRequest) -> None:
    document: Document = request.getfixturevalue(name)
    sizes = {p.number: (p.width, p.height) for p in document.pages}
    for block in document.blocks:
        parts = [c.text for c in block.table.cells] if block.table else [block.text]
        for text in parts:
            for i in range(len(text)):
                if place := text.place(i, i + 1):
                    width, height = sizes[place.page]
                    assert -1 <= place.box.x0 <= place.box.x1 <= width + 1
                    assert -1 <= place.box.top < place.box.bottom <= height + 1


def test_vertical_writing_reads_right_to_left() -> None:
    document = read_in_process(FILES / "vertical.pdf")
    assert texts(document, BlockKind.HEADING) == ["海霧クラスターの趣意書"]
    paragraphs = texts(document, BlockKind.PARAGRAPH)
    assert [p[:6] for p in paragraphs] == ["この提案は、", "第一の課題は", "五年の後には"]
    assert "夏にも畑を守ることを目的とする。霧を集める網は" in paragraphs[0]
    places = [b.text.place() for b in document.blocks]
    rights = [p.box.x1 for p in places if p is not None]
    assert rights == sorted(rights, reverse=True)
    assert (round(document.pages[0].width), round(document.pages[0].height)) == (595, 842)


@pytest.mark.parametrize("matrix", ["0 1 -1 0 842 0", "0 -1 1 0 0 595"], ids=["up", "down"])
def test_a_table_printed_sideways_is_read_like_one_that_is_not(form: Document, tmp_path: Path, matrix: str) -> None:
    """Every page drawn a quarter turned, on sheets that stand the other way."""
    with pikepdf.open(FILES / "form.pdf") as pdf:
        for page in pdf.pages:
            page.contents_add(f"q {matrix} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.mediabox = [0, 0, 842, 595]
        pdf.save(tmp_path / "sideways.pdf")
    turned = read_in_process(tmp_path / "sideways.pdf")
    assert [(round(p.width), round(p.height)) for p in turned.pages] == [(842, 595)] * 3
    assert [[c.text.text for c in t.cells] for t in tables(turned)] == [[c.text.text for c in t.cells] for t in tables(form)]
    cell = next(c for c in tables(turned)[1].cells if c.text.text == "41,500")
    assert [c.text.text for c in tables(turned)[1].row_labels(cell)] == ["国庫補助", "人件費"]
    old, new = (next(c for c in tables(d)[1].cells if c.text.text == "41,500").text.place() for d in (form, turned))
    assert old is not None
    assert new is not None
    x, y = (old.box.top, 595 - old.box.x1) if "-1 0 842" in matrix else (842 - old.box.bottom, old.box.x0)
    assert abs(new.box.x0 - x) < 3
    assert abs(new.box.top - y) < 3


def test_lines_in_pieces_over_two_columns_are_whole() -> None:
    """The gutter below runs between a body and its date, and through the white behind an abstract's head."""
    found = texts(read_in_process(FILES / "abstract.pdf"), BlockKind.PARAGRAPH)
    assert found[0] == "月山県・庄内市\u3000平成14年1月"
    assert found[1].endswith("庄内商工会議所\u30002002年1月15日")
    assert found[2].startswith("要旨\u3000月山地域は")
    assert found[2].endswith("年2,000万円である。")
    assert any(t.endswith("mizu/suii にある。") for t in found)  # it reaches over, but the other column's line is none of its own


def test_a_line_ends_early_where_the_next_begins_with_what_nothing_parts() -> None:
    """A bracket and the Latin word in it; a number and the bracket behind it."""
    found = texts(read_in_process(FILES / "breaks.pdf"), BlockKind.PARAGRAPH)
    assert "評価する（Pentium III 1GHz、2001年9月）。" in found[1]
    assert found[2].endswith("（国、県・市210）。")
    assert found[3:] == ["器械は冬の間に倉へ移す。", "鍵は役場が預かる。"]
