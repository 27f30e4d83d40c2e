"""The booklet's three files in a run folder, and what the run's first page tells of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.call import CallComparison
from outputs.booklet.build import booklet_view
from outputs.booklet.data import SCHEMA, call_to_json
from outputs.booklet.html import booklet_html
from outputs.booklet.pdf import booklet_pdf
from outputs.files import write_bytes, write_json, write_text
from outputs.packet.entries import Source

HTML, PDF, JSON = "call.html", "call.pdf", "call.json"


@dataclass(frozen=True, slots=True)
class BookletCounts:
    partnerships: int
    shared: int
    copies: int
    ties: int


@dataclass(frozen=True, slots=True)
class Booklet:
    """The booklet of a run as its first page tells of it: what was found, or the sentence that says why there is none."""

    counts: BookletCounts | None = None
    problem: str = ""

    @property
    def line(self) -> str:
        """「広域連携の候補3組、重なって挙げられている機関・人等2件、酷似する提案0組、利益相反の可能性1件」"""
        c = self.counts
        if c is None:
            return self.problem
        told = (f"広域連携の候補{c.partnerships}組", f"重なって挙げられている機関・人等{c.shared}件")
        return "、".join((*told, f"酷似する提案{c.copies}組", f"利益相反の可能性{c.ties}件"))


def write_booklet(
    folder: Path, comparison: CallComparison, sources: Mapping[str, Source], fingerprint: str = "", *, made_on: date | None = None
) -> Booklet:
    """Writes call.html, call.pdf and, last, call.json. ``sources`` are the proposals' PDFs by name.

    Raises:
        FontsMissingError: the PDF's fonts are not installed.
    """
    view, data = booklet_view(comparison, made_on or date.today(), sources), call_to_json(comparison, fingerprint)
    write_text(folder / HTML, booklet_html(view))
    write_bytes(folder / PDF, booklet_pdf(view))
    write_json(folder / JSON, data)
    return Booklet(_counts(data))


def kept_booklet(folder: Path, fingerprint: str) -> Booklet | None:
    """The booklet in the folder, if it is of the same proposals and reviewers and left none out."""
    try:
        data = json.loads((folder / JSON).read_text("utf-8"))
        same = data["schema"] == SCHEMA and data["fingerprint"] == fingerprint and not data["left_out"]
        there = (folder / HTML).exists() and (folder / PDF).exists()
        return Booklet(_counts(data)) if same and there else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def discard_booklet(folder: Path) -> None:
    """Takes away a booklet that no longer is of the run in the folder."""
    for name in (HTML, PDF, JSON):
        (folder / name).unlink(missing_ok=True)


def _counts(data: Mapping[str, list[dict[str, list[object]]]]) -> BookletCounts:
    ties = sum(len(told["ties"]) for told in data["interests"])
    return BookletCounts(len(data["wide_area"]), len(data["shared"]), len(data["near_copies"]), ties)
