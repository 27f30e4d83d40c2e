"""The rubric's criteria with their evidence, the basic requirements and the pre-score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.rubrics import Criterion, Role, Rubric, Section
from models.assessment import Assessment, CriterionResult, PreScore, ScorePart
from models.sensitivity import totals_when_doubled
from outputs.packet.entries import Source
from outputs.packet.view import BarView, CriterionView, GateView, ScoreView, SectionView
from outputs.wording import CRITERION, display, percent, printable, threshold

HIGHEST_GRADE = 3
QUOTES = 3
TOLD_SECTIONS = 4  # of whose weight the sum's change is told one by one
ROLES = {Role.GATE: "基本要件（充足の有無）", Role.SCORED: "予備評価の対象", Role.FLAG: "留意事項（点数に含めません）"}


def marks(grade: int) -> str:
    return "●" * grade + "○" * (HIGHEST_GRADE - grade)


def all_parts(parts: Iterable[ScorePart]) -> Iterator[ScorePart]:
    for part in parts:
        yield part
        yield from all_parts(part.parts)


def points_by_id(score: PreScore | None) -> dict[str, str]:
    """Points of every section and criterion as printed: "6.2 / 8.0"."""
    return {p.id: f"{p.points:.1f} / {p.maximum:.1f}" for p in all_parts(score.sections if score else ())}


def section_views(a: Assessment, rubric: Rubric, source: Source) -> tuple[SectionView, ...]:
    """The widest sections, each with all criteria below it."""
    found, points = {c.id: c for c in a.criteria}, points_by_id(a.prescore)
    groups = group_titles(rubric)

    def view(s: Section) -> SectionView:
        inside = tuple(c for c in rubric.criteria if rubric.path(c.id)[-1] is s)
        criteria = tuple(_criterion(c, found.get(c.id), groups.get(c.id, ""), points.get(c.id, ""), source) for c in inside)
        return SectionView(s.id, s.title, ROLES[s.role], points.get(s.id, ""), criteria)

    return tuple(view(s) for s in rubric.sections if not s.parent)


def group_titles(rubric: Rubric) -> dict[str, str]:
    """The first criterion of every subsection → the subsection's heading."""
    first: dict[str, str] = {}
    for c in rubric.criteria:
        first.setdefault(c.section, c.id)
    return {first[s.id]: f"{s.id}　{s.title}" for s in rubric.sections if s.parent and s.id in first}


def _criterion(c: Criterion, result: CriterionResult | None, group: str, points: str, source: Source) -> CriterionView:
    shown = result or CriterionResult(c.id, 0, 0.0, ())
    labels, decided = display(), source.remark(f"criteria[{c.id}]", str(shown.grade))
    return CriterionView(
        c.id,
        c.title,
        group,
        shown.grade,
        marks(shown.grade),
        labels.grade[shown.grade],
        labels.grade_meaning[shown.grade],
        percent(shown.confidence) if result else "",
        not decided and (result is None or shown.abstained or shown.confidence < threshold(CRITERION)),
        source.quotes(shown.evidence, QUOTES) if shown.grade else (),
        source.quote(shown.nearest) if shown.nearest and not shown.grade else None,
        printable(shown.missing),
        points,
        decided,
    )


def gate_views(a: Assessment, rubric: Rubric) -> tuple[GateView, ...]:
    """The basic requirements; without a pre-score, whether anything bears on them."""
    titles = {c.id: c.title for c in rubric.criteria}
    if a.prescore and a.prescore.gates:
        return tuple(_gate(gate, titles.get(gate, gate), met, sentence) for gate, met, sentence in a.prescore.gates)
    grades = {c.id: c.grade for c in a.criteria}
    return tuple(_gate(c.id, c.title, bool(grades.get(c.id)), "") for c in rubric.criteria if rubric.role(c.id) is Role.GATE)


def _gate(gate: str, title: str, met: bool, sentence: str) -> GateView:
    return GateView(gate, title, met, "記載あり" if met else "記載が不足", printable(sentence.rpartition(f"「{title}」：")[2]))


def score_view(score: PreScore | None) -> ScoreView | None:
    if score is None:
        return None
    total, error = (f"{score.total:.1f}", f"{score.error:.1f}") if score.sections else ("", "")
    return ScoreView(total, error, tuple(_bar(p) for p in score.sections), _sensitivity(score), tuple(printable(f) for f in score.flags))


def _sensitivity(score: PreScore) -> str:
    """「配点を変えると：「技術的評価」を2倍にすれば66.0点（+1.2）、…」; of many sections the two that change the most either way."""
    if len(score.sections) < 2:
        return ""
    others = totals_when_doubled(score)
    if len(others) > TOLD_SECTIONS:
        (lowering, least), *_, (raising, most) = sorted(others, key=lambda told: told[1])
        bounds = f"{least:.1f}点（「{printable(lowering)}」）～{most:.1f}点（「{printable(raising)}」）"
        return f"配点を変えると：いずれか一つの区分を2倍にしたとき{bounds}。"
    told = (f"「{printable(title)}」を2倍にすれば{total:.1f}点（{total - score.total:+.1f}）" for title, total in others)
    return f"配点を変えると：{'、'.join(told)}。"


def _bar(p: ScorePart) -> BarView:
    """A sentence that only repeats the figures is left out."""
    share = round(p.points / p.maximum, 4) if p.maximum else 0.0
    sentence = "" if p.sentence.startswith(f"{p.title}：") else printable(p.sentence)
    return BarView(p.title, f"{p.points:.1f}", f"{p.error:.1f}", share, f"{p.maximum:.1f}", sentence)
