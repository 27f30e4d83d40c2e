"""Budgets of small documents: each oracle can be added up by hand."""
# A table or a sentence is checked by hand on one line.
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Document, Table
from extractors.fields.budget import extract_budget
from extractors.records import Budget
from tests.numbers_documents import document, placed, table
from tests.numerals import kanji_numeral

M, OKU = 10**6, 10**8
Years = dict[int, int]


def years(*amounts: int) -> Years:
    return dict(zip(range(2002, 2007), amounts, strict=False))


def told(budget: Budget | None) -> tuple[int | None, int | None, int | None, Years, bool | None] | None:
    if budget is None:
        return None
    return budget.total_yen, budget.national_yen, budget.local_yen, {a.fy: a.yen for a in budget.by_year}, budget.consistent


def grid(total: str = "2,575", second: str = "525") -> Table:
    return table(
        [
            ["年度", "国費（百万円）", "県費（百万円）", "計（百万円）"],
            ["H14", "470", "25", "495"],
            ["H15", "500", "25", second],
            ["H16", "500", "25", "525"],
            ["H17", "500", "25", "525"],
            ["H18", "480", "25", "505"],
            ["計", "2,450", "125", total],
        ]
    )


GRID_YEARS = years(495 * M, 525 * M, 525 * M, 525 * M, 505 * M)

PROSE = [
    (
        [
            "# 経費",
            "本事業に要する経費は、五か年度の合計で金二十四億八千万円とし、うち国庫補助金二十三億円、県及び市の負担一億八千万円とする。"
            "年度別には、平成十四年度を金四億四千万円、平成十五年度以降の四か年度をいずれも金五億一千万円とする。",
        ],
        (2480 * M, 2300 * M, 180 * M, years(440 * M, *[510 * M] * 4), True),
    ),
    (["# 資金計画", "総額25億円（毎年度5億円×5年）とする。"], (25 * OKU, None, None, years(*[5 * OKU] * 5), True)),
    (["# 資金", "事業費は年5億円、5年間で25億円である。"], (25 * OKU, None, None, years(*[5 * OKU] * 5), True)),
    (
        ["# 資金", "初年度4億円、2年目から4年目は各5.5億円、最終年度5億円、合計25.5億円とする。"],
        (2550 * M, None, None, years(4 * OKU, 550 * M, 550 * M, 550 * M, 5 * OKU), True),
    ),
    (
        ["# 資金", "平成14年度及び18年度は各4億円、その他の年度は各5億円とし、総額23億円を見込む。"],
        (23 * OKU, None, None, years(4 * OKU, 5 * OKU, 5 * OKU, 5 * OKU, 4 * OKU), True),
    ),
    (
        ["# 資金計画", "総事業費は２４億円（うち国庫補助 ２２億円、県 １．５億円、市 ０．５億円）である。"],
        (24 * OKU, 22 * OKU, 2 * OKU, {}, True),
    ),
    (
        ["# お金の計画", "- 総事業費：２５億円（５年）", "- 国：２３億円、県：１億５千万円、市：５千万円"],
        (25 * OKU, 23 * OKU, 2 * OKU, {}, True),
    ),
    (
        ["# お金の計画", "- 総事業費：５年で２４億円", "- 初年度４．２億円 ⇒ ２年目からは毎年４．９５億円"],
        (24 * OKU, None, None, years(420 * M, *[495 * M] * 4), True),
    ),
    (
        ["# 経費", "五年間の総額は二十四億円とし、うち二十二億円を国の補助金に仰ぎ、残る二億円を県と市が負担する。"],
        (24 * OKU, 22 * OKU, 2 * OKU, {}, True),
    ),
    (
        [
            "# 資金",
            "5年間の合計は2,385,000,000円である。そのうち2,250,000,000円は国の補助金として要望され、135,000,000円は県と市によって負担される。",
        ],
        (2385 * M, 2250 * M, 135 * M, {}, True),
    ),
    (
        [
            "# 事業費",
            "年度ごとの事業費は、平成14年度が4億2千万円、平成15年度から平成17年度までが各5億1千万円、平成18年度が4億8千万円、合わせて24億3千万円となる。",
        ],
        (2430 * M, None, None, years(420 * M, 510 * M, 510 * M, 510 * M, 480 * M), True),
    ),
    (
        [
            "# 事業費",
            "年度ごとの事業費は、平成14年度が4億2千万円、平成15年度から平成17年度までが各5億1千万円、平成18年度が4億8千万円、合わせて25億3千万円となる。",
        ],
        (2530 * M, None, None, years(420 * M, 510 * M, 510 * M, 510 * M, 480 * M), False),
    ),
]

