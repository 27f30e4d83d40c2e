"""The figures at a glance: what a reviewer should look at first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.rubrics import Rubric
from extractors.records import Fields
from models.assessment import Assessment, OverlapLabel
from outputs.checking import needs_check
from outputs.corrections.records import NONE, Decisions
from outputs.corrections.subjects import plain_text
from outputs.packet.budget_view import budget_view
from outputs.packet.criteria_views import section_views
from outputs.packet.entries import Source
from outputs.packet.field_views import organisation_rows, plan_rows
from outputs.packet.view import SectionView, Tile
from outputs.store.rows import quantity_subjects
from outputs.wording import printable


@dataclass(frozen=True, slots=True)
class Counts:
    duplicates: int
    criteria: int
    silent: int  # criteria on which nothing bears
    absent: int  # fields not found
    mismatches: int
    doubtful: int  # values and grades marked 要確認
    questions: int


def questions(a: Assessment) -> tuple[str, ...]:
    """The questions for the hearing: those of the assessment (else what is missing), then those that suspected duplicates raise."""
    told: Iterable[str] = a.questions or [c.missing for c in a.criteria]
    asked = [o.question for o in a.overlaps if o.label is OverlapLabel.DUPLICATE]
    return tuple(dict.fromkeys(printable(q) for q in (*told, *asked) if q))


def proposal_counts(a: Assessment, rubric: Rubric, decisions: Decisions = NONE) -> Counts:
    source = Source(decisions=decisions)
    return counts(a, section_views(a, rubric, source), len(questions(a)), source)


def counts(a: Assessment, sections: tuple[SectionView, ...], questions: int, source: Source) -> Counts:
    criteria = [c for s in sections for c in s.criteria]
    rows = (*plan_rows(a.fields, source), *organisation_rows(a.fields, source))
    listed = sum(e.check for r in rows for e in r.entries)
    return Counts(
        duplicates=sum(o.label is OverlapLabel.DUPLICATE for o in a.overlaps),
        criteria=len(criteria),
        silent=sum(c.grade == 0 for c in criteria),
        absent=sum(not r.entries for r in rows) + _missing_tables(a.fields),
        mismatches=_mismatches(a.fields),
        doubtful=listed + _doubtful_records(a.fields, source) + sum(c.check for c in criteria),
        questions=questions,
    )


def _mismatches(f: Fields) -> int:
    """The mismatches named; one where the figures are known not to add up and none is named."""
    return max(len(f.budget.mismatches), int(f.budget.consistent is False)) if f.budget else 0


def _missing_tables(f: Fields) -> int:
    return sum(not x for x in (f.infrastructure, f.budget and f.budget.total_yen, f.themes, f.quantities))


def _doubtful_records(f: Fields, source: Source) -> int:
    """Values in tables and on lines of their own that nobody decided about."""
    sure = [(f"infrastructure[{x.name}]", x.name, x.confidence) for x in f.infrastructure]
    sure += [(s, plain_text(q.value), q.confidence) for s, q in zip(quantity_subjects(f), f.quantities, strict=True)]
    for field in ("companies", "universities", "prefectures", "related_programmes", "partner_regions"):
        sure += [(f"{field}[{v.value}]", v.value, v.confidence) for v in getattr(f, field)]
    statuses = {f"infrastructure[{x.name}]": source.remark(f"infrastructure[{x.name}].status", x.status.value) for x in f.infrastructure}
    open_ones = [s for s, value, confidence in sure if needs_check(confidence, s) and not source.remark(s, value) and not statuses.get(s)]
    return len(open_ones) + budget_view(f.budget, source).total.check


def tiles(c: Counts) -> tuple[Tile, ...]:
    return (
        _tile("重複の疑い", c.duplicates, "件", "alert"),
        _tile("記載のない評価項目", c.silent, f"/{c.criteria}", "warn"),
        _tile("見つからない項目", c.absent, "件", "warn"),
        _tile("予算の不一致", c.mismatches, "件", "alert"),
        _tile("要確認の値", c.doubtful, "件", "warn"),
        _tile("質問案", c.questions, "件", "plain"),
    )


def _tile(label: str, count: int, unit: str, tone: str) -> Tile:
    return Tile(label, str(count), unit, tone if count else "plain")
