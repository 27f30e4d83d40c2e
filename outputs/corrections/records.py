"""A person's decision about one value of one file, as a plain record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Verdict(StrEnum):
    CONFIRMED = "confirmed"  # the machine's value is right
    CORRECTED = "corrected"  # ``value`` is right; None: the proposal says nothing
    WRONG = "wrong"  # the machine's value is wrong, the right one is not told


@dataclass(frozen=True, slots=True)
class Decision:
    """``subject`` names the value within the file with these bytes, as the store's tables do."""

    sha256: str
    subject: str
    verdict: Verdict
    value: str | None
    machine_value: str | None  # what the program had said; None: nothing
    person: str
    made_at: datetime
    note: str = ""  # the proposal's name, as the workbook that told the decision called it

    def says_the_same(self, other: Decision | None) -> bool:
        """Whether the other one decides the same (whoever made it)."""
        return other is not None and (self.verdict, self.value) == (other.verdict, other.value)


Decisions = Mapping[str, Decision]  # subject → the decision that holds
NONE: Decisions = MappingProxyType({})


def in_utc(moment: datetime) -> datetime:
    """SQLite forgets the zone; what it holds is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def decision_to_json(d: Decision) -> dict[str, Any]:
    return {
        "subject": d.subject,
        "verdict": d.verdict.value,
        "value": d.value,
        "machine_value": d.machine_value,
        "person": d.person,
        "made_at": in_utc(d.made_at).isoformat(),
        "note": d.note or None,
    }


def decisions_to_json(decisions: Decisions) -> list[dict[str, Any]]:
    return [decision_to_json(decisions[subject]) for subject in sorted(decisions)]
