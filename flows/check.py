"""Checks before anything heavy is loaded: a mistyped folder should cost a second, not half a minute."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.programme_import import files_and_folders, import_files
from corpus.reviewers import load_reviewers
from corpus.rubrics import load_rubric
from flows.inbox import find_jobs
from flows.settings import Settings


def check_inputs(sources: Sequence[Path], settings: Settings) -> None:
    """Raises what the run would raise later: InboxError for the sources, CorpusError for lists, reviewers and rubric."""
    find_jobs(sources)
    load_rubric(settings.rubric)
    files, _ = files_and_folders(settings.programmes)
    import_files(files)
    if settings.reviewers:
        load_reviewers(Path(settings.reviewers))
