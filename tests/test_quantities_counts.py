"""Counts of a proposal: the programme's own, told apart from the city's, the university's, other programmes'."""

from __future__ import annotations

from typing import Any

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


H = "# 地域の研究ポテンシャル"
WORDINGS: list[tuple[list[Any], Counts]] = [
    (
        [H, "当該分野の研究に携わる機関は、大学5、公設試3、民間6の合わせて14を数え、研究者は延べ320名に上る。"],
        {"研究機関数": 14, "研究者数": 320},
    ),
    (
        [H, "研究機関14、研究者320名、共同研究85件、受託研究40件（平成12年度）"],
        {"研究機関数": 14, "研究者数": 320, "共同研究数": 85, "受託研究数": 40},
    ),
    (
        [H, "- 研究者数　320名", "- 共同研究実績　85件／年", "- 受託研究　40件／年", "- 特許出願　60件（過去5年）"],
        {"研究者数": 320, "共同研究数": 85, "受託研究数": 40, "特許数": 60},
    ),
    (
        [
            H,
            table(
                [
                    ["項目", "数値"],
                    ["研究機関数", "14"],
                    ["研究者数（人）", "320"],
                    ["共同研究件数（平成12年度）", "85"],
                    ["受託研究件数（平成12年度）", "40"],
                    ["特許出願件数（過去5年間）", "60"],
                ]
            ),
        ],
        {"研究機関数": 14, "研究者数": 320, "共同研究数": 85, "受託研究数": 40, "特許数": 60},
    ),
    (
        [
            H,
            table(
                [
                    ["指標", "単位", "平成12年度"],
                    ["研究機関", "機関", "14"],
                    ["研究者", "人", "320"],
                    ["共同研究", "件", "85"],
                    ["受託研究", "件", "40"],
                ]
            ),
        ],
        {"研究機関数": 14, "研究者数": 320, "共同研究数": 85, "受託研究数": 40},
    ),
    (
        [H, table([["研究機関数", "研究者数", "共同研究数", "受託研究数"], ["14", "320", "85", "40"]])],
        {"研究機関数": 14, "研究者数": 320, "共同研究数": 85, "受託研究数": 40},
    ),
    ([H, "民間との共同研究は、平成10年度42件、11年度55件、12年度71件と増加している。"], {"共同研究数": 71}),
    (
        [H, "本地域では、三つの大学と二つの公設試験研究機関、あわせて五機関が関係し、百二十人の研究者が研究に従事している。"],
        {"研究機関数": 5, "研究者数": 120},
    ),
    ([H, "関係する研究者は約450人（うち教授・助教授180人）である。"], {"研究者数": 450}),
    ([H, "県内には大学が12校あり研究者は2,300人を数えるが、本領域に関わる研究者は210人である。"], {"研究者数": 210}),
    ([H, "特許は、出願中のものを含めて45件、論文は過去5年で380編に及ぶ。"], {"特許数": 45, "論文数": 380}),
    (["# 参加企業", "参加企業：12社（うち県内8社）"], {"参加企業数": 12}),
    (["# 参加企業", "12社が参加を表明している。"], {"参加企業数": 12}),
    (["# 産業化", "共同研究に参加する企業は、電機3社、機械4社、化学2社の計9社である。"], {"参加企業数": 9}),
    (["# 産業化", "現在、県内外の15社から参加の申し出を受けている。"], {"参加企業数": 15}),
    (["# 企業", "既に覚書を取り交わした企業が8社、意向を示した企業が5社ある。"], {"参加企業数": 8}),
    (["# 研究会", "平成11年に設立した「光技術研究会」には、企業45社、大学等の研究者32名が参加している。"], {"研究会の会員企業数": 45}),
    (["# 研究会", "「光技術研究会」（会員企業45社）を年6回開催。"], {"研究会の会員企業数": 45}),
    (["# 企業の集まり", "◇光技術懇話会：平成11年発足、会員 45社"], {"研究会会員数": 45}),
    ([H, "外国人研究者は25名で、うち12名が常勤である。"], {"外国人研究者数": 25}),
    (
        [H, "平成12年度における企業等との共同研究は64件、受託研究は22件であり、大学別の内訳は表のとおり。"],
        {"共同研究数": 64, "受託研究数": 22},
    ),
    ([H, "過去5年間（平成8～12年度）の共同研究は累計312件、受託研究は同148件に達する。"], {"共同研究数": 312, "受託研究数": 148}),
    ([H, "研究者 86名／機関 4／共同研究 117件／受託研究 38件"], {"研究者数": 86, "研究機関数": 4, "共同研究数": 117, "受託研究数": 38}),
]


