"""A hand-made assessment of an invented proposal, with every kind of content outputs must show, and its rubric."""

from __future__ import annotations

from corpus.rubrics import Criterion, Role, Rubric, Section
from extractors.document import Box, Problem, Status
from extractors.page_layout import PageLayout
from extractors.records import (
    Budget,
    BudgetItem,
    CoreProfile,
    Facility,
    FacilityStatus,
    Fields,
    Mismatch,
    Quantity,
    ResearchTheme,
    YearAmount,
)
from extractors.values import Evidence, Feature, Value
from models.assessment import (
    Assessment,
    CriterionResult,
    DocumentInfo,
    LevelMatch,
    Overlap,
    OverlapLabel,
    PreScore,
    Provenance,
    ScorePart,
)

__all__ = ["make_assessment", "make_rejected", "make_rubric"]

TITLES = {
    "1.1": "特定領域への絞込み",
    "1.2": "中核機関の指定：財政基盤、組織、人員、事業規模等",
    "1.3": "本事業で活用予定のインフラの整備状況：施設名等、規模、運営状況等",
    "2.1.1": "領域設定の戦略性、独創性",
    "2.1.2": "キーテクノロジーの有望度",
    "2.1.3": "共同研究テーマの新規性、優位性",
    "2.1.4": "研究計画、目標の設定の妥当性",
    "2.1.5": "地域の研究ポテンシャル：研究機関数、研究者数、共同研究・受託研究数等",
    "2.1.6": "主たる参加研究者の研究業績",
    "2.2.1": "設定領域の産業化の有望度",
    "2.2.2": "研究成果の実用化、事業化(ベンチャー設立等)の可能性",
    "2.2.3": "共同研究に参加する企業への期待度",
    "2.2.4": "企業が参加する研究会等への取組み状況",
    "2.2.5": "マーケッティングへの取組み",
    "3.1": "中核機関の事務能力：事業を担当する組織、専任者、産学官連携事業実績等",
    "3.2": "知的クラスター本部(仮称)の構成",
    "4.1": "科学技術振興の体制：審議会、指針、行政組織等の整備状況等",
    "4.2": "自治体の将来ビジョンにおける知的クラスター構想の位置づけ",
    "4.3.1": "産学官連携事業の実績(事業実績、予算規模等)",
    "4.3.2": "独自の関連事業への取組み(独自事業の有無、予算規模等)",
    "4.3.3": "科学技術インフラの整備(研究機関、人材育成、情報ネット等の整備等)",
    "5.1": "広域連携の可能性",
    "5.2": "既存事業との重複関係、重複投資",
    "5.3": "国際的な市場拡大の可能性、等",
}
GRADES = dict(zip(TITLES, (3, 3, 2, 2, 3, 2, 1, 3, 2, 1, 2, 1, 0, 0, 3, 3, 2, 2, 3, 1, 2, 1, 2, 0), strict=True))
SECTIONS = (
    Section("1", "基本要件の充足度", Role.GATE, 0.0),
    Section("2", "技術的評価", Role.SCORED, 0.6),
    Section("2.1", "研究開発のポテンシャル", Role.SCORED, 0.5, "2"),
    Section("2.2", "産業化の有望度", Role.SCORED, 0.5, "2"),
    Section("3", "事業の推進体制", Role.SCORED, 0.2),
    Section("4", "地域の取組み", Role.SCORED, 0.2),
    Section("4.3", "自治体の主体性", Role.SCORED, 0.4, "4"),
    Section("5", "留意事項", Role.FLAG, 0.0),
)
QUOTES = {
    "1.1": "本構想の特定領域は「海洋由来多糖を用いた止血・接着材料」とし、食品及び化粧品の用途は対象としない。",
    "1.2": "中核機関は財団法人みさき科学技術振興機構（基本財産８億６，０００万円、職員３１名）とする。",
    "2.1.2": "ゲル化時間を８秒から２．５秒に短縮し、国内特許５件、米国特許２件を取得している。",
    "2.1.5": "域内には大学３校、公設試験研究機関４機関及び企業の研究所６か所が立地し、研究者は２７８名を数える。",
    "3.2": "事業総括には元・医療機器会社常務取締役の潮見　直継を専任で配置する。",
}


LAYOUTS = tuple(PageLayout(595.0, 842.0, 2 if page == 5 else 1) for page in range(1, 9))


def quote(text: str, page: int, top: float = 120.0, score: float = 0.9) -> Evidence:
    return Evidence(text, page, Box(72.0, top, 510.0, top + 14.5), score)


def value(text: str, confidence: float, page: int, evidence: str = "", **more: tuple[str, ...]) -> Value[str]:
    return Value(text, confidence, (quote(evidence or text, page),), **more)  # type: ignore[arg-type]


