"""Tables that lie in the cells of a form: each is a table of its own, under its row's label."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from extractors.document import Block, Box, Document, Table
from extractors.pdf import read_in_process
from extractors.pdf.assemble import blocks_of, layout
from extractors.pdf.glyphs import Fill, Glyph, Glyphs, PageContent, Rule, Style

FILE = Path(__file__).parent / "files" / "nested.pdf"
Grid = tuple[Sequence[float], Sequence[float]]  # the x of the upright rules and the y of those across


@pytest.fixture(scope="module")
def document() -> Document:
    return read_in_process(FILE)


def table_of(block: Block) -> Table:
    assert block.table is not None
    return block.table


def rows(block: Block) -> list[list[str]]:
    return [line.split("\t") for line in block.text.text.split("\n")]


def inner(document: Document, label: str) -> list[Block]:
    return [b for b in document.tables if b.section[-1:] == (label,)]


def value(document: Document, label: str) -> str:
    table = table_of(next(iter(document.tables)))
    return next(c.text.text for c in table.cells if c.col == 1 and [x.text.text for x in table.row_labels(c)] == [label])


# a form as a browser prints it -------------------------------------------------------------------


def test_a_list_in_a_cell_is_a_table_under_the_rows_label(document: Document) -> None:
    (members,) = inner(document, "本部")
    assert members.section == ("様式第２号　推進の体制", "本部")
    assert rows(members)[0] == ["職", "氏名", "経歴等"]
    assert [c.text.text for c in table_of(members).cells if c.is_header] == ["職", "氏名", "経歴等"]
    assert rows(members)[1] == ["本部長", "灘 満夫", "岬信用金庫の理事長を６年務めた。市の産業会議の座長"]
    assert value(document, "本部").startswith("本部の構成は次の表による。　本部会議は毎月開く")


def test_two_tables_in_one_cell_one_of_them_without_a_frame(document: Document) -> None:
    facilities, costs = inner(document, "施設と経費")
    assert rows(facilities) == [["施設", "規模"], ["岬技術センター", "延床面積８００㎡"], ["穀物試験棟", "４２０㎡"]]
    assert rows(costs) == [["費目", "１４年度", "１５年度"], ["人件費", "4,100", "5,200"], ["旅費", "320", "410"]]
    assert (table_of(facilities).caption, table_of(costs).caption, table_of(costs).unit) == ("使う施設", "経費（単位：千円）", "千円")
    assert value(document, "施設と経費") == "使う施設　経費（単位：千円）"


def test_boxes_and_underlined_words_are_no_tables(document: Document) -> None:
    assert not inner(document, "区分")
    assert value(document, "区分") == "新規　継続　３年以内に実用化する。有　無いずれかを囲む"


def test_a_table_that_goes_over_the_pages_end_within_its_row_is_one(document: Document) -> None:
    (companies,) = inner(document, "参加企業")
    assert [row[0] for row in rows(companies)] == ["企業", "岬製粉(株)", "(有)灘機械", "浜食品(株)", "港運輸(株)", "(株)岬包装"]
    assert {p.page for p in companies.text.places()} == {1, 2}
    assert value(document, "参加企業") == "次の企業が加わる。　負担は協定で定める。"
    assert value(document, "期間") == "平成１４年度から５年間"


def test_every_character_stands_once(document: Document) -> None:
    with pypdfium2.PdfDocument(FILE) as pdf:
        printed = "".join(page.get_textpage().get_text_range() for page in pdf)
    read = "".join(block.text.text for block in document.blocks)
    counts = [Counter(c for c in unicodedata.normalize("NFKC", text) if not c.isspace()) for text in (printed, read)]
    assert counts[0] == counts[1]


# rules and characters put by hand ----------------------------------------------------------------


def ruled(*grids: Grid) -> list[Rule]:
    found: list[Rule] = []
    for xs, ys in grids:
        found += [Rule(True, y, xs[0], xs[-1]) for y in ys] + [Rule(False, x, ys[0], ys[-1]) for x in xs]
    return found


def written(*texts: tuple[float, float, str]) -> Glyphs:
    style = Style(size=10.0)
    return Glyphs.of([Glyph(c, x + 10 * i, y, x + 10 * i + 10, y + 10, style) for x, y, text in texts for i, c in enumerate(text)])


def read(*pages: tuple[Glyphs, list[Rule]], fills: Sequence[Fill] = ()) -> list[Block]:
    contents = [PageContent(i, 400, 600, glyphs, rules, list(fills)) for i, (glyphs, rules) in enumerate(pages, start=1)]
    return [b for b in blocks_of([layout(c) for c in contents]) if b.table is not None]


FORM: Grid = ((20, 100, 380), (400, 430, 560))


def test_a_single_row_on_the_next_page_goes_on_with_the_table() -> None:
    first = written(
        *((25, 405, "名称"), (105, 405, "岬"), (25, 435, "企業")),
        *((115, 445, "名"), (225, 445, "役割"), (115, 485, "岬製粉"), (225, 485, "原料")),
    )
    second = written((115, 35, "灘機械"), (225, 35, "製作"), (25, 85, "期間"), (105, 85, "五年"))
    upper = ruled(FORM, ((110, 220, 370), (440, 480, 520)))
    lower = ruled(((20, 100, 380), (20, 80, 110)), ((110, 220, 370), (30, 60)))
    form, companies = read((first, upper), (second, lower))
    assert rows(form) == [["名称", "岬"], ["企業", ""], ["期間", "五年"]]
    assert rows(companies) == [["名", "役割"], ["岬製粉", "原料"], ["灘機械", "製作"]]
    assert companies.section == ("企業",)


def test_joined_boxes_are_text() -> None:
    chart = [*ruled(((150, 250), (440, 470)), ((120, 280), (500, 540))), Rule(False, 200, 470, 500)]
    glyphs = written((25, 405, "名称"), (105, 405, "岬"), (25, 435, "体制"), (160, 450, "本部"), (125, 515, "機関"), (240, 515, "企業"))
    (form,) = read((glyphs, ruled(FORM) + chart))
    assert rows(form)[1] == ["体制", "本部機関　企業"]


def test_a_table_in_a_table_in_a_cell_and_the_shade_of_the_cell() -> None:
    middle, least = ((110, 180, 370), (440, 470, 550)), ((190, 270, 360), (480, 510, 540))
    glyphs = written(
        *((25, 405, "名称"), (105, 405, "岬"), (25, 435, "体制"), (115, 445, "会議"), (185, 445, "毎月"), (115, 475, "部会")),
        *((195, 485, "名"), (275, 485, "長"), (195, 515, "製粉"), (275, 515, "灘")),
    )
    shade = Fill(Box(100, 430, 380, 560), (230, 230, 230))
    form, meetings, groups = read((glyphs, ruled(FORM, middle, least)), fills=[shade])
    assert rows(form)[1] == ["体制", ""]
    assert rows(meetings) == [["会議", "毎月"], ["部会", ""]]
    assert rows(groups) == [["名", "長"], ["製粉", "灘"]]
    assert groups.section == ("体制", "部会")
    assert not any(c.is_label for c in table_of(meetings).cells if c.col == 1)