@pytest.mark.parametrize(("parts", "want"), WORDINGS)
def test_the_same_counts_in_other_words(parts: list[Any], want: Counts) -> None:
    found = counts(*parts)
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


def test_markets_and_goals_keep_their_year_and_scope() -> None:
    quantities = extract_quantities(
        document(
            "# 市場の大きさ",
            "世界市場は、平成12年の90億円から平成22年に1兆4千億円へ伸びると予測される。",
            "当地域の目標：H22年度に出荷180億円、雇用900人",
            "5年間に12社の創業を目標とする。資本金1億円の会社もある。",
        )
    )
    found = {(q.what, q.value, q.unit, q.year, q.scope) for q in quantities}
    assert found == {
        ("市場規模", 90.0, "億円", "平成12年", "世界"),
        ("市場規模", 14000.0, "億円", "平成22年", ""),
        ("売上の目標", 180.0, "億円", "H22年度", "当地域"),
        ("雇用の目標", 900.0, "人", "H22年度", ""),
        ("起業数の目標", 12.0, "社", "", ""),
    }


ASIDE: list[tuple[list[Any], Counts]] = [
    (
        [H, "この二つに関して出願した特許は十一件である。", "注１　このほか大学が全学で持つ出願中の特許は四十八件。"],
        {"特許数": 11},
    ),
    ([H, "これらに関する特許は18件である。", "県内の繊維企業が保有する特許の総数は1,105件（県調べ）。"], {"特許数": 18}),
    ([H, "企業から託された研究は四十一件であった。治験の受託百十七件は、性質が異なるので含めていない。"], {"受託研究数": 41}),
    ([H, "音声の研究室をもつ研究機関は圏内に11", "学研都市の網：1.0Gbps、23機関接続"], {"研究機関数": 11}),
    (["# 使途", table([["区分", "金額"], ["特許", "7,500"], ["研究者", "1,200"]])], {}),
]


@pytest.mark.parametrize(("parts", "want"), ASIDE)
def test_counts_told_aside_are_not_the_programmes(parts: list[Any], want: Counts) -> None:
    assert counts(*parts) == want


COMPANIES: list[tuple[list[Any], float | None]] = [
    (["# 商い", "仲間に加わる会社は巻末に掲げた。数は八社である。まともに作る会社は一社しかない。"], 8),
    (["# 一緒に走る会社　10社", "企業35社の公開投票で選んだ。"], 10),
    (["# 売れるか", table([["いっしょにやる会社", "11社。うち地域内7、道内3"], ["会社を起こす予定", "なし"]], form=True)], 11),
    (["# 道筋", "企業64社への面接で種を5件にした。共同研究に加わる企業は14社である。量産は参加企業で計画している（2社）。"], 14),
    (["# 道筋", "話を聞きに来られた会社は二十社に近い。施設は企業六十八社が利用した。"], None),
]


@pytest.mark.parametrize(("parts", "want"), COMPANIES)
def test_companies_in_plain_words(parts: list[Any], want: float | None) -> None:
    assert counts(*parts).get("参加企業数") == want


@pytest.mark.parametrize(
    "parts",
    [
        ["# 研究する人と機関", table([["人の数", "関係者61名（教官は全部で162名だが、関係するのは28名）"]], form=True)],
        [H, "この主題に人を出せる機関は9機関、人数は61名と数えられる。"],
        ["# 研究の顔ぶれ", "61名（大学の教員は全部で 142名）"],
    ],
)
def test_researchers_in_plain_words(parts: list[Any]) -> None:
    assert counts(*parts).get("研究者数") == 61


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("本領域に関係する研究者は176名である。", "本領域"),
        ("この分野に関する研究者は176名である。", "この分野"),
        ("これに関連する研究者は176名である。", "関連分野"),
    ],
)
def test_a_scope_is_told_in_words_that_stand_by_themselves(text: str, scope: str) -> None:
    assert next(q.scope for q in extract_quantities(document("# 研究", text)) if q.what == "研究者数") == scope
