"""The figures at a glance: what a reviewer should look at first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.rubrics import Rubric
from extractors.records import Fields
from models.assessment import Assessment, OverlapLabel
from outputs.packet.budget_view import budget_view
from outputs.packet.criteria_views import section_views
from outputs.packet.entries import Source, needs_check
from outputs.packet.field_views import organisation_rows, plan_rows
from outputs.packet.view import SectionView, Tile
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


def proposal_counts(a: Assessment, rubric: Rubric) -> Counts:
    return counts(a, section_views(a, rubric, Source()), len(questions(a)))


def counts(a: Assessment, sections: tuple[SectionView, ...], questions: int) -> Counts:
    criteria = [c for s in sections for c in s.criteria]
    rows = (*plan_rows(a.fields, Source()), *organisation_rows(a.fields, Source()))
    listed = sum(e.check for r in rows for e in r.entries)
    return Counts(
        duplicates=sum(o.label is OverlapLabel.DUPLICATE for o in a.overlaps),
        criteria=len(criteria),
        silent=sum(c.grade == 0 for c in criteria),
        absent=sum(not r.entries for r in rows) + _missing_tables(a.fields),
        mismatches=_mismatches(a.fields),
        doubtful=listed + _doubtful_records(a.fields) + sum(c.check for c in criteria),
        questions=questions,
    )


def _mismatches(f: Fields) -> int:
    """The mismatches named; one where the figures are known not to add up and none is named."""
    return max(len(f.budget.mismatches), int(f.budget.consistent is False)) if f.budget else 0


def _missing_tables(f: Fields) -> int:
    return sum(not x for x in (f.infrastructure, f.budget and f.budget.total_yen, f.themes, f.quantities))


def _doubtful_records(f: Fields) -> int:
    sure = [x.confidence for x in f.infrastructure] + [q.confidence for q in f.quantities]
    sure += [v.confidence for v in (*f.companies, *f.universities, *f.prefectures, *f.related_programmes, *f.partner_regions)]
    return sum(map(needs_check, sure)) + budget_view(f.budget, Source()).total.check


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
