"""From candidates to fields: proposers, the learned ranker of each field, the decision.

propose(document, docs) → Proposals ──FieldRanker──▶ decide(proposals, ranker) → Fields
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractors.candidates import Candidate
from extractors.document import Document
from extractors.fields.budget import extract_budget
from extractors.fields.core_profile import core_profile
from extractors.fields.domain import FIELD as DOMAIN
from extractors.fields.domain import FRAMED, domain_candidates
from extractors.fields.header import extract_header
from extractors.fields.infrastructure import FIELD as INFRASTRUCTURE
from extractors.fields.infrastructure import FacilityFound, facility_candidates
from extractors.fields.institutions import CORE, CORE_RESEARCH, core_candidates, core_research_candidates
from extractors.fields.participants import extract_companies, extract_universities
from extractors.fields.partners import extract_partners
from extractors.fields.people import extract_coordinators, extract_headquarters
from extractors.fields.period import extract_period
from extractors.fields.quantities import extract_quantities
from extractors.fields.related import extract_related
from extractors.fields.secretariat import SECRETARIAT, extract_secretariat
from extractors.fields.themes import extract_themes
from extractors.mentions import Naming, name_document
from extractors.records import CoreProfile, Facility, FacilityStatus, Fields
from extractors.values import Value
from extractors.view import view
from models.evaluation.sameness import same_facility
from models.field_wordings import field_wordings
from models.fields_gold import PARTLY, Gold, labels, status_of
from models.nlp import analyse, load_nlp
from models.ranking.ranker import Example, Ranker, calibrated, fit, out_of_fold, sigmoid

RANKED = (DOMAIN, FRAMED, CORE, CORE_RESEARCH, INFRASTRUCTURE)
SINGLE = (DOMAIN, FRAMED, CORE)  # fields with one value
STATUS = "infrastructure_status"
SHIPPED = "field_ranker.json"
FORMAT = "field-ranker/1"
_PROFILES = 3  # bodies whose attributes are read before it is decided which is the 中核機関
_RIVAL = 0.35  # probability from which another candidate is shown beside the chosen one
_SURE = 0.8  # probability from which a university is told beside its own faculty
_BROAD = "特定領域が広く、絞り込まれていないおそれがあります。学問分野又は産業分野の全体を指す語です。"
_INFERRED = "「特定領域」等の語を伴わない記載から読み取りました。原文をご確認ください。"
_STRENGTH = 1.0
_LOWEST, _HIGHEST = 0.25, 0.5  # bounds of a threshold: below a half a value may be told, above it none is withheld
_LIKELIEST = {FRAMED: 0.35, CORE: 0.13}  # every proposal should name one: the likeliest is told, to be checked, rather than none


@dataclass(frozen=True, eq=False)
class Proposals:
    """Everything proposed for one document: candidates by field, and the records rules alone make."""

    file: str
    candidates: Mapping[str, tuple[Candidate, ...]]
    records: Fields = field(default_factory=Fields)
    profiles: Mapping[str, CoreProfile] = field(default_factory=dict)  # of the likeliest 中核機関, by candidate key


def propose(document: Document, docs: Mapping[int, Doc]) -> Proposals:
    """All candidates of all ranked fields, and the records that rules alone make."""
    naming = name_document(document, docs)
    records = _records(document, naming, docs)
    title = records.title.value if records.title else ""
    candidates = {
        **domain_candidates(naming, docs, title),
        CORE: tuple(core_candidates(naming, docs)),
        CORE_RESEARCH: tuple(core_research_candidates(naming, docs)),
        INFRASTRUCTURE: tuple(facility_candidates(naming, docs)),
    }
    likely = sorted(candidates[CORE], key=lambda c: -c.features.get("strength", 0.0))[:_PROFILES]
    return Proposals(document.file, candidates, records, {c.key: core_profile(naming, c.key) for c in likely})


def _records(document: Document, naming: Naming, docs: Mapping[int, Doc]) -> Fields:
    """What rules alone take out."""
    head = extract_header(naming.units)
    return Fields(
        title=head.title,
        applicants=head.applicants,
        region=head.region,
        prefectures=head.prefectures,
        municipalities=head.municipalities,
        budget=extract_budget(document),
        headquarters=_headquarters(document, docs),
        coordinators=extract_coordinators(document),
        quantities=extract_quantities(document, docs),
        period=extract_period(document),
        themes=extract_themes(document),
        companies=extract_companies(document),
        universities=extract_universities(document),
        related_programmes=extract_related(document),
        partner_regions=extract_partners(document, head.region.value if head.region else None),
    )


def _headquarters(document: Document, docs: Mapping[int, Doc]) -> tuple[tuple[str, Value[str]], ...]:
    """The leading persons, and the office behind them where it is told."""
    office = extract_secretariat(document)
    return (*extract_headquarters(document, docs), *(((SECRETARIAT, office),) if office else ()))


@cache
def _wordings() -> tuple[tuple[Proposals, Gold], ...]:
    """The further examples of FRAMED."""
    nlp = load_nlp()
    return tuple((propose(document, analyse(document, nlp)), gold) for document, gold in field_wordings())


@dataclass(frozen=True, eq=False)
class FieldRanker:
    """One calibrated ranker for each field with the probability from which its values are told."""

    rankers: Mapping[str, Ranker]
    thresholds: Mapping[str, float]
    version: str = "0"

    @classmethod
    def fit(cls, examples: Sequence[tuple[Proposals, Gold]], version: str = "0") -> FieldRanker:
        """Learns every field from proposals with gold; thresholds from out-of-fold probabilities."""
        rankers, thresholds = {}, {}
        for name in RANKED:
            told = field_examples(name, [*examples, *_wordings()] if name == FRAMED else examples)
            ranker = fit(told, _STRENGTH)
            answers = out_of_fold(told, _STRENGTH)
            if name in SINGLE:
                answers = _chosen(told, answers)
                ranker = calibrated(ranker, answers)
            rankers[name] = ranker
            thresholds[name] = min(_threshold(ranker, answers), _LIKELIEST.get(name, 1.0))
        rankers[STATUS] = fit(status_examples(examples), _STRENGTH)
        thresholds[STATUS] = 0.5
        return cls(rankers, thresholds, version)

    @classmethod
    def load(cls, path: Path | None = None) -> FieldRanker:
        """The model at ``path`` or the shipped one. Raises ``ValueError`` where it is none."""
        text = path.read_text("utf-8") if path else (files("models") / "data" / SHIPPED).read_text("utf-8")
        raw: dict[str, Any] = json.loads(text)
        if raw.get("format") != FORMAT:
            raise ValueError(f"not a {FORMAT} model: {raw.get('format')!r}")
        rankers = {name: Ranker.from_json(model) for name, model in raw["rankers"].items()}
        return cls(rankers, {k: float(v) for k, v in raw["thresholds"].items()}, str(raw["version"]))

    def save(self, path: Path | None = None) -> None:
        raw = {
            "format": FORMAT,
            "version": self.version,
            "thresholds": dict(self.thresholds),
            "rankers": {name: ranker.to_json() for name, ranker in self.rankers.items()},
        }
        target = path or Path(__file__).parent / "data" / SHIPPED
        target.write_text(json.dumps(raw, ensure_ascii=False, indent=1) + "\n", "utf-8")


def field_examples(name: str, examples: Sequence[tuple[Proposals, Gold]]) -> list[Example]:
    """The labelled candidates of one field, grouped by proposal."""
    found = []
    for proposals, gold in examples:
        candidates = proposals.candidates[name]
        for candidate, verdict in zip(candidates, labels(name, candidates, gold), strict=True):
            if verdict is not None:
                found.append(Example(candidate.features, verdict, proposals.file))
    return found


def status_examples(examples: Sequence[tuple[Proposals, Gold]]) -> list[Example]:
    """The gold's facilities with the features of their status; the label is "planned"."""
    found = []
    for proposals, gold in examples:
        for candidate in proposals.candidates[INFRASTRUCTURE]:
            entry = next((e for e in gold.get(INFRASTRUCTURE) or [] if same_facility(e, candidate.value)), None)
            if entry and (PARTLY not in gold or entry.get("status")):
                found.append(Example(_best_found(candidate).status, status_of(entry) == FacilityStatus.PLANNED, proposals.file))
    return found


