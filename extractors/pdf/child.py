"""The reading process: takes one request a line on stdin, answers with one framed document each.

Run as ``python -m extractors.pdf.child``. It has an address-space limit and no more rights than it needs; whoever
started it kills it when it takes too long.

Request: one line of JSON. Answer: b"P" + number of pages done (4 bytes, big-endian) after pages, at last b"D" +
length (8 bytes) + the document as JSON.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from extractors.pdf.transfer import DONE, PROGRESS


def limit_memory(extra: int) -> None:
    """Lets the process take ``extra`` bytes of address space more than it has."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0]) if Path("/proc/self/statm").exists() else 0
    limit = pages * resource.getpagesize() + extra
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers requests until stdin closes."""
    from extractors.pdf.limits import Limits
    from extractors.pdf.reader import read_in_process
    from extractors.pdf.transfer import dumps

    known = {f.name for f in fields(Limits)}
    for line in requests:
        request: dict[str, Any] = json.loads(line)
        limits = Limits(**{k: v for k, v in request["limits"].items() if k in known})
        limit_memory(limits.memory)

        def tell(pages: int, ocr: int) -> None:
            answers.write(PROGRESS + pages.to_bytes(4, "big") + ocr.to_bytes(4, "big"))
            answers.flush()

        document = read_in_process(
            Path(request["path"]), password=request["password"], limits=limits, ocr=request["ocr"], progress=tell, skip=request["skip"]
        )
        data = dumps(document)
        answers.write(DONE + len(data).to_bytes(8, "big") + data)
        answers.flush()


def main() -> None:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to stderr, not into the answers
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
