"""Numeric conditions of a criterion: is an amount of at least so many yen printed beside its terms?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.rubrics import Criterion, Threshold
from extractors.money import find_money, unit_of, unit_value, yen_text
from extractors.numbers import find_numbers, fold
from extractors.passages import Passage
from extractors.values import Evidence, Feature
from models.assessment import CriterionResult

MET_GRADE, SHORT_GRADE = 2, 1


@dataclass(frozen=True, slots=True)
class Reading:
    """The amount found for a threshold."""

    threshold: Threshold
    yen: int
    evidence: Evidence

    @property
    def met(self) -> bool:
        return self.yen >= self.threshold.minimum


def apply_thresholds(criterion: Criterion, result: CriterionResult, passages: Sequence[Passage]) -> CriterionResult:
    """The result with its numeric conditions held against the text: met needs grade 2 or better, short of it caps at 1."""
    if not criterion.thresholds:
        return result
    readings = [r for t in criterion.thresholds for r in read(t, passages)]
    best = max(readings, key=lambda r: (r.met, r.yen / r.threshold.minimum), default=None)
    if best is None:
        return replace(result, grade=min(result.grade, SHORT_GRADE), missing=criterion.question)
    shown = (best.evidence, *(e for e in result.evidence if e.quote != best.evidence.quote))[:3]
    reason = Feature(f"{best.threshold.label}（基準 {yen_text(best.threshold.minimum)}以上）", float(best.yen), 1.0 if best.met else -1.0)
    grade = max(result.grade, MET_GRADE) if best.met else min(max(result.grade, SHORT_GRADE), SHORT_GRADE)
    return replace(result, grade=grade, evidence=shown, reasons=(reason, *result.reasons), missing="" if best.met else _short(best))


def read(threshold: Threshold, passages: Sequence[Passage]) -> Iterator[Reading]:
    """The largest amount in each passage that speaks of the threshold's terms."""
    for passage in passages:
        text = fold(passage.text)
        if not _speaks(threshold, text):
            continue
        amount = max(_amounts(passage, text), default=0)
        if amount:
            yield Reading(threshold, amount, passage.evidence())


def _speaks(threshold: Threshold, text: str) -> bool:
    told = any(t in text for t in threshold.terms) and (not threshold.also or any(t in text for t in threshold.also))
    return told and not any(t in text for t in threshold.unless)


def _amounts(passage: Passage, text: str) -> Iterator[int]:
    """Amounts printed as such; in a table whose head names the unit, its bare figures."""
    found = [money.yen for money in find_money(text)]
    unit = unit_value(unit_of(fold(passage.context))) if passage.context else 0
    if not found and unit > 1:
        found = [int(number.value * unit) for number in find_numbers(fold(passage.quote))]
    yield from found


def _short(reading: Reading) -> str:
    threshold = reading.threshold
    told = f"{threshold.label}は{yen_text(reading.yen)}で、基準の{yen_text(threshold.minimum)}に達していません。"
    return f"{told}統計の年次と範囲を伺います。"
