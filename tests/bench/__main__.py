"""Every benchmark, each side by side with the other ways in one run: ``python -m tests.bench FOLDER``.

FOLDER holds PDFs with their gold beside them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHES = (
    ("読み取りの忠実さ", ["tests.bench.fidelity", "{folder}"]),
    ("読み取り", ["tests.bench.reading", "{folder}", "--memory"]),
    ("評価項目との突合せ", ["tests.bench.matching", "{folder}", "--proposals", "24"]),
    ("既存事業との重複", ["tests.bench.overlap", "gold", "{folder}"]),
)


def main() -> int:
    """Runs one after the other, each in a process of its own; returns the number that failed."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    failed = 0
    for title, words in BENCHES:
        print(f"== {title}", flush=True)
        command = [sys.executable, "-m", *(w.format(folder=sys.argv[1]) for w in words)]
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
