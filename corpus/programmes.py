"""Existing programmes a proposal may overlap with: the type, the embedded list, records, kinds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import CorpusError
from corpus.tables import read_table

DATA = Path(__file__).parent / "data" / "programmes"
COLUMNS = ("id", "kind", "name", "region", "prefecture", "domain", "institution", "partners", "start_fy", "end_fy", "budget_yen", "source")


@dataclass(frozen=True, slots=True)
class Programme:
    """One existing programme. Empty strings and None: the list does not say."""

    id: str
    name: str
    kind: str = ""  # 地域結集型共同研究事業, 科学技術振興調整費 …
    region: str = ""
    prefecture: str = ""
    domain: str = ""
    institution: str = ""
    partners: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    start_fy: int | None = None
    end_fy: int | None = None
    budget_yen: int | None = None
    summary: str = ""
    ministry: str = ""
    source: str = ""
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class ListVersion:
    """Which list a programme came from, so that an assessment can name it."""

    name: str
    version: str
    dated: str  # ISO date
    rows: int

    def __str__(self) -> str:
        return f"{self.name} {self.version}（{self.dated}、{self.rows}件）"


@dataclass(frozen=True, slots=True)
class ProgrammeKind:
    """A kind of programme and what it is to a proposal: self, research, exchange, facility, local, other."""

    kind: str
    role: str
    printed: tuple[str, ...]


@cache
def load_embedded() -> tuple[Programme, ...]:
    """The real regional programmes about 2002 and after, each with its source."""
    return tuple(p for entry in _lists() for p in _read_list(entry))


@cache
def embedded_versions() -> tuple[ListVersion, ...]:
    return tuple(ListVersion(e["name"], str(e["version"]), str(e["dated"]), len(_read_list(e))) for e in _lists())


def _lists() -> list[dict[str, Any]]:
    return list(yaml.safe_load((DATA / "lists.yaml").read_text("utf-8")))


def _read_list(entry: Mapping[str, Any]) -> tuple[Programme, ...]:
    rows = read_table(DATA / entry["file"], (*COLUMNS, "scope", "note"))
    faults = [f"{i}行目：出典がありません。" for i, row in enumerate(rows, 2) if not row["source"]]
    faults += [f"識別子「{doubled}」が重なっています。" for doubled in _doubles(row["id"] for row in rows)]
    if faults:
        raise CorpusError(str(entry["file"]), faults)
    return tuple(_from_row(row, str(entry["name"])) for row in rows)


def _from_row(row: Mapping[str, str], list_name: str) -> Programme:
    """``scope`` scheme: the row is a whole scheme, whose yearly money is no single programme's."""
    return Programme(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        region=row["region"],
        prefecture=row["prefecture"],
        domain=row["domain"].replace(";", "、"),
        institution=row["institution"],
        partners=tuple(p for p in row["partners"].split(";") if p),
        start_fy=int(row["start_fy"]) if row["start_fy"] else None,
        end_fy=int(row["end_fy"]) if row["end_fy"] else None,
        budget_yen=int(row["budget_yen"]) if row["budget_yen"] and row["scope"] == "project" else None,
        source=row["source"],
        list_name=list_name,
    )


def from_records(records: Iterable[Mapping[str, Any]], list_name: str) -> tuple[Programme, ...]:
    """Programmes from plain records (id, kind, name, region, prefecture, domain, institution, start_fy, end_fy, budget_yen, summary).

    Keys that are no field of a programme are passed over. Raises CorpusError naming every record without id or name.
    """
    rows = list(records)
    faults = [f"{i}件目：id 又は name がありません。" for i, r in enumerate(rows, 1) if not r.get("id") or not r.get("name")]
    faults += [f"識別子「{doubled}」が重なっています。" for doubled in _doubles(str(r.get("id")) for r in rows)]
    if faults:
        raise CorpusError(list_name, faults)
    return tuple(_from_record(row, list_name) for row in rows)


def _from_record(row: Mapping[str, Any], list_name: str) -> Programme:
    texts = ("kind", "region", "prefecture", "domain", "institution", "summary", "ministry", "source")
    numbers = ("start_fy", "end_fy", "budget_yen")
    values: dict[str, Any] = {key: str(row.get(key) or "") for key in texts} | {key: _whole(row.get(key)) for key in numbers}
    values |= {key: tuple(map(str, row.get(key) or ())) for key in ("partners", "people")}
    return Programme(id=str(row["id"]), name=str(row["name"]), list_name=list_name, **values)


def _whole(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


def _doubles(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return list(dict.fromkeys(i for i in ids if i in seen or seen.add(i)))  # type: ignore[func-returns-value]


@cache
def load_kinds() -> tuple[ProgrammeKind, ...]:
    raw = yaml.safe_load((DATA / "kinds.yaml").read_text("utf-8"))
    return tuple(ProgrammeKind(k["kind"], k["role"], tuple(map(str, k["printed"]))) for k in raw)


@cache
def kind_of(printed: str) -> ProgrammeKind | None:
    """The kind a printed programme name or kind names; the longest printed form wins."""
    text = unicodedata.normalize("NFKC", printed)
    hits = [(len(form), kind) for kind in load_kinds() for form in kind.printed if unicodedata.normalize("NFKC", form) in text]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def programme_text(programme: Programme, limit: int = 220) -> str:
    """What a programme is compared by: name, domain and summary, white space squeezed, at most ``limit`` characters."""
    parts = [part for part in (programme.name, programme.domain, programme.summary) if part]
    return " ".join("。".join(parts).split())[:limit]
