"""The sheets of what was found: proposals, fields, facilities, budget by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.rubrics import Rubric
from extractors.values import Value
from outputs.packet.counts import proposal_counts
from outputs.packet.entries import needs_check
from outputs.wording import display, fiscal_year
from outputs.workbook.common import CHECK, CONFIDENCE, PAGE, PROPOSAL, QUOTE, Listed, Row, absent, each, sure, text, told, where
from outputs.workbook.tables import Cell, Column, Format, Table, Tone

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
PROFILE_LABELS = {"endowment": "基本財産・資本金", "staff": "職員数", "turnover": "事業規模", "unit_in_charge": "担当部署"}
HEADS = ("本部長", "事業総括", "研究統括")
REQUIRED = ("title", "applicants", "region", "specific_domain", "core_institution", "core_research_institutions")


def proposals_table(proposals: Sequence[Listed], rubric: Rubric) -> Table:
    columns = (
        PROPOSAL,
        Column("ファイル", 24),
        Column("状態", 13),
        Column("構想名", 36),
        Column("提案者", 20),
        Column("対象地域", 16),
        Column("特定領域", 34),
        Column("中核機関", 30),
        Column("総事業費（百万円）", 16, Format.MILLION),
        Column("総事業費（円）", 18, Format.YEN),
        Column("合計と内訳", 11),
        Column("予備評価", 10, Format.DECIMAL),
        Column("標準誤差", 10, Format.DECIMAL),
        Column("記載のない評価項目", 12, Format.COUNT),
        Column("重複の疑い", 10, Format.COUNT),
        Column("要確認の値", 10, Format.COUNT),
        Column("読取りの問題", 50),
    )
    note = "予備評価について：" + display().not_merit
    return Table("提案一覧", note, columns, each(proposals, lambda p: [_proposal(p, rubric)]))


def _proposal(p: Listed, rubric: Rubric) -> Row:
    a, f = p.assessment, p.assessment.fields
    c, b = proposal_counts(a, rubric), f.budget
    rejected = a.document.status.value == "rejected"
    tone = {"ok": Tone.GOOD, "partial": Tone.CHECK, "rejected": Tone.ALERT}[a.document.status.value]
    total = b.total_yen if b else None
    agrees = {True: Cell("一致", tone=Tone.GOOD), False: Cell("不一致", tone=Tone.ALERT), None: Cell("照合不可")}
    problems = Cell("\n".join(x.message for x in a.document.problems) or None)
    head = (Cell(a.document.file, p.links.pdf), Cell(display().status[a.document.status.value], tone=tone))
    if rejected:
        return (*head, *(Cell(None),) * 13, problems)
    return (
        *head,
        told(f.title),
        Cell("、".join(v.value for v in f.applicants)) if f.applicants else absent(),
        told(f.region),
        told(f.specific_domain),
        told(f.core_institution),
        *((absent(), Cell(None)) if total is None else (Cell(total), Cell(total))),
        agrees[b.consistent if b else None],
        Cell(a.prescore.total if a.prescore else None),
        Cell(a.prescore.error if a.prescore else None),
        Cell(c.silent, tone=Tone.CHECK if c.silent else Tone.PLAIN),
        Cell(c.duplicates, tone=Tone.ALERT if c.duplicates else Tone.PLAIN),
        Cell(c.doubtful),
        problems,
    )


def fields_table(proposals: Sequence[Listed]) -> Table:
    columns = (PROPOSAL, Column("項目", 20), Column("値", 44), CONFIDENCE, CHECK, PAGE, QUOTE, Column("注記", 44))
    note = "一行が一つの値です。ページから提案書の該当ページを開けます。"
    return Table("項目", note, columns, each(proposals, _fields), frozen=2)


def _fields(p: Listed) -> Iterator[Row]:
    if p.assessment.document.status.value == "rejected":
        return
    f = p.assessment.fields
    for key, label in LABELS.items():
        found = getattr(f, key)
        values = found if isinstance(found, tuple) else (found,) if found else ()
        yield from (_field(p, label, v) for v in values)
        if not values and key in REQUIRED:
            yield (Cell(label), absent())
    for key, label in PROFILE_LABELS.items():
        if (value := getattr(f.core_profile, key)) is not None:
            yield _field(p, f"中核機関の{label}", value)
    named = dict(f.headquarters)
    for role in (*HEADS, *(r for r in named if r not in HEADS)):
        yield _field(p, role, named[role]) if role in named else (Cell(role), absent())
    if f.coordinators:
        yield _field(p, "科学技術コーディネータ（名）", f.coordinators)
    for q in f.quantities:
        when = "　".join(x for x in (q.year, q.scope) if x)
        counted = (Cell(f"数量：{q.what}（{q.unit}）"), Cell(q.value), *sure(q.confidence, needs_check(q.confidence)))
        yield (*counted, *where(p, q.evidence), text(when))


def _field(p: Listed, label: str, v: Value[str] | Value[int]) -> Row:
    notes = list(v.flags) + (["他の表記：" + "、".join(v.alternatives)] if v.alternatives else [])
    checked = sure(v.confidence, needs_check(v.confidence))
    return (Cell(label), Cell(v.value), *checked, *where(p, v.evidence), text("\n".join(notes)))


def facilities_table(proposals: Sequence[Listed]) -> Table:
    columns = (
        PROPOSAL,
        Column("施設名", 36),
        Column("区分", 8),
        Column("種別", 18),
        Column("規模", 34),
        Column("面積（㎡）", 11, Format.GENERAL),
        Column("室数", 8, Format.COUNT),
        Column("運営", 24),
        Column("稼働", 18),
        Column("開設", 16),
        Column("用途", 30),
        CONFIDENCE,
        CHECK,
        PAGE,
        QUOTE,
    )
    return Table("施設", "提案書が本事業に用いるとしている施設です。", columns, each(proposals, _facilities), frozen=2)


def _facilities(p: Listed) -> Iterator[Row]:
    for x in p.assessment.fields.infrastructure:
        status = Cell(display().facility_status[x.status.value], tone=Tone.CHECK if x.status.value == "planned" else Tone.PLAIN)
        size = Cell(x.size) if x.size else absent()
        texts = (text(t) for t in (x.operator, x.occupancy, x.opens, x.use))
        checked = sure(x.confidence, needs_check(x.confidence))
        yield (Cell(x.name), status, text(x.kind), size, Cell(x.area_m2), Cell(x.rooms), *texts, *checked, *where(p, x.evidence))


def years_table(proposals: Sequence[Listed]) -> Table:
    columns = (
        PROPOSAL,
        Column("年度", 14),
        Column("事業費（百万円）", 16, Format.MILLION),
        Column("事業費（円）", 18, Format.YEN),
        Column("うち国庫（百万円）", 16, Format.MILLION),
        Column("うち地域（百万円）", 16, Format.MILLION),
        PAGE,
        QUOTE,
    )
    note = "金額のセルは円の数値で、百万円の列は表示のみを百万円にしています。"
    return Table("年度別予算", note, columns, each(proposals, _years), frozen=2)


def _years(p: Listed) -> Iterator[Row]:
    b = p.assessment.fields.budget
    for y in b.by_year if b else ():
        yield (
            Cell(fiscal_year(y.fy)),
            Cell(y.yen),
            Cell(y.yen),
            Cell(y.national_yen),
            Cell(y.local_yen),
            *where(p, y.evidence),
        )
