"""The pool of worker processes a run shares: spawned (forking after an embedding call hangs), replaced when one dies."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import ParamSpec, TypeVar

from flows.inbox import Job
from flows.settings import Settings
from flows.worker import Outcome, initialise, process

log = logging.getLogger(__name__)

Work = Callable[[Job, Path], Outcome]
P = ParamSpec("P")
R = TypeVar("R")


class WorkerPool:
    """Runs jobs in worker processes.

    A worker that dies breaks every job then in the pool: each is tried once more, alone in a process of its own, so that
    only the one to blame is lost.
    """

    def __init__(self, settings: Settings, work: Work = process, prepare: Callable[[Settings], None] = initialise) -> None:
        self._settings, self._work, self._prepare = settings, work, prepare
        self._lock, self._alone = Lock(), Lock()
        self._executor = self._fresh(settings.worker_count)

    def _fresh(self, workers: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=self._prepare, initargs=(self._settings,))

    def run(self, job: Job, folder: Path) -> Outcome:
        """One job, waited for. What cannot be done comes back as a rejected Outcome with a Japanese sentence."""
        executor = self._executor
        try:
            return self._try(executor, job, folder)
        except BrokenProcessPool:
            log.warning("a worker died while %s was being read; it is tried again alone", job.name)
            self._replace(executor)
        try:
            with self._alone, self._fresh(1) as private:
                return self._try(private, job, folder)
        except BrokenProcessPool:
            return failed(job, None)

    def submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Any other job in a worker; its future raises what the job raised, or BrokenProcessPool where the worker died."""
        return self._executor.submit(work, *args, **kwargs)

    def _try(self, executor: ProcessPoolExecutor, job: Job, folder: Path) -> Outcome:
        try:
            future: Future[Outcome] = executor.submit(self._work, job, folder)
        except RuntimeError as error:  # broken, or shut down because it broke a moment ago
            raise BrokenProcessPool from error
        try:
            return future.result()
        except (BrokenProcessPool, CancelledError) as error:
            raise BrokenProcessPool from error
        except Exception as error:  # one bad proposal never stops the batch
            log.exception("%s failed", job.name)
            return failed(job, error)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is broken:
                broken.shutdown(wait=False, cancel_futures=True)
                self._executor = self._fresh(self._settings.worker_count)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._executor.shutdown(wait=error is None, cancel_futures=True)


def failed(job: Job, error: Exception | None) -> Outcome:
    cause = f"（{type(error).__name__}: {error}）" if error else "（作業プロセスが異常終了）"
    message = (
        f"{job.path.name} の処理中に予期しない誤りが起きたため、読み取りを中止しました{cause}。"
        "単独で shitayomi read を実行して確かめてください。"
    )
    return Outcome(job.name, str(job.path), "rejected", message, 0.0)
