"""The pre-score: a sum of named parts over the graded evidence in the text, never a judgement of merit.

criterion → section → total, each with a standard error out of the grades' probabilities. Basic requirements are gates,
points of note are flags; both stand beside the sum. The weights are the rubric file's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
    expected = expected_grade(result)
    points = maximum * expected / MAX_GRADE
    error = maximum / MAX_GRADE * math.sqrt(max(_variance(result, expected), 0.0))
    doubt = "、要確認" if result.abstained else ""
    told = f"根拠の強さ{result.grade}（{GRADE_WORDS[result.grade]}{doubt}、期待値{expected:.1f}）"
    sentence = f"{criterion.title}：{told}→ {maximum:.1f}点のうち{points:.1f}点"
    return ScorePart(criterion.id, criterion.title, points, maximum, error, sentence)


def expected_grade(result: CriterionResult) -> float:
    """The mean of the grades by their probabilities; the grade told where there are none (corrected by hand)."""
    total = sum(result.probabilities)
    return sum(grade * p for grade, p in enumerate(result.probabilities)) / total if total else float(result.grade)


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


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the ranking of proposals bears a change of the weights. Ranks are 1-based, ties in file order."""

    names: tuple[str, ...]
    totals: tuple[float, ...]
    ranks: tuple[int, ...]
    lowest: tuple[int, ...]  # best rank over the changes tried
    highest: tuple[int, ...]  # worst rank
    agreement: float  # mean Spearman of the changed rankings with the unchanged one
    per_section: tuple[tuple[str, float], ...]  # section id → Spearman when its weight is doubled
    draws: int


def rank_sensitivity(
    results: Mapping[str, Sequence[CriterionResult]], rubric: Rubric, *, spread: float = 0.3, draws: int = 500, seed: int = 2002
) -> Sensitivity:
    """The proposals ranked by pre-score while every section's weight is varied log-normally (``spread``: its deviation)."""
    names = tuple(results)
    grades = np.array([[{r.id: expected_grade(r) for r in results[n]}.get(i, 0.0) for i in weights_used(rubric)] for n in names], float)
    scored = [s for s in rubric.sections if s.role is Role.SCORED]
    base = _totals(grades, rubric, {})
    ranks = _ranks(base)
    chance = np.random.default_rng(seed)
    trials = [{s.id: s.weight * float(np.exp(chance.normal(0, spread))) for s in scored} for _ in range(draws)]
    tried = np.array([_ranks(_totals(grades, rubric, weights)) for weights in trials]).reshape(draws, len(names))
    doubled = tuple((s.id, _spearman(base, _totals(grades, rubric, {s.id: 2 * s.weight}))) for s in scored)
    return Sensitivity(
        names=names,
        totals=tuple(float(t) for t in base),
        ranks=tuple(int(r) for r in ranks),
        lowest=tuple(int(r) for r in tried.min(0)) if names else (),
        highest=tuple(int(r) for r in tried.max(0)) if names else (),
        agreement=float(np.mean([_spearman(base, -row.astype(float)) for row in tried])) if len(names) > 1 else 1.0,
        per_section=doubled,
        draws=draws,
    )


def _totals(grades: np.ndarray, rubric: Rubric, section_weights: Mapping[str, float]) -> np.ndarray:
    shares = np.array(list(weights_used(rubric, section_weights).values()))
    return np.asarray(grades @ shares / MAX_GRADE)


def _ranks(totals: np.ndarray) -> np.ndarray:
    order = np.argsort(-totals, kind="stable")
    ranks = np.empty(len(totals), int)
    ranks[order] = np.arange(1, len(totals) + 1)
    return ranks


def _spearman(a: np.ndarray, b: np.ndarray) -> float:
    from scipy.stats import spearmanr

    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return 1.0
    return float(spearmanr(a, b).statistic)
