"""How proposals word their field, and the phrase each wording yields. The sentences are made up."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.document import Document
from extractors.fields.domain import FIELD, domain_candidates
from extractors.fields.domain_phrases import is_broad, phrases, value_phrase
from extractors.mentions import name_document
from extractors.view import squash, view
from models.nlp import analyse
from tests.names_documents import document, heading, paragraph, table

WORDINGS = [
    ("特定領域を「漆の低温硬化技術」に限定することとし、塗装一般は対象としない。", "漆の低温硬化技術"),
    ("この構想の特定領域は、鋳鉄の超音波検査とその応用技術とします。", "鋳鉄の超音波検査とその応用技術"),
    ("本構想が特定領域として選び取るのは、南部鉄器の薄肉鋳造である。", "南部鉄器の薄肉鋳造"),
    ("この構想で扱うのは、海藻の多糖類だけである。", "海藻の多糖類"),
    ("本提案は、りんご果皮の機能性成分を弘前地域の専攻とし、その他を扱わない。", "りんご果皮の機能性成分"),
    ("「火山灰の焼結体」を特定領域にします。", "火山灰の焼結体"),
    ("以下これを雪氷冷熱利用と呼ぶ。", "雪氷冷熱利用"),
    ("呼び名は「寒冷地発酵」で統一", "寒冷地発酵"),
    ("本提案がテーマ領域（要綱にいう特定領域）とするのは，木質繊維の成形である．", "木質繊維の成形"),
    ("私たちが追究するのは、米ぬかの酵素分解であり、以下では略す。", "米ぬかの酵素分解"),
    ("「特定領域」とは、深層水の成分分離（以下「深層水分離」という。）に関する技術をいう。", "深層水の成分分離"),
]


@pytest.mark.parametrize(("sentence", "field"), WORDINGS)
def test_each_wording_yields_its_phrase(sentence: str, field: str) -> None:
    seen = view(sentence)
    assert field in {seen[p.start : p.end] for p in phrases(seen)}


def test_a_cell_gives_its_first_phrase_without_notes() -> None:
    text = view("金型の放電加工（油中に限る。水中は含まない。）")
    assert [text[p.start : p.end] for p in value_phrase(text)] == ["金型の放電加工"]
    assert not list(value_phrase(view("☑情報通信 □環境")))


@pytest.mark.parametrize(
    ("field", "broad"), [("ナノテクノロジー", True), ("環境・エネルギー分野", True), ("漆の低温硬化技術", False), ("医療", True)]
)
def test_whole_sciences_are_too_wide(field: str, broad: bool) -> None:
    assert is_broad(field) is broad


def best(made: Document, nlp: Language) -> str:
    docs = analyse(made, nlp)
    found = domain_candidates(name_document(made, docs), docs, "みちのく漆クラスター構想")[FIELD]
    return max(found, key=lambda c: c.features["strength"]).key if found else ""


def test_the_label_cell_is_the_best_statement(nlp: Language) -> None:
    made = document(
        table(
            [["構想の名称", "みちのく漆クラスター構想"], ["特定領域", "漆の低温硬化技術"], ["中核機関", "財団法人いわて産業振興センター"]],
            form=True,
        ),
        paragraph("県の計画は「木工」を重点に据える。"),
    )
    assert best(made, nlp) == squash("漆の低温硬化技術")


def test_a_heading_with_its_line_and_a_pair_in_a_line(nlp: Language) -> None:
    assert best(document(heading("２　特定領域"), paragraph("漆の低温硬化技術")), nlp) == squash("漆の低温硬化技術")
    assert best(document(paragraph("【旗印】漆の低温硬化技術")), nlp) == squash("漆の低温硬化技術")
    assert best(document(paragraph("エリア：盛岡地域 ／ 対象分野：漆の低温硬化技術 ／ 期間：5年")), nlp) == squash("漆の低温硬化技術")


def test_nothing_said_nothing_proposed(nlp: Language) -> None:
    assert best(document(paragraph("本県は自然に恵まれ、産業の振興に努めてきた。")), nlp) == ""


def test_options_to_tick_are_no_field() -> None:
    assert not list(value_phrase(view("○環境・防災 ○情報通信 福祉")))
    assert [p.start for p in value_phrase(view("漆の低温硬化技術"))] == [0]
