"""The layout of a run folder, and everything that is written into it.

FOLDER/index.html  summary.md  review.xlsx  shitayomi.sqlite
FOLDER/call.html  call.pdf  call.json
FOLDER/assessments/NAME.json
FOLDER/packets/NAME.html  NAME.pdf
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus.rubrics import Rubric
from models.assessment import Assessment
from outputs.assessment_json import assessment_from_json, assessment_to_json
from outputs.booklet import BOOKLET, Booklet
from outputs.corrections.records import NONE, Decisions, decisions_to_json
from outputs.corrections.standing import decisions_of, standing_decisions
from outputs.files import write_bytes, write_json, write_text
from outputs.links import href, relative_href
from outputs.packet.build import packet_view
from outputs.packet.html import packet_html
from outputs.packet.pdf import packet_pdf
from outputs.store import Store, shown_url, sqlite_url
from outputs.summary import index_html, run_row, summary_markdown
from outputs.workbook import Links, Listed, workbook_bytes


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run's outputs lie. ``store`` is the database's URL without its password where it is no file of the folder."""

    folder: Path
    index: Path
    summary: Path
    workbook: Path
    store: str
    packets: Path
    assessments: Path
    booklet: Path | None = None  # None where the call could not be compared

    def listing(self) -> Iterator[tuple[str, Path | str]]:
        """Every output with its Japanese label, what is opened first first."""
        yield "目次", self.index
        if self.booklet:
            yield "公募全体の比較", self.booklet
        yield "下読み票", self.packets
        yield "一覧表", self.workbook
        yield "結果の要約", self.summary
        yield "データ（JSON）", self.assessments
        yield "データベース", self.store


def assessment_file(folder: Path, name: str) -> Path:
    return folder / "assessments" / f"{name}.json"


def read_assessment(folder: Path, name: str) -> Assessment:
    """The proposal's assessment as it lies in the folder."""
    return assessment_from_json(json.loads(assessment_file(folder, name).read_text("utf-8")))


def packet_file(folder: Path, name: str, suffix: str) -> Path:
    return folder / "packets" / f"{name}.{suffix}"


def write_proposal(
    folder: Path,
    name: str,
    assessment: Assessment,
    rubric: Rubric,
    pdf_path: Path | None = None,
    *,
    made_on: date | None = None,
    corrections: str = "",
    lists: Mapping[str, Path] | None = None,
) -> None:
    """One proposal's packet (HTML and PDF) and, last, its assessment. ``name`` is unique within the run.

    ``corrections`` is the SQLAlchemy URL of the standing corrections; what they hold of this proposal stands beside the
    machine's values. ``lists`` are the office's own programme lists by name: a programme whose row names no address leads there.

    Raises:
        FontsMissingError: the PDF's fonts are not installed.
    """
    link = relative_href(pdf_path, folder / "packets") if pdf_path else ""
    decisions = decisions_of(corrections, assessment.document.sha256)
    lists_links = {name: relative_href(path, folder / "packets") for name, path in (lists or {}).items()}
    view = packet_view(assessment, rubric, made_on or date.today(), link, decisions, lists_links)
    write_text(packet_file(folder, name, "html"), packet_html(view))
    write_bytes(packet_file(folder, name, "pdf"), packet_pdf(view))
    write_json(assessment_file(folder, name), assessment_to_json(assessment) | {"corrections": decisions_to_json(decisions)})


def write_run(
    folder: Path,
    assessments: Sequence[tuple[str, Assessment]],
    rubric: Rubric,
    *,
    database: str = "",
    corrections: str = "",
    sources: Mapping[str, Path] | None = None,
    booklet: Booklet | None = None,
    made_on: date | None = None,
) -> RunFiles:
    """What is told of all proposals together: workbook, store, summary and index.

    ``assessments`` are (name, assessment); ``sources`` leads from a name to the proposal's PDF, for links;
    ``database`` is a SQLAlchemy URL, "" a SQLite file in the folder; ``booklet`` compares the proposals with each other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = replace(_files(folder, database), booklet=folder / BOOKLET if booklet and booklet.counts else None)
    day, links = made_on or date.today(), {name: relative_href(path, folder) for name, path in (sources or {}).items()}
    decided = standing_decisions(corrections, {a.document.sha256 for _, a in assessments})
    rows = [run_row(name, a, rubric, links.get(name, ""), decided.get(a.document.sha256, NONE)) for name, a in assessments]
    listed = [_listed(name, a, links.get(name, ""), decided) for name, a in assessments]
    _write_store(database or sqlite_url(folder / "shitayomi.sqlite"), assessments, decided)
    write_bytes(files.workbook, workbook_bytes(listed, rubric))
    write_text(files.summary, summary_markdown(rows, day, booklet))
    write_text(files.index, index_html(rows, day, booklet))
    return files


def _listed(name: str, a: Assessment, pdf: str, decided: Mapping[str, Decisions]) -> Listed:
    return Listed(name, a, Links(f"packets/{href(name)}.html", pdf), decided.get(a.document.sha256, NONE))


def _files(folder: Path, database: str) -> RunFiles:
    return RunFiles(
        folder=folder,
        index=folder / "index.html",
        summary=folder / "summary.md",
        workbook=folder / "review.xlsx",
        store=shown_url(database) if database else str(folder / "shitayomi.sqlite"),
        packets=folder / "packets",
        assessments=folder / "assessments",
    )


def _write_store(url: str, assessments: Sequence[tuple[str, Assessment]], decided: Mapping[str, Decisions]) -> None:
    store = Store(url)
    try:
        store.write_run([name for name, _ in assessments], [a for _, a in assessments])
        store.keep(d for decisions in decided.values() for d in decisions.values())
    finally:
        store.close()
