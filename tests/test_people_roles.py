"""Headquarters and coordinators: names as printed, and nobody where the text names nobody."""
# A table or a sentence is checked by hand on one line.

from __future__ import annotations

from typing import Any

import pytest

from extractors.fields.people import ROLES, extract_coordinators, extract_headquarters
from extractors.fields.person_names import is_name, name_at_end, name_in_cell
from tests.numbers_documents import document, table

NAMED = [
    (
        "知的クラスター本部の本部長は同財団理事長の鹿島台茂樹、事業総括は電子部品会社で専務を務めた真壁浩之（常勤）、研究統括は小野川惟信とし、事務局を置く。",
        {"本部長": "鹿島台茂樹", "事業総括": "真壁浩之", "研究統括": "小野川惟信"},
    ),
    (
        "本部長には同財団理事長の鷲見　敬三を、事業総括には不破　正隆を、研究統括には可児　晴彦をもって充てる。",
        {"本部長": "鷲見　敬三", "事業総括": "不破　正隆", "研究統括": "可児　晴彦"},
    ),
    ("本部長（President）：前田 直弼 ― 元・産業機械メーカー会長。週1日。", {"本部長": "前田 直弼"}),
    (
        "事業総括（Chief Executive）：リチャード・K・ハモンド ― 米国のソフトウェア会社2社を創業した。",
        {"事業総括": "リチャード・K・ハモンド"},
    ),
    ("事業総括には厚東　善彦をお願いしてある。本部長と研究統括は、採択の後に決める。", {"事業総括": "厚東　善彦"}),
    (
        "元・計測器会社社長の山本一郎を事業総括に迎え、○○大学教授の田中花子を研究統括とする。",
        {"事業総括": "山本一郎", "研究統括": "田中花子"},
    ),
    ("本部長、事業総括及び研究統括は、五者の推薦によって選ぶ。研究統括には本学の教授を推薦する予定である。", {}),
    ("事業総括は選考中である。本部長は知事が務める。", {}),
    ("本部長（静岡県副知事、職指定）の下に置く。", {}),
    ("事業総括には、年度の途中であっても課題の間で研究費の一割までを動かす権限を与える。", {}),
    ("両事業の研究統括は隔月に会合を持ち、計算機については本事業へ移す。", {}),
    ("知事を本部長とする科学技術振興本部を設けた。", {}),
]


@pytest.mark.parametrize(("text", "want"), NAMED, ids=lambda p: p[:20] if isinstance(p, str) else "")
def test_roles_in_prose(text: str, want: dict[str, str]) -> None:
    assert {role: value.value for role, value in extract_headquarters(document("# 推進体制", text))} == want


def test_roles_in_a_table() -> None:
    rows = table(
        [
            ["職", "氏名", "現職"],
            ["本部長", "戸蒔　惣一郎（財団理事長）", "非常勤"],
            ["事業総括", "選考中（企業の役員経験者。内定は4月）", "常勤"],
            ["研究統括", "北海道大学教授　蔦谷慎吾", "非常勤"],
            ["科学技術コーディネータ", "３名（分析機器、診断薬及び知的財産を各１名）", "常勤"],
        ]
    )
    doc = document("# 知的クラスター本部", rows)
    assert {role: value.value for role, value in extract_headquarters(doc)} == {"本部長": "戸蒔　惣一郎", "研究統括": "蔦谷慎吾"}
    count = extract_coordinators(doc)
    assert count is not None
    assert count.value == 3
    assert count.evidence[0].quote.startswith("３名")


def test_roles_side_by_side() -> None:
    rows = table([["本部長", "事業総括", "研究統括"], ["前田直弼", "副社長経験者を選定中", "二木橋公彦"]])
    assert {role: value.value for role, value in extract_headquarters(document(rows))} == {"本部長": "前田直弼", "研究統括": "二木橋公彦"}