def _chosen(examples: Sequence[Example], answers: Sequence[tuple[float, bool]]) -> list[tuple[float, bool]]:
    """Of each proposal the best right and the best wrong candidate: between these a field with one value is decided."""
    best: dict[tuple[str, bool], tuple[float, bool]] = {}
    for example, answer in zip(examples, answers, strict=True):
        key = (example.group, answer[1])
        if key not in best or answer[0] > best[key][0]:
            best[key] = answer
    return list(best.values())


def _threshold(ranker: Ranker, answers: Sequence[tuple[float, bool]]) -> float:
    """The probability at which out-of-fold F1 is best: in the middle of the widest gap (in log-odds) between answers."""
    odds = sorted((ranker.slope * s + ranker.intercept, y) for s, y in answers)
    scores = [(sigmoid(o), y) for o, y in odds]
    gaps = [(b - a, min(max(sigmoid((a + b) / 2), _LOWEST), _HIGHEST)) for (a, _), (b, _) in pairwise(odds)]
    best = max((_f1(scores, t) for _, t in gaps), default=0.0)
    widest = max(((gap, t) for gap, t in gaps if _f1(scores, t) >= best - 1e-9), default=(0.0, 0.5))
    return round(widest[1], 4)


def _f1(scores: Sequence[tuple[float, bool]], threshold: float) -> float:
    hits = sum(y for p, y in scores if p >= threshold)
    wrong = sum(not y for p, y in scores if p >= threshold)
    missed = sum(y for p, y in scores if p < threshold)
    return 2 * hits / max(2 * hits + wrong + missed, 1)


