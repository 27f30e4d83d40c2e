"""The Prefect flow: one task a proposal, handed to the shared pool of worker processes.

Prefect keeps the timetable, the states and the artifact; the true record of a run is the store in the run folder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.call import call_booklet
from flows.finish import finish_run
from flows.inbox import Job, find_jobs
from flows.pool import WorkerPool
from flows.settings import Settings
from flows.worker import Outcome
from outputs.run_folder import RunFiles

# More threads than workers only wait; a handful keeps every worker fed.
THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=8)

Report = Callable[[Outcome, int, int], None]  # an outcome, how many are done, of how many

_open_pools: dict[str, WorkerPool] = {}  # by run folder: a pool cannot be a task's parameter


@task(name="下読み", task_run_name="{name}", cache_policy=NO_CACHE, retries=0)
def read_proposal(name: str, path: str, folder: str) -> Outcome:
    """Reads one proposal in a worker process; its results lie in the run folder."""
    return _open_pools[folder].run(Job(name, Path(path)), Path(folder))


@flow(name="shitayomi", flow_run_name="下読み {folder}", task_runner=THREADS, validate_parameters=False)
def read_folders(sources: list[str], folder: str, settings: Settings | None = None, report: Report | None = None) -> RunFiles:
    """Reads every proposal in ``sources`` and writes the run into ``folder``.

    Raises InboxError where there is nothing to read; a bad proposal is an outcome, never an error.
    """
    chosen = settings or Settings()
    jobs = find_jobs([Path(s) for s in sources])
    with WorkerPool(chosen) as pool:
        outcomes = _read_all(pool, jobs, folder, report)
        booklet = call_booklet(pool, Path(folder), jobs, outcomes, chosen)
    files = finish_run(Path(folder), jobs, outcomes, chosen, booklet)
    create_markdown_artifact(key="shitayomi-run", markdown=files.summary.read_text("utf-8"), description="下読みの結果")
    return files


def _read_all(pool: WorkerPool, jobs: tuple[Job, ...], folder: str, report: Report | None) -> list[Outcome]:
    outcomes: list[Outcome] = []
    _open_pools[folder] = pool
    try:
        futures = [read_proposal.submit(job.name, str(job.path), folder) for job in jobs]
        for future in as_completed(futures):
            outcomes.append(future.result())
            if report:
                report(outcomes[-1], len(outcomes), len(jobs))
    finally:
        del _open_pools[folder]
    order = {job.name: i for i, job in enumerate(jobs)}
    return sorted(outcomes, key=lambda o: order[o.name])