def test_two_names_for_one_role_are_both_shown() -> None:
    doc = document("# 本部", "- 事業総括：山田太郎", "# 体制", "事業総括は鈴木次郎とする。")
    ((_, value),) = extract_headquarters(doc)
    assert value.flags
    assert "鈴木次郎" in value.flags[0]
    assert value.confidence < 0.8


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("科学技術コーディネータは三名とし、経験者をもって充てる。", 3),
        ("科学技術コーディネータ二名（装置担当、知財担当）を常駐させる。", 2),
        ("５　科学技術コーディネータは、四名（分析二名、半導体一名）とする。", 4),
        ("科学技術コーディネーター：５名", 5),
        ("科学技術コーディネータは、審査に詳しい者と、加工に詳しい者の２名を常勤で雇う。", 2),
        ("科学技術コーディネータを3名配置する。", 3),
        ("科学技術コーディネーター（３名）", 3),
        ("科学技術コーディネータとして企業OB５名を採用する。", 5),
        ("科学技術コーディネータは材料1名、電子2名の3名とする。", 3),
        ("科学技術コーディネータは数名とします。企業の経験のある人を募ります。", None),
        ("科学技術コーディネータ：必要な人数を確保", None),
        ("コーディネータ４人が県内の研究室２１０か所を訪ね、技術の種を集めました。", None),
    ],
)
def test_coordinators_in_prose(text: str, count: int | None) -> None:
    value = extract_coordinators(document("# 本部", text))
    assert (value.value if value else None) == count


def test_a_ticked_option_counts() -> None:
    rows = table([["本部長", "副知事（職指定）"], ["科学技術コーディネータ", "□２名 □３名 ☑４名 （音響２、医療１、知財１）"]], form=True)
    value = extract_coordinators(document(rows))
    assert value is not None
    assert value.value == 4


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("槻木昭夫（ＩＣＲ代表取締役社長）", "槻木昭夫"),
        ("東北大学金属材料研究所 教授 荒砥恒夫", "荒砥恒夫"),
        ("富山大学工学部　氷見谷　誠　教授", None),
        ("阿蘇品　光　―　熊本大学工学部教授", "阿蘇品　光"),
        ("静岡県副知事（職指定。氏名は採択後に届け出る。）", None),
        ("技科大から選出（学長一任）", None),
        ("（分野ごとに置くか一名とするかを検討中）", None),
        ("川辺 清司　みさき財団理事長", "川辺 清司"),
        ("蓬　雄介　元・電子機器会社の専務。新会社を二つ育てた。常勤", "蓬　雄介"),
        ("鹿野 明子　北大水産教授。週3日", "鹿野 明子"),
        ("峰さゆり", "峰さゆり"),
        ("新たなる", None),
        ("諮った上", None),
        ("懇談会", None),
        ("船長", None),
        ("―", None),
        ("常勤", None),
        ("", None),
    ],
)
def test_names_in_cells(cell: str, name: str | None) -> None:
    span = name_in_cell(cell)
    if cell == "富山大学工学部　氷見谷　誠　教授":
        span = name_at_end(cell)
        assert span is not None
        assert span.name == "氷見谷　誠"
    else:
        assert (span.name if span else None) == name


@pytest.mark.parametrize(
    "text", ["財団理事長", "知的クラスター本部", "選考中", "静岡県", "年度の途中", "常勤", "学識経験者", "決める", "同じ", "発議し"]
)
def test_what_is_no_name(text: str) -> None:
    assert not is_name(text)


