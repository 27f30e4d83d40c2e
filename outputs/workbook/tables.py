"""The workbook's tables as plain records: columns and cells, no spreadsheet library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Format(Enum):
    """How a column's numbers are shown; the cell of an amount always holds yen."""

    TEXT = "@"
    COUNT = "#,##0"
    DECIMAL = "0.0"
    PERCENT = "0%"
    YEN = '#,##0"円"'
    MILLION = '#,##0.0,,"百万円"'
    GENERAL = "#,##0.###"


class Tone(StrEnum):
    PLAIN = ""
    CHECK = "check"
    ALERT = "alert"
    ABSENT = "absent"
    GOOD = "good"
    OPEN = "open"  # for people to write in


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    width: float
    format: Format = Format.TEXT
    choices: tuple[str, ...] = ()  # what may be written there
    hidden: bool = False
    open: bool = False  # for people to write in


@dataclass(frozen=True, slots=True)
class Cell:
    value: str | float | int | None
    link: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: int = 1  # columns that stay in view


@dataclass(frozen=True, slots=True)
class Links:
    """Where a proposal's packet and PDF lie, seen from the workbook."""

    packet: str = ""
    pdf: str = ""

    def page(self, page: int) -> str:
        return f"{self.pdf}#page={page}" if self.pdf and page else self.pdf
