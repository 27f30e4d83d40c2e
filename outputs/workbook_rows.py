"""What the review workbook shows of every proposal, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.rubrics import Rubric
from extractors.values import Evidence, Value
from models.assessment import Assessment, CriterionResult, Overlap, OverlapLabel
from outputs.packet.budget_view import budget_view
from outputs.packet.build import questions
from outputs.packet.counts import Counts, counts
from outputs.packet.criteria_views import HIGHEST_GRADE, all_parts, marks, section_views
from outputs.packet.entries import Source, needs_check
from outputs.packet.overlap_views import DISCLOSED, UNDISCLOSED, flagged
from outputs.wording import display, fiscal_year
from outputs.workbook_tables import Cell, Column, Format, Links, Table, Tone

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
PROPOSAL = Column("提案", 22)
CONFIDENCE = Column("確からしさ", 10, Format.PERCENT)
CHECK = Column("要確認", 9)
PAGE = Column("頁", 7, Format.COUNT)
QUOTE = Column("引用", 60)

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One proposal of the workbook."""

    name: str
    assessment: Assessment
    links: Links

    @property
    def first(self) -> Cell:
        return Cell(self.name, self.links.packet)


def _absent() -> Cell:
    return Cell(display().not_found, tone=Tone.ABSENT)


def _text(value: str | None) -> Cell:
    return Cell(value) if value else Cell(None)


def _told(value: Value[str] | None) -> Cell:
    return _absent() if value is None else Cell(value.value, tone=Tone.CHECK if needs_check(value.confidence) else Tone.PLAIN)


def _sure(confidence: float, check: bool) -> Row:
    mark = Cell(display().check, tone=Tone.CHECK) if check else Cell(None)
    return Cell(confidence), mark


def _where(p: Listed, evidence: Sequence[Evidence]) -> Row:
    """Page (linked to the PDF) and quote of the best passage."""
    if not evidence:
        return Cell(None), Cell(None)
    best = evidence[0]
    return Cell(best.page or None, p.links.page(best.page)), Cell(best.quote)


def _each(proposals: Sequence[Listed], rows: Callable[[Listed], Iterable[Row]]) -> tuple[Row, ...]:
    return tuple((p.first, *row) for p in proposals for row in rows(p))


def proposal_counts(a: Assessment, rubric: Rubric) -> Counts:
    return counts(a, section_views(a, rubric, Source()), len(questions(a)))


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
    return Table("提案一覧", note, columns, _each(proposals, lambda p: [_proposal(p, rubric)]))


