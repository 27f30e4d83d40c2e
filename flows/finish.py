"""The end of a run: every job has its assessment, and the tables over all of them are written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from corpus.programme_import import list_files
from corpus.rubrics import load_rubric
from extractors.document import Problem, Status
from extractors.records import Fields
from flows.inbox import Job
from flows.settings import Settings
from flows.worker import Outcome
from models.assessment import Assessment, DocumentInfo, Provenance
from outputs.assessment_json import assessment_from_json
from outputs.booklet import Booklet
from outputs.corrections.records import decisions_to_json
from outputs.corrections.standing import decisions_of
from outputs.run_folder import RunFiles, assessment_file, write_proposal, write_run


def finish_run(
    folder: Path, jobs: Sequence[Job], outcomes: Sequence[Outcome], settings: Settings, booklet: Booklet | None = None
) -> RunFiles:
    """Workbook, store, summary and index over all jobs; a job whose worker failed gets a rejected assessment.

    A packet made before somebody corrected a value of its proposal is made again.
    """
    rubric, url = load_rubric(settings.rubric), settings.corrections_url
    lists = list_files(settings.programmes)
    told = {o.name: o for o in outcomes}
    assessments: list[tuple[str, Assessment]] = []
    for job in jobs:
        file = assessment_file(folder, job.name)
        outcome = told.get(job.name)
        if not file.exists() or (outcome and outcome.status == Status.REJECTED and not _is_of(file, job.path)):
            message = outcome.message if outcome else f"{job.path.name} は処理されませんでした。もう一度実行してください。"
            write_proposal(folder, job.name, _lost(job, message), rubric, job.path, corrections=url)
        data = json.loads(file.read_text("utf-8"))
        assessment = assessment_from_json(data)
        if (data.get("corrections") or []) != decisions_to_json(decisions_of(url, assessment.document.sha256)):
            write_proposal(folder, job.name, assessment, rubric, job.path, corrections=url, lists=lists)
        assessments.append((job.name, assessment))
    sources = {job.name: job.path for job in jobs}
    return write_run(folder, assessments, rubric, database=settings.database, corrections=url, sources=sources, booklet=booklet)


def _is_of(file: Path, pdf: Path) -> bool:
    """Whether the assessment in the folder is of the bytes that lie there now."""
    data = json.loads(file.read_text("utf-8"))
    return bool(data["document"]["sha256"] == hashlib.sha256(pdf.read_bytes()).hexdigest())


def _lost(job: Job, message: str) -> Assessment:
    sha256 = hashlib.sha256(job.path.read_bytes()).hexdigest()
    info = DocumentInfo(job.path.name, sha256, 0, Status.REJECTED, (Problem("failed", message),))
    return Assessment(info, Fields(), (), Provenance("", "", "", "", ()))
