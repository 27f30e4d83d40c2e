"""A body's name taken apart, and the matching view it rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.institutions import load_institutions
from extractors.names import bare_name, drop_provisional, facility_kind, parse_name
from extractors.view import squash, view

FORMS = [p for form in load_institutions().forms for p in form.printed]


@pytest.mark.parametrize(
    ("printed", "form", "bare", "kind"),
    [
        ("（財）いわて産業振興センター", "foundation", "いわて産業振興センター", "foundation"),
        ("㈶いわて産業振興センター", "foundation", "いわて産業振興センター", "foundation"),
        ("財団法人　いわて産業振興センター（以下「センター」という。）", "foundation", "いわて産業振興センター", "foundation"),
        ("第三セクターの株式会社東北テクノアーチ", "company", "東北テクノアーチ", "licensing"),
        ("東北計器工業㈱", "company", "東北計器工業", "company"),
        ("独立行政法人物質・材料研究機構（物材機構）", "incorporated_agency", "物質・材料研究機構", "institute"),
        ("国立大学法人岩手大学", "national_university", "岩手大学", "university"),
        ("岩手県工業技術センター", "", "岩手県工業技術センター", "public_laboratory"),
        ("秋田大学工学資源学部", "", "秋田大学工学資源学部", "faculty"),
    ],
)
def test_names_are_taken_apart(printed: str, form: str, bare: str, kind: str) -> None:
    name = parse_name(printed)
    assert (name.form, name.bare, name.kind) == (form, bare, kind)


@given(
    st.sampled_from(FORMS), st.sampled_from(["みやぎ産業振興機構", "八戸テクノ", "山形大学", "インテリジェント・コスモス"]), st.booleans()
)
def test_the_key_does_not_depend_on_the_form_or_its_place(form: str, name: str, before: bool) -> None:
    printed = form + name if before else name + form
    assert parse_name(printed).key == parse_name(name).key


@given(st.text(max_size=60))
def test_the_view_keeps_every_offset(text: str) -> None:
    assert len(view(text)) == len(text)


def test_a_long_text_looks_as_its_parts_do() -> None:
    parts = ["ＲＳＰ事業，", "㈱神戸製鋼所．", "直径１．２ｍｍ", "三．七倍", "𠮷田ｶﾞ\ud800\0・", "1,200人"]
    assert view("。".join(parts * 20)) == "。".join([view(part) for part in parts] * 20)


@given(st.lists(st.sampled_from("財団法人あきた・センターー－（）「」１2"), max_size=20))
def test_squash_sees_no_spaces_brackets_or_kinds_of_dash(letters: list[str]) -> None:
    assert squash("　".join(letters)) == squash("".join(letters).replace("－", "ー").replace("「", ""))


def test_commas_and_stops_of_western_setting_read_as_japanese_ones() -> None:
    assert view("機関は，大学とする．５００，０００円．第１．２節、〇．七三") == "機関は、大学とする。500,000円。第1.2節、〇.七三"


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    assert view("甲\ud800乙") == "甲�乙"


def test_the_provisional_mark_is_no_part_of_a_name() -> None:
    assert drop_provisional("新産業創造棟（仮称、北上市）") == "新産業創造棟"
    assert bare_name("新産業創造棟（仮称）") == "新産業創造棟"


def test_kinds_of_facilities() -> None:
    assert facility_kind("岩手大学地域共同研究センター") == "共同研究センター"
    assert facility_kind("起業家育成棟") == "インキュベーション"
    assert facility_kind("山形県工業技術センター") == "公設試"
