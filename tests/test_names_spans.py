"""Bodies in running text: forms, endings, short names, back-references, one identity each."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.abbreviations import short_names
from extractors.mentions import name_document
from extractors.name_spans import find_facilities, find_names, is_generic_facility
from extractors.view import view
from models.nlp import analyse
from tests.names_documents import document, paragraph

FOUND = [
    ("中核機関は、財団法人いわて産業振興センターとし、岩手大学が研究に当たる。", ["財団法人いわて産業振興センター", "岩手大学"]),
    ("（財）みやぎ振興財団・（財）仙台技術財団ほか１団体の統合で誕生", ["（財）みやぎ振興財団", "（財）仙台技術財団"]),
    ("株式会社もりおか研究支援センターは貸研究室を提供する。", ["株式会社もりおか研究支援センター"]),
    ("秋田計器製造㈱、県工業技術センター、㈱北上サウンド", ["秋田計器製造㈱", "県工業技術センター", "㈱北上サウンド"]),
    ("独立行政法人物質・材料研究機構及び山形大学工学部", ["独立行政法人物質・材料研究機構", "山形大学工学部"]),
    ("函館の公立はこだて未来大学システム情報科学部と協力", ["公立はこだて未来大学システム情報科学部"]),
    ("研究は、はこだて未来大学が担い、こどもとお茶の水女子大学が学ぶ", ["はこだて未来大学", "お茶の水女子大学"]),
    ("研究機関と大学がつどう共同研究センターを設ける。", []),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_in_running_text(nlp: Language, text: str, names: list[str]) -> None:
    assert [text[s.start : s.end] for s in find_names(text, nlp(view(text)))] == names


def test_without_an_analysis_runs_of_characters_stand_in() -> None:
    assert [s.start for s in find_names("岩手大学と盛岡医科大学")] == [0, 5]


@pytest.mark.parametrize(
    ("text", "shorts"),
    [
        ("財団法人あきた企業活性化センター（以下「活性化センター」という。）を置く", ["活性化センター"]),
        ("財団法人東北産業技術財団（愛称ミチノクIST。以下「IST」）を指定する", ["ミチノクIST", "IST"]),
        ("独立行政法人物質・材料研究機構（物材機構）", ["物材機構"]),
        ("岩手大学（盛岡市）", []),
        ("「金材研」は東北大学金属材料研究所をいう。", ["金材研"]),
    ],
)
def test_short_names_a_text_gives(text: str, shorts: list[str]) -> None:
    seen = view(text)
    assert [s.short for s in short_names(seen, find_names(seen))] == shorts


def test_short_names_tails_and_back_references_are_one_body(nlp: Language) -> None:
    made = document(
        paragraph("財団法人秋田県産業振興機構（以下「機構」という。）を指定する。同機構は昭和６０年に設立された。"),
        paragraph("産業振興機構に本部を置く。財団法人青森県技術振興会は協力する。"),
    )
    naming = name_document(made, analyse(made, nlp))
    keys = [m.key for m in naming.mentions]
    assert keys.count("秋田県産業振興機構") == 4
    assert keys.count("青森県技術振興会") == 1
    assert naming.names_of("秋田県産業振興機構")[0] == "財団法人秋田県産業振興機構"


def test_a_schools_short_form_is_the_only_one_it_fits(nlp: Language) -> None:
    made = document(
        paragraph("北見工業大学を核とする。北見工大の教授は十人である。"),
        paragraph("長岡工業高等専門学校も加わる。長岡高専は試作を担う。長岡造形大学は加わらない。"),
    )
    naming = name_document(made, analyse(made, nlp))
    assert [m.key for m in naming.mentions] == ["北見工業大学"] * 2 + ["長岡工業高等専門学校"] * 2 + ["長岡造形大学"]


def test_facilities_are_names_not_kinds(nlp: Language) -> None:
    text = "北上市産業支援センターと花巻起業化支援センターを使い、共同実験室とサイエンスパークは使わない。"
    assert [text[a:b] for a, b in find_facilities(text, nlp(text))] == ["北上市産業支援センター", "花巻起業化支援センター"]
    assert is_generic_facility("共同実験室")
    assert not is_generic_facility("盛岡実験室")
