"""Slides with boxes side by side (tests/files/sources/cards.html): each is read for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import BlockKind, Box, Document
from extractors.pdf import read_in_process
from extractors.pdf.cards import card_rows
from extractors.pdf.glyphs import Fill, PageContent, Rule, Style
from extractors.pdf.lines import Line, Sheet
from extractors.pdf.panels import Panel, panels_of

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def cards() -> Document:
    return read_in_process(FILES / "cards.pdf")


def texts(document: Document, page: int) -> list[str]:
    return [b.text.text for b in document.blocks if b.page == page]


def test_framed_cards_are_read_one_after_the_other(cards: Document) -> None:
    assert texts(cards, 1)[2:7] == [
        "やること",
        "木綿の種を水の中で芽生えさせ、繊維を傷つけずに取り出す仕事を五年かけて育てる",
        "使い道は衣料、電池の膜、手術用の糸の三つに絞る",
        "やらないこと",
        "綿の畑での栽培、古い布の回収、化学繊維との混紡は他の事業に任せる",
    ]


def test_cards_with_no_more_than_a_tint_too(cards: Document) -> None:
    assert texts(cards, 1)[7:] == [
        "一\u3000選ぶ",
        "種の抽出液三百種を試し、強い繊維になる九種を選んだ",
        "二\u3000育てる",
        "泡を細かくした槽で、繊維の量が一立方メートル当たり七キロに達した（前年の二倍）",
        "三\u3000ほぐす",
        "酵素を使い、長さをそろえてほぐす。特許を二件出願",
        "以上の三つを一本の流れにつなぐ。",
    ]


def test_arrows_between_boxes_stand_between_their_texts(cards: Document) -> None:
    assert texts(cards, 2)[1:9] == [
        "資源",
        "霧島の種は四千二百種で国内の公的機関では最も多い",
        "▶",
        "人",
        "種を見分ける目をもつ職人が十四人",
        "▶",
        "産業",
        "木綿の産地として百年の歴史がある",
    ]


def test_a_box_round_two_cards_gives_way_to_them(cards: Document) -> None:
    assert texts(cards, 2)[9:] == [
        "大きな囲みの中の二つ",
        "いま",
        "手術用の糸の国内の市場は年に百二十億円で、その八割は輸入品である",
        "十年後",
        "霧島の糸が国内の三割を占め、雇用は二百人を超えると県が推計する",
        "市場の数は県の調べによる。",
    ]


def test_the_head_of_what_spans_two_columns_stands_over_it(cards: Document) -> None:
    found = texts(cards, 3)
    assert found.index("声をどう生かすか") == found.index("色は白だけでよい") + 1
    assert found[found.index("声をどう生かすか") + 1].startswith("二つの声を半年ごとに")


def test_bulleted_columns_need_nothing_drawn_round_them(cards: Document) -> None:
    assert texts(cards, 4)[1:6] == [
        "する仕事",
        "木綿の種を水の中で芽生えさせ、繊維を傷つけずに取り出す仕事を五年かけて育てる",
        "しない仕事",
        "綿の畑での栽培、古い布の回収、化学繊維との混紡は他の事業に任せることに決めた",
        "二つを一本の流れにつなぐ。",
    ]


def test_bulleted_columns_under_shaded_heads_too(cards: Document) -> None:
    assert texts(cards, 4)[6:13] == [
        "芽",
        "種の抽出液三百種を試し、強い繊維になる九種を選んだ",
        "槽",
        "泡を細かくした槽で、繊維の量が一立方メートル当たり七キロに達した（前年の二倍）",
        "糸",
        "酵素を使い、長さをそろえてほぐす。特許を二件出願",
        "次の年に向けた備えもある",
    ]


def test_small_print_behind_a_sentence_does_not_cut_its_last_line_off(cards: Document) -> None:
    assert texts(cards, 4)[13:] == [
        "県内の紡績工場と大学の農学部と県の試験場を合わせて四つの機関があり、極細の木綿の糸づくりに関わる研究者は三十八名いる（農学部の教員は全部で百四十二名）"
    ]


def test_a_cards_head_is_the_heading_of_what_stands_in_it_and_of_nothing_below(cards: Document) -> None:
    sections = {b.text.text: b.section for b in cards.blocks}
    assert sections["使い道は衣料、電池の膜、手術用の糸の三つに絞る"] == ("霧島の木綿", "やること")
    assert sections["綿の畑での栽培、古い布の回収、化学繊維との混紡は他の事業に任せる"] == ("霧島の木綿", "やらないこと")
    assert sections["以上の三つを一本の流れにつなぐ。"] == ("霧島の木綿",)
    assert sections["次の年に向けた備えもある"] == ("枠のない段",)
    assert {b.kind for b in cards.blocks if b.text.text in ("やること", "やらないこと")} == {BlockKind.HEADING}
    assert {b.kind for b in cards.blocks if b.text.text == "▶"} == {BlockKind.LIST_ITEM}


def test_frames_are_told_by_their_four_sides() -> None:
    def frame(x0: float, x1: float, corner: float) -> list[Rule]:
        flat = [Rule(True, y, x0 + corner, x1 - corner) for y in (50.0, 120.0)]
        return flat + [Rule(False, x, 50.0 + corner, 120.0 - corner) for x in (x0, x1)]

    content = PageContent(1, 600.0, 400.0, rules=frame(40, 200, 0) + frame(220, 380, 8) + frame(400, 560, 0)[:3])
    content.fills = [Fill(Box(40, 50, 200, 120), (240, 240, 230)), Fill(Box(0, 0, 600, 400), (250, 240, 240))]
    assert [(p.box, p.framed) for p in panels_of(content, [])] == [(Box(40, 50, 200, 120), True), (Box(220, 50, 380, 120), True)]


def lines(*placed: tuple[float, float, float]) -> list[Line]:
    sheet = Sheet(1)
    return [Line(sheet, sheet.add(Box(x0, top, x1, top + 10), Style(size=10.0), 8, 10.0, 1.0)) for x0, x1, top in placed]


def test_boxes_of_one_line_each_and_text_over_a_side_make_no_cards() -> None:
    boxes = [Panel(Box(0, 0, 100, 40), framed=True), Panel(Box(120, 0, 220, 40), framed=True)]
    several = [(5.0, 95.0, 5.0), (5.0, 60.0, 20.0), (125.0, 215.0, 5.0), (125.0, 180.0, 20.0)]
    assert [len(row.cards) for row in card_rows(boxes, lines(*several))[0]] == [2]
    assert card_rows(boxes, lines(*several[:3]))[0] == []
    assert card_rows([Panel(p.box, framed=False) for p in boxes], lines(*several))[0] == []
