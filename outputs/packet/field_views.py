"""The extracted fields as rows and tables."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.records import Facility, FacilityStatus, Fields, Quantity
from extractors.values import Value
from models.assessment import Assessment
from outputs.checking import needs_check
from outputs.corrections.subjects import plain_text
from outputs.grounds import grounds
from outputs.labels import COORDINATORS, HEADS, PROFILE_LABELS
from outputs.packet.entries import FIELD_QUOTES, Source, gathered, plain, row, rows_of
from outputs.packet.view import Entry, FacilityRow, QuantityRow, Row, ThemeRow
from outputs.store.rows import quantity_subjects
from outputs.wording import display, number, percent, printable, short


def cover_rows(f: Fields, source: Source) -> tuple[Row, ...]:
    """The few lines a reviewer looks for first, without their evidence; what a person corrected says so."""
    joined = (
        ("提案者", [v.value for v in f.applicants]),
        ("対象地域", _region(f)),
        ("特定領域", [f.specific_domain.value] if f.specific_domain else []),
        ("中核機関", [f.core_institution.value] if f.core_institution else []),
        ("コア研究機関", [v.value for v in f.core_research_institutions]),
    )
    remarks = (
        source.missed("applicants", (v.value for v in f.applicants)),
        _single_remark(source, "region", f.region),
        _single_remark(source, "specific_domain", f.specific_domain),
        _single_remark(source, "core_institution", f.core_institution),
        _list_remarks(source, "core_research_institutions", f.core_research_institutions),
    )
    rows = zip(joined, remarks, strict=True)
    return tuple(Row(label, (plain("、".join(texts)),) if texts else (), decided) for (label, texts), decided in rows)


def _single_remark(source: Source, field: str, value: Value[str] | None) -> tuple[str, ...]:
    decided = source.remark(field, printable(value.value) if value else None)
    return (decided,) if decided else ()


def _list_remarks(source: Source, field: str, values: Sequence[Value[str]]) -> tuple[str, ...]:
    """What people decided of a list, in its order, each decision with the value it is about."""
    told = [(short(v.value), source.remark(f"{field}[{v.value}]", printable(v.value))) for v in values]
    return (*(f"{value}　{decided}" for value, decided in told if decided), *source.missed(field, (v.value for v in values)))


def _region(f: Fields) -> list[str]:
    names = "、".join(v.value for v in f.prefectures)
    if f.region is None:
        return [names] if names else []
    return [f"{f.region.value}（{names}）" if names and names != f.region.value else f.region.value]


def plan_rows(f: Fields, source: Source) -> tuple[Row, ...]:
    return (
        row("構想名", f.title, source, "title"),
        rows_of("提案者", f.applicants, source, "applicants"),
        row("対象地域", f.region, source, "region"),
        gathered("都道府県", f.prefectures, source, "prefectures"),
        row("特定領域", f.specific_domain, source, "specific_domain"),
        row("計画期間", f.period, source, "period"),
    )


def organisation_rows(f: Fields, source: Source) -> tuple[Row, ...]:
    named = dict(f.headquarters)
    attributes = ((f"　{label}", getattr(f.core_profile, key), f"core_profile.{key}") for key, label in PROFILE_LABELS.items())
    profile = tuple(row(label, value, source, subject) for label, value, subject in attributes)
    others = tuple(row(role, value, source, f"headquarters[{role}]") for role, value in f.headquarters if role not in HEADS)
    return (
        row("中核機関", f.core_institution, source, "core_institution"),
        *(r for r in profile if r.entries or r.remarks),
        rows_of("コア研究機関", f.core_research_institutions, source, "core_research_institutions"),
        *(row(role, named.get(role), source, f"headquarters[{role}]") for role in HEADS),
        row(COORDINATORS, f.coordinators, source, f"headquarters[{COORDINATORS}]", lambda n: f"{n}名"),
        *others,
        gathered("参加大学等", f.universities, source, "universities"),
        gathered("参加企業", f.companies, source, "companies"),
    )


def theme_rows(f: Fields, source: Source) -> tuple[ThemeRow, ...]:
    return tuple(ThemeRow(short(t.title), short(t.leader), short(t.affiliation), source.quotes(t.evidence, 1)) for t in f.themes)


def facility_rows(f: Fields, source: Source) -> tuple[FacilityRow, ...]:
    return tuple(_facility(x, source) for x in f.infrastructure)


def _facility(x: Facility, source: Source) -> FacilityRow:
    told = (("運営", x.operator), ("状況", x.occupancy), ("開設", x.opens), ("用途", x.use))
    details = tuple(short(text if text.startswith((label, "稼働", "入居")) else f"{label}：{text}") for label, text in told if text)
    subject = f"infrastructure[{x.name}]"
    told_by_people = (source.remark(subject, printable(x.name)), _status_remark(x, source))
    decided = "　".join(text for text in told_by_people if text)
    check = not decided and needs_check(x.confidence, subject)
    value = Entry(short(x.name), percent(x.confidence), check, source.quotes(x.evidence, 1), remark=decided, grounds=grounds(x.reasons))
    return FacilityRow(
        short(x.name),
        display().facility_status[x.status.value],
        x.status is FacilityStatus.PLANNED,
        x.kind,
        short(x.size),
        details,
        value,
    )


def _status_remark(x: Facility, source: Source) -> str:
    decided = source.remark(f"infrastructure[{x.name}].status", x.status.value)
    return f"区分の{decided}" if decided else ""


def quantity_rows(f: Fields, source: Source) -> tuple[QuantityRow, ...]:
    return tuple(_quantity(q, source, subject) for subject, q in zip(quantity_subjects(f), f.quantities, strict=True))


def _quantity(q: Quantity, source: Source, subject: str) -> QuantityRow:
    value, decided = f"{number(q.value)}{short(q.unit)}", source.remark(subject, plain_text(q.value))
    check = not decided and needs_check(q.confidence, subject)
    told = Entry(value, percent(q.confidence), check, source.quotes(q.evidence, 1), remark=decided)
    return QuantityRow(short(q.what), value, short(q.year), short(q.scope), told)


def wide_area_rows(a: Assessment, source: Source) -> tuple[Row, ...]:
    return (
        rows_of("連携相手の地域", a.fields.partner_regions, source, "partner_regions", FIELD_QUOTES),
        gathered("提案書が挙げる他の事業", a.fields.related_programmes, source, "related_programmes"),
    )
