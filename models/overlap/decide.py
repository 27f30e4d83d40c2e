"""Verdicts: label, treatment, waterfall, sentences, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.programmes import kind_of
from extractors.values import Evidence
from models.assessment import LevelMatch, Overlap, OverlapLabel
from models.overlap.compare import Candidate, OverlapFeatures
from models.overlap.levels import ROLE_NAMES, Level
from models.overlap.model import OverlapModel
from models.overlap.profile import ProposalProfile
from models.overlap.wording import CONCERN, COOPERATION, DIVISION, level_sentence, question, summary

SAME_PLACE = ("同一地域", "都道府県全域")
RELATED_FIELDS = {
    "同一地域": ("極めて近い", "近い", "やや近い"),
    "都道府県全域": ("極めて近い", "近い"),
    "同一都道府県の別地域": ("極めて近い", "近い"),
    "隣接": ("極めて近い", "近い"),
}  # which nearness of field makes a programme of that place worth a look; elsewhere only the very near
FAR_FIELD = 4.6  # log-odds of field from which a programme far away is worth a look
FIELD_LEVELS = ((3.6, "極めて近い"), (2.6, "近い"), (1.7, "やや近い"), (float("-inf"), "離れている"))  # by log-odds added
BIAS_NAME = "基準"
SOMEWHAT_NEAR = FIELD_LEVELS[2][0]
MAX_SHOWN = 60  # compared programmes handed on; duplicates and related ones always are


def decide(features: OverlapFeatures, model: OverlapModel) -> tuple[Overlap, ...]:
    """Every programme worth showing, duplicates first, then related, then those compared without result, each by score."""
    judged = [_judged(candidate, model) for candidate in features.candidates]
    order = {OverlapLabel.DUPLICATE: 0, OverlapLabel.RELATED: 1, None: 2}
    ranked = sorted(judged, key=lambda j: (order[j.label], -j.score, j.candidate.programme.id))
    return tuple(_overlap(j, features.profile, model) for i, j in enumerate(ranked) if j.label is not None or i < MAX_SHOWN)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with its field named, its score and what it comes to."""

    candidate: Candidate
    score: float
    label: OverlapLabel | None


def _judged(compared: Candidate, model: OverlapModel) -> _Judged:
    candidate = name_field(compared, model)
    score = model.score(candidate)
    return _Judged(candidate, score, _label(candidate, score, model))


def _overlap(judged: _Judged, profile: ProposalProfile, model: OverlapModel) -> Overlap:
    candidate, label = judged.candidate, judged.label
    treatment = _treatment(candidate, label) if label else ""
    p = candidate.programme
    return Overlap(
        programme_id=p.id,
        programme_name=p.name,
        label=label,
        score=judged.score,
        levels=waterfall(candidate, model),
        evidence=_evidence(candidate),
        disclosed=candidate.features.get("disclosed", 0.0) > 0,
        treatment=treatment,
        sentence=summary(candidate, _level(candidate, "分野"), treatment, profile) if label else "",
        question=question(candidate, treatment) if label else "",
        programme_kind=p.kind,
        programme_source=p.source or p.list_name,
    )


def name_field(candidate: Candidate, model: OverlapModel) -> Candidate:
    """The level of field named by what it adds: a word for the reader, from the learned weights."""
    named = tuple(replace(level, level=_field_level(level, model)) if level.name == "分野" else level for level in candidate.levels)
    return replace(candidate, levels=named)


def _field_level(level: Level, model: OverlapModel) -> str:
    if level.level:
        return level.level
    weight = weight_of(level.features, model)
    return next(name for floor, name in FIELD_LEVELS if weight >= floor)


def _level(candidate: Candidate, name: str) -> str:
    return next(level.level for level in candidate.levels if level.name == name)


def _label(candidate: Candidate, score: float, model: OverlapModel) -> OverlapLabel | None:
    """A duplicate stands in the same place and time, whatever else it scores; a related one is near in field or is disclosed."""
    place, field = _level(candidate, "地域"), _level(candidate, "分野")
    if _level(candidate, "事業の種類") == ROLE_NAMES["self"]:
        return None
    if score >= model.threshold and place in SAME_PLACE and candidate.years != 0:
        return OverlapLabel.DUPLICATE
    if candidate.features.get("disclosed", 0.0) > 0:
        return OverlapLabel.RELATED
    if _service(candidate) or candidate.years == 0:
        return None
    far = place not in RELATED_FIELDS
    if far:
        return OverlapLabel.RELATED if weight_of(_features(candidate, "分野"), model) >= FAR_FIELD else None
    return OverlapLabel.RELATED if field in RELATED_FIELDS[place] else None


def _features(candidate: Candidate, name: str) -> Mapping[str, float]:
    return next(level.features for level in candidate.levels if level.name == name)


def _service(candidate: Candidate) -> bool:
    return _level(candidate, "事業の性格") == "普及・研修・行事など"


def _treatment(candidate: Candidate, label: OverlapLabel) -> str:
    """The report's three ways: doubled investment, roles to be divided, results to be used together."""
    if label is OverlapLabel.DUPLICATE:
        return CONCERN
    kind = kind_of(candidate.programme.kind)
    role = kind.role if kind else "other"
    here = _level(candidate, "地域") in SAME_PLACE
    if candidate.years == 0 or role == "exchange" or not here:
        return COOPERATION
    return DIVISION


def waterfall(candidate: Candidate, model: OverlapModel) -> tuple[LevelMatch, ...]:
    """The levels with what each added in log-odds; with the first, the base, they sum to the score's logit.

    Fields and places are told from where they begin to speak for a duplicate, so that a distant one never seems to.
    """
    origins = {"分野": SOMEWHAT_NEAR, "地域": model.weights.get("region_within", 0.0)}
    base = LevelMatch(BIAS_NAME, "", "", "", model.weights.get("bias", 0.0) + sum(origins.values()), "")
    return (base, *(_bar(level, candidate, weight_of(level.features, model) - origins.get(level.name, 0.0)) for level in candidate.levels))


def _bar(level: Level, candidate: Candidate, weight: float) -> LevelMatch:
    return LevelMatch(level.name, level.level, level.ours, level.theirs, weight, level_sentence(level, candidate))


def weight_of(features: Mapping[str, float], model: OverlapModel) -> float:
    return float(sum(model.weights.get(name, 0.0) * value for name, value in features.items()))


def _evidence(candidate: Candidate) -> tuple[Evidence, ...]:
    """The mention that discloses it first, then the passage nearest in field, where the fields are near at all."""
    told = candidate.mention.evidence if candidate.mention else ()
    apart = told and _level(candidate, "分野") in (FIELD_LEVELS[-1][1], "記載なし")
    return (*told, candidate.nearest) if candidate.nearest and not apart else told
