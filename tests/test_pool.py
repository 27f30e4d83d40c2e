"""A worker that dies or a job that fails costs one proposal, never the batch."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows.inbox import Job
from flows.pool import WorkerPool
from flows.settings import Settings
from flows.worker import Outcome


def prepare(settings: Settings) -> None:
    """Nothing to load for these jobs."""


def work(job: Job, folder: Path) -> Outcome:
    if job.name == "死":
        os._exit(1)
    if job.name == "誤":
        raise RuntimeError("こわれた表")
    return Outcome(job.name, str(job.path), "ok", "", 0.0)


def test_the_others_go_on(tmp_path: Path) -> None:
    names = ["一", "死", "二", "誤", "死", "三"]
    with WorkerPool(Settings(workers=2), work, prepare) as pool, ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda n: pool.run(Job(n, tmp_path / f"{n}.pdf"), tmp_path), names))
    assert len(outcomes) == 6
    assert {o.name: o.status for o in outcomes} == {"一": "ok", "死": "rejected", "二": "ok", "誤": "rejected", "三": "ok"}
    told = {o.name: o.message for o in outcomes}
    assert "死.pdf" in told["死"]
    assert "こわれた表" in told["誤"]
