"""The store's tables. A run owns its proposals, a proposal everything found in it; corrections belong to a file's bytes.

``subject`` names a value within a proposal, the same from run to run: "specific_domain", "headquarters[本部長]",
"infrastructure[NAME]", "criteria[2.1.5]", "budget.by_year[2002]". Evidence and corrections refer to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, str: Text}  # noqa: RUF012 - SQLAlchemy's own name


class Run(Base):
    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    program: Mapped[str]
    rubric: Mapped[str]
    embedding_model: Mapped[str]
    ranker: Mapped[str]
    programme_lists: Mapped[list[Any]]
    proposals: Mapped[list[Proposal]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Proposal(Base):
    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("run_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    pages: Mapped[int]
    status: Mapped[str]
    title: Mapped[str | None]
    prescore: Mapped[float | None]
    prescore_error: Mapped[float | None]
    assessment: Mapped[dict[str, Any]]  # the whole, "assessment/1"
    values: Mapped[list[FieldValue]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    facilities: Mapped[list[FacilityRecord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    budgets: Mapped[list[BudgetRecord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    budget_years: Mapped[list[BudgetYear]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    quantities: Mapped[list[QuantityRecord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    criteria: Mapped[list[CriterionRecord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    overlaps: Mapped[list[OverlapRecord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    problems: Mapped[list[ProblemRecord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    evidence: Mapped[list[EvidenceRecord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class OfProposal:
    """What every row found in a proposal has."""

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)


class FieldValue(OfProposal, Base):
    __tablename__ = "field_values"
    subject: Mapped[str]
    field: Mapped[str]
    position: Mapped[int]
    value: Mapped[str]
    confidence: Mapped[float]
    check: Mapped[bool]
    flags: Mapped[list[Any]]


class FacilityRecord(OfProposal, Base):
    __tablename__ = "facilities"
    subject: Mapped[str]
    name: Mapped[str]
    status: Mapped[str]
    kind: Mapped[str]
    size: Mapped[str]
    operator: Mapped[str]
    area_m2: Mapped[float | None]
    rooms: Mapped[int | None]
    occupancy: Mapped[str]
    opens: Mapped[str]
    use: Mapped[str]
    confidence: Mapped[float]


class BudgetRecord(OfProposal, Base):
    __tablename__ = "budgets"
    total_yen: Mapped[int | None] = mapped_column(BigInteger)
    national_yen: Mapped[int | None] = mapped_column(BigInteger)
    local_yen: Mapped[int | None] = mapped_column(BigInteger)
    private_yen: Mapped[int | None] = mapped_column(BigInteger)
    consistent: Mapped[bool | None]
    mismatches: Mapped[list[Any]]
    confidence: Mapped[float]


class BudgetYear(OfProposal, Base):
    __tablename__ = "budget_years"
    subject: Mapped[str]
    fy: Mapped[int]
    yen: Mapped[int] = mapped_column(BigInteger)
    national_yen: Mapped[int | None] = mapped_column(BigInteger)
    local_yen: Mapped[int | None] = mapped_column(BigInteger)


class QuantityRecord(OfProposal, Base):
    __tablename__ = "quantities"
    subject: Mapped[str]
    what: Mapped[str]
    value: Mapped[float]
    unit: Mapped[str]
    year: Mapped[str]
    scope: Mapped[str]
    confidence: Mapped[float]


class CriterionRecord(OfProposal, Base):
    __tablename__ = "criteria"
    subject: Mapped[str]
    criterion_id: Mapped[str]
    grade: Mapped[int]
    confidence: Mapped[float]
    abstained: Mapped[bool]
    missing: Mapped[str]


class OverlapRecord(OfProposal, Base):
    __tablename__ = "overlaps"
    subject: Mapped[str]
    programme_id: Mapped[str]
    programme_name: Mapped[str]
    label: Mapped[str | None]
    score: Mapped[float]
    treatment: Mapped[str]
    disclosed: Mapped[bool]
    sentence: Mapped[str]
    levels: Mapped[list[Any]]


class ProblemRecord(OfProposal, Base):
    __tablename__ = "problems"
    code: Mapped[str]
    message: Mapped[str]
    page: Mapped[int | None]


class EvidenceRecord(OfProposal, Base):
    __tablename__ = "evidence"
    subject: Mapped[str] = mapped_column(index=True)
    position: Mapped[int]  # 0 is the best
    quote: Mapped[str]
    page: Mapped[int]
    x0: Mapped[float | None]
    top: Mapped[float | None]
    x1: Mapped[float | None]
    bottom: Mapped[float | None]
    score: Mapped[float]


class Correction(Base):
    """What a person decided about one value of one file. Never deleted by a run; the latest of a subject holds."""

    __tablename__ = "corrections"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    machine_value: Mapped[str | None]  # what the program had said, None: nothing
    value: Mapped[str | None]  # what is right, None: the proposal says nothing
    person: Mapped[str]
    note: Mapped[str]
    made_at: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(server_default="corrected")  # confirmed, corrected, wrong