TABLES = [
    (["# 資金計画", "5年間の総事業費は約26億円である。", grid()], (2575 * M, 2450 * M, 125 * M, GRID_YEARS, True)),
    (["# 資金計画", "5年間の総事業費は27億円である。", grid()], (2700 * M, 2450 * M, 125 * M, GRID_YEARS, False)),
    (["# 資金計画", grid(total="2,675")], (2675 * M, 2450 * M, 125 * M, GRID_YEARS, False)),
    (["# 資金計画", grid(total="2,585", second="535")], (2585 * M, 2450 * M, 125 * M, GRID_YEARS | {2003: 535 * M}, False)),
    (
        [
            "# 資金計画（単位：千円）",
            table(
                [
                    ["区分", "14年度", "15年度", "16年度", "17年度", "18年度", "合計"],
                    ["国庫補助金", "420,000", "450,000", "450,000", "450,000", "430,000", "2,200,000"],
                    ["県負担金", "20,000", "20,000", "20,000", "20,000", "20,000", "100,000"],
                    ["市負担金", "10,000", "10,000", "10,000", "10,000", "10,000", "50,000"],
                    ["企業負担金", "－", "5,000", "5,000", "5,000", "5,000", "20,000"],
                    ["合計", "450,000", "485,000", "485,000", "485,000", "465,000", "2,370,000"],
                ]
            ),
        ],
        (2370 * M, 2200 * M, 150 * M, years(450 * M, 485 * M, 485 * M, 485 * M, 465 * M), True),
    ),
    (
        [
            "# 資金計画",
            "（単位：百万円）",
            table(
                [
                    ["年度", "国庫補助", "地方負担", "<", "合計"],
                    ["^", "^", "県", "市", "^"],
                    ["平成14年度", "400", "20", "10", "430"],
                    ["平成15年度", "450", "20", "10", "480"],
                    ["平成16年度", "450", "20", "10", "480"],
                    ["平成17年度", "450", "20", "10", "480"],
                    ["平成18年度", "430", "20", "10", "460"],
                    ["合計", "2,180", "100", "50", "2,330"],
                ]
            ),
        ],
        (2330 * M, 2180 * M, 150 * M, years(430 * M, 480 * M, 480 * M, 480 * M, 460 * M), True),
    ),
    (
        [
            "# 資金計画",
            table(
                [
                    ["年度", "国庫補助金（千円）", "県・市負担金（万円）", "年度計（百万円）"],
                    ["平成14年度", "４００，０００", "２，５００", "４２５"],
                    ["平成15年度", "４８０，０００", "３，０００", "５１０"],
                    ["平成16年度", "４８０，０００", "３，０００", "５１０"],
                    ["平成17年度", "４８０，０００", "３，０００", "５１０"],
                    ["平成18年度", "４６０，０００", "２，５００", "４８５"],
                    ["合計", "２，３００，０００", "１４，０００", "２，４４０"],
                ]
            ),
        ],
        (2440 * M, 2300 * M, 140 * M, years(425 * M, 510 * M, 510 * M, 510 * M, 485 * M), True),
    ),
    (
        [
            "# 所要経費（百万円）",
            table(
                [
                    ["費目", "平成14年度", "平成15年度", "平成16年度", "平成17年度", "平成18年度"],
                    ["研究費", "300", "300", "300", "300", "300"],
                    ["人件費", "100", "100", "100", "100", "100"],
                    ["その他", "50", "50", "50", "50", "50"],
                ]
            ),
        ],
        (2250 * M, None, None, years(*[450 * M] * 5), True),
    ),
    (
        [
            "# 様式第1号",
            table(
                [["構想名", "○○構想"], ["総事業費", "2,500百万円（5年間）"], ["うち国庫補助", "2,300百万円"], ["地元負担", "200百万円"]],
                form=True,
            ),
        ],
        (2500 * M, 2300 * M, 200 * M, {}, True),
    ),
]

ELSEWHERE = [
    (["# 経費", "経費の額は採択後に調整する。県は平成13年度に4億円の独自事業を行った。"], None),
    (["# 市場", "市場は平成12年に15億円、平成22年に240億円となる。", "# 参加企業", "資本金5億円"], None),
    (["# 中核機関", "基本財産は28億5千万円、平成13年度の事業規模は34億7千万円である。"], None),
    (
        ["# 県の取組", "県は平成13年度から5年間で総額30億円の独自事業を行っている。", "# 資金計画", "本事業の経費は5年間で21億円とする。"],
        21 * OKU,
    ),
    (
        [
            "# 経費",
            "事業費の総額は21億5千万円とする。なお、研究棟の建設費12億円はこの額に含まない。",
            "企業の負担は別途5年間で総額6億円を見込む。",
        ],
        2150 * M,
    ),
    (
        [
            "# 取組",
            "国の関係施策を合わせた五年間の関連予算は約88億円となるが、本事業の総事業費とは別の額である。",
            "# 経費",
            "総事業費は三十一億五千万円とする。",
        ],
        3150 * M,
    ),
]


