"""Proposals with corrections as examples to learn from: those whose PDFs are still at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from extractors.document import Status
from flows.evaluation import Example
from flows.inbox import find_jobs
from flows.pipeline import extract, read_pdf, rejected, study
from flows.resources import Resources
from outputs.assessment_json import assessment_to_json
from outputs.corrections.gold import corrected_gold
from outputs.corrections.standing import decisions_of


def load_corrected(
    folders: Sequence[Path], resources: Resources, progress: Callable[[str], None], *, judged: Sequence[Example] = ()
) -> list[Example]:
    """The proposals in ``folders`` about which people decided, with what they decided as (partly known) gold.

    A proposal that is ``judged`` must not be learned from by another way.
    """
    if not folders:
        return []
    known, examples = {e.reading.document.sha256 for e in judged}, []
    for job in find_jobs(folders):
        digest = hashlib.sha256(job.path.read_bytes()).hexdigest()
        decisions = decisions_of(resources.settings.corrections_url, digest)
        if not decisions or digest in known:
            continue
        progress(f"読み取り {job.name}（修正{len(decisions)}件）")
        document = read_pdf(job.path, resources.settings)
        if document.status is Status.REJECTED:
            continue
        reading = study(document, resources)
        assessment = replace(rejected(document, resources), fields=extract(reading, resources))
        gold = corrected_gold(assessment_to_json(assessment), decisions)
        examples.append(Example(f"{job.name}（修正）", gold, reading, resources))
    return examples
