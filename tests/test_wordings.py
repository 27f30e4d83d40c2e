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
