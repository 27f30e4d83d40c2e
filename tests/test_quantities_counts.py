"""Counts of a proposal: the programme's own, told apart from the city's, the university's, other programmes'."""

from __future__ import annotations

import pytest

from extractors.fields.quantities import extract_quantities, quantity_candidates
from tests.numbers_documents import document, table

Counts = dict[str, float]


def counts(*parts: object) -> Counts:
    return {q.what: q.value for q in extract_quantities(document(*parts))}  # type: ignore[arg-type]


PROSE: list[tuple[str, Counts]] = [
    (
        "対象とする地域の内には、大学６校、国の研究所３機関、道立の試験研究機関５機関並びに民間の研究所４機関の計１８機関が所在し、その研究者の数は平成１３年５月１日現在で４１２名を数え、"
        "平成１２年度における民間等との共同研究は２０３件、受託研究は１３８件、特許の出願は過去５年間の累計で８６件となっている。",
        {"研究機関数": 18, "研究者数": 412, "共同研究数": 203, "受託研究数": 138, "特許数": 86},
    ),
    (
        "立地する研究教育機関は四十六、研究者はおよそ一万三千人といわれる。しかし炭素に関する研究を現に行っているのは十四機関、その研究者は百七十六名であり、"
        "平成十二年度に企業と交わした共同研究は百十八件、受託研究は四十六件である。",
        {"研究機関数": 14, "研究者数": 176, "共同研究数": 118, "受託研究数": 46},
    ),
    (
        "この地域には、関連する5つの研究機関（大学3、公設試験場1、企業の研究所1）があり、88人の研究者がいる。2000会計年度には、41の共同研究と17の受託研究が行われた。",
        {"研究機関数": 5, "研究者数": 88, "共同研究数": 41, "受託研究数": 17},
    ),
    ("本領域に係る共同研究は五十八件、同大学全体では二百六件である。", {"共同研究数": 58}),
    ("共同研究は164件（平成12年度。全学では427件）である。", {"共同研究数": 164}),
]


@pytest.mark.parametrize(("text", "want"), PROSE, ids=lambda p: p[:16] if isinstance(p, str) else "")
def test_counts_of_the_regions_research(text: str, want: Counts) -> None:
    found = counts("# 地域の研究ポテンシャル", text)
    assert {name: found.get(name) for name in want} == want


def test_a_part_set_apart_bears_its_name() -> None:
    found = counts(
        "# 研究の力",
        "平成12年度に扱った共同研究は132件であった。これは全分野の件数である。このうち駆動部品に関するものは、共同研究27件であった。",
    )
    assert found["共同研究数（駆動部品）"] == 27
    assert found["共同研究数"] == 132


def test_a_form_with_labels() -> None:
    form = table(
        [
            ["項目", "数値"],
            ["関係する研究所・大学等", "12機関（国公私立大5、国研2、公設試1、財団1、企業研究所3）"],
            ["研究に従事する者", "388人（H13.4.1現在）"],
            ["企業との共同研究", "164件（H12年度。全学では427件）"],
            ["特許出願", "245件（S60～H12年度の累計）"],
        ]
    )
    found = counts("# 地域の研究の厚み", form)
    assert found == {"研究機関数": 12, "研究者数": 388, "共同研究数": 164, "特許数": 245}


def test_a_grid_gives_its_total_row() -> None:
    grid = table(
        [
            ["地域の研究機関", "関係研究者", "共同研究（12年度）", "受託研究（12年度）"],
            ["Ａ大学", "52名", "84件", "19件"],
            ["Ｂ大学", "34名", "33件", "19件"],
            ["計　2機関", "86名", "117件", "38件"],
        ]
    )
    found = counts("# 研究", grid)
    assert (found["研究者数"], found["共同研究数"], found["受託研究数"]) == (86, 117, 38)


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("参加を文書で約した企業は七社を数える。", "参加企業数", 7),
        ("覚書締結済み＝上表の5社。意向表明書＝ほか7社。計12社。", "参加企業数", 12),
        ("平成１３年９月に応募のあった１７社から４社に絞った。", "参加企業数", 4),
        ("４社から社長名の文書を受けている。", "参加企業数", 4),
    ],
)
def test_companies_that_take_part(text: str, what: str, value: float) -> None:
    assert counts("# 参加企業", text).get(what) == value


def test_members_of_a_society_are_no_participants() -> None:
    found = counts("# 企業の集まり", "「光ものづくり研究会」は平成12年6月に発足し、会員は企業38社と教員26人です。")
    assert found == {"研究会の会員企業数": 38}


def test_companies_asked_are_no_participants() -> None:
    assert "参加企業数" not in counts("# 企業", "発光素子メーカーを含む４社に、参加をお願いしています。正式な返事はこれからです。")


def test_every_candidate_has_named_features_and_its_place() -> None:
    candidates = quantity_candidates(document("# 研究", "研究者は百七十六名である。"))
    assert candidates
    assert all(c.features and c.evidence[0].page == 1 and "百七十六名" in c.evidence[0].quote for c in candidates)
    assert all(q.reasons for q in extract_quantities(document("# 研究", "研究者は百七十六名である。")))
