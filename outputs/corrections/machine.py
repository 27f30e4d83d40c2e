"""What the program itself says, by subject: the other half of every decision."""

from __future__ import annotations

from collections.abc import Iterator

from models.assessment import Assessment
from outputs.corrections.records import Decisions
from outputs.corrections.shown import concerns
from outputs.corrections.subjects import plain_text, split_subject
from outputs.store.rows import named_values, quantity_subjects
from outputs.wording import printable


def machine_values(a: Assessment) -> dict[str, str]:
    """Subject → the machine's value, of everything a person may decide about."""
    return {printable(subject): printable(value) for subject, value in _values(a)}


def _values(a: Assessment) -> Iterator[tuple[str, str]]:
    f, b = a.fields, a.fields.budget
    yield from ((subject, plain_text(v.value)) for subject, _, _, v in named_values(f))
    for x in f.infrastructure:
        yield f"infrastructure[{x.name}]", x.name
        yield f"infrastructure[{x.name}].status", x.status.value
    if b and b.total_yen is not None:
        yield "budget.total_yen", str(b.total_yen)
    yield from ((f"budget.by_year[{y.fy}]", str(y.yen)) for y in (b.by_year if b else ()))
    yield from zip(quantity_subjects(f), (plain_text(q.value) for q in f.quantities), strict=True)
    yield from ((f"criteria[{c.id}]", str(c.grade)) for c in a.criteria)


def missed(field: str, told: dict[str, str], decisions: Decisions) -> list[str]:
    """The subjects of ``field`` which people told and the machine does not."""
    wanted = [s for s, d in decisions.items() if split_subject(s)[0] == field and not split_subject(s)[2] and d.value is not None]
    return sorted(s for s in wanted if s not in told and decisions[s].value not in told.values() and concerns(decisions[s], None))
