"""The proposals of a call held against each other: what is a finding, what is not, and where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.call.common import is_widely_named
from models.overlap.interests import InterestLevel
from tests.call_factory import GLASS, JST, REVIEWERS, ROBOTS, compared, member, members


def test_a_one_sided_partner_is_told_with_the_passage_that_names_it() -> None:
    (found,) = (p for p in compared().partnerships if p.pair.mention != "記載なし")
    assert {found.pair.first, found.pair.second} == {"a", "b"}
    assert found.pair.mention == "一方のみ記載"
    assert [(m.name, m.evidence[0].page) for m in found.mentions] == [("a", 2)]


def test_a_named_partner_is_told_however_far_and_unlike() -> None:
    pair = [member("x", "仙台地域", "宮城県", GLASS, partners=("鹿児島地域",)), member("y", "鹿児島地域", "鹿児島県", "焼酎粕の乾燥")]
    assert [(p.pair.first, p.pair.second) for p in compared(pair).partnerships] == [("x", "y")]
    unnamed = [member("x", "仙台地域", "宮城県", GLASS), pair[1]]
    assert compared(unnamed).partnerships == ()


def test_a_partner_outside_the_call_is_told_apart() -> None:
    pair = [member("x", "仙台地域", "宮城県", GLASS, partners=("札幌地域", "八戸地域")), members()[1]]
    assert [(o.region, o.mention.name, o.mention.evidence[0].page) for o in compared(pair).outward] == [("札幌地域", "x", 2)]
    assert compared().outward == ()


def test_regions_with_other_spellings_go_by_their_known_name() -> None:
    pair = [member("x", "仙台地域", "宮城県", GLASS, partners=("福岡地域",)), member("y", "福岡市を中心とする地域", "福岡県", GLASS)]
    assert [e.region for e in compared(pair).entrants] == ["仙台地域", "福岡地域"]
    assert [p.pair.mention for p in compared(pair).partnerships] == ["一方のみ記載"]


def test_shared_people_and_companies_are_told_with_their_pages() -> None:
    shared = {(s.kind, s.name.replace(" ", "")): [(m.name, m.evidence[0].page) for m in s.mentions] for s in compared().shared}
    assert shared == {("person", "汐見直継"): [("b", 1), ("c", 1)], ("company", ROBOTS): [("b", 2), ("c", 1)]}


def test_a_body_that_is_only_abbreviated_keeps_the_place_where_it_was_read() -> None:
    a, b = (
        member(n, "仙台地域", "宮城県", GLASS, said, institutions=("みさき大学",))
        for n, said in (("a", "みさき大学で行う。"), ("b", "み大で行う。"))
    )
    (found,) = compared([a, b]).shared
    assert [m.evidence[0].quote for m in found.mentions] == ["みさき大学で行う。", "みさき大学"]  # the second as the field has it


def test_what_everybody_names_is_no_finding() -> None:
    """科学技術振興事業団 takes part in two, two have a facility of the same generic name, two a leader known by family name only."""
    told = compared()
    assert not {"地域共同研究センター", "岡", JST} & {s.name for s in told.shared}
    assert [(c.name, c.count) for c in told.common] == [(JST, 2)]


@pytest.mark.parametrize(("count", "proposals", "widely"), [(3, 6, False), (4, 6, True), (4, 12, False), (5, 12, True)])
def test_widely_named(count: int, proposals: int, widely: bool) -> None:
    assert is_widely_named(count, proposals) is widely


def test_interests_by_reviewer_the_closest_first() -> None:
    ties = {t.reviewer.name: [(name, tie.level) for name, tie in t.ties] for t in compared().interests}
    assert ties["磯部遼太郎"] == [("a", InterestLevel.PARTICIPANT), ("d", InterestLevel.MENTIONED)]
    assert "岬洋子" not in ties


def test_a_mere_mention_of_a_national_body_is_no_interest_but_taking_part_is() -> None:
    ties = {t.reviewer.name: t.ties for t in compared().interests}
    assert {(name, tie.level) for name, tie in ties["浜名潤"]} == {("a", InterestLevel.PARTICIPANT), ("b", InterestLevel.PARTICIPANT)}


def test_the_same_sentences_in_two_proposals() -> None:
    (found,) = compared().copies
    assert (found.first, found.second) == ("a", "d")
    assert [(x.page, y.page) for x, y in found.evidence] == [(1, 1)]


def test_without_a_domain_the_first_theme_is_the_topic_without_its_number() -> None:
    name, profile, fields = members()[3]
    told = [compared([(name, replace(profile, domain="", phrases=(first,)), fields)]).entrants[0] for first in ("1乾燥炉", "3次元造形")]
    assert [(e.domain, e.topic) for e in told] == [("", "乾燥炉"), ("", "3次元造形")]


def test_every_proposal_stands_in_one_group() -> None:
    told = compared()
    assert sorted(name for group in told.groups for name in group) == ["a", "b", "c", "d"]
    assert {"a", "b"} in [set(group) for group in told.groups]
    assert [e.bloc for e in told.entrants] == ["東北", "東北", "四国", "九州"]


@pytest.mark.parametrize("count", [0, 1])
def test_a_call_of_none_or_one(count: int) -> None:
    told = compared(members()[:count])
    assert len(told.entrants) == count
    assert told.partnerships == told.shared == told.copies == ()
    assert told.reviewers == REVIEWERS
