"""Wordings that once misled: each a sentence of its own making, with what a careful reader takes from it."""

from __future__ import annotations

from extractors.fields.budget import extract_budget
from extractors.fields.domain_phrases import phrases
from extractors.fields.partners import extract_partners
from extractors.fields.quantities import extract_quantities
from tests.numbers_documents import document, table


def counted(*parts: str) -> dict[str, float]:
    return {q.what: q.value for q in extract_quantities(document(*parts))}


def test_one_of_a_kind_chosen_by_quotation() -> None:
    text = "そこで本提案は、特定領域を「耐熱合金板の精密鍛造」の一つに定める。"
    found = [(text[p.start : p.end], p.template) for p in phrases(text)]
    assert ("耐熱合金板の精密鍛造", "topic_strong") in found


def test_a_comparative_trial_is_cooperation_and_no_rivalry() -> None:
    cell = table([["他地域との協力", "仙台地域：大学病院が装着型との比較試験を分担。平成13年11月に覚書"]], form=True)
    assert [v.value for v in extract_partners(document("# 他地域との協力", cell), "郡山・会津地域")] == ["仙台地域"]


def test_literature_looked_through_is_no_record() -> None:
    told = counted("# 研究代表者の業績", "同様の報告は、国内外の論文320編に見当たらない。", "４名の審査付き論文は５年間で112編。")
    assert told["論文数"] == 112


def test_firms_that_left_do_not_take_part() -> None:
    left = "最近２年間に誘致企業９社が海外への生産移管に伴い県内の工場を縮小した。"
    assert counted("# 地域の産業", left, "# 参加企業", "共同研究には次の７社が参加する。")["参加企業数"] == 7


def test_the_staff_of_one_institute_is_not_the_field() -> None:
    told = counted("# 研究者の集積", "本領域の研究者は125人（平成13年12月）である。※センターの研究員総数は168人")
    assert told.get("研究者数") == 125


def test_programmes_managed_before_are_not_the_budget() -> None:
    rows = [["年度", "計（百万円）"], *([f"平成{14 + i}年度", "500"] for i in range(5)), ["合計", "2,500"]]
    told = document(
        "# 事務の体制",
        "同センターは平成11年度以降、国の委託事業の管理法人を4件、総額3億1,000万円務めてきた。",
        "# 資金計画",
        "総事業費は25億円である。",
        table(rows),
    )
    budget = extract_budget(told)
    assert budget is not None
    assert budget.total_yen == 2_500_000_000
    assert budget.consistent is True
    assert budget.mismatches == ()


def test_a_column_of_shares_is_no_money() -> None:
    shares = ("18.2", "20.2", "20.2", "20.2", "21.3")
    rows = [["年度", "計（千円）", "構成比（％）"], *([f"平成{14 + i}年度", "400,000", share] for i, share in enumerate(shares))]
    budget = extract_budget(document("# 事業費", table([*rows, ["計", "2,000,000", "100.0"]])))
    assert budget is not None
    assert budget.total_yen == 2_000_000_000
    assert budget.mismatches == ()
    assert [item.name for item in budget.items] == []


def test_patents_of_one_researcher_are_not_the_fields() -> None:
    told = counted(
        "# 研究開発", "# 研究者の業績", "森下 光学の米国特許2件の発明者", "# 研究の集積", "特許 本領域の関係で31件（出願20、登録11）"
    )
    assert told["特許数"] == 31


def test_a_row_of_one_person_counts_that_persons_patents() -> None:
    rows = [["代表者の仕事", "論文", "主なもの"], ["野辺　俊介", "19編", "特許３件"], ["余田　達也", "28編", "学会の座長"]]
    told = counted("# 研究の集積", table(rows), "特許　主題に関わる特許は17件（出願12、登録５）")
    assert told["特許数"] == 17


def test_remarks_beside_a_figure_count_others() -> None:
    rows = [["項目", "数", "備考"], ["研究機関", "5機関", "大学2"], ["研究者", "71人", "県内の研究者全体は3,100人"]]
    assert counted("# 研究の集積", table(rows))["研究者数"] == 71


def test_what_is_counted_may_stand_behind_or_bear_no_counter() -> None:
    told = counted(
        "# 研究の集積", "センターには、アジアなどから18人の外国人研究者が来ている。", "主題に関わる研究室をもつ機関は７（大学４、企業３）。"
    )
    assert told["外国人研究者数"] == 18
    assert told["研究機関数"] == 7


def test_members_of_all_kinds() -> None:
    assert counted("# 研究会", "「潮音研究会」会員38者（企業27、漁協6、個人5）")["研究会会員数"] == 38
    assert counted("# 研究会", "「潮音研究会」を続けており、会員は38社である。")["研究会会員数"] == 38


def test_one_works_with_a_region_named_late_in_the_sentence() -> None:
    told = document("# 広域連携", "暖かい地方での使い勝手については熊本地域と組み、平成15年度から試す。")
    assert [v.value for v in extract_partners(told, "仙台地域")] == ["熊本地域"]


def test_words_beside_a_plain_figure_are_asides() -> None:
    rows = [
        ["項目", "記載", "照合資料"],
        ["研究者数", "104人", "みさき大学の全教官621人のうち当該分野は77人"],
        ["共同研究数", "31件", "全学では95件"],
    ]
    told = counted("# 研究の集積", table(rows))
    assert told["研究者数"] == 104
    assert told["共同研究数"] == 31


def test_the_whole_university_is_not_the_field() -> None:
    told = counted("# 研究の集積", "同分野の共同研究は41件、受託研究は22件である。みさき大学全体では共同研究63件、教官数は312人である。")
    assert told["共同研究数"] == 41


def test_a_share_told_again_in_parts_is_no_mismatch() -> None:
    parts = "県が1億6,000万円、乙市が5,000万円、丙市が3,000万円である。"
    prose = f"五年間の費用は21億4,000万円であり、国の補助金に19億円を仰ぎ、残る2億4,000万円を県と二つの市が持つ。{parts}"
    amounts = [("380", "48"), ("380", "48"), ("380", "48"), ("380", "48"), ("380", "48")]
    rows = [["年度", "国の補助金（百万円）", "県・市（百万円）", "計（百万円）"]]
    rows += [[f"平成{14 + i}年度", nation, local, "428"] for i, (nation, local) in enumerate(amounts)]
    budget = extract_budget(document("# 費用", prose, table([*rows, ["計", "1,900", "240", "2,140"]])))
    assert budget is not None
    assert budget.local_yen == 240_000_000
    assert budget.mismatches == ()
