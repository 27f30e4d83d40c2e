"""Counts which kana and look-alike characters stand beside which: python -m tests.bench.neighbours [FILE.pdf …].

Writes what ``extractors.pdf.lookalikes`` reads. By default the texts of the test proposals, the samples and the word
lists of the project are counted.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from extractors.pdf import read_in_process
from extractors.pdf.lookalikes import FILE, Neighbours, counted

ROOT = Path(__file__).parents[2]
FEWEST = 1  # pairs seen less often are left out


def project_texts() -> Iterator[str]:
    """Proposals with a text layer, the sources of the scans, and the project's lists."""
    for path in [*sorted((ROOT / "tests/proposals").glob("*.pdf")), *sorted((ROOT / "corpus/samples").glob("*.pdf"))]:
        yield from (b.text.text for b in read_in_process(path, ocr=False).body)
    for path in sorted((ROOT / "tests/proposals").glob("*.html")):
        if not any(read_in_process(path.with_suffix(".pdf"), ocr=False).body):
            yield from re.sub(r"<style.*?</style>|<[^>]+>", "\n", path.read_text("utf-8"), flags=re.S).splitlines()
    for path in sorted((ROOT / "corpus").rglob("*.csv")):
        with path.open(encoding="utf-8-sig") as file:
            yield from (cell for row in csv.reader(file) for cell in row if re.search("[ぁ-ヺ]", cell))
    for path in sorted((ROOT / "corpus").rglob("*.yaml")):
        yield from (line for line in path.read_text("utf-8").splitlines() if re.search("[ぁ-ヺ]", line))


def write(found: Neighbours, path: Path = FILE) -> None:
    def kept(table: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
        return {a: {b: n for b, n in sorted(row.items()) if n >= FEWEST} for a, row in sorted(table.items())}

    path.parent.mkdir(exist_ok=True)
    tables = {"pairs": kept(found.pairs), "kinds": kept(found.kinds)}
    path.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")), "utf-8")


def main() -> None:
    files = [Path(p) for p in sys.argv[1:]]
    texts = (b.text.text for p in files for b in read_in_process(p, ocr=False).body) if files else project_texts()
    write(counted(texts))


if __name__ == "__main__":
    main()
