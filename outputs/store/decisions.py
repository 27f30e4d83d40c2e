"""Decisions as rows of the store, and back."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine, inspect, text

from outputs.corrections.records import Decision, Verdict, in_utc
from outputs.store.tables import Correction
from outputs.wording import printable


def as_stored(d: Decision) -> Decision:
    """The decision as it comes back from the store: printable texts, the moment in UTC."""
    return replace(
        d,
        subject=printable(d.subject),
        value=None if d.value is None else printable(d.value),
        machine_value=None if d.machine_value is None else printable(d.machine_value),
        person=printable(d.person),
        made_at=in_utc(d.made_at),
        note=printable(d.note),
    )


def correction_row(d: Decision) -> Correction:
    return Correction(
        sha256=d.sha256,
        subject=d.subject,
        verdict=d.verdict.value,
        value=d.value,
        machine_value=d.machine_value,
        person=d.person,
        made_at=d.made_at,
        note=d.note,
    )


def decision_of(row: Correction) -> Decision:
    told = (row.sha256, row.subject, Verdict(row.verdict), row.value, row.machine_value, row.person)
    return Decision(*told, in_utc(row.made_at), row.note)


def add_verdicts(engine: Engine) -> None:
    """A store written before decisions had verdicts gets the column: all it holds are corrections."""
    if "verdict" not in {c["name"] for c in inspect(engine).get_columns(Correction.__tablename__)}:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE corrections ADD COLUMN verdict TEXT NOT NULL DEFAULT 'corrected'"))
