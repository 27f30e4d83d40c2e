"""The comparison of the call at the end of a run: profiles gathered, one job in a worker, the booklet written.

Nothing here may cost a run its packets: what goes wrong is logged and told in one sentence.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from corpus.reviewers import SAMPLE
from corpus.rubrics import load_rubric
from extractors.document import Status
from flows.inbox import Job
from flows.pool import WorkerPool
from flows.settings import Settings
from flows.worker import Outcome, compare_proposals, read_profile
from models.overlap import ProposalProfile
from models.sensitivity import rank_sensitivity
from outputs.booklet import Booklet, discard_booklet, kept_booklet, write_booklet
from outputs.links import relative_href
from outputs.packet.entries import Source
from outputs.run_folder import assessment_file, read_assessment

log = logging.getLogger(__name__)


def call_booklet(pool: WorkerPool, folder: Path, jobs: Sequence[Job], outcomes: Sequence[Outcome], settings: Settings) -> Booklet | None:
    """The booklet over all proposals that could be read; the one in the folder is kept where nothing has changed. None: none to compare."""
    readable = {o.name: o for o in outcomes if o.status != Status.REJECTED}
    chosen = [job for job in jobs if job.name in readable]
    if not chosen:
        discard_booklet(folder)
        return None
    try:
        mark = call_fingerprint(folder, chosen, settings)
        return kept_booklet(folder, mark) or _made(pool, folder, chosen, readable, mark, settings.rubric)
    except Exception as error:  # the packets are there; the run must end well
        log.exception("the comparison of the call failed")
        discard_booklet(folder)
        return Booklet(problem=failure(error))


def failure(error: Exception) -> str:
    return (
        f"提案書どうしの比較中に予期しない誤りが起きたため、公募全体の比較冊子を作成できませんでした（{type(error).__name__}: {error}）。"
        "各提案の下読み票と一覧表には影響ありません。もう一度実行してください。"
    )


def call_fingerprint(folder: Path, jobs: Sequence[Job], settings: Settings) -> str:
    """Equal for two runs whose comparison would come out the same."""
    digest = hashlib.sha256(Path(settings.reviewers or SAMPLE).read_bytes())
    for job in jobs:
        told = json.loads(assessment_file(folder, job.name).read_text("utf-8"))
        digest.update(f"{job.name}\0{told['provenance']['fingerprint']}\0".encode())
    return digest.hexdigest()[:32]


def _made(pool: WorkerPool, folder: Path, jobs: Sequence[Job], outcomes: dict[str, Outcome], mark: str, rubric: str) -> Booklet:
    profiles, left_out = _profiles(pool, folder, jobs, outcomes)
    comparison = pool.submit(compare_proposals, profiles, folder).result()
    assessments = {job.name: read_assessment(folder, job.name) for job in jobs}
    ranking = rank_sensitivity({name: assessments[name].criteria for name, _ in profiles}, load_rubric(rubric))
    partial = tuple(name for name, _ in profiles if assessments[name].document.status is Status.PARTIAL)
    told = replace(comparison, left_out=left_out, partly_read=partial, ranking=ranking)
    sources = {job.name: Source(relative_href(job.path, folder), assessments[job.name].document.layouts) for job in jobs}
    return write_booklet(folder, told, sources, mark)


def _profiles(
    pool: WorkerPool, folder: Path, jobs: Sequence[Job], outcomes: dict[str, Outcome]
) -> tuple[list[tuple[str, ProposalProfile]], tuple[str, ...]]:
    """The profiles, those of kept assessments read again, and the names of proposals whose profile could not be had."""
    again = {job.name: pool.submit(read_profile, job, folder) for job in jobs if outcomes[job.name].profile is None}
    found = {job.name: outcomes[job.name].profile or _waited(again[job.name], job) for job in jobs}
    return [(name, own) for name, own in found.items() if own], tuple(name for name, own in found.items() if own is None)


def _waited(future: Future[ProposalProfile], job: Job) -> ProposalProfile | None:
    try:
        return future.result()
    except Exception:
        log.exception("%s is left out of the comparison of the call", job.name)
        return None