@pytest.mark.parametrize(("parts", "want"), PROSE, ids=lambda p: p[1][:24] if isinstance(p, list) else "")
def test_budgets_in_prose(parts: list[str], want: object) -> None:
    assert told(extract_budget(document(*parts))) == want


@pytest.mark.parametrize(("parts", "want"), TABLES)
def test_budgets_in_tables(parts: list[str | Table], want: object) -> None:
    assert told(extract_budget(document(*parts))) == want


@pytest.mark.parametrize(("parts", "total"), ELSEWHERE)
def test_money_of_other_things_is_kept_out(parts: list[str], total: int | None) -> None:
    budget = extract_budget(document(*parts))
    assert (budget.total_yen if budget else None) == total


def test_a_mismatch_names_both_figures_and_the_page() -> None:
    budget = extract_budget(document("# 資金計画", "---", grid(total="2,675")))
    assert budget is not None
    messages = [m.message for m in budget.mismatches]
    assert any("2,675百万円" in m and "2,575百万円" in m and "（1ページ）" in m and "一致しません" in m for m in messages)
    assert (budget.mismatches[0].stated_yen, budget.mismatches[0].computed_yen) == (2675 * M, 2575 * M)


def test_the_statement_of_the_total_is_shown_before_the_table() -> None:
    budget = extract_budget(document("総事業費は25億7,500万円（5年間）とする。", "---", "# 資金計画", grid()))
    assert budget is not None
    assert budget.evidence[0].quote == "総事業費は25億7,500万円（5年間）とする。"
    assert budget.evidence[0].page == 1
    assert budget.confidence > 0.9


@given(st.lists(st.integers(100, 900), min_size=5, max_size=5), st.integers(10, 90))
def test_any_consistent_table_is_read_exactly(national: list[int], local: int) -> None:
    rows = [["年度", "国庫補助金", "県負担金", "合計"]]
    rows += [[f"平成{14 + i}年度", f"{n:,}", str(local), f"{n + local:,}"] for i, n in enumerate(national)]
    rows.append(["計", f"{sum(national):,}", f"{5 * local:,}", f"{sum(national) + 5 * local:,}"])
    budget = extract_budget(document("# 資金計画（単位：百万円）", table(rows)))
    assert told(budget) == (
        (sum(national) + 5 * local) * M,
        sum(national) * M,
        5 * local * M,
        years(*[(n + local) * M for n in national]),
        True,
    )


@given(st.integers(1000, 4000), st.integers(10, 90).map(lambda n: n * 10))
def test_kanji_totals_and_shares(millions: int, share: int) -> None:
    total, national = kanji_numeral(millions * M), kanji_numeral((millions - share) * M)
    budget = extract_budget(
        document("# 経費", f"五年間の総額は{total}円であり、うち国庫補助金は{national}円、県の負担は{kanji_numeral(share * M)}円である。")
    )
    assert budget is not None
    assert (budget.total_yen, budget.national_yen, budget.local_yen, budget.consistent) == (
        millions * M,
        (millions - share) * M,
        share * M,
        True,
    )


def scanned(national_2003: str = "500", total: str = "2,575") -> Document:
    rows = grid(total=total).cells
    cells = tuple(replace(c, text=placed(national_2003)) if (c.row, c.col) == (2, 1) else c for c in rows)
    return document("# 資金計画", "総事業費は5年間で25億7,500万円である。", replace(grid(), cells=cells), ocr=True)


def test_a_digit_misread_by_ocr_is_mended_where_row_and_column_agree() -> None:
    assert told(extract_budget(scanned(national_2003="600"))) == (2575 * M, 2450 * M, 125 * M, GRID_YEARS, True)
    assert told(extract_budget(scanned(total="2,675"))) == (2575 * M, 2450 * M, 125 * M, GRID_YEARS, True)  # the text has 25億7,500万円


def test_a_digit_that_ocr_does_not_confuse_is_left() -> None:
    budget = extract_budget(scanned(national_2003="400"))
    assert budget is not None
    assert budget.consistent is False


def test_a_misprint_stays_a_misprint() -> None:
    assert told(extract_budget(document("# 資金計画", "総事業費は25億7,500万円である。", grid(second="535")))) == (
        2575 * M,
        2450 * M,
        125 * M,
        GRID_YEARS | {2003: 535 * M},
        False,
    )


def test_years_whose_payers_are_told_before_their_sum() -> None:
    lines = [f"- 平成{14 + i}年度　国費4億円、県費5千万円、計4億5千万円" for i in range(5)]
    budget = extract_budget(document("# 資金計画", "総事業費は22億5千万円とする。", *lines))
    assert budget is not None
    assert {a.fy: a.yen for a in budget.by_year} == years(*[450 * M] * 5)
    assert budget.consistent


