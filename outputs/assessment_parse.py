"""JSON ("assessment/1") back into an assessment, so that packets and tables can be made again without reading the PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

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
from outputs.labels import COORDINATORS

SCHEMA = "assessment/1"

Node = dict[str, Any]
T = TypeVar("T")


def assessment_from_json(data: Node) -> Assessment:
    """The assessment that ``assessment_to_json`` wrote.

    Raises:
        ValueError: the schema is another one.
        KeyError: a key the form demands is missing.
    """
    if data.get("schema") != SCHEMA:
        raise ValueError(f"形式が {SCHEMA} ではありません：{data.get('schema')!r}")
    partners = _values((data.get("wide_area") or {}).get("partners"))
    return Assessment(
        document=_document(data["document"]),
        fields=_fields(data["fields"], partners),
        criteria=_each(data["criteria"], _criterion),
        provenance=_provenance(data.get("provenance") or {}),
        prescore=_maybe(data.get("prescore"), _prescore),
        overlaps=_each(data["overlaps"], _overlap),
        questions=tuple(data.get("questions") or ()),
        reasons=_features(data),
    )


def _each(nodes: list[Node] | None, parse: Callable[[Node], T]) -> tuple[T, ...]:
    return tuple(parse(n) for n in nodes or ())


def _maybe(node: Node | None, parse: Callable[[Node], T]) -> T | None:
    return None if node is None else parse(node)


def _text(node: Node, key: str) -> str:
    return node.get(key) or ""


def _document(n: Node) -> DocumentInfo:
    problems = _each(n.get("problems"), lambda p: Problem(p["code"], p["message"], p.get("page")))
    layouts = _each(n.get("layouts"), lambda x: PageLayout(x["width"], x["height"], x["columns"]))
    return DocumentInfo(n["file"], n["sha256"], n["pages"], Status(n["status"]), problems, tuple(n.get("ocr_pages") or ()), layouts)


def _evidence(n: Node) -> Evidence:
    box = n.get("bbox")
    return Evidence(n["quote"], n["page"], Box(*box) if box else None, n.get("score", 1.0))


def _evidences(n: Node) -> tuple[Evidence, ...]:
    return _each(n.get("evidence"), _evidence)


def _features(n: Node) -> tuple[Feature, ...]:
    return _each(n.get("reasons"), lambda f: Feature(f["name"], f["value"], f["weight"]))


def _value_of(n: Node, key: str) -> Value[Any]:
    alternatives, flags = tuple(n.get("alternatives") or ()), tuple(n.get("flags") or ())
    return Value(n[key], n["confidence"], _evidences(n), alternatives, flags, _features(n))


def _value(n: Node | None) -> Value[str] | None:
    return _maybe(n, lambda x: _value_of(x, "value"))


def _values(nodes: list[Node] | None) -> tuple[Value[str], ...]:
    return _each(nodes, lambda x: _value_of(x, "value"))


def _fields(n: Node, partners: tuple[Value[str], ...]) -> Fields:
    heads = n.get("headquarters") or {}
    return Fields(
        title=_value(n.get("title")),
        applicants=_values(n.get("applicants")),
        region=_value(n.get("region")),
        prefectures=_values(n.get("prefectures")),
        municipalities=_values(n.get("municipalities")),
        period=_value(n.get("period")),
        specific_domain=_value(n.get("specific_domain")),
        core_institution=_value(n.get("core_institution")),
        core_profile=_profile(n.get("core_profile") or {}),
        core_research_institutions=_values(n.get("core_research_institutions")),
        infrastructure=_each(n.get("infrastructure"), _facility),
        budget=_maybe(n.get("budget"), _budget),
        headquarters=tuple((role, _value_of(v, "value")) for role, v in heads.items() if v and role != COORDINATORS),
        coordinators=_maybe(heads.get(COORDINATORS), lambda x: _value_of(x, "count")),
        quantities=_each(n.get("quantities"), _quantity),
        themes=_each(n.get("themes"), _theme),
        companies=_values(n.get("companies")),
        universities=_values(n.get("universities")),
        related_programmes=_values(n.get("related_programmes")),
        partner_regions=partners,
    )


def _profile(n: Node) -> CoreProfile:
    return CoreProfile(*(_value(n.get(k)) for k in ("endowment", "staff", "turnover", "unit_in_charge")))


def _facility(n: Node) -> Facility:
    return Facility(
        n["name"],
        FacilityStatus(n["status"]),
        n["confidence"],
        _evidences(n),
        size=_text(n, "size"),
        kind=_text(n, "kind"),
        operator=_text(n, "operator"),
        area_m2=n.get("area_m2"),
        rooms=n.get("rooms"),
        occupancy=_text(n, "occupancy"),
        opens=_text(n, "opens"),
        use=_text(n, "use"),
        reasons=_features(n),
    )


def _budget(n: Node) -> Budget:
    return Budget(
        n["total_yen"],
        n["confidence"],
        _evidences(n),
        national_yen=n.get("national_yen"),
        local_yen=n.get("local_yen"),
        private_yen=n.get("private_yen"),
        by_year=_each(n.get("by_year"), _year),
        items=_each(n.get("items"), lambda i: BudgetItem(i["name"], i["yen"], _evidences(i))),
        consistent=n.get("consistent"),
        mismatches=_each(n.get("mismatches"), lambda m: Mismatch(m["message"], m["stated_yen"], m["computed_yen"], _evidences(m))),
        unit=_text(n, "unit"),
        reasons=_features(n),
    )


def _year(n: Node) -> YearAmount:
    return YearAmount(n["fy"], n["yen"], n.get("national_yen"), n.get("local_yen"), _evidences(n))


def _quantity(n: Node) -> Quantity:
    return Quantity(n["what"], n["value"], n["unit"], n["confidence"], _evidences(n), _text(n, "year"), _text(n, "scope"), _features(n))


def _theme(n: Node) -> ResearchTheme:
    return ResearchTheme(n["title"], _text(n, "leader"), _text(n, "affiliation"), _evidences(n))


def _criterion(n: Node) -> CriterionResult:
    zero, one, two, three = n.get("probabilities") or (0.0, 0.0, 0.0, 0.0)
    return CriterionResult(
        n["id"],
        n["grade"],
        n["confidence"],
        _evidences(n),
        (zero, one, two, three),
        n.get("abstained", False),
        _maybe(n.get("nearest"), _evidence),
        _text(n, "missing"),
        _features(n),
    )


def _overlap(n: Node) -> Overlap:
    label = n.get("label")
    return Overlap(
        n["programme_id"],
        _text(n, "programme_name"),
        OverlapLabel(label) if label else None,
        n["score"],
        _each(n.get("levels"), lambda m: LevelMatch(m["name"], m["level"], m["ours"], m["theirs"], m["weight"], m["sentence"])),
        _evidences(n),
        n.get("disclosed", False),
        _text(n, "treatment"),
        _text(n, "sentence"),
        _text(n, "question"),
        _text(n, "programme_kind"),
        _text(n, "programme_source"),
    )


def _part(n: Node) -> ScorePart:
    parts = _each(n.get("parts"), _part)
    return ScorePart(n["id"], n["title"], n["points"], n["maximum"], n.get("error", 0.0), _text(n, "sentence"), parts)


def _prescore(n: Node) -> PreScore:
    gates = tuple((g["id"], g["met"], g["sentence"]) for g in n.get("gates") or ())
    return PreScore(n["total"], n["error"], _each(n.get("sections"), _part), gates, tuple(n.get("flags") or ()))


def _provenance(n: Node) -> Provenance:
    lists = tuple(n.get("programme_lists") or ())
    models = _text(n, "embedding_model"), _text(n, "ranker")
    return Provenance(_text(n, "program"), _text(n, "rubric"), *models, lists, _text(n, "fingerprint"))
