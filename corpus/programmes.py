"""Existing programmes a proposal may overlap with."""

from __future__ import annotations

from dataclasses import dataclass


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
