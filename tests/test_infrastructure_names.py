"""Facilities as proposals write them: parts of institutions, names in quotation marks, tables under any heads, halls only rented."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.candidates import Candidate
from extractors.document import Document
from extractors.fields.facility_facts import status_features
from extractors.fields.facility_names import facility_spans
from extractors.fields.infrastructure import facility_candidates, is_refused
from extractors.mentions import name_document
from models.nlp import analyse
from tests.names_documents import document, heading, paragraph, table


def candidates(made: Document, nlp: Language) -> dict[str, Candidate]:
    docs = analyse(made, nlp)
    return {c.value: c for c in facility_candidates(name_document(made, docs), docs)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("山梨県工業技術センターの分析棟を使う。", ["山梨県工業技術センターの分析棟"]),
        ("山梨大学の技術開発センターを借りる。", ["山梨大学の技術開発センター"]),
        ("宮崎県工業センターの実験室三室を借りる。", ["宮崎県工業センター"]),  # a room is the institution's fact
        ("佐賀県窯業技術センター（有田町、開放試験室3室）で行う。", ["佐賀県窯業技術センター"]),
        ("甲府市が「無振動組立作業場」と「流体実証ヤード」を建てる。", ["流体実証ヤード"]),
        ("市が「手曲げ加工試作場」を建てる。", ["手曲げ加工試作場"]),
        ("県が建てる実証プラント棟（仮称、900㎡）に移す。", ["実証プラント棟"]),
        ("新居浜市のテクノプラザ宮崎に入る。", ["テクノプラザ宮崎"]),
        ("一帯を情報系研究所ゾーンに指定した。", []),
    ],
)
def test_names_as_printed(text: str, names: list[str], nlp: Language) -> None:
    assert [text[a:b] for a, b in facility_spans(text, nlp(text))] == names


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("発表会の日に借りるだけである。", True),
        ("年に一度の大会に借りるのみ。", True),
        ("国際会議の会場であって研究の施設ではなく、", True),
        ("使ってはという話もあったが、遠慮いたしました。", True),
        ("三階の四室を借りる。", False),
        ("蒸気の配管がある二部屋だけを五年のあいだ空けてもらう。", False),
    ],
)
def test_a_hall_that_is_only_rented_is_no_offer(text: str, refused: bool) -> None:
    assert is_refused(text) is refused


def test_what_is_refused_of_one_is_not_refused_of_its_neighbour(nlp: Language) -> None:
    made = document(
        heading("施設"),
        paragraph("弘前大学地域共同研究センターの四室を実験に使い、弘前国際交流会館は発表会の日に借りるだけである。"),
    )
    found = candidates(made, nlp)
    assert found["弘前国際交流会館"].features.get("unused") == 1.0
    assert "unused" not in found["弘前大学地域共同研究センター"].features


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("どこで研究する？", ["名", "広さ", "ありさま"]),
        ("Assets", ["Facility", "Size", "Status"]),
        ("使う場所", ["ところ", "大きさの目安", "いま"]),
    ],
)
def test_a_table_under_other_heads(title: str, heads: list[str], nlp: Language) -> None:
    rows = [heads, ["弘前大学地域共同研究センター", "1,200㎡", "平成5年"], ["りんごの森フィールド", "80坪", "H16ころ"]]
    found = candidates(document(heading(title), table(rows, form=False)), nlp)
    assert {"弘前大学地域共同研究センター", "りんごの森フィールド"} <= found.keys()
    assert found["りんごの森フィールド"].features["facility_table"] >= 0.5


def test_a_table_of_companies_with_rooms_is_none(nlp: Language) -> None:
    rows = [["会社", "所在地", "備考"], ["甲乙工業株式会社", "弘前市", "試験室2室"], ["丙丁産業株式会社", "青森市", "試験室3室"]]
    found = candidates(document(heading("参加する会社"), table(rows, form=False)), nlp)
    assert not any(c.features.get("facility_table") for c in found.values())


@pytest.mark.parametrize(
    "rows",
    [
        [["施設１", "弘前大学地域共同研究センター"], ["規模", "1,200㎡"], ["施設２", "りんご加工試作館（仮称）"], ["規模", "500㎡"]],
        [["弘前大学地域共同研究センター", "1,200㎡。平成5年開所"], ["りんご加工試作館（仮称）", "平成16年3月竣工予定、500㎡"]],
    ],
)
def test_forms_that_number_or_name_their_rows(rows: list[list[str]], nlp: Language) -> None:
    found = candidates(document(heading("活用施設"), table(rows, form=True)), nlp)
    assert {"弘前大学地域共同研究センター", "りんご加工試作館（仮称）"} <= found.keys()


def test_a_passage_that_gives_sizes_needs_no_heading(nlp: Language) -> None:
    text = "実験は佐賀大学海洋エネルギー研究センター（延べ5,400㎡）と佐賀県窯業技術センター（試験室3室、200㎡）で行う。"
    found = candidates(document(heading("進め方"), paragraph(text)), nlp)
    sizes = {name: c.payload[0].facts.size for name, c in found.items() if isinstance(c.payload, list)}
    assert sizes["佐賀大学海洋エネルギー研究センター"] == "延べ5,400㎡"
    assert sizes["佐賀県窯業技術センター"].startswith("3室、200㎡")
    assert all(c.features["headed"] for c in found.values())


@pytest.mark.parametrize(
    ("row", "planned"),
    [
        ({"備考": "新設 H16ころ。工場の改修"}, True),
        ({"状況": "'05年春オープン予定"}, True),
        ({"今": "未着工。道が整備"}, True),
        ({"備考": "既設 テーマ2"}, False),
        ({"状況": "オープン済み"}, False),
    ],
)
def test_status_in_other_words(row: dict[str, str], planned: bool) -> None:
    found = status_features("試験棟", row, " ".join(row.values()))
    assert bool(found.keys() & {"building_planned", "marked_planned"}) is planned


def test_a_table_whose_names_stand_in_the_second_column(nlp: Language) -> None:
    rows = [
        ["区分", "名称及び所在", "面積等", "運営の状況"],
        ["既設", "岩手大学地域共同研究センター（盛岡市）", "1,450㎡", "平成5年設置"],
        ["新設", "花巻レーザー加工実証棟（花巻市）", "650㎡", "平成16年度供用予定"],
        ["参考", "岩手県民会館", "大ホール", "成果発表会の会場とする"],
    ]
    found = candidates(document(heading("第三章 研究の環境"), table(rows, form=False)), nlp)
    assert found.keys() == {"岩手大学地域共同研究センター（盛岡市）", "花巻レーザー加工実証棟（花巻市）"}


def test_a_kind_of_facility_is_named_by_its_owner(nlp: Language) -> None:
    rows = [
        ["設置者", "施設", "規模"],
        ["宇都宮大学", "地域共同研究センター", "1,100㎡"],
        ["宇都宮市", "清原オープンファクトリー", "900㎡"],
    ]
    found = candidates(document(heading("施設"), table(rows, form=False)), nlp)
    assert {"宇都宮大学地域共同研究センター", "清原オープンファクトリー"} <= found.keys()


def test_places_counted_off_in_speech_are_offered(nlp: Language) -> None:
    text = "建物は3つ使います。ひとつめは鳥取大学の乾燥地研究センター。ふたつめは境港市がこれから建てる「砂の実験小屋」です。"
    found = candidates(document(heading("6 場所のはなし"), paragraph(text)), nlp)
    assert found.keys() == {"鳥取大学の乾燥地研究センター", "砂の実験小屋"}
    assert all(c.features["used"] for c in found.values())


def test_a_table_of_other_named_things_lists_no_facilities(nlp: Language) -> None:
    rows = [
        ["名称", "期間", "総額"],
        ["特定領域研究「地球深部の物質」", "平成11～14年度", "312,000"],
        ["未来開拓学術研究", "平成9～13年度", "405,000"],
    ]
    assert not candidates(document(heading("参考：大型の研究費"), table(rows, form=False)), nlp)
