"""The store: a run written twice is one run, corrections outlive it, the whole assessment comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from outputs.store import Store, run_id_of, shown_url, sqlite_url
from outputs.store.tables import Base, EvidenceRecord, FieldValue, Proposal
from tests.factory import make_assessment, make_rejected

NAMES = ["misaki", "暗号化"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(sqlite_url(tmp_path / "見本 1" / ".." / "store.sqlite"))
    yield store
    store.close()


def sizes(store: Store) -> dict[str, int]:
    with store.session() as session:
        return {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}


def test_writing_a_run_twice_leaves_one(store: Store) -> None:
    assessments = [make_assessment(), make_rejected()]
    first = store.write_run(NAMES, assessments)
    once = sizes(store)
    assert store.write_run(NAMES, assessments) == first
    assert sizes(store) == once
    assert once["runs"] == 1
    assert once["proposals"] == 2
    assert once["criteria"] == 24
    assert once["facilities"] == 2
    assert once["budget_years"] == 5
    assert once["overlaps"] == 3
    assert once["problems"] == 2


def test_other_bytes_or_versions_are_another_run() -> None:
    a = make_assessment()
    same = run_id_of([a, make_rejected()])
    assert run_id_of([make_rejected(), a]) == same
    assert run_id_of([a]) != same
    assert run_id_of([replace(a, provenance=replace(a.provenance, ranker="fields-2")), make_rejected()]) != same


def test_the_whole_assessment_comes_back(store: Store) -> None:
    run = store.write_run(NAMES, [make_assessment(), make_rejected()])
    assert store.assessment(run, "misaki") == make_assessment()
    with pytest.raises(KeyError):
        store.assessment(run, "nobody")


def test_values_keep_their_evidence(store: Store) -> None:
    store.write_run(["misaki"], [make_assessment()])
    with store.session() as session:
        value = session.scalars(select(FieldValue).where(FieldValue.subject == "core_institution")).one()
        evidence = session.scalars(select(EvidenceRecord).where(EvidenceRecord.subject == "core_institution")).one()
        assert value.value == "財団法人みさき科学技術振興機構"
        assert value.check
        assert (evidence.page, evidence.x0, evidence.bottom) == (3, 72.0, 134.5)
        assert evidence.proposal_id == value.proposal_id


def test_the_summary_counts_and_tells_the_problems(store: Store) -> None:
    run = store.write_run(NAMES, [make_assessment(), make_rejected()])
    summary = store.summary(run)
    assert summary.statuses == {"partial": 1, "rejected": 1}
    misaki, locked = summary.proposals
    assert (misaki.name, misaki.silent_criteria, misaki.duplicates) == ("misaki", 3, 1)
    assert "パスワード" in locked.problems[0]
    with pytest.raises(KeyError):
        store.summary("no such run")


def test_corrections_outlive_runs_and_the_latest_holds(store: Store) -> None:
    a = make_assessment()
    digest, now = a.document.sha256, datetime(2026, 11, 24, tzinfo=UTC)
    store.write_run(["misaki"], [a])
    subject = "core_institution"
    machine = "財団法人みさき科学技術振興機構"
    store.correct(digest, subject, "財団法人みさき産業振興公社", "担当者", machine_value=machine, made_at=now)
    store.correct(digest, subject, None, "課長", made_at=now + timedelta(hours=1))
    store.correct(digest, "region", "みさき・いその地域", "担当者", made_at=now)
    store.write_run(["misaki"], [a])
    assert store.corrections(digest) == {subject: None, "region": "みさき・いその地域"}
    assert store.corrections("0" * 64) == {}


def test_machine_and_person_stand_side_by_side(store: Store) -> None:
    a = make_assessment()
    run = store.write_run(["misaki"], [a])
    store.correct(a.document.sha256, "core_institution", "財団法人みさき産業振興公社", "担当者")
    store.correct(a.document.sha256, "headquarters[研究統括]", "渚　和歌子", "担当者")
    values = {v.subject: (v.machine_value, v.value, v.corrected) for v in store.reviewed(run, "misaki")}
    assert values["core_institution"] == ("財団法人みさき科学技術振興機構", "財団法人みさき産業振興公社", True)
    assert values["headquarters[研究統括]"] == (None, "渚　和歌子", True)
    assert values["region"] == ("みさき地域", "みさき地域", False)


def test_a_password_is_never_shown() -> None:
    assert shown_url("postgresql://reader:secret@db/review") == "postgresql://reader:***@db/review"


def test_a_failed_write_leaves_the_earlier_run(store: Store) -> None:
    a = make_assessment()
    run = store.write_run(["misaki"], [a])
    with pytest.raises(ValueError, match="zip"):
        store.write_run(["misaki", "too many"], [a], run_id=run)
    with store.session() as session:
        assert session.scalar(select(func.count()).select_from(Proposal)) == 1
