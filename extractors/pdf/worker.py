"""Reading in a child process that can be killed: one child is kept and reused, and replaced after a kill."""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from extractors.document import Document, Problem, Status
from extractors.pdf.limits import Limits
from extractors.pdf.problems import problem
from extractors.pdf.transfer import DONE, PROGRESS, loads

log = logging.getLogger(__name__)

FILES_PER_CHILD = 40  # then a fresh one: what leaks in a library goes with the old
START_SECONDS = 30.0  # allowed on top for starting the child and loading the libraries
CHUNK = 1 << 20
MAX_DEATHS = 2  # pages that may kill the child before the file is given up
OUT_OF_MEMORY = (signal.SIGTRAP, signal.SIGILL, signal.SIGABRT, signal.SIGKILL)
PATIENCE = 5.0  # times its allowance of processor time that a child may take by the clock
SHORTEST_WAIT = 0.02  # seconds
MAX_ANSWER = 1 << 30


class ChildDiedError(Exception):
    """The child ended or was killed; ``code`` names the problem."""

    def __init__(self, code: str, pages: int) -> None:
        super().__init__(code)
        self.code, self.pages = code, pages


class Allowance:
    """The time a child may still take: processor time where the system tells it, so that a busy machine costs no file."""

    def __init__(self, pid: int, seconds: float) -> None:
        self.pid, self.seconds = pid, seconds
        self.start, self.spent = time.monotonic(), processor_seconds(pid) or 0.0

    def left(self) -> float:
        """Seconds left; not above 0 when the time is up."""
        waited = time.monotonic() - self.start
        used = processor_seconds(self.pid)
        if used is None:
            return self.seconds - waited
        return min(self.seconds - (used - self.spent), PATIENCE * self.seconds - waited)


def processor_seconds(pid: int) -> float | None:
    """The processor time a process has used; None where the system does not tell (or it is gone)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Worker:
    """One child process and the talk with it. Not for use by two threads at once."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.files = 0

    def read(self, path: Path, password: str | None, limits: Limits, ocr: bool, skip: Sequence[int] = ()) -> Document:
        """The document as the child read it, the pages of ``skip`` (0-based) left out.

        Raises:
            ChildDiedError: it crashed, ran out of memory or time.
        """
        if self.files >= FILES_PER_CHILD:
            self.stop()
        process = self._started()
        self.files += 1
        request = {"path": str(path.absolute()), "password": password, "limits": asdict(limits), "ocr": ocr, "skip": list(skip)}
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise self._dead(0) from None
        return self._answer(process, limits)

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            root = str(Path(__file__).resolve().parents[2])
            env = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]), "OMP_THREAD_LIMIT": "1"}
            command = [sys.executable, "-m", "extractors.pdf.child"]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
            self.files = 0
        return self.process

    def _answer(self, process: subprocess.Popen[bytes], limits: Limits) -> Document:
        pages = 0
        allowance = Allowance(process.pid, limits.seconds + (START_SECONDS if self.files == 1 else 0))
        while True:
            kind = self._take(process, 1, allowance, pages)
            if kind == PROGRESS:
                pages = int.from_bytes(self._take(process, 4, allowance, pages), "big")
                allowance.seconds += limits.seconds_per_page * int.from_bytes(self._take(process, 4, allowance, pages), "big")
                continue
            size = int.from_bytes(self._take(process, 8, allowance, pages), "big")
            if kind != DONE or size > MAX_ANSWER:
                self.stop()
                raise ChildDiedError("crashed", pages)
            try:
                return loads(self._take(process, size, allowance, pages))
            except (ValueError, KeyError, TypeError, IndexError):
                self.stop()
                raise ChildDiedError("crashed", pages) from None

    def _take(self, process: subprocess.Popen[bytes], count: int, allowance: Allowance, pages: int) -> bytes:
        """``count`` bytes of the answer; kills the child when the time is up."""
        assert process.stdout is not None
        handle = process.stdout.fileno()
        data = bytearray()
        while len(data) < count:
            left = allowance.left()
            if left <= 0:
                self.stop()
                raise ChildDiedError("too_slow", pages)
            if not select.select([handle], [], [], max(left, SHORTEST_WAIT))[0]:
                continue
            piece = os.read(handle, min(CHUNK, count - len(data)))
            if not piece:
                raise self._dead(pages)
            data += piece
        return bytes(data)

    def _dead(self, pages: int) -> ChildDiedError:
        """What the child died of: PDFium ends itself by a trap when it gets no more memory."""
        ended = -(self.process.wait() if self.process is not None else 0)
        self.stop()
        return ChildDiedError("too_much_memory" if ended in OUT_OF_MEMORY else "crashed", pages)

    def stop(self) -> None:
        """Ends the child, at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
            self.process = None


_local = threading.local()
_workers: list[Worker] = []


def _worker() -> Worker:
    """This thread's worker (one child a thread; after a fork the parent's is left alone)."""
    found: Worker | None = getattr(_local, "worker", None)
    if found is None or _local.owner != os.getpid():
        found = _local.worker = Worker()
        _local.owner = os.getpid()
        _workers.append(found)
    return found


@atexit.register
def stop_workers() -> None:
    """Ends the children this process started."""
    for worker in _workers:
        if getattr(_local, "owner", os.getpid()) == os.getpid():
            worker.stop()


def read_isolated(path: Path, password: str | None, limits: Limits, ocr: bool) -> Document:
    """One file read in the child. A page the child dies of is left out on the next try; a file it cannot survive is rejected."""
    deadly: list[int] = []
    while True:
        try:
            document = _worker().read(path, password, limits, ocr, deadly)
        except ChildDiedError as death:
            log.warning("%s: the reading process ended (%s) after %d pages", path.name, death.code, death.pages)
            if len(deadly) >= MAX_DEATHS or death.pages in deadly:
                return rejected(path, problem(death.code, path.name, seconds=round(limits.seconds)))
            deadly.append(death.pages)
        else:
            return document


def rejected(path: Path, why: Problem) -> Document:
    """A document of which nothing could be read."""
    return Document(path.name, digest(path), status=Status.REJECTED, problems=(why,))


def digest(path: Path) -> str:
    """The file's SHA-256, "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