def _proposal(p: Listed, rubric: Rubric) -> Row:
    a, f = p.assessment, p.assessment.fields
    c, b = proposal_counts(a, rubric), f.budget
    rejected = a.document.status.value == "rejected"
    tone = {"ok": Tone.GOOD, "partial": Tone.CHECK, "rejected": Tone.ALERT}[a.document.status.value]
    total = b.total_yen if b else None
    agrees = {True: Cell("一致", tone=Tone.GOOD), False: Cell("不一致", tone=Tone.ALERT), None: Cell("照合不可")}
    problems = Cell("\n".join(x.message for x in a.document.problems) or None)
    told = (Cell(a.document.file, p.links.pdf), Cell(display().status[a.document.status.value], tone=tone))
    if rejected:
        return (*told, *(Cell(None),) * 13, problems)
    return (
        *told,
        _told(f.title),
        Cell("、".join(v.value for v in f.applicants)) if f.applicants else _absent(),
        _told(f.region),
        _told(f.specific_domain),
        _told(f.core_institution),
        *((_absent(), Cell(None)) if total is None else (Cell(total), Cell(total))),
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
    note = "一行が一つの値です。頁から提案書の該当頁を開けます。"
    return Table("項目", note, columns, _each(proposals, _fields), frozen=2)


def _fields(p: Listed) -> Iterator[Row]:
    if p.assessment.document.status.value == "rejected":
        return
    f = p.assessment.fields
    for key, label in LABELS.items():
        found = getattr(f, key)
        values = found if isinstance(found, tuple) else (found,) if found else ()
        yield from (_field(p, label, v) for v in values)
        if not values and key in REQUIRED:
            yield (Cell(label), _absent())
    for key, label in PROFILE_LABELS.items():
        if (value := getattr(f.core_profile, key)) is not None:
            yield _field(p, f"中核機関の{label}", value)
    named = dict(f.headquarters)
    for role in (*HEADS, *(r for r in named if r not in HEADS)):
        yield _field(p, role, named[role]) if role in named else (Cell(role), _absent())
    if f.coordinators:
        yield _field(p, "科学技術コーディネータ（名）", f.coordinators)
    for q in f.quantities:
        when = "　".join(x for x in (q.year, q.scope) if x)
        told = (Cell(f"数量：{q.what}（{q.unit}）"), Cell(q.value), *_sure(q.confidence, needs_check(q.confidence)))
        yield (*told, *_where(p, q.evidence), _text(when))


def _field(p: Listed, label: str, v: Value[str] | Value[int]) -> Row:
    notes = list(v.flags) + (["他の表記：" + "、".join(v.alternatives)] if v.alternatives else [])
    sure = _sure(v.confidence, needs_check(v.confidence))
    return (Cell(label), Cell(v.value), *sure, *_where(p, v.evidence), _text("\n".join(notes)))


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
    return Table("施設", "提案書が本事業に用いるとしている施設です。", columns, _each(proposals, _facilities), frozen=2)


def _facilities(p: Listed) -> Iterator[Row]:
    for x in p.assessment.fields.infrastructure:
        status = Cell(display().facility_status[x.status.value], tone=Tone.CHECK if x.status.value == "planned" else Tone.PLAIN)
        size = Cell(x.size) if x.size else _absent()
        texts = (_text(t) for t in (x.operator, x.occupancy, x.opens, x.use))
        sure = _sure(x.confidence, needs_check(x.confidence))
        yield (Cell(x.name), status, _text(x.kind), size, Cell(x.area_m2), Cell(x.rooms), *texts, *sure, *_where(p, x.evidence))


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
    return Table("年度別予算", note, columns, _each(proposals, _years), frozen=2)


def _years(p: Listed) -> Iterator[Row]:
    b = p.assessment.fields.budget
    for y in b.by_year if b else ():
        yield (
            Cell(fiscal_year(y.fy)),
            Cell(y.yen),
            Cell(y.yen),
            Cell(y.national_yen),
            Cell(y.local_yen),
            *_where(p, y.evidence),
        )


def criteria_table(proposals: Sequence[Listed], rubric: Rubric) -> Table:
    columns = (
        PROPOSAL,
        Column("番号", 8),
        Column("評価項目", 44),
        Column("区分", 18),
        Column("記載の程度", 9, Format.COUNT),
        Column("印", 9),
        Column("記載", 15),
        CONFIDENCE,
        CHECK,
        Column("予備評価の点", 10, Format.DECIMAL),
        PAGE,
        QUOTE,
        Column("頁２", 7, Format.COUNT),
        Column("引用２", 44),
        Column("頁３", 7, Format.COUNT),
        Column("引用３", 44),
        Column("質問案・足りない記載", 50),
    )
    return Table("評価項目", display().not_merit, columns, _each(proposals, lambda p: _criteria(p, rubric)), frozen=3)


def _criteria(p: Listed, rubric: Rubric) -> Iterator[Row]:
    score = p.assessment.prescore
    points = {x.id: x.points for x in all_parts(score.sections if score else ())}
    found = {c.id: c for c in p.assessment.criteria}
    for c in rubric.criteria:
        if (result := found.get(c.id)) is not None:
            named = (Cell(c.id), Cell(c.title), Cell(rubric.section_by_id[c.section].title))
            yield (*named, *_criterion(p, result, points.get(c.id)))


def _criterion(p: Listed, c: CriterionResult, points: float | None) -> Row:
    tone = Tone.ABSENT if c.grade == 0 else Tone.GOOD if c.grade == HIGHEST_GRADE else Tone.PLAIN
    check = c.abstained or c.confidence < display().criterion_threshold
    grade = (Cell(c.grade, tone=tone), Cell(marks(c.grade)), Cell(display().grade[c.grade], tone=tone))
    shown = c.evidence[:HIGHEST_GRADE] if c.grade else ()
    places = [cell for i in range(HIGHEST_GRADE) for cell in _where(p, shown[i : i + 1])]
    return (*grade, *_sure(c.confidence, check), Cell(points), *places, _text(c.missing))


def overlaps_table(proposals: Sequence[Listed]) -> Table:
    columns = (
        PROPOSAL,
        Column("既存事業", 40),
        Column("種別", 22),
        Column("判定", 12),
        Column("重複の確率", 10, Format.PERCENT),
        Column("取扱いの案", 20),
        Column("提案書の記載", 16),
        Column("所見", 50),
        Column("比較の内訳", 50),
        PAGE,
        QUOTE,
        Column("質問案", 40),
        Column("出典", 40),
        Column("一覧の番号", 16),
    )
    note = "照合した一覧のうち、重複の疑い又は関連と判定した事業です。"
    return Table("既存事業との重複", note, columns, _each(proposals, _overlaps), frozen=2)


def _overlaps(p: Listed) -> Iterator[Row]:
    for o in flagged(p.assessment.overlaps):
        duplicate = o.label is OverlapLabel.DUPLICATE
        label = Cell(display().overlap[o.label.value if o.label else ""], tone=Tone.ALERT if duplicate else Tone.PLAIN)
        disclosed = Cell(DISCLOSED, tone=Tone.GOOD) if o.disclosed else Cell(UNDISCLOSED, tone=Tone.CHECK)
        source = Cell(o.programme_source or None, o.programme_source if o.programme_source.startswith("http") else "")
        told = (Cell(o.programme_name or o.programme_id), _text(o.programme_kind), label, Cell(o.score), _text(o.treatment), disclosed)
        why = (_text(o.sentence), _text(_levels(o)))
        yield (*told, *why, *_where(p, o.evidence), _text(o.question), source, Cell(o.programme_id))


def _levels(o: Overlap) -> str:
    return "\n".join(f"{m.name}：{m.level}（{m.weight:+.1f}）" for m in o.levels)


def problems_table(proposals: Sequence[Listed]) -> Table:
    columns = (PROPOSAL, Column("種類", 14), PAGE, Column("内容", 90))
    note = "読取りの問題、予算の不一致、見つからない評価項目の順です。"
    return Table("問題点", note, columns, _each(proposals, _problems))


def _problems(p: Listed) -> Iterator[Row]:
    a = p.assessment
    tone = Tone.ALERT if a.document.status.value == "rejected" else Tone.CHECK
    for x in a.document.problems:
        yield Cell("読取り", tone=tone), Cell(x.page, p.links.page(x.page) if x.page else ""), Cell(x.message)
    for m in budget_view(a.fields.budget, Source(p.links.pdf)).mismatches:
        page, href = (m.quotes[0].page, m.quotes[0].href) if m.quotes else (0, "")
        yield Cell("予算の不一致", tone=Tone.ALERT), Cell(page or None, href), Cell(m.message)
    for c in a.criteria:
        if c.grade == 0:
            yield Cell("記載なし", tone=Tone.ABSENT), Cell(None), Cell(f"{c.id}　{c.missing or display().not_found}")


def legend_table(rubric: Rubric) -> Table:
    d = display()
    grades = [(f"記載の程度 {g}　{marks(g)}", f"{d.grade[g]}：{d.grade_meaning[g]}。") for g in range(HIGHEST_GRADE, -1, -1)]
    told = [
        ("予備評価・記載の程度", d.not_merit),
        *grades,
        ("確からしさ", "読み取った値が正しい見込み（確率）。"),
        (d.check, f"確からしさが{d.field_threshold:.0%}に満たない値、又は記載の程度を判定しきれない評価項目。原文で確認してください。"),
        (d.not_found, "該当する記載を見つけられなかったことを示します。記載がないと断定するものではありません。"),
        ("リンク", "「提案」は下読み票、「ファイル」と「頁」は提案書のPDFを開きます。ファイルを移すとリンクは切れます。"),
        ("評価の視点", f"{rubric.title}（{rubric.id} {rubric.version}）　出典：{rubric.source}"),
    ]
    rows = tuple((Cell(a), Cell(b)) for a, b in told)
    return Table("凡例", "このブックの読み方", (Column("用語", 28), Column("意味", 110)), rows)
