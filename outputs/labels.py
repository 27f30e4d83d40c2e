"""The Japanese names of the fields, one place for workbook, corrections and faults."""

from __future__ import annotations

LABELS = {
    "title": "構想名",
    "region": "対象地域",
    "period": "計画期間",
    "specific_domain": "特定領域",
    "core_institution": "中核機関",
    "applicants": "提案者",
    "prefectures": "都道府県",
    "municipalities": "市町村",
    "core_research_institutions": "コア研究機関",
    "companies": "参加企業",
    "universities": "参加大学等",
    "related_programmes": "提案書が挙げる他の事業",
    "partner_regions": "連携相手の地域",
}
LIST_FIELDS = tuple(LABELS)[5:]
PROFILE_LABELS = {"endowment": "基本財産・資本金", "staff": "職員数", "turnover": "事業規模", "unit_in_charge": "担当部署"}
HEADS = ("本部長", "事業総括", "研究統括")
COORDINATORS = "科学技術コーディネータ"
COORDINATORS_LABEL = "科学技術コーディネータ（名）"
TOTAL_LABEL = "総事業費（円）"