def make_rubric() -> Rubric:
    criteria = tuple(Criterion(i, i.rpartition(".")[0], title, 9, 1.0, (title,)) for i, title in TITLES.items())
    source = "知的クラスター創成事業に関する報告書（平成14年）別添"
    return Rubric("chiteki-cluster-2002", "知的クラスター創成事業 提案選定の評価の視点", "2002.1", source, SECTIONS, criteria)


def make_rejected() -> Assessment:
    message = "「暗号化.pdf」はパスワードで保護されているため読めません。パスワードを外したPDFをご提出ください。"
    document = DocumentInfo("暗号化.pdf", "f" * 64, 0, Status.REJECTED, (Problem("encrypted", message),))
    return Assessment(document, Fields(), (), provenance())


def provenance() -> Provenance:
    return Provenance("0.1.0", "chiteki-cluster-2002 2002.1", "multilingual-e5-small", "fields-1", ("地域関連事業一覧 2002", "見本"))


def make_assessment() -> Assessment:
    return Assessment(
        document=make_document(),
        fields=make_fields(),
        criteria=tuple(make_criterion(i, grade) for i, grade in GRADES.items()),
        provenance=provenance(),
        prescore=make_prescore(),
        overlaps=make_overlaps(),
        questions=(
            "企業が参加する研究会等への取組みの記載が見当たりません。研究会の開催回数と参加企業数をお示しください。",
            "マーケッティングを担当する組織と予算の記載が見当たりません。どの機関が担当しますか。",
            "「海洋多糖ゲルの止血機能に関する研究」と対象期間が重なります。経費の切り分けをお示しください。",
        ),
    )


def make_document() -> DocumentInfo:
    problem = Problem("ocr", "「misaki.pdf」の6ページは画像のため文字認識で読みました。数値は原本でご確認ください。", 6)
    return DocumentInfo("misaki.pdf", "a1b2c3d4e5f6" + "0" * 52, 8, Status.PARTIAL, (problem,), (6,), LAYOUTS)


def make_fields() -> Fields:
    return Fields(
        title=value("みさき海洋バイオマテリアル創成構想", 0.99, 1),
        applicants=(value("みさき県", 0.98, 1), value("みさき市", 0.97, 1)),
        region=value("みさき地域", 0.95, 1),
        prefectures=(value("みさき県", 0.95, 1),),
        period=value("平成14年度から平成18年度まで", 0.9, 2, "平成１４年度から平成１８年度までの５か年"),
        specific_domain=value("海洋由来多糖を用いた止血・接着材料", 0.93, 1, QUOTES["1.1"], alternatives=("海洋多糖止血材",)),
        core_institution=value(
            "財団法人みさき科学技術振興機構",
            0.71,
            3,
            QUOTES["1.2"],
            flags=("「財団法人みさき産業振興公社」も中核機関と読める記載があります（5ページ）。",),
        ),
        core_profile=CoreProfile(endowment=value("８億６，０００万円", 0.9, 3), staff=value("３１名", 0.88, 3)),
        core_research_institutions=(value("みさき大学", 0.96, 2), value("みさき医科大学", 0.64, 2)),
        infrastructure=make_facilities(),
        budget=make_budget(),
        headquarters=(("本部長", value("磯部　遼太郎", 0.97, 4)), ("事業総括", value("潮見　直継", 0.97, 4, QUOTES["3.2"]))),
        coordinators=Value(3, 0.9, (quote("科学技術コーディネータ３名を置く。", 4),)),
        quantities=make_quantities(),
        themes=(ResearchTheme("速硬化性多糖ゲルの分子設計", "渚　和歌子", "みさき大学大学院工学研究科", (quote("課題１", 2),)),),
        companies=(value("株式会社汐彩メディカル", 0.9, 5), value("波止場化学工業株式会社", 0.55, 5)),
        universities=(value("みさき大学", 0.96, 2),),
        related_programmes=(value("地域結集型共同研究事業", 0.9, 7),),
        partner_regions=(value("仙台地域", 0.86, 7, "仙台地域の高分子材料の研究グループと定期的に情報交換を行う。"),),
    )


def make_facilities() -> tuple[Facility, ...]:
    existing, planned = FacilityStatus.EXISTING, FacilityStatus.PLANNED
    return (
        Facility(
            "みさき大学地域共同研究センター",
            existing,
            0.95,
            (quote("みさき大学地域共同研究センター", 5),),
            size="延床面積２，１００平方メートル、実験室９室",
            kind="共同研究センター",
            operator="みさき大学",
            area_m2=2100.0,
            rooms=9,
            occupancy="稼働率８２パーセント",
        ),
        Facility(
            "みさきインキュベーションプラザ（仮称）", planned, 0.6, (quote("仮称", 5),), opens="平成１５年１０月", kind="インキュベーション"
        ),
    )


