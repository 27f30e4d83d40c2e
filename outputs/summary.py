"""A run at a glance: Markdown for the log and the artifact, and the run folder's index page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.rubrics import Rubric
from extractors.document import Status
from models.assessment import Assessment
from outputs.booklet import Booklet
from outputs.corrections.records import NONE, Decisions
from outputs.links import href
from outputs.packet.counts import proposal_counts
from outputs.packet.html import environment, stylesheet
from outputs.report import report_text
from outputs.wording import display, in_million, in_oku, japanese_date, printable

__all__ = ["RunRow", "index_html", "report_text", "run_row", "summary_markdown"]

MARKDOWN_MARKS = re.compile(r"([\\|`*_<>\[\]])")


@dataclass(frozen=True, slots=True)
class RunRow:
    """One proposal of a run; empty strings where nothing was found."""

    name: str
    file: str
    status: str
    status_label: str
    title: str
    applicants: str
    region: str
    domain: str
    core: str
    total: str
    total_million: str
    score: str
    error: str
    silent: str
    duplicates: int
    mismatches: int
    doubtful: int
    problems: tuple[str, ...]
    packet: str  # link from the run folder
    packet_pdf: str
    assessment: str
    pdf: str  # link to the proposal, "" where it is not known


def run_row(name: str, a: Assessment, rubric: Rubric, pdf: str = "", decisions: Decisions = NONE) -> RunRow:
    f, c, status = a.fields, proposal_counts(a, rubric, decisions), a.document.status
    total = f.budget.total_yen if f.budget else None
    return RunRow(
        name=name,
        file=printable(a.document.file),
        status=status.value,
        status_label=display().status[status.value],
        title=printable(f.title.value) if f.title else "",
        applicants=printable("、".join(v.value for v in f.applicants)),
        region=printable(f.region.value) if f.region else "",
        domain=printable(f.specific_domain.value) if f.specific_domain else "",
        core=printable(f.core_institution.value) if f.core_institution else "",
        total="" if total is None else in_oku(total),
        total_million="" if total is None else in_million(total),
        score=f"{a.prescore.total:.1f}" if a.prescore and a.prescore.sections else "",
        error=f"{a.prescore.error:.1f}" if a.prescore and a.prescore.sections else "",
        silent=f"{c.silent}/{c.criteria}",
        duplicates=c.duplicates,
        mismatches=c.mismatches,
        doubtful=c.doubtful,
        problems=tuple(printable(p.message) for p in a.document.problems),
        packet=f"packets/{href(name)}.html",
        packet_pdf=f"packets/{href(name)}.pdf",
        assessment=f"assessments/{href(name)}.json",
        pdf=pdf,
    )


def readable(rows: Sequence[RunRow]) -> tuple[RunRow, ...]:
    return tuple(r for r in rows if r.status != Status.REJECTED)


def rejected(rows: Sequence[RunRow]) -> tuple[RunRow, ...]:
    return tuple(r for r in rows if r.status == Status.REJECTED)


def headline(rows: Sequence[RunRow]) -> str:
    """「提案書4件：読取り済み3件、読取り不可1件」"""
    labels = display().status
    counts = [(label, sum(r.status == status for r in rows)) for status, label in labels.items()]
    return f"提案書{len(rows)}件：" + "、".join(f"{label}{count}件" for label, count in counts if count)


def _cell(text: str) -> str:
    return MARKDOWN_MARKS.sub(r"\\\1", " ".join(text.split())) or display().not_found


def summary_markdown(rows: Sequence[RunRow], made_on: date, booklet: Booklet | None = None) -> str:
    """The run as Markdown: the table of proposals, what could not be read and why, what to look at."""
    lines = ["# 下読みの結果", "", f"{japanese_date(made_on)}　{headline(rows)}", ""]
    if booklet:
        lines += [_cell(booklet.problem) if booklet.problem else f"[公募全体の比較](call.html)：{booklet.line}", ""]
    if readable(rows):
        lines += ["| 提案 | 状態 | 構想名 | 特定領域 | 中核機関 | 総事業費 | 予備評価 | 記載なし | 重複の疑い | 要確認 |"]
        lines += ["| --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |"]
        lines += [_line(r) for r in readable(rows)]
        lines += ["", display().not_merit]
    if rejected(rows):
        lines += ["", "## 読み取れなかったファイル", "", *(f"- {_cell(r.file)}：{_cell('　'.join(r.problems))}" for r in rejected(rows))]
    partial = [(r, message) for r in readable(rows) for message in r.problems]
    if partial:
        lines += ["", "## 読取りの問題", "", *(f"- {_cell(r.file)}：{_cell(message)}" for r, message in partial)]
    return "\n".join(lines) + "\n"


def _line(r: RunRow) -> str:
    total = f"{r.total}（{r.total_million}）" if r.total else ""
    score = f"{r.score} ±{r.error}" if r.score else "－"
    told = (f"[{_cell(r.name)}]({r.packet})", r.status_label, _cell(r.title), _cell(r.domain), _cell(r.core), _cell(total), score)
    return "| " + " | ".join((*told, r.silent, str(r.duplicates), str(r.doubtful))) + " |"


def index_html(rows: Sequence[RunRow], made_on: date, booklet: Booklet | None = None) -> str:
    """The run folder's first page."""
    return (
        environment()
        .get_template("run_index.html")
        .render(
            rows=rows,
            booklet=booklet,
            headline=headline(rows),
            date=japanese_date(made_on),
            iso_date=made_on.isoformat(),
            css=stylesheet(),
            not_found=display().not_found,
            not_merit=display().not_merit,
        )
    )
