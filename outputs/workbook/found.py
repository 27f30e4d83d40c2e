"""The sheets of what was found: proposals, fields, facilities, budget by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.rubrics import Rubric
from extractors.records import Quantity
from extractors.values import Value
from outputs.checking import needs_check
from outputs.corrections.machine import missed
from outputs.corrections.subjects import split_subject
from outputs.grounds import grounds
from outputs.labels import COORDINATORS, COORDINATORS_LABEL, HEADS, LABELS, LIST_FIELDS, PROFILE_LABELS, TOTAL_LABEL
from outputs.packet.counts import proposal_counts
from outputs.store.rows import quantity_subjects
from outputs.wording import display, fiscal_year, printable
from outputs.workbook.common import CHECK, CONFIDENCE, PAGE, PROPOSAL, QUOTE, Listed, Row, absent, each, sure, text, told, where
from outputs.workbook.review import AMOUNT, CORRECTION, KEY, RECORD, STATUS, VERDICT
from outputs.workbook.tables import Cell, Column, Format, Table, Tone

HOW_TO = "黄色の欄に修正値と正・誤を書き、取り込めます（shitayomi corrections import）。見落としは行を足して書けます。"
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
        Column("記載のない評価項目", 20, Format.COUNT),
        Column("重複の疑い", 10, Format.COUNT),
        Column("要確認の値", 10, Format.COUNT),
        Column("人の判断", 10, Format.COUNT),
        Column("読取りの問題", 50),
    )
    note = "予備評価について：" + display().not_merit
    return Table("提案一覧", note, columns, each(proposals, lambda p: [_proposal(p, rubric)]))


def _proposal(p: Listed, rubric: Rubric) -> Row:
    a, f = p.assessment, p.assessment.fields
    c, b = proposal_counts(a, rubric, p.decisions), f.budget
    rejected = a.document.status.value == "rejected"
    tone = {"ok": Tone.GOOD, "partial": Tone.CHECK, "rejected": Tone.ALERT}[a.document.status.value]
    total = b.total_yen if b else None
    agrees = {True: Cell("一致", tone=Tone.GOOD), False: Cell("不一致", tone=Tone.ALERT), None: Cell("照合不可")}
    problems = Cell("\n".join(x.message for x in a.document.problems) or None)
    head = (Cell(a.document.file, p.links.pdf), Cell(display().status[a.document.status.value], tone=tone))
    if rejected:
        return (*head, *(Cell(None),) * 14, problems)
    return (
        *head,
        told(f.title, "title"),
        Cell("、".join(v.value for v in f.applicants)) if f.applicants else absent(),
        told(f.region, "region"),
        told(f.specific_domain, "specific_domain"),
        told(f.core_institution, "core_institution"),
        *((absent(), Cell(None)) if total is None else (Cell(total), Cell(total))),
        agrees[b.consistent if b else None],
        Cell(a.prescore.total if a.prescore and a.prescore.sections else None),
        Cell(a.prescore.error if a.prescore and a.prescore.sections else None),
        Cell(c.silent, tone=Tone.CHECK if c.silent else Tone.PLAIN),
        Cell(c.duplicates, tone=Tone.ALERT if c.duplicates else Tone.PLAIN),
        Cell(c.doubtful),
        Cell(len(p.decisions)),
        problems,
    )


def fields_table(proposals: Sequence[Listed]) -> Table:
    review = (CORRECTION, VERDICT)
    columns = (PROPOSAL, Column("項目", 20), Column("値", 44), CONFIDENCE, CHECK, *review, PAGE, QUOTE, Column("注記", 44), RECORD, KEY)
    note = f"一行が一つの値です。ページから提案書の該当箇所を開けます。{HOW_TO}"
    return Table("項目", note, columns, each(proposals, _fields), frozen=2)


def _fields(p: Listed) -> Iterator[Row]:
    if p.assessment.document.status.value == "rejected":
        return
    f = p.assessment.fields
    for key, label in LABELS.items():
        found = getattr(f, key)
        values = found if isinstance(found, tuple) else (found,) if found else ()
        yield from (_field(p, label, v, f"{key}[{v.value}]" if key in LIST_FIELDS else key) for v in values)
        added = [s for s in missed(key, p.told, p.decisions) if s != key]
        yield from (_absent(p, label, subject) for subject in added)
        if not values and not added and (key in REQUIRED or key in p.decisions):
            yield _absent(p, label, key)
    yield from _people(p)
    yield from _money(p)
    yield from (_quantity(p, subject, q) for subject, q in zip(quantity_subjects(f), f.quantities, strict=True))


def _people(p: Listed) -> Iterator[Row]:
    f = p.assessment.fields
    for key, label in PROFILE_LABELS.items():
        subject = f"core_profile.{key}"
        if (value := getattr(f.core_profile, key)) is not None:
            yield _field(p, f"中核機関の{label}", value, subject)
        elif subject in p.decisions:
            yield _absent(p, f"中核機関の{label}", subject)
    named = dict(f.headquarters)
    added = (split_subject(s)[1] for s in missed("headquarters", p.told, p.decisions))
    for role in dict.fromkeys((*HEADS, *named, *(r for r in added if r != COORDINATORS))):
        subject = f"headquarters[{role}]"
        yield _field(p, role, named[role], subject) if role in named else _absent(p, role, subject)
    subject = f"headquarters[{COORDINATORS}]"
    if f.coordinators:
        yield _field(p, COORDINATORS_LABEL, f.coordinators, subject)
    elif subject in p.decisions:
        yield _absent(p, COORDINATORS_LABEL, subject)


def _money(p: Listed) -> Iterator[Row]:
    b, subject = p.assessment.fields.budget, "budget.total_yen"
    if b is None or b.total_yen is None:
        yield _absent(p, TOTAL_LABEL, subject)
    else:
        told = (Cell(TOTAL_LABEL), Cell(b.total_yen), *sure(b.confidence, needs_check(b.confidence, subject)))
        yield _reviewed(p, subject, told, (*where(p, b.evidence), Cell(None)))


def _quantity(p: Listed, subject: str, q: Quantity) -> Row:
    when = "　".join(x for x in (q.year, q.scope) if x)
    counted = (Cell(f"数量：{q.what}（{q.unit}）"), Cell(q.value), *sure(q.confidence, needs_check(q.confidence, subject)))
    return _reviewed(p, subject, counted, (*where(p, q.evidence), text(when)))


def _field(p: Listed, label: str, v: Value[str] | Value[int], subject: str) -> Row:
    notes = list(v.flags) + (["他の表記：" + "、".join(v.alternatives)] if v.alternatives else [])
    notes += [f"決め手：{why}"] if (why := grounds(v.reasons)) else []
    checked = sure(v.confidence, needs_check(v.confidence, subject))
    return _reviewed(p, subject, (Cell(label), Cell(v.value), *checked), (*where(p, v.evidence), text("\n".join(notes))))


def _absent(p: Listed, label: str, subject: str) -> Row:
    return _reviewed(p, subject, (Cell(label), absent(), Cell(None), Cell(None)), (Cell(None),) * 3)


def _reviewed(p: Listed, subject: str, told: Row, place: Row) -> Row:
    """The row with the columns for a person's decision between what is told and where it stands."""
    correction, verdict, record = p.review(printable(subject))
    return (*told, correction, verdict, *place, record, p.key(printable(subject)))


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
        Column("運営状況", 24),
        Column("開設", 16),
        Column("用途", 30),
        CONFIDENCE,
        CHECK,
        CORRECTION,
        STATUS,
        VERDICT,
        PAGE,
        QUOTE,
        Column("決め手", 44),
        RECORD,
        KEY,
    )
    note = f"提案書が本事業に用いるとしている施設です。修正値には施設名を書きます。{HOW_TO}"
    return Table("施設", note, columns, each(proposals, _facilities), frozen=2)


