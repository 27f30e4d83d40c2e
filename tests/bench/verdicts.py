"""Every PDF under a folder read in isolation, and the table of verdicts: python -m tests.bench.verdicts FOLDER [--seconds N].

For public test suites (pdf.js, pdfminer.six, pdfplumber, veraPDF), which are kept outside the repository. Ends with
status 1 if the reader raised, or a file came back without a verdict or without a sentence.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from extractors.document import Document, Status
from extractors.pdf import Limits, read_document

SLOW = 30.0  # seconds over the limit that count as a hang


def verdict(path: Path, limits: Limits, ocr: bool) -> tuple[str, Document | None, float]:
    """(ok, partial, rejected; or what went wrong with the reader itself), the document, seconds."""
    start = time.monotonic()
    try:
        document = read_document(path, limits=limits, ocr=ocr)
    except Exception as error:  # the very thing looked for
        return f"RAISED {type(error).__name__}: {error}", None, time.monotonic() - start
    seconds = time.monotonic() - start
    if document.status is not Status.OK and not document.problems:
        return "NO REASON", document, seconds
    return document.status.value, document, seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--ocr", action="store_true", help="also read pages without text")
    parser.add_argument("--each", action="store_true", help="print every file that is not ok")
    args = parser.parse_args()
    limits = Limits(seconds=args.seconds, memory=1 << 30, max_pages=200)
    verdicts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    for path in sorted(args.folder.rglob("*.pdf")):
        told, document, seconds = verdict(path, limits, args.ocr)
        verdicts[told] += 1
        problems = document.problems if document else ()
        codes.update({p.code for p in problems})
        slowest.append((seconds, path.name))
        if args.each and told != "ok":
            print(f"{told:9} {seconds:5.1f} s  {path.name}: {' '.join(p.message for p in problems)}", flush=True)
    print("verdicts:", dict(verdicts.most_common()))
    print("reasons:", dict(codes.most_common()))
    print("slowest:", ", ".join(f"{name} {seconds:.1f} s" for seconds, name in sorted(slowest, reverse=True)[:5]))
    return int(any(v not in set(Status) for v in verdicts))


if __name__ == "__main__":
    sys.exit(main())
