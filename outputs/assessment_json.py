"""An assessment as JSON ("assessment/1"). What the proposal does not say is null."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from extractors.records import Budget, CoreProfile, Facility, Fields, Quantity, ResearchTheme
from extractors.values import Evidence, Feature, Value
from models.assessment import Assessment, CriterionResult, DocumentInfo, LevelMatch, Overlap, PreScore, Provenance, ScorePart
from outputs.assessment_parse import SCHEMA, assessment_from_json
from outputs.labels import COORDINATORS, HEADS

__all__ = ["SCHEMA", "assessment_from_json", "assessment_to_json"]

T = TypeVar("T", str, int)
Json = dict[str, object]
DIGITS = 4


def assessment_to_json(a: Assessment) -> Json:
    """The whole assessment; ``assessment_from_json`` reads it back."""
    return {
        "schema": SCHEMA,
        "document": _document(a.document),
        "fields": _fields(a.fields),
        "criteria": [_criterion(c) for c in a.criteria],
        "overlaps": [_overlap(o) for o in a.overlaps],
        "wide_area": {"partners": _values(a.fields.partner_regions)},
        "prescore": _prescore(a.prescore) if a.prescore else None,
        "questions": list(a.questions),
        "reasons": _features(a.reasons),
        "provenance": _provenance(a.provenance),
    }


def _document(d: DocumentInfo) -> Json:
    problems = [{"code": p.code, "message": p.message, "page": p.page} for p in d.problems]
    return {
        "file": d.file,
        "sha256": d.sha256,
        "pages": d.pages,
        "status": d.status.value,
        "problems": problems,
        "ocr_pages": list(d.ocr_pages),
        "layouts": [{"width": round(x.width, 2), "height": round(x.height, 2), "columns": x.columns} for x in d.layouts],
    }


def _evidence(e: Evidence) -> Json:
    return {"quote": e.quote, "page": e.page, "bbox": e.bbox.as_list() if e.bbox else None, "score": round(e.score, DIGITS)}


def _evidences(found: Iterable[Evidence]) -> list[Json]:
    return [_evidence(e) for e in found]


def _features(found: Iterable[Feature]) -> list[Json]:
    return [{"name": f.name, "value": round(f.value, DIGITS), "weight": round(f.weight, DIGITS)} for f in found]


def _value(v: Value[T] | None, key: str = "value") -> Json | None:
    if v is None:
        return None
    return {
        key: v.value,
        "confidence": round(v.confidence, DIGITS),
        "evidence": _evidences(v.evidence),
        "alternatives": list(v.alternatives),
        "flags": list(v.flags),
        "reasons": _features(v.reasons),
    }


def _values(found: Iterable[Value[str]]) -> list[Json | None]:
    return [_value(v) for v in found]


def _fields(f: Fields) -> Json:
    return {
        "title": _value(f.title),
        "applicants": _values(f.applicants),
        "region": _value(f.region),
        "prefectures": _values(f.prefectures),
        "municipalities": _values(f.municipalities),
        "period": _value(f.period),
        "specific_domain": _value(f.specific_domain),
        "core_institution": _value(f.core_institution),
        "core_profile": _profile(f.core_profile),
        "core_research_institutions": _values(f.core_research_institutions),
        "infrastructure": [_facility(x) for x in f.infrastructure],
        "budget": _budget(f.budget) if f.budget else None,
        "headquarters": _headquarters(f),
        "quantities": [_quantity(q) for q in f.quantities],
        "themes": [_theme(t) for t in f.themes],
        "companies": _values(f.companies),
        "universities": _values(f.universities),
        "related_programmes": _values(f.related_programmes),
    }


def _profile(p: CoreProfile) -> Json:
    return {
        "endowment": _value(p.endowment),
        "staff": _value(p.staff),
        "turnover": _value(p.turnover),
        "unit_in_charge": _value(p.unit_in_charge),
    }


def _headquarters(f: Fields) -> Json:
    named = dict(f.headquarters)
    heads: Json = {role: _value(named.get(role)) for role in HEADS}
    others: Json = {role: _value(v) for role, v in f.headquarters if role not in HEADS}
    return heads | {COORDINATORS: _value(f.coordinators, "count")} | others


def _facility(x: Facility) -> Json:
    return {
        "name": x.name,
        "status": x.status.value,
        "size": x.size or None,
        "confidence": round(x.confidence, DIGITS),
        "evidence": _evidences(x.evidence),
        "kind": x.kind or None,
        "operator": x.operator or None,
        "area_m2": x.area_m2,
        "rooms": x.rooms,
        "occupancy": x.occupancy or None,
        "opens": x.opens or None,
        "use": x.use or None,
        "reasons": _features(x.reasons),
    }


def _budget(b: Budget) -> Json:
    return {
        "total_yen": b.total_yen,
        "national_yen": b.national_yen,
        "local_yen": b.local_yen,
        "private_yen": b.private_yen,
        "by_year": [
            {"fy": y.fy, "yen": y.yen, "national_yen": y.national_yen, "local_yen": y.local_yen, "evidence": _evidences(y.evidence)}
            for y in b.by_year
        ],
        "items": [{"name": i.name, "yen": i.yen, "evidence": _evidences(i.evidence)} for i in b.items],
        "consistent": b.consistent,
        "mismatches": [
            {"message": m.message, "stated_yen": m.stated_yen, "computed_yen": m.computed_yen, "evidence": _evidences(m.evidence)}
            for m in b.mismatches
        ],
        "unit": b.unit or None,
        "confidence": round(b.confidence, DIGITS),
        "evidence": _evidences(b.evidence),
        "reasons": _features(b.reasons),
    }


def _quantity(q: Quantity) -> Json:
    return {
        "what": q.what,
        "value": q.value,
        "unit": q.unit,
        "confidence": round(q.confidence, DIGITS),
        "evidence": _evidences(q.evidence),
        "year": q.year or None,
        "scope": q.scope or None,
        "reasons": _features(q.reasons),
    }


def _theme(t: ResearchTheme) -> Json:
    return {"title": t.title, "leader": t.leader or None, "affiliation": t.affiliation or None, "evidence": _evidences(t.evidence)}


def _criterion(c: CriterionResult) -> Json:
    return {
        "id": c.id,
        "grade": c.grade,
        "confidence": round(c.confidence, DIGITS),
        "evidence": _evidences(c.evidence),
        "probabilities": [round(p, DIGITS) for p in c.probabilities],
        "abstained": c.abstained,
        "nearest": _evidence(c.nearest) if c.nearest else None,
        "missing": c.missing or None,
        "reasons": _features(c.reasons),
    }


def _level(m: LevelMatch) -> Json:
    weight = round(m.weight, DIGITS)
    return {"name": m.name, "level": m.level, "ours": m.ours, "theirs": m.theirs, "weight": weight, "sentence": m.sentence}


def _overlap(o: Overlap) -> Json:
    return {
        "programme_id": o.programme_id,
        "programme_name": o.programme_name,
        "label": o.label.value if o.label else None,
        "score": round(o.score, DIGITS),
        "reasons": list(o.reasons),
        "evidence": _evidences(o.evidence),
        "levels": [_level(m) for m in o.levels],
        "disclosed": o.disclosed,
        "treatment": o.treatment or None,
        "sentence": o.sentence or None,
        "question": o.question or None,
        "programme_kind": o.programme_kind or None,
        "programme_source": o.programme_source or None,
    }


def _part(p: ScorePart) -> Json:
    return {
        "id": p.id,
        "title": p.title,
        "points": round(p.points, DIGITS),
        "maximum": round(p.maximum, DIGITS),
        "error": round(p.error, DIGITS),
        "sentence": p.sentence or None,
        "parts": [_part(x) for x in p.parts],
    }


def _prescore(s: PreScore) -> Json:
    return {
        "total": round(s.total, DIGITS),
        "error": round(s.error, DIGITS),
        "sections": [_part(p) for p in s.sections],
        "gates": [{"id": gate, "met": met, "sentence": sentence} for gate, met, sentence in s.gates],
        "flags": list(s.flags),
    }


def _provenance(p: Provenance) -> Json:
    return {
        "program": p.program,
        "rubric": p.rubric,
        "embedding_model": p.embedding_model,
        "ranker": p.ranker,
        "programme_lists": list(p.programme_lists),
        "fingerprint": p.fingerprint or None,
    }
