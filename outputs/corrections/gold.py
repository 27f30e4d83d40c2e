"""What people decided, in the form of a gold file, so that it can be learned from.

Only what a person confirmed or corrected is told: a field nobody reviewed is missing, and of a list only the items that
were reviewed are known (``partly_known`` names, for each such field, the values known to be wrong).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.fields_gold import PARTLY
from outputs.corrections.records import Decision, Decisions, Verdict
from outputs.corrections.subjects import split_subject
from outputs.labels import COORDINATORS

Json = dict[str, Any]
SINGLE = ("specific_domain", "core_institution")
PLAIN = ("title", "region", "period")
NAMES = ("core_research_institutions", "infrastructure")


def corrected_gold(assessment: Json, decisions: Decisions) -> Json:
    """The gold that ``decisions`` are of the proposal whose assessment ("assessment/1") is given.

    Other wordings and a facility's status are taken from the assessment where a person confirmed the value they belong to.
    """
    fields: Json = assessment.get("fields") or {}
    gold: Json = {PARTLY: {}}
    for field in SINGLE:
        if d := decisions.get(field):
            gold[field] = _entry(d, fields.get(field) or {})
            gold[PARTLY] |= {field: [d.machine_value]} if d.verdict is Verdict.WRONG else {}
    gold |= {field: d.value for field in PLAIN if (d := decisions.get(field)) and d.verdict is not Verdict.WRONG}
    for field in NAMES:
        _add_list(gold, field, fields.get(field) or [], decisions)
    for key, part in (("budget", _budget(decisions)), ("headquarters", _heads(decisions)), ("criteria", _criteria(decisions))):
        gold |= {key: part} if part else {}
    return gold


def _entry(d: Decision, machine: Json) -> Json | None:
    if d.value is None:
        return None
    same = machine.get("value") == d.value
    return {"value": d.value, "accept": list(machine.get("alternatives") or []) if same else []}


def _add_list(gold: Json, field: str, machine: list[Json], decisions: Decisions) -> None:
    entries, wrong = [], []
    for d in _of(field, decisions):
        if d.value is not None:
            entries.append({"name": d.value, **_status(d, machine, decisions)} if field == "infrastructure" else {"value": d.value})
        if d.machine_value is not None and d.machine_value != d.value:
            wrong.append(d.machine_value)
    if entries or wrong:
        gold[field] = entries
        gold[PARTLY][field] = wrong


def _of(field: str, decisions: Decisions) -> Iterator[Decision]:
    return (d for s, d in sorted(decisions.items()) if split_subject(s)[0] == field and not split_subject(s)[2])


def _status(d: Decision, machine: list[Json], decisions: Decisions) -> Json:
    """A facility's status as corrected, else as the machine told it on a row a person confirmed, else nothing."""
    if corrected := decisions.get(f"{d.subject}.status"):
        return {"status": corrected.value}
    told = next((x.get("status") for x in machine if x.get("name") == d.value), None)
    return {"status": told} if told and d.verdict is Verdict.CONFIRMED else {}


def _known(field: str, decisions: Decisions) -> Iterator[tuple[str, str]]:
    """(item, what is right) of the decisions about ``field`` that tell it."""
    return ((split_subject(d.subject)[1], d.value) for d in _of(field, decisions) if d.value is not None)


def _budget(decisions: Decisions) -> Json:
    years = [{"fy": int(fy), "yen": int(yen)} for fy, yen in _known("budget.by_year", decisions)]
    totals = [int(yen) for _, yen in _known("budget.total_yen", decisions)]
    return ({"total_yen": totals[0]} if totals else {}) | ({"by_year": years} if years else {})


def _heads(decisions: Decisions) -> Json:
    return {role: name for role, name in _known("headquarters", decisions) if role != COORDINATORS}


def _criteria(decisions: Decisions) -> Json:
    return {criterion: {"grade": int(grade)} for criterion, grade in _known("criteria", decisions)}
