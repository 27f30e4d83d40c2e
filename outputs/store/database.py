"""The store: the true record of every run, and of what people corrected.

SQLite by default, any database SQLAlchemy knows by its URL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, delete, event, func, make_url, select
from sqlalchemy.orm import Session

from models.assessment import Assessment, Provenance
from outputs.assessment_json import assessment_from_json
from outputs.corrections.records import Decision, Verdict
from outputs.store.decisions import add_verdicts, as_stored, correction_row, decision_of
from outputs.store.rows import proposal_row
from outputs.store.tables import Base, Correction, CriterionRecord, FieldValue, OverlapRecord, ProblemRecord, Proposal, Run
from outputs.wording import printable

RUN_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ProposalSummary:
    name: str
    file: str
    status: str
    title: str | None
    prescore: float | None
    silent_criteria: int
    duplicates: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewedValue:
    """A machine's value with what a person made of it. ``value`` is the one that holds."""

    subject: str
    machine_value: str | None
    value: str | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class RunSummary:
    run_id: str
    started_at: datetime
    finished_at: datetime | None
    statuses: dict[str, int]
    proposals: tuple[ProposalSummary, ...]


def run_id_of(assessments: Sequence[Assessment]) -> str:
    """The same bytes read with the same versions are the same run."""
    parts = sorted(f"{a.document.file}\0{a.document.sha256}\0{a.provenance}" for a in assessments)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:RUN_ID_LENGTH]


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file.resolve()}"


class Store:
    """Runs, what they found, and corrections."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _enforce_foreign_keys)
        Base.metadata.create_all(self.engine)
        add_verdicts(self.engine)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: all of it, or none."""
        with Session(self.engine) as session, session.begin():
            yield session

    def write_run(
        self,
        names: Sequence[str],
        assessments: Sequence[Assessment],
        *,
        run_id: str | None = None,
        started_at: datetime | None = None,
        finished_at: datetime | None = None,
    ) -> str:
        """Writes a whole run in place of an earlier writing of the same run; its id."""
        run_id = run_id or run_id_of(assessments)
        with self.session() as session:
            session.execute(delete(Run).where(Run.id == run_id))
            session.add(_run(run_id, assessments[0].provenance if assessments else None, started_at, finished_at))
            for name, assessment in zip(names, assessments, strict=True):
                proposal = proposal_row(name, assessment)
                proposal.run_id = run_id
                session.add(proposal)
        return run_id

    def runs(self) -> tuple[str, ...]:
        """The ids of all runs, latest first."""
        with self.session() as session:
            return tuple(session.scalars(select(Run.id).order_by(Run.started_at.desc(), Run.id)))

    def assessment(self, run_id: str, name: str) -> Assessment:
        """One proposal's whole assessment.

        Raises:
            KeyError: no such proposal in that run.
        """
        with self.session() as session:
            query = select(Proposal.assessment).where(Proposal.run_id == run_id, Proposal.name == name)
            data = session.scalars(query).one_or_none()
        if data is None:
            raise KeyError(f"{run_id}/{name}")
        return assessment_from_json(data)

    def summary(self, run_id: str) -> RunSummary:
        """What a run came to.

        Raises:
            KeyError: no such run.
        """
        with self.session() as session:
            run = session.get(Run, run_id)
            if run is None:
                raise KeyError(run_id)
            counted = select(Proposal.status, func.count()).where(Proposal.run_id == run_id).group_by(Proposal.status)
            statuses = dict(session.execute(counted).tuples().all())
            found = session.scalars(select(Proposal).where(Proposal.run_id == run_id).order_by(Proposal.name))
            proposals = tuple(_summary(session, p) for p in found)
            return RunSummary(run_id, run.started_at, run.finished_at, statuses, proposals)

    def correct(
        self,
        sha256: str,
        subject: str,
        value: str | None,
        person: str,
        *,
        machine_value: str | None = None,
        note: str = "",
        made_at: datetime | None = None,
        verdict: Verdict = Verdict.CORRECTED,
    ) -> None:
        """Keeps what a person decided about one value of the file with these bytes."""
        self.keep([Decision(sha256, subject, verdict, value, machine_value, person, made_at or datetime.now(UTC), note)])

    def keep(self, decisions: Iterable[Decision]) -> None:
        """Keeps all of them, or none where one cannot be written; one that is already kept is not kept twice."""
        with self.session() as session:
            known = {decision_of(row) for row in session.scalars(select(Correction))}
            session.add_all(correction_row(d) for d in map(as_stored, decisions) if d not in known)

    def corrections(self, sha256: str) -> dict[str, str | None]:
        """Subject → the value that holds, for the file with these bytes."""
        return {subject: d.value for subject, d in self.decisions(sha256).items()}

    def decisions(self, sha256: str) -> dict[str, Decision]:
        """Subject → the decision that holds (the latest), for the file with these bytes."""
        query = select(Correction).where(Correction.sha256 == sha256).order_by(Correction.made_at, Correction.id)
        with self.session() as session:
            return {c.subject: decision_of(c) for c in session.scalars(query)}

    def history(self) -> tuple[Decision, ...]:
        """Every decision of every file, in the order they were made."""
        with self.session() as session:
            return tuple(map(decision_of, session.scalars(select(Correction).order_by(Correction.made_at, Correction.id))))

    def reviewed(self, run_id: str, name: str) -> tuple[ReviewedValue, ...]:
        """One proposal's simple values with corrections beside them; what a person added where nothing was found comes last."""
        owner = select(Proposal).where(Proposal.run_id == run_id, Proposal.name == name)
        with self.session() as session:
            proposal = session.scalars(owner).one()
            found = session.scalars(select(FieldValue).where(FieldValue.proposal_id == proposal.id).order_by(FieldValue.id))
            told = {v.subject: v.value for v in found}
            digest = proposal.sha256
        decided = self.decisions(digest)
        machine = [_reviewed(s, value, decided.get(s)) for s, value in told.items()]
        return (*machine, *(_reviewed(s, None, d) for s, d in decided.items() if s not in told))


def shown_url(url: str) -> str:
    """The URL as it may be printed: without its password."""
    return make_url(url).render_as_string(hide_password=True)


def _reviewed(subject: str, machine_value: str | None, decision: Decision | None) -> ReviewedValue:
    value = machine_value if decision is None else decision.value
    return ReviewedValue(subject, machine_value, value, value != machine_value)


def _enforce_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")


def _run(run_id: str, p: Provenance | None, started_at: datetime | None, finished_at: datetime | None) -> Run:
    now = datetime.now(UTC)
    return Run(
        id=run_id,
        started_at=started_at or now,
        finished_at=finished_at or now,
        program=p.program if p else "",
        rubric=p.rubric if p else "",
        embedding_model=p.embedding_model if p else "",
        ranker=p.ranker if p else "",
        programme_lists=[printable(x) for x in p.programme_lists] if p else [],
    )


def _summary(session: Session, p: Proposal) -> ProposalSummary:
    def count(table: Any, *conditions: Any) -> int:
        return session.scalar(select(func.count()).select_from(table).where(table.proposal_id == p.id, *conditions)) or 0

    messages = session.scalars(select(ProblemRecord.message).where(ProblemRecord.proposal_id == p.id).order_by(ProblemRecord.id))
    silent = count(CriterionRecord, CriterionRecord.grade == 0)
    duplicates = count(OverlapRecord, OverlapRecord.label == "duplicate")
    return ProposalSummary(p.name, p.file, p.status, p.title, p.prescore, silent, duplicates, tuple(messages))
