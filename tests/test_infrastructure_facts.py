"""Facilities: rows, items and sentences that offer them, what is said of each, existing or planned."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.candidates import Candidate
from extractors.document import Document
from extractors.fields.facility_facts import facts_of, status_features
from extractors.fields.infrastructure import facility_candidates
from extractors.mentions import name_document
from models.fields import FieldRanker, decide, propose
from models.nlp import analyse
from tests.names_documents import document, heading, paragraph, table


def candidates(made: Document, nlp: Language) -> dict[str, Candidate]:
    docs = analyse(made, nlp)
    return {c.value: c for c in facility_candidates(name_document(made, docs), docs)}


@pytest.mark.parametrize(
    ("said", "area", "rooms"),
    [
        ("延床面積３，６２０平方メートル、共同研究室１２室", 3620.0, 12),
        ("三室、二百十平方メートル", 210.0, 3),
        ("貸室24室（1室約9坪）", 9 * 3.305785, 24),
        ("園地１．８ヘクタール", 18000.0, None),
        ("溶解炉14基", None, None),
    ],
)
def test_sizes_are_parsed(said: str, area: float | None, rooms: int | None) -> None:
    facts = facts_of("試験棟", {"規模": said}, said)
    assert facts.area_m2 == (pytest.approx(area) if area else None)
    assert facts.rooms == rooms
    assert facts.size == said


def test_the_columns_become_facts() -> None:
    row = {"設置者": "岩手大学", "規模": "1,500㎡", "運営の状況": "稼働率88%", "用途": "課題1"}
    facts = facts_of("岩手大学地域共同研究センター", row, " ".join(row.values()))
    assert (facts.operator, facts.use, facts.occupancy, facts.kind) == ("岩手大学", "課題1", "稼働率88%", "共同研究センター")


@pytest.mark.parametrize("when", ["2004年10月", "平成16年10月"])
def test_the_opening_is_told_with_its_whole_year(when: str) -> None:
    assert facts_of("試作棟", {}, f"試作棟は、{when}開設予定。").opens == when


def test_an_opening_with_points_keeps_its_month() -> None:
    assert facts_of("試作棟", {}, "試作棟は、H16.3完成予定。").opens == "H16.3"


def test_a_column_about_the_running_is_no_operator_and_told_once() -> None:
    said = "平成4年完成。6室のうち2室を充てることを教授会が了承した。課題1に使う。"
    both = facts_of("実験棟", {"規模": "760㎡", "運営の状況と使い方": said}, said)
    assert (both.operator, both.occupancy, both.use) == ("", said, "")
    assert facts_of("実験棟", {"運営": "資源機構"}, "資源機構").operator == "資源機構"
    assert facts_of("貸研究室棟", {}, "貸研究室10室、8室が入居。").occupancy == "8室が入居"


def test_planned_and_existing_have_their_signs() -> None:
    planned = status_features("試作棟（仮称）", {"区分": "□既存 ☑新設予定"}, "試作棟(仮称) 平成15年10月竣工予定")
    assert {"provisional_name", "building_planned", "marked_planned", "in_future"} <= planned.keys()
    assert "before_2002" not in planned
    existing = status_features("共同センター", {"区分": "☑既存 □新設予定"}, "平成5年に開設。入居率95%")
    assert {"says_existing", "past_opening", "before_2002", "marked_existing"} <= existing.keys()
    assert "marked_planned" not in existing


def test_a_table_offers_its_rows_and_refuses_those_it_says_are_not_used(nlp: Language) -> None:
    made = document(
        heading("５ 使用する施設"),
        table(
            [
                ["施設の名称", "規模", "運営の状況"],
                ["岩手大学地域共同研究センター", "1,500㎡", "平成5年開所"],
                ["盛岡市産業支援センター", "貸室12室", "研究の場とはしない"],
            ],
            form=False,
        ),
    )
    found = candidates(made, nlp)
    assert found["岩手大学地域共同研究センター"].features["offered"] == 1.0
    assert "盛岡市産業支援センター" not in found


def test_a_head_the_reader_parted_is_given_back(nlp: Language) -> None:
    made = document(heading("施設"), table([["施設", "広さ"]], form=True), table([["岩手大学地域共同研究センター", "1,500㎡"]], form=True))
    found = candidates(made, nlp)
    assert found["岩手大学地域共同研究センター"].features["facility_table"] > 0
    assert "広さ" not in found


def test_items_and_sentences_under_a_heading_offer_too(nlp: Language) -> None:
    made = document(
        heading("4.3 施設"),
        paragraph(
            "（一）北上市産業支援センター（北上市相去町。延べ千四百平方メートル）第一の課題に用いる。花巻国際会議場は行事の際に借りるにとどまり、施設には数えない。"
        ),
        paragraph("表面の評価には青森県工業試験場（弘前市、260㎡）を用いる。"),
    )
    found = candidates(made, nlp)
    assert found["北上市産業支援センター"].features["offered"] == 1.0
    assert found["青森県工業試験場"].features["offered"] > 0.9
    assert found["花巻国際会議場"].features.get("offered", 0.0) == 0.0


def test_a_facility_named_twice_is_one(nlp: Language) -> None:
    made = document(
        paragraph("「金材研」は東北大学金属材料研究所をいう。"), paragraph("金材研分析棟と東北大学金属材料研究所分析棟を使う。")
    )
    keys = [c.key for c in candidates(made, nlp).values() if c.key.endswith("分析棟")]
    assert keys == ["東北大学金属材料研究所分析棟"]


def test_a_provisional_name_alone_is_planned_where_another_passage_says_so(nlp: Language) -> None:
    made = document(
        heading("使用する施設"),
        table([["施設", "規模", "用途"], ["鳥海評価棟（仮称）", "延床面積1,050㎡", "耐久試験"]], form=False),
        paragraph("鳥海評価棟は、地元企業の共同出資により平成15年度に着工し、平成16年11月の使用開始を見込む。"),
    )
    docs = analyse(made, nlp)
    facilities = decide(propose(made, docs), FieldRanker.load()).infrastructure
    assert [(f.name, f.status.value) for f in facilities] == [("鳥海評価棟（仮称）", "planned")]
