"""The measure of fidelity measures right; and what it found wrong in tables stays mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Box
from extractors.pdf import read_in_process
from extractors.pdf.glyphs import Style
from extractors.pdf.grid import RawCell, RawGrid
from extractors.pdf.gridblocks import build_table, header_rows
from extractors.pdf.lines import Line, Sheet
from extractors.pdf.partjoin import same_columns
from tests.bench.edits import best_stretch, distance
from tests.bench.fidelity import Fidelity, _against_cells, cells_told
from tests.bench.source import Cell, source_of
from tests.numbers_documents import placed

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(("a", "b", "edits"), [("", "ab", 2), ("三億円", "三億円", 0), ("三億円", "二億", 2), ("kitten", "sitting", 3)])
def test_distance(a: str, b: str, edits: int) -> None:
    assert distance(a, b) == distance(b, a) == edits


def test_best_stretch_is_free_at_both_ends() -> None:
    assert best_stretch("総額は三億円", "国の補助金の総額は二億円である") == 1


def test_cells_of_a_source_know_their_labels() -> None:
    html = "<table><tr><th rowspan=2>財源</th><th>14年度</th><th>計</th></tr><tr><th>千円</th><th>千円</th></tr>"
    html += "<tr><td>国</td><td>120</td><td>250</td></tr></table><table><tr><td class='l'>施設</td><td>試作棟</td></tr></table>"
    cells = source_of(html).cells
    assert Cell("250", "国", "千円", True) in cells
    assert Cell("試作棟", "施設", "", True) in cells


def test_cells_may_be_told_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "cells.json").write_text('{"N01": [["２４０", ["国", "研究費"], ["H14"]]]}', "utf-8")
    told = cells_told(tmp_path / "cells.json")["N01"]
    found = [Fidelity()]
    document = read_in_process(FILES / "form.pdf")
    wanted = [Cell("41,500", "国庫補助\n人件費", "H15", True), Cell("41,500", "国庫補助\n研究費", "H15", True), *told]
    _against_cells(document, wanted, found, each=False)
    assert (found[0].key_cells.part, found[0].key_cells.whole) == (1, 3)
    assert told == [Cell("240", "国\n研究費", "H14", True)]


def grid(*rows: tuple[str, ...], page: int = 1) -> RawGrid:
    """A grid without shades or bold letters, its rows 20 points high."""
    cells, sheet = [], Sheet(page)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = Box(100 * c, 20 * r, 100 * c + 100, 20 * r + 20)
            line = Line(sheet, sheet.add(box, Style(size=10.0), len(text), 10.0, 1.0), placed(text))
            cells.append(RawCell(r, c, 1, 1, box, [line]))
    width = len(rows[0])
    edges = tuple(100.0 * c for c in range(width + 1)), tuple(20.0 * r for r in range(len(rows) + 1))
    return RawGrid(page, Box(0, 0, edges[0][-1], edges[1][-1]), len(rows), width, cells, *edges)


def test_a_head_may_name_a_year() -> None:
    assert header_rows(grid(("課題", "2006年のゴール"), ("検証の自動化", "20万行を24時間"))) == 1
    assert header_rows(grid(("課題", "2,006千円"), ("検証の自動化", "20万行を24時間"))) == 0


def test_what_lists_several_things_is_no_head() -> None:
    assert header_rows(grid(("本部長", "月山一郎", "振興会理事長、元・電機会社会長"), ("事業総括", "鳥海次郎", "元・銀行員"))) == 0
    assert header_rows(grid(("職", "氏名", "現職（常勤、非常勤の別も書く）"), ("事業総括", "鳥海次郎", "元・銀行員"))) == 1


def test_heads_alone_at_the_end_of_a_page_are_heads() -> None:
    table = build_table([grid(("団体", "関わり")), grid(("財団法人月山産業技術振興機構", "会議の世話"), page=2)])
    cell = next(c for c in table.cells if c.text.text == "会議の世話")
    assert [c.text.text for c in table.column_labels(cell)] == ["関わり"]


def test_a_part_that_lacks_a_column_goes_on_with_the_table() -> None:
    wide = grid(("団体", "名称", "財団法人月山産業技術振興機構"), ("", "職員", "19名、うち県の派遣4名"))
    wide.cells[0].rowspan = 2
    del wide.cells[3]
    narrow = grid(("期間", "平成14年度から平成18年度まで"), page=2)
    narrow.cells[1].box, narrow.xs = Box(100, 0, 300, 20), (0.0, 100.0, 300.0)
    assert same_columns(wide, narrow)
    table = build_table([wide, narrow])
    assert (table.n_rows, table.n_cols) == (3, 3)
    assert [(c.text.text, c.colspan) for c in table.row_cells(2)] == [("期間", 1), ("平成14年度から平成18年度まで", 2)]
    narrow.xs = (0.0, 140.0, 300.0)
    assert not same_columns(wide, narrow)


def test_a_form_that_begins_with_one_row_on_a_page_is_one() -> None:
    rest = grid(("18", "事業化", "平成12年に会社を設けた。"), ("19", "参加企業", "7社が名を連ねた。"), page=2)
    table = build_table([grid(("17", "市場", "国内は95億円である。")), rest])
    assert table.is_form
    assert [[c.text.text for c in table.row_labels(v)] for v in table.cells if v.col == 2] == [["市場"], ["事業化"], ["参加企業"]]
