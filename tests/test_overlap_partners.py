"""Regions named for cooperation, programmes a proposal mentions."""

from __future__ import annotations

import pytest

from extractors.fields.partners import extract_partners
from extractors.fields.related import find_related
from tests.overlap_texts import document


def partners(*sections: tuple[str, str], own: str = "仙台地域") -> list[str]:
    return [v.value for v in extract_partners(document(*sections), own)]


def test_a_region_one_works_with_is_a_partner() -> None:
    assert partners(("広域連携", "山形地域とは、平成13年11月に覚書を交わし、試作を分担する。")) == ["山形地域"]


@pytest.mark.parametrize(
    "text",
    [
        "山形地域とは、連携の予定はない。",
        "山形地域は先行する競争相手であり、比較の対象とした。",
        "仙台地域とは、わたしたちの地域をいう。",
        "□あり　☑なし　（山形地域とは協議していない）",
    ],
)
def test_a_region_that_is_only_named_is_none(text: str) -> None:
    assert partners(("広域連携", text)) == []


def test_a_region_in_a_list_of_bodies_is_none() -> None:
    assert partners(("推進体制", "財団法人北九州産業学術推進機構は北九州地域の学術研究都市の運営を担う団体である。")) == []


def test_two_partners_each_with_their_own_passage() -> None:
    found = extract_partners(
        document(("隣の地域", "熊本地域とは、評価データを共有する。鹿児島地域とは、研究者を相互に派遣する。")),
        "福岡地域",
    )
    assert {v.value: v.evidence[0].quote for v in found} == {
        "熊本地域": "熊本地域とは、評価データを共有する。",
        "鹿児島地域": "鹿児島地域とは、研究者を相互に派遣する。",
    }


def test_a_mentioned_programme_with_what_marks_it_off() -> None:
    text = "地域結集型共同研究事業「食の評価」（平成10～15年度）とは分野を異にする。産業クラスター計画も実施されている。"
    first, second = find_related(document(("関連事業", text)))
    assert (first.kind, first.title, first.addressed) == ("地域結集型共同研究事業", "食の評価", True)
    assert (second.kind, second.title, second.addressed) == ("産業クラスター計画", "", False)
    assert first.evidence[0].page == 1


def test_a_box_that_is_not_ticked_mentions_nothing() -> None:
    found = find_related(document(("国の事業", "☑ＲＳＰ事業　□科学技術振興調整費")))
    assert [r.kind for r in found] == ["RSP事業"]


def test_the_programme_applied_to_is_not_related() -> None:
    assert find_related(document(("概要", "知的クラスター創成事業として提案する。"))) == ()


@pytest.mark.parametrize(
    ("text", "own", "wanted"),
    [
        ("函館地域との間では、平成13年11月に覚書を交わし、抽出を分担する。", "釧路地域", ["函館地域"]),
        ("但馬地域とは、鳥取が菌糸、但馬が牧場を受け持つ。", "鳥取地域", ["但馬地域"]),
        ("愛媛県東予地域（川之江市・伊予三島市）の産地とは、手を組む。", "高知地域", ["愛媛県東予地域"]),
        ("大阪地域（彩都）とは、両財団が合意した。", "神戸地域", ["大阪地域（彩都）"]),
        ("釧路・根室地域とは、区域を同じくして協力する。", "釧路地域", []),
        ("中山間地域とは、試験を分担する。周辺地域とも協力する。", "釧路地域", []),
    ],
)
def test_any_place_may_be_a_partner_and_is_told_as_printed(text: str, own: str, wanted: list[str]) -> None:
    assert partners(("他地域との広域連携", text), own=own) == wanted


def test_a_partner_of_the_report_called_by_another_name_keeps_both() -> None:
    found = extract_partners(document(("ほかの地域", "泉州地域（大阪府）とは、両方の組合が覚書を交わした。")), "今治地域")
    assert [(v.value, v.alternatives) for v in found] == [("泉州地域", ("大阪地域（和泉）",))]