def decide(proposals: Proposals, ranker: FieldRanker) -> Fields:
    """The fields of one proposal: candidates decided by the ranker beside the records of the rules."""
    core = _decide_core(proposals, ranker)
    key = next((c.key for c in proposals.candidates.get(CORE, ()) if core and c.value == core.value), "")
    return replace(
        proposals.records,
        specific_domain=_decide_domain(proposals, ranker),
        core_institution=core,
        core_profile=proposals.profiles.get(key, CoreProfile()),
        core_research_institutions=_decide_research(proposals, ranker),
        infrastructure=_decide_facilities(proposals, ranker),
    )


def scored(name: str, proposals: Proposals, ranker: FieldRanker) -> list[tuple[float, Candidate]]:
    """The candidates of a field with their probabilities, best first."""
    model = ranker.rankers[name]
    found = [(model.probability(c.features), c) for c in proposals.candidates.get(name, ())]
    return sorted(found, key=lambda pair: -pair[0])


def _value(name: str, p: float, candidate: Candidate, ranker: FieldRanker) -> Value[str]:
    return Value(candidate.value, round(p, 4), candidate.evidence, reasons=ranker.rankers[name].reasons(candidate.features))


def _decide_domain(proposals: Proposals, ranker: FieldRanker) -> Value[str] | None:
    """What is named outright; where nothing is, what the frames of sentences say."""
    for name in (DOMAIN, FRAMED):
        ranked = scored(name, proposals, ranker)
        if ranked and ranked[0][0] >= ranker.thresholds[name]:
            return _domain(name, ranked, ranker)
    return None


def _domain(name: str, ranked: Sequence[tuple[float, Candidate]], ranker: FieldRanker) -> Value[str]:
    p, best = ranked[0]
    others = tuple(c.value for q, c in ranked[1:] if q >= _RIVAL and not (c.features.get("verbal_end") or c.features.get("place")))
    told = ((_BROAD, bool(best.features.get("broad"))), (_INFERRED, name == FRAMED))
    flags = tuple(sentence for sentence, holds in told if holds)
    value = replace(_value(name, p, best, ranker), alternatives=others, flags=flags)
    full = _full_name(best, [c for _, c in ranked[1:]])
    return replace(value, value=full, alternatives=(best.value, *(v for v in others if v != full))) if full else value


