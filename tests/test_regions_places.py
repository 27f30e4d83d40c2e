"""The 30 regions and how near places are."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.regions import (
    Nearness,
    load_regions,
    locate,
    nearness,
    prefecture_blocs,
    prefecture_neighbours,
    region_named,
)
from corpus.tables import read_table

REPORT = (
    "札幌地域、八戸地域、仙台地域、山形地域、郡山・会津地域、水戸・日立地域、筑波研究学園都市地域、"
    "桐生・太田地域、富山・高岡地域、金沢地域、長野・上田地域、岐阜・大垣地域、"
    "浜松地域、豊橋地域、名古屋地域、京都地域、"
    "関西文化学術研究都市地域、大阪地域（彩都）、大阪地域（和泉）、神戸地域、播磨科学公園都市地域、岡山地域、広島地域、宇部地域、"
    "徳島地域、高松地域、北九州学術・研究都市地域、福岡地域、熊本地域、鹿児島地域"
)


def test_the_30_regions_are_named_as_the_report_prints_them() -> None:
    assert "、".join(r.name for r in load_regions()) == REPORT


def test_neighbourhood_of_prefectures_is_mutual() -> None:
    beside = prefecture_neighbours()
    assert len(prefecture_blocs()) == 47
    assert [(a, b) for a in beside for b in beside[a] if a not in beside[b]] == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("大阪地域(彩都)", "大阪地域（彩都）"),
        ("けいはんな学研都市", "関西文化学術研究都市地域"),
        ("北九州地域", "北九州学術・研究都市地域"),
        ("つくば", "筑波研究学園都市地域"),
    ],
)
def test_a_region_is_known_by_its_short_names(printed: str, name: str) -> None:
    region = region_named(printed)
    assert region is not None
    assert region.name == name


def test_an_unknown_region_is_none() -> None:
    assert region_named("松山地域") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        (("札幌地域", "北海道"), ("札幌周辺を核とする道央地域", "北海道"), Nearness.SAME_MUNICIPALITY),
        (("浜松地域", "静岡県"), ("静岡県浜松地域", ""), Nearness.SAME_MUNICIPALITY),
        (("神戸地域", "兵庫県"), ("神戸市", "兵庫県"), Nearness.SAME_MUNICIPALITY),
        (("長野・上田地域", "長野県"), ("千曲市", "長野県"), Nearness.SAME_MUNICIPALITY),
        (("神戸地域", "兵庫県"), ("播磨科学公園都市地域", "兵庫県"), Nearness.SAME_PREFECTURE),
        (("富山・高岡地域", "富山県"), ("富山県全域", "富山県"), Nearness.WITHIN_PREFECTURE),
        (("仙台地域", "宮城県"), ("山形地域", "山形県"), Nearness.NEIGHBOURING),
        (("高松地域", "香川県"), ("松山地域", "愛媛県"), Nearness.NEIGHBOURING),
        (("徳島地域", "徳島県"), ("九州", ""), Nearness.ELSEWHERE),
        (("熊本地域", "熊本県"), ("九州", ""), Nearness.SAME_BLOC),
        (("札幌地域", "北海道"), ("福岡地域", "福岡県"), Nearness.ELSEWHERE),
        (("札幌地域", "北海道"), ("", ""), Nearness.MISSING),
    ],
)
def test_how_near_two_places_are(ours: tuple[str, str], theirs: tuple[str, str], level: Nearness) -> None:
    assert nearness(locate(*ours), locate(*theirs)) is level
    assert nearness(locate(*theirs), locate(*ours)) is level


def test_a_municipality_of_2002_leads_to_todays() -> None:
    assert set(locate("更埴市").municipalities) == {"更埴市", "千曲市"}


def test_izumi_is_not_read_in_longer_names() -> None:
    assert locate("和泉市").municipalities == ("和泉市",)


def test_a_broken_table_tells_every_fault(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "t.csv"
    file.write_text("a,b\n1,2\n1,2,3\n1,2,3\n", "utf-8")
    with pytest.raises(CorpusError) as error:
        read_table(file, ("a", "c"))
    assert len(error.value.faults) == 3
