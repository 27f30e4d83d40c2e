"""The extracted fields as rows and tables."""

from __future__ import annotations

from extractors.records import Facility, FacilityStatus, Fields, Quantity
from models.assessment import Assessment
from outputs.packet.entries import Source, entry, gathered, needs_check, plain, row, rows_of
from outputs.packet.view import Entry, FacilityRow, QuantityRow, Row, ThemeRow
from outputs.wording import display, number, percent, short

HEADS = ("本部長", "事業総括", "研究統括")


def cover_rows(f: Fields) -> tuple[Row, ...]:
    """The few lines a reviewer looks for first, without their evidence."""
    joined = (
        ("提案者", [v.value for v in f.applicants]),
        ("対象地域", _region(f)),
        ("特定領域", [f.specific_domain.value] if f.specific_domain else []),
        ("中核機関", [f.core_institution.value] if f.core_institution else []),
        ("コア研究機関", [v.value for v in f.core_research_institutions]),
    )
    return tuple(Row(label, (plain("、".join(texts)),) if texts else ()) for label, texts in joined)


def _region(f: Fields) -> list[str]:
    names = "、".join(v.value for v in f.prefectures)
    if f.region is None:
        return [names] if names else []
    return [f"{f.region.value}（{names}）" if names and names != f.region.value else f.region.value]


def plan_rows(f: Fields, source: Source) -> tuple[Row, ...]:
    return (
        row("構想名", f.title, source),
        rows_of("提案者", f.applicants, source),
        row("対象地域", f.region, source),
        gathered("都道府県", f.prefectures, display().check),
        row("特定領域", f.specific_domain, source),
        row("計画期間", f.period, source),
    )


def organisation_rows(f: Fields, source: Source) -> tuple[Row, ...]:
    profile, named = f.core_profile, dict(f.headquarters)
    attributes = (
        ("　基本財産・資本金", profile.endowment),
        ("　職員数", profile.staff),
        ("　事業規模", profile.turnover),
        ("　担当部署", profile.unit_in_charge),
    )
    others = tuple(row(role, value, source) for role, value in f.headquarters if role not in HEADS)
    return (
        row("中核機関", f.core_institution, source),
        *(row(label, value, source) for label, value in attributes if value is not None),
        rows_of("コア研究機関", f.core_research_institutions, source),
        *(row(role, named.get(role), source) for role in HEADS),
        row("科学技術コーディネータ", f.coordinators, source, lambda n: f"{n}名"),
        *others,
        gathered("参加大学等", f.universities, display().check),
        gathered("参加企業", f.companies, display().check),
    )


def theme_rows(f: Fields, source: Source) -> tuple[ThemeRow, ...]:
    return tuple(ThemeRow(short(t.title), short(t.leader), short(t.affiliation), source.quotes(t.evidence, 1)) for t in f.themes)


def facility_rows(f: Fields, source: Source) -> tuple[FacilityRow, ...]:
    return tuple(_facility(x, source) for x in f.infrastructure)


def _facility(x: Facility, source: Source) -> FacilityRow:
    told = (("運営", x.operator), ("稼働", x.occupancy), ("開設", x.opens), ("用途", x.use))
    details = tuple(short(text if text.startswith(label) else f"{label}：{text}") for label, text in told if text)
    value = Entry(short(x.name), percent(x.confidence), needs_check(x.confidence), source.quotes(x.evidence, 1))
    return FacilityRow(
        short(x.name),
        display().facility_status[x.status.value],
        x.status is FacilityStatus.PLANNED,
        x.kind,
        short(x.size),
        details,
        value,
    )


def quantity_rows(f: Fields, source: Source) -> tuple[QuantityRow, ...]:
    return tuple(_quantity(q, source) for q in f.quantities)


def _quantity(q: Quantity, source: Source) -> QuantityRow:
    value = f"{number(q.value)}{short(q.unit)}"
    told = Entry(value, percent(q.confidence), needs_check(q.confidence), source.quotes(q.evidence, 1))
    return QuantityRow(short(q.what), value, short(q.year), short(q.scope), told)


def wide_area_rows(a: Assessment, source: Source) -> tuple[Row, ...]:
    return (
        Row("連携相手の地域", tuple(entry(v, source) for v in a.fields.partner_regions)),
        gathered("提案書が挙げる他の事業", a.fields.related_programmes, display().check),
    )