def _full_name(short: Candidate, others: Sequence[Candidate]) -> str | None:
    """What the passages call ``short`` where they name it: 「X」（以下「Y」という。）, or X（以下「Y」…） with X a candidate itself."""
    given = rf"\s?[(][^()]{{0,16}}[「『“]{re.escape(view(short.value))}[」』”]"
    for e in short.evidence:
        if quoted := re.search(rf"[「『“]([^「」『』“”]{{4,60}})[」』”]{given}", view(e.quote)):
            return e.quote[quoted.start(1) : quoted.end(1)]
    passages = [view(e.quote) for c in (short, *others) for e in c.evidence]
    return next((c.value for c in others if any(re.search(re.escape(view(c.value)) + given, text) for text in passages)), None)


def _decide_core(proposals: Proposals, ranker: FieldRanker) -> Value[str] | None:
    ranked = scored(CORE, proposals, ranker)
    if not ranked or ranked[0][0] < ranker.thresholds[CORE]:
        return None
    p, best = ranked[0]
    rivals = [(q, c.value) for q, c in ranked[1:] if q >= _RIVAL]
    flags = (f"中核機関の候補が複数あります：{'、'.join([best.value, *(v for _, v in rivals)])}。",) if rivals else ()
    alone = p * math.prod(1 - q for q, _ in rivals)  # that it, and none of the others, is the one body there can be
    return replace(_value(CORE, alone, best, ranker), flags=flags)


def _decide_research(proposals: Proposals, ranker: FieldRanker) -> tuple[Value[str], ...]:
    told = _told(CORE_RESEARCH, proposals, ranker, lambda p, c, better: p < _SURE and _part_of(better, c))
    return tuple(_value(CORE_RESEARCH, p, c, ranker) for p, c in told)


def _told(
    name: str, proposals: Proposals, ranker: FieldRanker, covers: Callable[[float, Candidate, Candidate], bool]
) -> list[tuple[float, Candidate]]:
    """The candidates of a field over its threshold, best first, without those that a better one ``covers`` (p, candidate, better)."""
    told: list[tuple[float, Candidate]] = []
    for p, candidate in scored(name, proposals, ranker):
        if p >= ranker.thresholds[name] and not any(covers(p, candidate, better) for _, better in told):
            told.append((p, candidate))
    return told


def _part_of(part: Candidate, whole: Candidate) -> bool:
    """山梨大学工学部 of 山梨大学: which is told where the part is only if its own passages say so."""
    return part.key != whole.key and part.key.startswith(whole.key)


def _decide_facilities(proposals: Proposals, ranker: FieldRanker) -> tuple[Facility, ...]:
    told = _told(INFRASTRUCTURE, proposals, ranker, lambda _, c, better: _same_place(c.key, better.key))
    return tuple(_facility(p, c, ranker) for p, c in sorted(told, key=lambda pair: _reading_order(pair[1])))


def _same_place(key: str, other: str) -> bool:
    return key in other or other in key


def _reading_order(candidate: Candidate) -> tuple[int, float]:
    first = candidate.evidence[0] if candidate.evidence else None
    return (first.page, first.bbox.top if first.bbox else 0.0) if first else (0, 0.0)


def _best_found(candidate: Candidate) -> FacilityFound:
    found = candidate.payload
    assert isinstance(found, list)
    first = found[0]
    assert isinstance(first, FacilityFound)
    return first


def _status_signs(candidate: Candidate) -> dict[str, float]:
    """What the best passage says of existing or planned; where it says nothing but the name, what the others say."""
    found = candidate.payload
    assert isinstance(found, list)
    signs = dict(_best_found(candidate).status)
    if signs.keys() <= {"provisional_name"}:
        for other in found[1:]:
            signs |= other.status
    return signs


def _facility(p: float, candidate: Candidate, ranker: FieldRanker) -> Facility:
    found = _best_found(candidate)
    facts = found.facts
    planned = ranker.rankers[STATUS].probability(_status_signs(candidate)) >= ranker.thresholds[STATUS]
    return Facility(
        candidate.value,
        FacilityStatus.PLANNED if planned else FacilityStatus.EXISTING,
        round(p, 4),
        candidate.evidence,
        size=facts.size,
        kind=facts.kind,
        operator=facts.operator,
        area_m2=facts.area_m2,
        rooms=facts.rooms,
        occupancy=facts.occupancy,
        opens=facts.opens if planned else "",
        use=facts.use,
        reasons=ranker.rankers[INFRASTRUCTURE].reasons(candidate.features),
    )
