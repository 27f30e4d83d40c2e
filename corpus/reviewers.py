"""Reviewers with their affiliations, committees and companies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError
from corpus.tables import read_table

SAMPLE = Path(__file__).parent / "data" / "reviewers" / "committee_2002.csv"
COLUMNS = ("name", "role", "affiliations", "title")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """``affiliations``: every body he or she belongs to, sits on or owns."""

    name: str
    affiliations: tuple[str, ...]
    title: str = ""  # as printed
    role: str = ""  # 座長, 副座長


def load_reviewers(path: Path = SAMPLE) -> tuple[Reviewer, ...]:
    """A reviewer list (CSV: name, role, affiliations parted by semicolons, title); the default is the report's committee.

    Raises CorpusError naming every row without name or affiliation.
    """
    rows = read_table(path, COLUMNS)
    faults = [f"{i}行目：氏名がありません。" for i, row in enumerate(rows, 2) if not row["name"]]
    faults += [f"{i}行目：所属がありません（{row['name']}）。" for i, row in enumerate(rows, 2) if not row["affiliations"]]
    if faults:
        raise CorpusError(path.name, faults)
    return tuple(Reviewer(r["name"], _bodies(r["affiliations"]), r["title"], r["role"]) for r in rows)


def _bodies(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
