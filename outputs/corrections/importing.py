"""From a reviewed workbook into the standing store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from outputs.corrections.read import Reviewer, read_decisions
from outputs.corrections.records import Decision
from outputs.corrections.rows import last_editor
from outputs.corrections.standing import open_standing

SOMEBODY = "分析担当"
NO_PERSON = frozenset({"", "openpyxl", "None"})


@dataclass(frozen=True, slots=True)
class Imported:
    new: tuple[Decision, ...]
    known: int  # decided the same before


def import_workbook(file: Path, url: str, person: str = "", *, made_at: datetime | None = None) -> Imported:
    """Keeps in the store at ``url`` what a person decided in ``file``; importing it again adds nothing.

    ``person`` is by default who saved the workbook last.

    Raises:
        CorrectionsError: with every fault of the workbook; nothing is kept then.
    """
    reviewer = Reviewer(person or _editor(file), made_at or datetime.now(UTC))
    found = read_decisions(file, reviewer)
    store = open_standing(url)
    try:
        held = {digest: store.decisions(digest) for digest in {d.sha256 for d in found}}
        new = tuple(d for d in found if not d.says_the_same(held[d.sha256].get(d.subject)))
        store.keep(new)
    finally:
        store.close()
    return Imported(new, len(found) - len(new))


def _editor(file: Path) -> str:
    name = last_editor(file)
    return SOMEBODY if name in NO_PERSON else name
