"""The pre-score: a sum of named parts over the graded evidence in the text, never a judgement of merit.

criterion → section → total, each with a standard error out of the grades' probabilities. Basic requirements are gates,
points of note are flags; both stand beside the sum. The weights are the rubric file's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from corpus.rubrics import Criterion, Role, Rubric, Section
from models.assessment import CriterionResult, PreScore, ScorePart

MAX_GRADE = 3
FULL_SCORE = 100.0
GRADE_WORDS = ("記載なし", "主張のみ", "具体的な事実あり", "複数の具体的事実あり")


def pre_score(results: Sequence[CriterionResult], rubric: Rubric) -> PreScore:
    """0–100 points of evidence. A rubric without scored sections has a total of 0 and no parts."""
    found = {r.id: r for r in results}
    shares = weights_used(rubric)
    tops = [s for s in rubric.sections if s.role is Role.SCORED and not s.parent]
    parts = tuple(_section(s, rubric, found, shares) for s in tops)
    return PreScore(
        total=round(sum(p.points for p in parts), 2),
        error=round(math.hypot(*(p.error for p in parts)), 2) if parts else 0.0,
        sections=parts,
        gates=tuple(_gate(c, found.get(c.id)) for c in rubric.criteria if rubric.role(c.id) is Role.GATE),
        flags=tuple(_flag(c, found.get(c.id)) for c in rubric.criteria if rubric.role(c.id) is Role.FLAG),
    )


def weights_used(rubric: Rubric, section_weights: Mapping[str, float] | None = None) -> dict[str, float]:
    """Points at stake for each scored criterion (they add to 100); ``section_weights`` replaces those of the file."""
    given = section_weights or {}
    shares: dict[str, float] = {}

    def spread(section: Section, points: float) -> None:
        children = rubric.children(section.id)
        criteria = rubric.of_section(section.id)
        whole = sum(given.get(s.id, s.weight) for s in children) + sum(c.weight for c in criteria)
        for child in children:
            spread(child, points * given.get(child.id, child.weight) / whole)
        for criterion in criteria:
            shares[criterion.id] = points * criterion.weight / whole

    tops = [s for s in rubric.sections if s.role is Role.SCORED and not s.parent]
    whole = sum(given.get(s.id, s.weight) for s in tops)
    for section in tops:
        spread(section, FULL_SCORE * given.get(section.id, section.weight) / whole)
    return shares


def score_of_grades(grades: Mapping[str, float], rubric: Rubric) -> float:
    """The points that given grades (0–3) make under the rubric's weights; a criterion without one adds nothing."""
    return sum(share * grades.get(i, 0.0) / MAX_GRADE for i, share in weights_used(rubric).items())


def _section(section: Section, rubric: Rubric, found: Mapping[str, CriterionResult], shares: Mapping[str, float]) -> ScorePart:
    criteria = tuple(_criterion(c, found.get(c.id), shares[c.id]) for c in rubric.of_section(section.id))
    inner = tuple(_section(s, rubric, found, shares) for s in rubric.children(section.id))
    parts = (*criteria, *inner)
    points, maximum = sum(p.points for p in parts), sum(p.maximum for p in parts)
    error = math.hypot(*(p.error for p in parts))
    sentence = f"{section.title}：{maximum:.1f}点のうち{points:.1f}点（±{error:.1f}）"
    return ScorePart(section.id, section.title, points, maximum, error, sentence, parts)


def _criterion(criterion: Criterion, result: CriterionResult | None, maximum: float) -> ScorePart:
    """The points of the grade expected by its probabilities, and their standard error."""
    if result is None:
        return ScorePart(criterion.id, criterion.title, 0.0, maximum, 0.0, f"{criterion.title}：判定していません。")
    expected = _expected_grade(result)
    points = maximum * expected / MAX_GRADE
    error = maximum / MAX_GRADE * math.sqrt(max(_variance(result, expected), 0.0))
    doubt = "、要確認" if result.abstained else ""
    told = f"根拠の強さ{result.grade}（{GRADE_WORDS[result.grade]}{doubt}、期待値{expected:.1f}）"
    sentence = f"{criterion.title}：{told}→ {maximum:.1f}点のうち{points:.1f}点"
    return ScorePart(criterion.id, criterion.title, points, maximum, error, sentence)


def grade_probabilities(result: CriterionResult) -> tuple[float, ...]:
    """Of the grades 0–3, adding to 1; certainty of the grade told where there are none (corrected by hand)."""
    total = sum(result.probabilities)
    return tuple(p / total for p in result.probabilities) if total else tuple(float(g == result.grade) for g in range(MAX_GRADE + 1))


def _expected_grade(result: CriterionResult) -> float:
    return sum(grade * p for grade, p in enumerate(grade_probabilities(result)))


def _variance(result: CriterionResult, expected: float) -> float:
    return sum(p * (grade - expected) ** 2 for grade, p in enumerate(result.probabilities))


def _gate(criterion: Criterion, result: CriterionResult | None) -> tuple[str, bool, str]:
    if result is None or result.grade == 0:
        return criterion.id, False, f"基本要件「{criterion.title}」を示す記載が見当たりません。"
    met = result.grade >= 2
    where = f"（{result.evidence[0].page}ページ）" if result.evidence and result.evidence[0].page else ""
    told = "具体的な記載があります" if met else "記載はありますが、具体的な裏付けが読み取れません"
    doubt = "要確認です。" if result.abstained else ""
    return criterion.id, met, f"基本要件「{criterion.title}」：{told}{where}。{doubt}"


def _flag(criterion: Criterion, result: CriterionResult | None) -> str:
    if result is None or result.grade == 0:
        return f"留意事項「{criterion.title}」：記載が見当たりません。"
    doubt = "（要確認）" if result.abstained else ""
    where = f"{result.evidence[0].page}ページ。" if result.evidence and result.evidence[0].page else ""
    return f"留意事項「{criterion.title}」：{GRADE_WORDS[result.grade]}{doubt}。{where}"
