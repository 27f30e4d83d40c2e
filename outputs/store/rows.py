"""An assessment as rows of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from extractors.records import Budget, Fields
from extractors.values import Evidence, Value
from models.assessment import Assessment
from outputs.assessment_json import assessment_to_json
from outputs.checking import needs_check
from outputs.store.tables import (
    BudgetRecord,
    BudgetYear,
    CriterionRecord,
    EvidenceRecord,
    FacilityRecord,
    FieldValue,
    OverlapRecord,
    ProblemRecord,
    Proposal,
    QuantityRecord,
)
from outputs.wording import printable

SINGLE = ("title", "region", "period", "specific_domain", "core_institution")
LISTS = (
    "applicants",
    "prefectures",
    "municipalities",
    "core_research_institutions",
    "companies",
    "universities",
    "related_programmes",
    "partner_regions",
)
PROFILE = ("endowment", "staff", "turnover", "unit_in_charge")

Named = tuple[str, str, int, Value[Any]]  # subject, field, position, value


def proposal_row(name: str, a: Assessment) -> Proposal:
    """The proposal with all that was found in it."""
    d, title, score = a.document, a.fields.title, a.prescore
    return Proposal(
        name=name,
        file=printable(d.file),
        sha256=d.sha256,
        pages=d.pages,
        status=d.status.value,
        title=printable(title.value) if title else None,
        prescore=score.total if score else None,
        prescore_error=score.error if score else None,
        assessment=clean(assessment_to_json(a)),
        values=[_value(*named) for named in named_values(a.fields)],
        facilities=_facilities(a.fields),
        budgets=[_budget(a.fields.budget)] if a.fields.budget else [],
        budget_years=_years(a.fields.budget),
        quantities=_quantities(a.fields),
        criteria=_criteria(a),
        overlaps=_overlaps(a),
        problems=[ProblemRecord(code=p.code, message=printable(p.message), page=p.page) for p in d.problems],
        evidence=[row for subject, found in subjects_with_evidence(a) for row in _evidence(subject, found)],
    )


def clean(node: Any) -> Any:
    """The JSON without characters a database refuses."""
    if isinstance(node, dict):
        return {k: clean(v) for k, v in node.items()}
    if isinstance(node, list):
        return [clean(v) for v in node]
    return printable(node) if isinstance(node, str) else node


def named_values(f: Fields) -> Iterator[Named]:
    """Every simple value of the fields under its subject."""
    for field in SINGLE:
        if (value := getattr(f, field)) is not None:
            yield field, field, 0, value
    for field in PROFILE:
        if (value := getattr(f.core_profile, field)) is not None:
            yield f"core_profile.{field}", f"core_profile.{field}", 0, value
    for field in LISTS:
        for i, value in enumerate(getattr(f, field)):
            yield f"{field}[{value.value}]", field, i, value
    for role, value in f.headquarters:
        yield f"headquarters[{role}]", "headquarters", 0, value
    if f.coordinators is not None:
        yield "headquarters[科学技術コーディネータ]", "headquarters", 0, f.coordinators


def subjects_with_evidence(a: Assessment) -> Iterator[tuple[str, Sequence[Evidence]]]:
    f = a.fields
    yield from ((subject, value.evidence) for subject, _, _, value in named_values(f))
    yield from ((f"infrastructure[{x.name}]", x.evidence) for x in f.infrastructure)
    if f.budget:
        yield "budget.total_yen", f.budget.evidence
        yield from ((f"budget.by_year[{y.fy}]", y.evidence) for y in f.budget.by_year)
    yield from zip(quantity_subjects(f), (q.evidence for q in f.quantities), strict=True)
    yield from ((f"criteria[{c.id}]", c.evidence) for c in a.criteria)
    yield from ((f"overlaps[{o.programme_id}]", o.evidence) for o in a.overlaps)


def quantity_subjects(f: Fields) -> tuple[str, ...]:
    """quantities[研究者数], and quantities[研究者数#2] where a thing is counted more than once."""
    seen: Counter[str] = Counter()
    subjects = []
    for q in f.quantities:
        seen[q.what] += 1
        subjects.append(f"quantities[{q.what}{f'#{seen[q.what]}' if seen[q.what] > 1 else ''}]")
    return tuple(subjects)


def _value(subject: str, field: str, position: int, v: Value[Any]) -> FieldValue:
    return FieldValue(
        subject=printable(subject),
        field=field,
        position=position,
        value=printable(str(v.value)),
        confidence=v.confidence,
        check=needs_check(v.confidence, field),
        flags=[printable(x) for x in v.flags],
    )


def _facilities(f: Fields) -> list[FacilityRecord]:
    return [
        FacilityRecord(
            subject=printable(f"infrastructure[{x.name}]"),
            name=printable(x.name),
            status=x.status.value,
            kind=x.kind,
            size=printable(x.size),
            operator=printable(x.operator),
            area_m2=x.area_m2,
            rooms=x.rooms,
            occupancy=printable(x.occupancy),
            opens=printable(x.opens),
            use=printable(x.use),
            confidence=x.confidence,
        )
        for x in f.infrastructure
    ]


def _budget(b: Budget) -> BudgetRecord:
    return BudgetRecord(
        total_yen=b.total_yen,
        national_yen=b.national_yen,
        local_yen=b.local_yen,
        private_yen=b.private_yen,
        consistent=b.consistent,
        mismatches=[printable(m.message) for m in b.mismatches],
        confidence=b.confidence,
    )


def _years(b: Budget | None) -> list[BudgetYear]:
    return [
        BudgetYear(subject=f"budget.by_year[{y.fy}]", fy=y.fy, yen=y.yen, national_yen=y.national_yen, local_yen=y.local_yen)
        for y in (b.by_year if b else ())
    ]


def _quantities(f: Fields) -> list[QuantityRecord]:
    return [
        QuantityRecord(
            subject=printable(subject),
            what=printable(q.what),
            value=q.value,
            unit=printable(q.unit),
            year=printable(q.year),
            scope=printable(q.scope),
            confidence=q.confidence,
        )
        for subject, q in zip(quantity_subjects(f), f.quantities, strict=True)
    ]


def _criteria(a: Assessment) -> list[CriterionRecord]:
    return [
        CriterionRecord(
            subject=f"criteria[{c.id}]",
            criterion_id=c.id,
            grade=c.grade,
            confidence=c.confidence,
            abstained=c.abstained,
            missing=printable(c.missing),
        )
        for c in a.criteria
    ]


def _overlaps(a: Assessment) -> list[OverlapRecord]:
    return [
        OverlapRecord(
            subject=f"overlaps[{o.programme_id}]",
            programme_id=o.programme_id,
            programme_name=printable(o.programme_name),
            label=o.label.value if o.label else None,
            score=o.score,
            treatment=o.treatment,
            disclosed=o.disclosed,
            sentence=printable(o.sentence),
            levels=[{"name": m.name, "level": m.level, "weight": m.weight, "sentence": printable(m.sentence)} for m in o.levels],
        )
        for o in a.overlaps
    ]


def _evidence(subject: str, found: Sequence[Evidence]) -> Iterator[EvidenceRecord]:
    for i, e in enumerate(found):
        x0, top, x1, bottom = e.bbox.as_list() if e.bbox else (None, None, None, None)
        quote = printable(e.quote)
        yield EvidenceRecord(
            subject=printable(subject), position=i, quote=quote, page=e.page, x0=x0, top=top, x1=x1, bottom=bottom, score=e.score
        )
