"""review.xlsx: sheets, headings, numbers as numbers, links, and text that must not become a formula."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from corpus.rubrics import Rubric
from extractors.document import Status
from extractors.values import Evidence, Value
from outputs.workbook import HEAD_ROW, Links, Listed, render, workbook_bytes
from tests.factory import make_assessment, make_rejected, make_rubric

SHEETS = ["提案一覧", "項目", "施設", "年度別予算", "評価項目", "既存事業との重複", "問題点", "凡例"]


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return make_rubric()


def ranked_book(rubric: Rubric) -> Workbook:
    """misaki, of which pages are missing, the same read whole, and a proposal that says nothing to any criterion."""
    a = make_assessment()
    whole = replace(a, document=replace(a.document, status=Status.OK))
    silent = replace(whole, criteria=())
    listed = [Listed(name, x, Links(f"packets/{name}.html")) for name, x in (("silent", silent), ("whole", whole), ("misaki", a))]
    return load_workbook(io.BytesIO(workbook_bytes([*listed, Listed("暗号化", make_rejected(), Links())], rubric)))


@pytest.fixture(scope="module")
def book(rubric: Rubric) -> Workbook:
    links = Links("packets/misaki.html", "../misaki.pdf")
    listed = [Listed("misaki", make_assessment(), links), Listed("暗号化", make_rejected(), Links("packets/x.html"))]
    return load_workbook(io.BytesIO(workbook_bytes(listed, rubric)))


def column(sheet: Worksheet, heading: str) -> list[object]:
    heads = [c.value for c in sheet[HEAD_ROW]]
    return [row[heads.index(heading)].value for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]


def test_sheets_have_frozen_heads_and_filters(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref.startswith(f"A{HEAD_ROW}:")


def test_money_is_a_number_of_yen_shown_in_millions_with_the_yen_beside(book: Workbook) -> None:
    sheet = book["年度別予算"]
    row = HEAD_ROW + 1
    assert [c.value for c in sheet[row]][1:6] == ["平成14年度", 500_000_000, 500_000_000, 480_000_000, 20_000_000]
    assert sheet.cell(row, 3).number_format == '#,##0.0,,"百万円"'
    assert sheet.cell(row, 4).number_format == '#,##0"円"'
    assert column(book["提案一覧"], "総事業費（円）") == [2_570_000_000, None]


def test_pages_link_into_the_pdf_and_names_to_the_packet(book: Workbook) -> None:
    sheet = book["項目"]
    first = sheet.cell(HEAD_ROW + 1, 1)
    assert first.hyperlink is not None
    assert first.hyperlink.target == "packets/misaki.html"
    page = sheet.cell(HEAD_ROW + 1, 8)
    assert page.value == 1
    assert page.hyperlink is not None
    assert f"{page.hyperlink.target}#{page.hyperlink.location}".removesuffix("#None") == "../misaki.pdf#page=1"


def test_doubtful_values_are_marked(book: Workbook) -> None:
    sheet = book["項目"]
    marked = {value for value, mark in zip(column(sheet, "値"), column(sheet, "要確認"), strict=True) if mark == "要確認"}
    assert marked == {"財団法人みさき科学技術振興機構", "みさき医科大学", "波止場化学工業株式会社", 64.5}


def test_every_criterion_has_a_row_and_what_is_absent_says_so(book: Workbook) -> None:
    sheet = book["評価項目"]
    assert column(sheet, "番号")[:3] == ["1.1", "1.2", "1.3"]
    assert len(column(sheet, "番号")) == 24
    grades = dict(zip(column(sheet, "番号"), column(sheet, "記載の程度"), strict=True))
    assert (grades["2.1.2"], grades["5.3"]) == (3, 0)
    assert "研究統括" in [a for a, b in zip(column(book["項目"], "項目"), column(book["項目"], "値"), strict=True) if b == "見つかりません"]


def test_problems_come_from_reading_budget_and_criteria(book: Workbook) -> None:
    kinds = column(book["問題点"], "種類")
    assert [kinds.count(k) for k in ("読取り", "予算の不一致", "記載なし")] == [2, 1, 3]


def test_a_rejected_file_has_its_reason_in_the_list(book: Workbook) -> None:
    assert column(book["提案一覧"], "状態") == ["一部のみ読取り", "読取り不可"]
    assert "パスワード" in str(column(book["提案一覧"], "読取りの問題")[1])


def test_text_never_becomes_a_formula(rubric: Rubric) -> None:
    a = make_assessment()
    evil = Value('=HYPERLINK("http://x","y")\x00', 0.9, (Evidence("+1+1\ud800", 1, None),))
    listed = [Listed("x", replace(a, fields=replace(a.fields, title=evil)), Links())]
    sheet = load_workbook(io.BytesIO(workbook_bytes(listed, rubric)))["提案一覧"]
    cell = sheet.cell(HEAD_ROW + 1, 4)
    assert cell.data_type == "s"
    assert cell.value == '=HYPERLINK("http://x","y")'


def test_the_ranking_is_a_sheet_where_there_is_more_than_one_to_rank(rubric: Rubric) -> None:
    book = ranked_book(rubric)
    sheet = book["順位と配点"]
    assert book.sheetnames.index("順位と配点") == book.sheetnames.index("評価項目") + 1
    assert "構想の優劣を示すものではありません" in sheet.cell(1, 1).value
    assert column(sheet, "提案") == ["whole", "misaki", "silent"]  # equal totals in the order of the files; the rejected one is not ranked
    assert column(sheet, "順位") == [1, 1, 3]
    assert column(sheet, "配点による幅（最低）") == [1, 1, 3]
    assert column(sheet, "「3　事業の推進体制」の配点が2倍のときの順位") == [1, 1, 3]
    assert column(sheet, "状態") == ["読取り済み", "一部のみ読取り", "読取り済み"]
    assert sheet.cell(HEAD_ROW + 1, 1).hyperlink.target == "packets/whole.html"


def test_a_wide_sheet_prints_on_as_many_pages_as_can_be_read(book: Workbook) -> None:
    assert book["提案一覧"].page_setup.fitToWidth == 3
    assert book["凡例"].page_setup.fitToWidth == 1
    assert book["提案一覧"].print_title_cols == "$A:$A"


def test_links_stop_at_what_a_sheet_can_hold(rubric: Rubric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "LINK_LIMIT", 5)
    listed = [Listed("x", make_assessment(), Links("p.html", "p.pdf"))]
    book = load_workbook(io.BytesIO(workbook_bytes(listed, rubric)))
    assert max(sum(c.hyperlink is not None for row in sheet.iter_rows() for c in row) for sheet in book) == 5
