"""Who takes part and in which themes, as a reviewer wants to read it: one name a body, no numbers, no words of the line before."""

from __future__ import annotations

import pytest

from extractors.fields.participants import extract_companies, extract_universities
from extractors.fields.themes import extract_themes, split_leader
from tests.numbers_documents import document, table


def titles(*rows: tuple[str, str], heads: tuple[str, str] = ("研究課題", "研究代表者")) -> list[str]:
    return [t.title for t in extract_themes(document(table([list(heads), *(list(r) for r in rows)])))]


def test_themes_are_told_without_their_numbers() -> None:
    leaders = ("甲南大学 教授 岡本 太一", "乙訓大学 教授 山本 花子")
    assert titles(("１薄膜の素子", leaders[0]), ("２巻線の加工", leaders[1])) == ["薄膜の素子", "巻線の加工"]
    assert titles(("①薄膜の素子", leaders[0]), ("②巻線の加工", leaders[1])) == ["薄膜の素子", "巻線の加工"]
    assert titles(("一、薄膜の素子", leaders[0]), ("二、巻線の加工", leaders[1])) == ["薄膜の素子", "巻線の加工"]


def test_a_number_of_the_title_s_own_stays() -> None:
    leaders = ("甲南大学 教授 岡本 太一", "乙訓大学 教授 山本 花子")
    assert titles(("1次元の材料", leaders[0]), ("2次元の材料", leaders[1])) == ["1次元の材料", "2次元の材料"]
    assert titles(("3本指の手", leaders[0]), ("薄膜の素子", leaders[1])) == ["3本指の手", "薄膜の素子"]
    assert titles(("一体成形", leaders[0]), ("二重管の加工", leaders[1])) == ["一体成形", "二重管の加工"]


def test_numbers_go_on_in_the_next_page_s_table() -> None:
    leaders = ("甲南大学 教授 岡本 太一", "乙訓大学 教授 山本 花子")
    first = [["テーマ", "代表者"], ["1選別", leaders[0]], ["2溶解", leaders[1]]]
    second = [["テーマ", "代表者"], ["3押出", leaders[0]], ["4設計", leaders[1]]]
    assert [t.title for t in extract_themes(document(table(first), table(second)))] == ["選別", "溶解", "押出", "設計"]


def test_a_column_of_numbers_is_no_column_of_titles() -> None:
    rows = [["課題", "題名", "代表者"], ["１", "湖の計測", "甲南大学教授 岡本太一"], ["２", "藻の回収", "乙訓大学教授 山本花子"]]
    assert [t.title for t in extract_themes(document(table(rows)))] == ["湖の計測", "藻の回収"]


def test_the_head_of_a_section_is_a_post() -> None:
    assert split_leader("県産業技術センター 科長 三島 弘") == ("三島 弘", "県産業技術センター 科長")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("代表山梨大学が担う。", "山梨大学は参加する。", "山梨大学の教授。"), {"山梨大学"}),
        (("福島県立医科大学は参加する。", "県立医科大学の教授。"), {"福島県立医科大学"}),
        (("奈良先端科学技術大学院大学は参加する。", "奈良先端科学技術大学院大学の教授。"), {"奈良先端科学技術大学院大学"}),
        (("公立はこだて未来大学は参加する。", "はこだて未来大学の教授。"), {"公立はこだて未来大学"}),
        (
            ("東海大学は、参加する。", "東海大学の教授。", "九州東海大学は、参加する。", "九州東海大学の教授。"),
            {"東海大学", "九州東海大学"},
        ),
    ],
)
def test_a_university_has_one_name(texts: tuple[str, ...], expected: set[str]) -> None:
    assert {v.value for v in extract_universities(document(*texts))} == expected


def test_a_company_is_told_without_what_stands_around_it() -> None:
    rows = [["参加企業", "役割"], ["光明池センサ㈱ほか3社", "評価"], ["浜寺色素㈱", "製造"]]
    assert [v.value for v in extract_companies(document(table(rows)))] == ["光明池センサ㈱", "浜寺色素㈱"]
    assert [v.value for v in extract_companies(document("このうち稲敷真空機工株式会社が参加する。"))] == ["稲敷真空機工株式会社"]
