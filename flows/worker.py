"""What runs in a worker process: resources loaded once, then one proposal after another, results written to files."""

from __future__ import annotations

import gc
import json
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.inbox import Job
from flows.settings import Settings

if TYPE_CHECKING:
    from extractors.records import Fields
    from flows.resources import Resources
    from models.assessment import Assessment
    from models.call import CallComparison
    from models.overlap import ProposalProfile

log = logging.getLogger(__name__)
_resources: Resources | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The small record a worker hands back; the assessment itself lies in the run folder.

    ``profile``: what the comparison of the call needs of the proposal; None where it was not read now.
    """

    name: str
    file: str
    status: str  # ok, partial, rejected
    message: str  # the first problem's sentence, "" where there is none
    seconds: float
    reused: bool = False
    title: str = ""
    profile: ProposalProfile | None = field(default=None, repr=False, compare=False)


def initialise(settings: Settings) -> None:
    """Loads the resources of this process. Threads are left to the pool: one proposal, one core."""
    global _resources
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch

    from flows.resources import load_resources

    torch.set_num_threads(1)
    _resources = load_resources(settings)
    gc.freeze()  # what was loaded stays: the collector need not walk through it again (0.2 s each time)


def process(job: Job, folder: Path) -> Outcome:
    """Assesses one file and writes its outputs; an assessment made before of the same bytes is kept."""
    from corpus.programme_import import list_files
    from flows.pipeline import assess_with_profile, read_pdf
    from outputs.assessment_json import assessment_from_json
    from outputs.run_folder import assessment_file, write_proposal

    assert _resources is not None, "initialise() comes first"
    started = time.perf_counter()
    kept = _kept(assessment_file(folder, job.name), job.path, _resources)
    if kept is not None:
        return _outcome(job, assessment_from_json(kept), started, reused=True)
    assessment, profile = assess_with_profile(read_pdf(job.path, _resources.settings), _resources)
    settings, rubric = _resources.settings, _resources.rubric
    lists = list_files(settings.programmes)
    write_proposal(folder, job.name, assessment, rubric, job.path, corrections=settings.corrections_url, lists=lists)
    return replace(_outcome(job, assessment, started), profile=profile)


def read_profile(job: Job, folder: Path) -> ProposalProfile:
    """The profile of a proposal whose assessment was kept: its PDF is read again, its fields are those of the assessment."""
    from flows.pipeline import read_pdf
    from models.overlap import profile_of

    assert _resources is not None, "initialise() comes first"
    return profile_of(read_pdf(job.path, _resources.settings), _fields(folder, job.name))


def compare_proposals(profiles: Sequence[tuple[str, ProposalProfile]], folder: Path) -> CallComparison:
    """The call's proposals (name in the run, profile) held against each other and against the reviewers."""
    from corpus.reviewers import SAMPLE, load_reviewers
    from models.call import compare_call

    assert _resources is not None, "initialise() comes first"
    reviewers = load_reviewers(Path(_resources.settings.reviewers) if _resources.settings.reviewers else SAMPLE)
    return compare_call([(name, own, _fields(folder, name)) for name, own in profiles], reviewers, _resources.embedder)


def _fields(folder: Path, name: str) -> Fields:
    from outputs.run_folder import read_assessment

    return read_assessment(folder, name).fields


def _kept(file: Path, pdf: Path, resources: Resources) -> dict[str, object] | None:
    """The assessment in the folder, if the same bytes, settings and models would give it again."""
    import hashlib

    from flows.pipeline import fingerprint

    try:
        data: dict[str, dict[str, object]] = json.loads(file.read_text("utf-8"))
        digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
        same = data["provenance"]["fingerprint"] == fingerprint(digest, resources)
    except (OSError, ValueError, KeyError):
        return None
    return dict(data) if same else None


def _outcome(job: Job, assessment: Assessment, started: float, *, reused: bool = False) -> Outcome:
    problems, title = assessment.document.problems, assessment.fields.title
    return Outcome(
        name=job.name,
        file=str(job.path),
        status=assessment.document.status.value,
        message=problems[0].message if problems else "",
        seconds=time.perf_counter() - started,
        reused=reused,
        title=title.value if title else "",
    )