def make_budget() -> Budget:
    years = (500, 515, 515, 515, 515)
    by_year = tuple(
        YearAmount(2002 + i, million * 10**6, 480 * 10**6, (million - 480) * 10**6, (quote(f"{million}", 6),))
        for i, million in enumerate(years)
    )
    mismatch = Mismatch(
        "表の合計2,570百万円と年度別の和2,560百万円が一致しません（6ページ）。", 2_570_000_000, 2_560_000_000, (quote("２，５７０", 6),)
    )
    return Budget(
        2_570_000_000,
        0.92,
        (quote("総事業費は５か年で２，５７０百万円とする。", 6),),
        national_yen=2_400_000_000,
        local_yen=160_000_000,
        by_year=by_year,
        items=(BudgetItem("共同研究費", 1_850_500_000), BudgetItem("本部運営費", 719_500_000)),
        consistent=False,
        mismatches=(mismatch,),
        unit="百万円",
    )


def make_quantities() -> tuple[Quantity, ...]:
    return (
        Quantity("研究者数", 278.0, "名", 0.94, (quote(QUOTES["2.1.5"], 3),), year="平成１３年５月", scope="当該分野"),
        Quantity("特許出願数", 64.5, "件", 0.5, (quote("６４．５件", 3),)),
    )


def make_criterion(criterion: str, grade: int) -> CriterionResult:
    if grade == 0:
        missing = f"「{TITLES[criterion]}」についての記載が見当たりません。"
        nearest = quote("関係機関との意見交換を随時行うこととする。", 7, score=0.2)
        return CriterionResult(criterion, 0, 0.81, (), (0.81, 0.1, 0.06, 0.03), nearest=nearest, missing=missing)
    text = QUOTES.get(criterion, f"{TITLES[criterion].split('：')[0]}については、平成１３年度に１２件の実績を有する。")
    evidence = (quote(text, 3), quote("関係する協定を平成１３年９月に締結している。", 5, score=0.6))
    unsure = criterion in {"2.1.4", "4.3.2"}
    reasons = (Feature("数値の数", 3.0, 0.8),)
    return CriterionResult(criterion, grade, 0.42 if unsure else 0.83, evidence, (0.05, 0.1, 0.2, 0.65), unsure, reasons=reasons)


def make_prescore() -> PreScore:
    parts = (ScorePart("2.1.2", TITLES["2.1.2"], 7.5, 7.5), ScorePart("2.2.4", TITLES["2.2.4"], 0.0, 6.0))
    sections = (
        ScorePart("2", "技術的評価", 33.4, 60.0, 3.2, "研究者数と特許の記載が厚く、市場に関する記載がありません。", parts),
        ScorePart("3", "事業の推進体制", 18.0, 20.0, 1.1, "本部の構成と責任者が示されています。"),
        ScorePart("4", "地域の取組み", 12.6, 20.0, 2.0),
    )
    gates = (
        ("1.1", True, "対象とする領域と対象外の領域が示されています。"),
        ("1.2", True, "財団法人が指定され、基本財産と職員数があります。"),
        ("1.3", False, "施設の運営状況の記載が一部にとどまります。"),
    )
    return PreScore(64.0, 4.1, sections, gates, ("既存事業との重複の疑いが1件あります。",))


def make_overlaps() -> tuple[Overlap, ...]:
    levels = (
        LevelMatch("地域", "同一都道府県", "みさき県", "みさき県", 1.8, "実施地域がともにみさき県です。"),
        LevelMatch(
            "分野",
            "ほぼ同じ",
            "海洋由来多糖を用いた止血・接着材料",
            "海洋多糖ゲルの止血機能",
            2.6,
            "対象技術がともに海洋多糖の止血材料です。",
        ),
        LevelMatch("機関", "同一機関", "みさき大学", "みさき大学大学院工学研究科", 1.2, "みさき大学が双方に参加しています。"),
        LevelMatch("研究者", "記載なし", "", "", 0.0, ""),
        LevelMatch("期間", "一部重複", "平成14～18年度", "平成12～15年度", 0.4, "平成14年度と平成15年度が重なります。"),
        LevelMatch("資金規模", "異なる", "2,570百万円", "240百万円", -0.9, "資金の規模が異なります。"),
    )
    duplicate = Overlap(
        "P-001",
        "海洋多糖ゲルの止血機能に関する研究",
        OverlapLabel.DUPLICATE,
        0.91,
        levels,
        (quote("海洋多糖の研究はみさき大学において既に着手している。", 7),),
        treatment="重複投資の懸念",
        sentence="同じ県の同じ大学が、期間の重なる国費で同じ技術を研究しており、提案書に記載がありません。",
        question="経費の切り分けをお示しください。",
        programme_kind="科学技術振興調整費",
        programme_source="https://example.org/programmes/1",
    )
    related = Overlap(
        "P-002", "みさき地域結集型共同研究事業", OverlapLabel.RELATED, 0.34, levels[:1], disclosed=True, programme_source="県資料"
    )
    return duplicate, related, Overlap("P-003", "遠隔看護の研究", None, 0.02, ())
