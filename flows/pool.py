"""The pool of worker processes a run shares: spawned (forking after an embedding call hangs), replaced when one dies."""

from __future__ import annotations

import logging
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Lock
from types import TracebackType

from flows.inbox import Job
from flows.settings import Settings
from flows.worker import Outcome, initialise, process

log = logging.getLogger(__name__)

TRIES = 2  # a proposal whose worker died is tried once more, alone in a fresh pool


class WorkerPool:
    """Runs jobs in worker processes; a worker that dies costs its proposal a second try, never the batch."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._executor = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._settings.worker_count, mp_context=context, initializer=initialise, initargs=(self._settings,))

    def run(self, job: Job, folder: Path) -> Outcome:
        """One job, waited for. What cannot be done comes back as a rejected Outcome with a Japanese sentence."""
        for _ in range(TRIES):
            executor = self._executor
            try:
                future: Future[Outcome] = executor.submit(process, job, folder)
                return future.result()
            except BrokenProcessPool:
                log.warning("a worker died while %s was being read", job.name)
                self._replace(executor)
            except Exception as error:  # one bad proposal never stops the batch
                log.exception("%s failed", job.name)
                return failed(job, error)
        return failed(job, None)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is broken:
                broken.shutdown(wait=False, cancel_futures=True)
                self._executor = self._fresh()

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