HEAD = "# 知的クラスター本部"
WORDINGS: list[tuple[list[Any], tuple[str | None, str | None, str | None]]] = [
    (
        [HEAD, "本部長に佐藤一郎（県産業振興財団理事長）、事業総括に鈴木次郎（元○○電機常務）、研究統括に高橋三郎（○○大学教授）を置く。"],
        ("佐藤一郎", "鈴木次郎", "高橋三郎"),
    ),
    ([HEAD, "本部長：佐藤　一郎（県知事）　事業総括：鈴木　次郎　研究統括：高橋　三郎"], ("佐藤　一郎", "鈴木　次郎", "高橋　三郎")),
    (
        [HEAD, "- 本部長　佐藤一郎（財団理事長）", "- 事業総括　鈴木次郎氏（元・○○工業副社長）", "- 研究統括　高橋三郎教授（○○大学）"],
        ("佐藤一郎", "鈴木次郎", "高橋三郎"),
    ),
    (
        [
            HEAD,
            "知的クラスター本部長には○○大学の佐藤一郎学長が就任し、事業総括は民間企業から公募する。研究統括は○○大学大学院工学研究科の高橋三郎教授が務める。",
        ],
        ("佐藤一郎", None, "高橋三郎"),
    ),
    (
        [HEAD, "事業全体を統括する事業総括として、株式会社○○製作所で取締役開発本部長を務めた鈴木次郎を常勤で迎える。"],
        (None, "鈴木次郎", None),
    ),
    ([HEAD, "本部長は、財団理事長（県副知事）が兼ねる。事業総括及び研究統括は、採択後に選任する。"], (None, None, None)),
    (
        [
            HEAD,
            table(
                [
                    ["役職", "氏名・所属"],
                    ["本部長", "○○県産業振興財団 理事長　佐藤 一郎"],
                    ["事業総括", "○○株式会社 元常務取締役　鈴木 次郎（常勤）"],
                    ["研究統括", "○○大学 工学部 教授　高橋 三郎（週３日）"],
                ]
            ),
        ],
        ("佐藤 一郎", "鈴木 次郎", "高橋 三郎"),
    ),
    (
        [
            HEAD,
            table(
                [["本部長（非常勤）", "佐藤一郎"], ["事業総括（常勤）", "未定（４月までに決定）"], ["研究統括（非常勤）", "高橋三郎"]],
                form=True,
            ),
        ],
        ("佐藤一郎", None, "高橋三郎"),
    ),
    (
        [
            HEAD,
            table(
                [
                    ["職名", "所属・役職", "氏名"],
                    ["本部長", "財団理事長", "佐藤一郎"],
                    ["事業総括", "元○○工業専務", "鈴木次郎"],
                    ["研究統括", "○○大学教授", "高橋三郎"],
                ]
            ),
        ],
        ("佐藤一郎", "鈴木次郎", "高橋三郎"),
    ),
    (
        [HEAD, "研究統括には、課題１の代表者である高橋三郎を充て、事業総括には鈴木次郎（元○○社長、常勤）を充てる。"],
        (None, "鈴木次郎", "高橋三郎"),
    ),
    (
        [
            HEAD,
            "本部は、本部長（佐藤一郎・財団理事長）、事業総括（鈴木次郎・元○○専務）及び研究統括（高橋三郎・○○大学教授）をもって構成する。",
        ],
        ("佐藤一郎", "鈴木次郎", "高橋三郎"),
    ),
    (
        [HEAD, "事業総括の鈴木次郎は、半導体会社で三十年の経験を持つ。研究統括の高橋三郎教授は、週二日本部に詰める。"],
        (None, "鈴木次郎", "高橋三郎"),
    ),
    ([HEAD, "佐藤一郎本部長の下、鈴木次郎事業総括と高橋三郎研究統括が運営にあたる。"], ("佐藤一郎", "鈴木次郎", "高橋三郎")),
    (
        [HEAD, "本部長＝佐藤 一郎（県産業創造機構 理事長）／事業総括＝鈴木 次郎（元 ○○㈱ 常務）／研究統括＝高橋 三郎（○○大）"],
        ("佐藤 一郎", "鈴木 次郎", "高橋 三郎"),
    ),
    (
        [HEAD, "事業総括には研究費の配分を一割の範囲で変更する権限を与える。研究統括は毎月進捗を点検する。本部長は会議を招集する。"],
        (None, None, None),
    ),
    ([HEAD, "事業総括：民間企業出身者を予定（人選中）", "研究統括：○○大学教授から選任"], (None, None, None)),
    ([HEAD, "事業総括は経営経験者とし、全国から公募する。"], (None, None, None)),
]


@pytest.mark.parametrize(("parts", "want"), WORDINGS)
def test_the_same_roles_in_other_words(parts: list[Any], want: tuple[str | None, ...]) -> None:
    found = {role: "".join(value.value.split()) for role, value in extract_headquarters(document(*parts))}
    assert tuple(found.get(role) for role in ROLES) == tuple(name and "".join(name.split()) for name in want)


def test_a_role_in_the_brackets_of_its_label_and_a_total_behind_parts() -> None:
    named = document(table([["Chairman（本部長）", "斑鳩 義久"]]))
    assert {role: v.value for role, v in extract_headquarters(named)} == {"本部長": "斑鳩 義久"}
    counted = extract_coordinators(document("科学技術コーディネータは、薬事と計測からそれぞれ一名、合わせて二名とする。"))
    assert counted is not None
    assert counted.value == 2