def test_a_sum_with_the_companies_share_is_another_figure() -> None:
    budget = extract_budget(document("# 投資計画", "総投資＝25.5億円（本事業）＋18.0億円（企業）＝43.5億円", grid(total="2,575")))
    assert budget is not None
    assert budget.total_yen == 2575 * M


# one budget in fifteen layouts ------------------------------------------------------------------

SHARES = [(470, 25, 495), (500, 25, 525), (500, 25, 525), (500, 25, 525), (480, 25, 505)]
SUMS = (2450, 125, 2575)


def f(amount: int) -> str:
    return f"{amount:,}"


rows = [[f"平成{14 + i}年度", *map(f, shares)] for i, shares in enumerate(SHARES)]
LAYOUTS: dict[str, list[str | Table]] = {
    "T2": ["# 資金計画", table([["年度", "国費", "県費", "計"], ["", "百万円", "百万円", "百万円"], *rows, ["計", *map(f, SUMS)]])],
    "T2b": [
        "# 資金計画",
        table([["年度", "国費", "県費", "計"], ["（単位）", "百万円", "百万円", "百万円"], *rows, ["計", *map(f, SUMS)]]),
    ],
    "T3": ["# 資金計画（百万円）", table([["年度", "国費", "県費", "計"], ["総額", *map(f, SUMS)], *rows])],
    "T4": [
        "# 資金計画（百万円）",
        table(
            [
                ["区分", "総額", "H14", "H15", "H16", "H17", "H18"],
                ["国費", "2,450", "470", "500", "500", "500", "480"],
                ["県費", "125", "25", "25", "25", "25", "25"],
                ["計", "2,575", "495", "525", "525", "525", "505"],
            ]
        ),
    ],
    "T4b": [
        "# 資金計画（百万円）",
        table(
            [
                ["区分", "5年間", "14年度", "15年度", "16年度", "17年度", "18年度"],
                ["国庫補助", "2,450", "470", "500", "500", "500", "480"],
                ["地元負担", "125", "25", "25", "25", "25", "25"],
                ["合計", "2,575", "495", "525", "525", "525", "505"],
            ]
        ),
    ],
    "T7": [
        "# 資金計画（百万円）",
        table(
            [
                ["年度", "国費", "県費", "計"],
                *[[r[0] + ("（初年度）" if i == 0 else ""), *r[1:]] for i, r in enumerate(rows)],
                ["5か年計", *map(f, SUMS)],
            ]
        ),
    ],
    "T8": [
        "# 所要経費（単位：百万円）",
        table(
            [
                ["区分", "平成", "<", "<", "<", "<", "計"],
                ["^", "14", "15", "16", "17", "18", "^"],
                ["国費", "470", "500", "500", "500", "480", "2,450"],
                ["県費", "25", "25", "25", "25", "25", "125"],
                ["計", "495", "525", "525", "525", "505", "2,575"],
            ]
        ),
    ],
    "T8b": [
        "# 所要経費（単位：百万円）",
        table(
            [
                ["", "１４", "１５", "１６", "１７", "１８", "計"],
                ["国費", "470", "500", "500", "500", "480", "2,450"],
                ["県費", "25", "25", "25", "25", "25", "125"],
                ["計", "495", "525", "525", "525", "505", "2,575"],
            ]
        ),
    ],
    "T9": [
        "# 資金",
        "表のとおりです（単位は億円）。",
        table(
            [
                ["年度", "国", "県", "合わせて"],
                *[[r[0], f"{a / 100}", f"{b / 100}", f"{c / 100}"] for r, (a, b, c) in zip(rows, SHARES, strict=True)],
                ["5年", "24.5", "1.25", "25.75"],
            ]
        ),
    ],
    "T13": [
        "# 資金計画（単位：百万円）",
        table(
            [
                ["年度", "事業費", "うち国費", "うち地元"],
                *[[r[0], f(c), f(a), f(b)] for r, (a, b, c) in zip(rows, SHARES, strict=True)],
                ["合計", "2,575", "2,450", "125"],
            ]
        ),
    ],
    "T14": [
        "# 資金計画（単位：百万円）",
        table(
            [
                ["年度", "総事業費", "財源内訳", "<"],
                ["^", "^", "国庫補助金", "県負担金"],
                *[[r[0], f(c), f(a), f(b)] for r, (a, b, c) in zip(rows, SHARES, strict=True)],
                ["合計", "2,575", "2,450", "125"],
            ]
        ),
    ],
    "T15": [
        "# 資金計画",
        table(
            [
                ["年度", "国庫補助金", "県負担金", "合計"],
                *[[r[0], f"{a}百万円", f"{b}百万円", f"{c}百万円"] for r, (a, b, c) in zip(rows, SHARES, strict=True)],
                ["合計", "2,450百万円", "125百万円", "2,575百万円"],
            ]
        ),
    ],
    "T16": [
        "# 資金計画",
        "総事業費　2,575百万円（国庫補助金2,450百万円、県負担金125百万円）",
        table([["年度", "14", "15", "16", "17", "18"], ["金額", "495", "525", "525", "525", "505"]]),
    ],
    "T17": [
        "# 資金計画（単位：百万円）",
        table(
            [
                ["負担者", "費目", "H14", "H15", "H16", "H17", "H18", "計"],
                ["国", "研究費", "400", "430", "430", "430", "410", "2,100"],
                ["^", "人件費", "70", "70", "70", "70", "70", "350"],
                ["^", "計", "470", "500", "500", "500", "480", "2,450"],
                ["県", "会議費", "25", "25", "25", "25", "25", "125"],
                ["総計", "<", "495", "525", "525", "525", "505", "2,575"],
            ]
        ),
    ],
    "T18": [
        "# 資金計画（単位：千円）",
        table(
            [
                ["年度", "国庫補助金", "県負担金", "計"],
                *[[r[0], f(a * 1000), f(b * 1000), f(c * 1000)] for r, (a, b, c) in zip(rows, SHARES, strict=True)],
                ["計", "2,450,000", "125,000", "2,575,000"],
            ]
        ),
        "注）上の表のほか、企業が材料費等500,000千円を負担する。",
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_budget_in_many_layouts(layout: str) -> None:
    assert told(extract_budget(document(*LAYOUTS[layout]))) == (2575 * M, 2450 * M, 125 * M, GRID_YEARS, True)


def test_a_table_of_the_prefectures_own_projects_is_no_budget() -> None:
    table_of_others = table(
        [
            ["事業名", "14年度", "15年度", "16年度", "17年度", "18年度", "計"],
            ["産業技術振興費", "120,000", "130,000", "130,000", "130,000", "120,000", "630,000"],
            ["研究助成", "20,000", "20,000", "20,000", "20,000", "20,000", "100,000"],
            ["計", "140,000", "150,000", "150,000", "150,000", "140,000", "730,000"],
        ]
    )
    assert extract_budget(document("# 県の関連事業", "（単位：千円）", table_of_others)) is None


@pytest.mark.parametrize(
    ("text", "consistent"),
    [
        ("総事業費は25億7,500万円（うち国費24億5,000万円、県費1億2,500万円）とする。", True),
        ("総事業費は25億7,500万円（うち国費23億5,000万円、県費1億2,500万円）とする。", False),  # the shares do not add up
        ("総事業費は25億7,500万円（うち国費24億円、県費1億7,500万円）とする。", False),  # they do, but the table has others
        ("総事業費は25億7,500万円とする。初年度は4億9,500万円、2年目から4年目は各5億2,500万円、最終年度は5億500万円である。", True),
        ("総事業費は25億7,500万円とする。初年度は4億円、2年目から4年目は各5億2,500万円、最終年度は6億円である。", False),
    ],
)
def test_text_and_table_are_held_against_each_other(text: str, consistent: bool) -> None:
    budget = extract_budget(document("# 資金計画", text, grid()))
    assert budget is not None
    assert (budget.total_yen, budget.consistent) == (2575 * M, consistent)


WORDINGS: list[tuple[list[str | Table], Any]] = [
    (
        ["# 経費の見積り", "本計画の５年間の経費は、国庫補助２３億円、地元負担２億円の合わせて２５億円である。"],
        (25 * OKU, 23 * OKU, 2 * OKU, {}, True),
    ),
    (
        [
            "# 資金計画",
            "国庫補助金　２，３００，０００千円",
            "県負担金　１５０，０００千円",
            "市負担金　５０，０００千円",
            "合計　２，５００，０００千円",
        ],
        (25 * OKU, 23 * OKU, 2 * OKU, {}, True),
    ),
    (
        [
            "# 予算",
            "平成14年度から平成18年度までの総予算は2,500百万円を予定している。うち文部科学省からの補助が2,300百万円、残りは県と政令市の負担による。",
        ],
        (25 * OKU, 23 * OKU, 2 * OKU, {}, True),
    ),
    (
        ["# 費用", "かかるお金は、５年で２５億円です。２３億円を国に、２億円を県に負担していただきます。"],
        (25 * OKU, 23 * OKU, 2 * OKU, {}, True),
    ),
    (
        [
            "# 事業費",
            "事業費総額（５年間）　25億円",
            "国費　23億円／県費　1.5億円／市費　0.5億円",
            "年度別：H14 4億円、H15 5億円、H16 5.5億円、H17 5.5億円、H18 5億円",
        ],
        (25 * OKU, 23 * OKU, 2 * OKU, years(4 * OKU, 5 * OKU, 550 * M, 550 * M, 5 * OKU), True),
    ),
    (
        [
            "# 資金計画",
            "年度別の事業費は次のとおり。",
            "- H14：400百万円",
            "- H15：500百万円",
            "- H16：550百万円",
            "- H17：550百万円",
            "- H18：500百万円",
            "- 計：2,500百万円",
        ],
        (25 * OKU, None, None, years(4 * OKU, 5 * OKU, 550 * M, 550 * M, 5 * OKU), True),
    ),
    (
        ["# 構想の概要", "事業規模は5年間で25億円（うち国費23億円）を見込む。", "# 中核機関", "財団の平成13年度の事業規模は34億円である。"],
        (25 * OKU, 23 * OKU, 2 * OKU, {}, True),
    ),
    (
        ["# 経費", "総額は二十五億円とし、初年度を四億円、第二年度を五億円、第三年度以降を各五億円、最終年度を六億円とする。"],
        (25 * OKU, None, None, years(4 * OKU, 5 * OKU, 5 * OKU, 5 * OKU, 6 * OKU), True),
    ),
    (["# 経費", "毎年度5億円、5年間で計25億円を要する。"], (25 * OKU, None, None, years(*[5 * OKU] * 5), True)),
    (
        [
            "# 資金計画",
            "全体事業費は27億円で、その内訳は国庫補助金25億円、県負担1億2千万円、市負担8千万円である。",
            "地域結集型共同研究事業は5年間で15億円である。",
        ],
        (27 * OKU, 25 * OKU, 2 * OKU, {}, True),
    ),
    (
        [
            "# 概要",
            table([["構想名", "○○"], ["事業費", "25億円（国23億円、県2億円）"], ["期間", "平成14～18年度"]], form=True),
            "# 市場",
            "市場は5年間で総額300億円に達する。",
        ],
        (25 * OKU, 23 * OKU, 2 * OKU, {}, True),
    ),
    (["# 資金", "総事業費は25億円。うち国費23億円。企業は別に5年間で6億円相当を負担する。"], (25 * OKU, 23 * OKU, 2 * OKU, {}, True)),
    (
        [
            "# 資金",
            "Ｈ14　４．０億円",
            "Ｈ15　５．０億円",
            "Ｈ16　５．５億円",
            "Ｈ17　５．５億円",
            "Ｈ18　５．０億円",
            "合計　２５．０億円",
        ],
        (25 * OKU, None, None, years(4 * OKU, 5 * OKU, 550 * M, 550 * M, 5 * OKU), True),
    ),
    (
        ["# 第七章　費用", "費用は、五年で二十四億七千五百万円なり。国二十三億円、県一億七千五百万円の割とす。"],
        (2475 * M, 23 * OKU, 175 * M, {}, True),
    ),
    (
        [
            "# 資金計画",
            "総額 2,475,000千円（国庫：2,300,000千円、県：100,000千円、市：75,000千円）。県のこれまでの関連事業費は平成9年度から13年度までの5年間で1,240,000千円。",
        ],
        (2475 * M, 23 * OKU, 175 * M, {}, True),
    ),
]


@pytest.mark.parametrize(("parts", "want"), WORDINGS)
def test_budgets_in_other_words(parts: list[str | Table], want: object) -> None:
    assert told(extract_budget(document(*parts))) == want


# which money is the programme's, and what may be called a mismatch -----------------------------------

BY_SOURCE = [
    ["", "H14", "15", "16", "17", "18", "計"],
    ["国費", "400", "450", "450", "450", "450", "2,200"],
    ["県", "20", "20", "20", "20", "20", "100"],
    ["計", "420", "470", "470", "470", "470", "2,300"],
]
SPENT = years(420 * M, *[470 * M] * 4)


def relabelled(labels: list[str], column: list[str] | None = None, rows: list[list[str]] = BY_SOURCE) -> Table:
    """The table under other year labels, or with other row labels in its first column."""
    body = [[label, *row[1:]] for label, row in zip(column or [row[0] for row in rows[1:]], rows[1:], strict=True)]
    return table([["", *labels, "計"], *body])


@pytest.mark.parametrize(
    "labels",
    [
        ["H14", "15", "16", "17", "18"],  # the era only once
        ["FY02", "FY03", "FY04", "FY05", "FY06"],
        ["FY2002", "FY2003", "FY2004", "FY2005", "FY2006"],
        ["02", "03", "04", "05", "06"],
        ["'02", "03", "04", "05", "06"],
        ["十四年度", "十五年度", "十六年度", "十七年度", "十人年度"],  # as a scan may give 十八
        ["平成14年度", "15年度", "16年度", "17年度", "最終年度"],
    ],
)
def test_years_printed_short_or_garbled(labels: list[str]) -> None:
    assert told(extract_budget(document("# 所要経費（百万円）", relabelled(labels)))) == (2300 * M, 2200 * M, 100 * M, SPENT, True)


@pytest.mark.parametrize(
    "column",
    [
        ["お国", "県", "その年の計"],
        ["Government（国補助金）", "Local（県）", "Programme Total"],
        ["国庫補助", "自治体の負担", "まとめ"],  # no word for a sum, but it is one
    ],
)
def test_lines_that_name_their_sum_in_other_words(column: list[str]) -> None:
    grid = relabelled(["H14", "H15", "H16", "H17", "H18"], column)
    assert told(extract_budget(document("# 所要経費（百万円）", grid))) == (2300 * M, 2200 * M, 100 * M, SPENT, True)


def test_a_separator_misread_as_a_stop() -> None:
    rows = [
        ["", "H14", "15", "16", "17", "18", "計"],
        ["国費", "400.000", "450.000", "450,000", "450,000", "450,000", "2.200,000"],
        ["県", "20,000", "20,000", "20.000", "20,000", "20,000", "100,000"],
        ["計", "420,000", "470,000", "470,000", "470.000", "470,000", "2,300.000"],
    ]
    assert told(extract_budget(document("# 所要経費（千円）", table(rows)))) == (2300 * M, 2200 * M, 100 * M, SPENT, True)


NOT_THE_SAME: list[tuple[list[str | Table], tuple[int, int | None, int | None]]] = [
    (["# 資金", "五年間の経費は23億円で、国に22億円を願い、1億円を県が出す。仲間の会社が自腹を切る分は4億円だが、これは別である。"], (2300 * M, 2200 * M, 100 * M)),
    (["# 資金", "総額23億円。", "- 国 22億円／県 0.6億円／市 0.4億円", "- 別腹：企業の自己資金 年8,000万円"], (2300 * M, 2200 * M, 100 * M)),
    (["# 資金", "費用は五年で二十三億円であり、二十二億円を国の補助に仰ぎ、六千万円を県が、四千万円を市が負う。"], (2300 * M, 2200 * M, 100 * M)),
    (["# 費え", "五か年の費えは二十三億円、うち二十二億円をお国に、残る一億円を県と市にお願いいたします。"], (2300 * M, 2200 * M, 100 * M)),
    (["# 資金", "五年間でおよそ二十三億円を要する。国庫より二十二億円、県より六千万円、市より四千万円を受ける。"], (2300 * M, 2200 * M, 100 * M)),
    (["# 資金", "総事業費23億円（国22億円、県1億円）。このほか新棟の建設に県が12億円を投じる。"], (2300 * M, 2200 * M, 100 * M)),
    (["# 資金", "国に年4億4千万円を五年、合わせて22億円をお願いする。総額は23億円である。"], (2300 * M, None, None)),
    (["# 資金", "事業費は23億円（国22億円、県1億円）。終了後は法人を切り出し、年1億円の収入で自立させる。"], (2300 * M, 2200 * M, 100 * M)),
    (
        ["# 所要額", "合計23億円（国22億円、県1億円）", "# 付表　売上の試算の前提", table([["品目", "売上（億円）"], ["A", "10"], ["B", "12"], ["C", "5"], ["計", "27"]])],
        (2300 * M, 2200 * M, 100 * M),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "want"), NOT_THE_SAME)
def test_amounts_of_other_scope_are_no_mismatch(parts: list[str | Table], want: tuple[int, int, int]) -> None:
    budget = extract_budget(document(*parts))
    assert budget is not None
    assert (budget.total_yen, budget.national_yen, budget.local_yen) == want
    assert budget.consistent is True, [m.message for m in budget.mismatches]
    assert not budget.by_year


def test_the_companies_own_table_is_not_the_programmes() -> None:
    companies = [
        ["企業", "H14", "H15", "H16", "H17", "H18", "計"],
        ["甲社", *["60"] * 5, "300"],
        ["乙社", *["40"] * 5, "200"],
        ["計", *["100"] * 5, "500"],
    ]
    parts = ("# 経費", "五年間で23億円。国が22億円、県が1億円を負う。", "# 企業の負担（百万円）", table(companies))
    assert told(extract_budget(document(*parts))) == (2300 * M, 2200 * M, 100 * M, {}, True)


def test_a_year_that_a_scan_lost_is_no_mismatch() -> None:
    rows = [
        ["年度", "国", "県", "計"],
        ["14年度", "400", "20", "420"],
        ["15年度", "450", "20", "470"],
        ["16年度", "450", "20", "470"],
        ["■", "450", "20", "470"],
    ]
    rows += [["18年度", "450", "20", "470"], ["計", "2,200", "100", "2,300"]]
    budget = extract_budget(document("# 経費（百万円）", table(rows), ocr=True))
    assert budget is not None
    assert (budget.total_yen, budget.consistent) == (2300 * M, True)


def test_parts_that_differ_from_their_sum_are_told_with_both_places_in_one_unit() -> None:
    rows = [row[:] for row in BY_SOURCE]
    rows[2][5] = "10.5"
    budget = extract_budget(document("# 所要経費（百万円）", table(rows)))
    assert budget is not None
    assert budget.consistent is False
    assert "表の平成18年度の「計」470,000千円（1ページ）と内訳の和460,500千円（1ページ）が一致しません（差9,500千円）。" in [
        m.message for m in budget.mismatches
    ]
    assert all(len(m.evidence) >= 2 for m in budget.mismatches)


@pytest.mark.parametrize(
    ("items", "consistent"),
    [
        ([("共同研究費", "1,600"), ("人件費", "400"), ("その他", "300")], True),
        ([("共同研究費", "1,600"), ("人件費", "400"), ("その他", "200")], False),
        ([("共同研究費", "1,600"), ("うち委託", "900"), ("人件費", "400"), ("その他", "300")], True),
        ([("研究費", "1,000"), ("材料費", "600"), ("小計", "1,600"), ("人件費", "700")], True),
    ],
)
def test_items_with_parts_of_their_own(items: list[tuple[str, str]], consistent: bool) -> None:
    budget = extract_budget(document("# 所要経費（百万円）", table([["費目", "金額"], *map(list, items), ["合計", "2,300"]])))
    assert budget is not None
    assert (budget.total_yen, budget.consistent) == (2300 * M, consistent)


@pytest.mark.parametrize(
    ("text", "consistent"),
    [
        ("総額24億円（国22億円、県1億円、市5千万円）とする。", False),  # whole 億円 are not rounded
        ("総額は約24億円（国22億円、県1億円、市5千万円）とする。", True),
        ("総額は23億円で、平成14年度4億円、15年度5億円、16年度5億円、17年度5億円、18年度4億円とする。", True),
        ("総額は24億円で、平成14年度4億円、15年度5億円、16年度5億円、17年度5億円、18年度4億円とする。", False),
        ("五年で二十三億円です。一年目が四億二千万、二年目からあとは毎年四億七千万いただきます。", True),
    ],
)
def test_what_rounding_may_explain(text: str, consistent: bool) -> None:
    budget = extract_budget(document("# 経費", text))
    assert budget is not None
    assert budget.consistent is consistent


def test_kanji_years_and_figures_in_a_table() -> None:
    def kanji(cell: str) -> str:
        return cell.replace(",", "、").translate(str.maketrans("0123456789", "〇一二三四五六七八九"))

    rows = [[kanji(f"{int(c) * 1000:,}") if c.isdigit() else kanji(f"{c},000") for c in row[1:]] for row in BY_SOURCE[1:]]
    labels = ["十四", "十五", "十六", "十七", "十八"]
    grid = table([["", *labels, "計"], *[[name, *row] for name, row in zip(["国", "県", "計"], rows, strict=True)]])
    assert told(extract_budget(document("# 金のこと", "（単位　千円）", grid))) == (2300 * M, 2200 * M, 100 * M, SPENT, True)


def test_what_the_region_pays_is_told_with_its_payer_among_the_items() -> None:
    rows = [
        ["区分", "費目", "H14", "H15", "H16", "H17", "H18", "計"],
        ["国庫補助", "共同研究費", "320", "345", "345", "335", "310", "1,655"],
        ["^", "人件費", "150", "155", "155", "165", "170", "795"],
        ["自治体負担", "宮城県", "15", "15", "15", "15", "15", "75"],
        ["^", "仙台市", "10", "10", "10", "10", "10", "50"],
        ["計", "<", "495", "525", "525", "525", "505", "2,575"],
    ]
    budget = extract_budget(document("# 経費（百万円）", table(rows)))
    assert budget is not None
    assert (budget.total_yen, budget.local_yen, budget.consistent) == (2575 * M, 125 * M, True)
    assert [i.name for i in budget.items] == ["共同研究費", "人件費", "宮城県（自治体負担）", "仙台市（自治体負担）"]


def test_a_payers_subtotal_is_not_counted_with_its_parts() -> None:
    rows = [
        ["区分", "14年度", "15年度", "16年度", "17年度", "18年度", "5年の計"],
        ["国の補助　小計", "340", "410", "420", "400", "370", "1,940"],
        ["福岡県", "20", "20", "20", "20", "20", "100"],
        ["久留米市", "16", "18", "18", "18", "16", "86"],
        ["県・市　小計", "36", "38", "38", "38", "36", "186"],
        ["合計", "376", "448", "458", "438", "406", "2,126"],
    ]
    assert told(extract_budget(document("# 経費（百万円）", table(rows)))) == (
        2126 * M, 1940 * M, 186 * M, years(376 * M, 448 * M, 458 * M, 438 * M, 406 * M), True,
    )  # fmt: skip
