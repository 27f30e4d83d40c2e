"""Questions for the hearing: what the evidence leaves open, what matters most first."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.rubrics import Role, Rubric
from extractors.records import Fields
from models.assessment import CriterionResult
from models.criteria.missing import short_title
from models.prescore import MAX_GRADE, weights_used

MAX_QUESTIONS = 12
GATE_POINTS = 100.0  # a basic requirement that is not shown comes first
FLAG_POINTS = 3.0


def hearing_questions(results: Sequence[CriterionResult], rubric: Rubric, fields: Fields | None = None) -> tuple[str, ...]:
    """At most twelve, each beginning with its criterion; figures that do not agree come right after the gates."""
    shares = weights_used(rubric)
    ranked: list[tuple[float, str]] = []
    for result in results:
        criterion = rubric.by_id.get(result.id)
        if criterion is None or not result.missing:
            continue
        role = rubric.role(result.id)
        points = GATE_POINTS if role is Role.GATE else FLAG_POINTS if role is Role.FLAG else shares[result.id]
        lacking = (MAX_GRADE - result.grade) / MAX_GRADE
        ranked.append((points * lacking, f"［{criterion.id} {short_title(criterion.title)}］{result.missing}"))
    ranked += [(GATE_POINTS / 4, f"［経費］{m}") for m in _mismatches(fields)]
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(text for _, text in ranked[:MAX_QUESTIONS])


def _mismatches(fields: Fields | None) -> list[str]:
    if fields is None or fields.budget is None:
        return []
    return [f"{m.message.rstrip('。')}。正しい額と内訳を伺います。" for m in fields.budget.mismatches]
