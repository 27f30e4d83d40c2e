"""What kind of facility a reviewer is told: by the name's ending and by whose it is."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.institutions import _among
from extractors.fields.facility_kinds import kind_of_facility


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("富山県工業技術センター中央研究所", "公設試"),
        ("産業技術センター境港庁舎", "公設試"),
        ("埼玉県生産技術研究所", "公設試"),
        ("川崎市環境科学研究所", "公設試"),
        ("大阪府立産業技術総合研究所 本館", "公設試"),
        ("福島県ハイテクプラザ", "公設試"),
        ("工業技術センター貸研究室", "インキュベーション"),
        ("岩手県工業技術センター表面技術棟", "実験施設"),
    ],
)
def test_what_a_prefecture_or_city_has_is_no_university_s(name: str, kind: str) -> None:
    assert kind_of_facility(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("大阪府立大学 先端科学研究所", "大学施設"),
        ("名古屋大学医学部附属病院", "大学施設"),
        ("JAIST先端科学技術研究調査センター", "大学施設"),
        ("先端科学技術研究調査センター（NAIST 構内）", "大学施設"),
        ("山梨大学地域共同開発研究センター", "共同研究センター"),
        ("阿南工業高等専門学校テクノセンター", "共同研究センター"),
        ("鳥取大学遺伝子実験施設", "実験施設"),
    ],
)
def test_a_university_s_facilities(name: str, kind: str) -> None:
    assert kind_of_facility(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("東大阪ものづくり研究所", "研究機関"),  # no 東大
        ("四日市総合研究所", "研究機関"),  # no city's: 四日市市 is one
        ("北海道電力総合研究所", "研究機関"),
        ("海岸暴露試験場（仮称）", "実験施設"),
        ("地場産業振興センター", "産業支援施設"),
        ("市民病院", "医療機関"),
        ("函館頭脳センター", ""),  # 館 is part of a place; a centre may be anything
    ],
)
def test_a_centre_or_an_institute_alone_is_nobody_s(name: str, kind: str) -> None:
    assert kind_of_facility(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("テクノプラザ愛媛", "拠点・会館"),
        ("神戸キメックセンタービル９階", "拠点・会館"),
        ("京都リサーチパーク第四号館", "拠点・会館"),
        ("放射光実験施設（フォトン・ファクトリー）ＢＬ－３Ｂ", "大型施設"),
        ("Talk Street（対話実験街区、生駒市）", "実験施設"),
    ],
)
def test_a_kind_is_read_inside_a_name_that_goes_on(name: str, kind: str) -> None:
    assert kind_of_facility(name) == kind


def test_who_runs_it_tells_where_the_name_does_not() -> None:
    assert kind_of_facility("先端研究センター", "国（徳島大学）") == "大学施設"
    assert kind_of_facility("繊維研究所", "埼玉県") == "公設試"
    assert kind_of_facility("連続抽出試験場", "大館市") == "実験施設"


def test_a_list_about_endings_names_only_endings() -> None:
    with pytest.raises(CorpusError, match="支所"):
        _among({"研究機関": ["研究所"]}, {"parts": ["研究所", "支所"]}, "parts")
