"""Passages: what the units are, that nothing is lost, that each knows its place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Block, BlockKind, PlacedText
from extractors.passages import MAX_CHARS, PassageKind, passages, sentences
from tests.criteria_documents import document, paragraph, placed, table


def quotes(*blocks: Block) -> list[str]:
    return [p.quote for p in passages(document(*blocks))]


def test_a_stop_in_brackets_ends_no_sentence() -> None:
    text = "財団（以下「財団」という。）を指定する。職員は12名である。"
    assert quotes(paragraph(text)) == ["財団（以下「財団」という。）を指定する。", "職員は12名である。"]


def test_full_width_points_end_sentences_but_not_numbers() -> None:
    assert quotes(paragraph("装置は世界に存在しない．市場は３．５倍に伸びる．")) == ["装置は世界に存在しない．", "市場は３．５倍に伸びる．"]


def test_a_long_sentence_is_cut_after_a_clause() -> None:
    half = "糖鎖の合成装置の開発を進め" * 7
    found = quotes(paragraph(f"{half}ることとし、{half}ることとする。"))
    assert [q[-4:] for q in found] == ["ととし、", "とする。"]


def test_a_form_value_carries_its_label_and_section() -> None:
    found = passages(document(table([["中核機関", "財団法人みなと振興機構"], ["職員", "役員14人、職員23人"]], "様式第4号", form=True)))
    assert [(p.quote, p.context, p.section) for p in found] == [
        ("財団法人みなと振興機構", "中核機関", ("様式第4号", "中核機関")),
        ("役員14人、職員23人", "職員", ("様式第4号", "職員")),
    ]
    assert found[1].text == "職員：役員14人、職員23人"
    assert {p.kind for p in found} == {PassageKind.FORM_CELL}


def test_a_row_is_read_under_its_column_heads() -> None:
    found = passages(document(table([["施設", "規模"], ["共同研究センター", "延床1,200㎡"], ["試作棟", "実験室9"]])))
    assert [p.quote for p in found] == ["共同研究センター　延床1,200㎡", "試作棟　実験室9"]
    assert found[0].context == "施設　規模"
    assert found[0].evidence().bbox is not None


def test_a_row_of_nothing_but_figures_is_no_evidence() -> None:
    rows = [["年度", "国", "県", "計"], ["平成15", "410", "30", "440"], ["合計", "2,050", "150", "2,200"], ["研究費", "300", "0", "300"]]
    assert [p.quote for p in passages(document(table(rows)))] == ["研究費　300　0　300"]


def test_running_heads_are_no_passages() -> None:
    running = Block(BlockKind.RUNNING, placed("知的クラスター創成事業提案書 3"))
    assert quotes(running, paragraph("本文の一文である。")) == ["本文の一文である。"]


def test_repeated_text_is_joined_and_keeps_both_places() -> None:
    found = passages(document(paragraph("総額は五年間で二十四億円である。"), paragraph("総額は、五年間で二十四億円である。", page=7)))
    assert len(found) == 1
    assert [place.page for place in found[0].repeats] == [7]


def test_another_figure_is_no_repetition() -> None:
    assert len(quotes(paragraph("共同研究の件数は203件である。"), paragraph("共同研究の件数は138件である。"))) == 2


def test_a_bullet_is_printed_but_not_read() -> None:
    item = Block(BlockKind.LIST_ITEM, placed("■ 例会は14回、延べ620人"))
    found = passages(document(item))[0]
    assert found.quote == "■ 例会は14回、延べ620人"
    assert found.text == "例会は14回、延べ620人"


def test_a_heading_that_states_facts_counts_as_a_sentence() -> None:
    fact = Block(BlockKind.HEADING, placed("知財：登録・出願あわせて31件"), level=2)
    title = Block(BlockKind.HEADING, placed("第４章　事業を推進する体制の整備"), level=1)
    assert [p.kind for p in passages(document(fact, title))] == [PassageKind.SENTENCE, PassageKind.HEADING]


@given(st.text(alphabet="あ研究。、（）「」！1２％ \n", max_size=700))
def test_sentences_lose_nothing_and_stay_short(text: str) -> None:
    pieces = sentences(placed(text))
    assert all(0 < len(p) <= MAX_CHARS for p in pieces)
    assert re.sub(r"\s", "", "".join(p.text for p in pieces)) == re.sub(r"\s", "", text)


@given(st.lists(st.text(alphabet="研究者は12名。（仮称）", min_size=1, max_size=60), min_size=1, max_size=8))
def test_every_quote_stands_where_it_says(texts: list[str]) -> None:
    blocks = [paragraph(t, page=i + 1) for i, t in enumerate(texts)]
    for passage in passages(document(*blocks)):
        place = passage.placed.place()
        assert place is not None
        assert passage.quote in texts[place.page - 1]


def test_an_empty_document_has_no_passages() -> None:
    assert passages(document(Block(BlockKind.PARAGRAPH, PlacedText.empty()))) == ()