def _facilities(p: Listed) -> Iterator[Row]:
    for x in p.assessment.fields.infrastructure:
        status = Cell(display().facility_status[x.status.value], tone=Tone.CHECK if x.status.value == "planned" else Tone.PLAIN)
        size = Cell(x.size) if x.size else absent()
        texts = (text(t) for t in (x.operator, x.occupancy, x.opens, x.use))
        checked = sure(x.confidence, needs_check(x.confidence, "infrastructure"))
        told = (Cell(x.name), status, text(x.kind), size, Cell(x.area_m2), Cell(x.rooms), *texts, *checked)
        yield _facility(p, printable(f"infrastructure[{x.name}]"), told, (*where(p, x.evidence), text(grounds(x.reasons))))
    for subject in missed("infrastructure", p.told, p.decisions):
        yield _facility(p, subject, (absent(), *(Cell(None),) * 11), (Cell(None),) * 3)


def _facility(p: Listed, subject: str, told: Row, place: Row) -> Row:
    correction, verdict, record = p.review(subject)
    status = f"{subject}.status"
    return (*told, correction, p.review(status)[0], verdict, *place, record, p.key(subject))


def years_table(proposals: Sequence[Listed]) -> Table:
    columns = (
        PROPOSAL,
        Column("年度", 14),
        Column("事業費（百万円）", 16, Format.MILLION),
        Column("事業費（円）", 18, Format.YEN),
        Column("うち国庫（百万円）", 16, Format.MILLION),
        Column("うち地域（百万円）", 16, Format.MILLION),
        AMOUNT,
        VERDICT,
        PAGE,
        QUOTE,
        RECORD,
        KEY,
    )
    note = f"金額のセルは円の数値で、百万円の列は表示のみを百万円にしています。修正値は円で書きます。{HOW_TO}"
    return Table("年度別予算", note, columns, each(proposals, _years), frozen=2)


def _years(p: Listed) -> Iterator[Row]:
    b = p.assessment.fields.budget
    for y in b.by_year if b else ():
        told = (Cell(fiscal_year(y.fy)), Cell(y.yen), Cell(y.yen), Cell(y.national_yen), Cell(y.local_yen))
        yield _reviewed(p, f"budget.by_year[{y.fy}]", told, where(p, y.evidence))
