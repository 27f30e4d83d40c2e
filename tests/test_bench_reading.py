"""What the benchmark of reading counts."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.reading import processor_time

WORK = "for i in range(3_000_000): pass\nprint(flush=True)\ninput()"
ROUNDING = 0.05  # seconds; running children are counted in ticks


def test_a_child_that_has_ended_is_counted_on() -> None:
    with subprocess.Popen([sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        running = processor_time()
        child.communicate(b"\n")
    assert processor_time() >= running - ROUNDING
