"""Reading speed and memory side by side in one run: python -m tests.bench.reading FOLDER [--kreuzberg PYTHON] [--memory].

Ours (blocks, tables, boxes; in process and in the child), plain pdfplumber (extract_text + extract_tables),
pdfminer.six (extract_text) and, given the interpreter of an environment that has it, kreuzberg. Only files with a
text layer count. With --memory also the peak memory of reading 10, 100 and 1,000 pages of one proposal repeated.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf

from extractors.document import PageSource
from extractors.pdf import read_document, read_in_process

SIZES = (10, 100, 1000)
KREUZBERG = """
import json, sys, time
import kreuzberg
def read(path):
    kreuzberg.extract_file_sync(path)
read(sys.argv[1])
start = time.process_time()
for path in sys.argv[1:]:
    read(path)
print(json.dumps(time.process_time() - start))
"""


def ours(path: Path) -> None:
    read_in_process(path, ocr=False)


def ours_isolated(path: Path) -> None:
    read_document(path, ocr=False)


def plain_pdfplumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def plain_pdfminer(path: Path) -> None:
    from pdfminer.high_level import extract_text

    extract_text(path)


READERS: dict[str, Callable[[Path], None]] = {
    "ours": ours,
    "ours, in the child": ours_isolated,
    "pdfplumber text + tables": plain_pdfplumber,
    "pdfminer.six text": plain_pdfminer,
}


def timed(reader: Callable[[Path], None], files: list[Path], repeats: int) -> float:
    """The best processor time of ``repeats`` for all files, after one warm-up file (a child's wall time, which it is, too)."""
    clock = time.perf_counter if reader is ours_isolated else time.process_time
    reader(files[0])
    best = float("inf")
    for _ in range(repeats):
        start = clock()
        for path in files:
            reader(path)
        best = min(best, clock() - start)
    return best


def text_files(folder: Path) -> tuple[list[Path], int]:
    """The folder's PDFs with a text layer on every page, and their pages."""
    files, pages = [], 0
    for path in sorted(folder.glob("*.pdf")):
        document = read_in_process(path, ocr=False)
        if document.pages and all(p.source is PageSource.TEXT for p in document.pages):
            files.append(path)
            pages += len(document.pages)
    return files, pages


def peak_of(path: Path) -> float:
    """Peak resident memory in MB of a fresh process that reads one file."""
    code = "import sys, resource; from pathlib import Path; from extractors.pdf import read_in_process, Limits\n"
    code += "d = read_in_process(Path(sys.argv[1]), ocr=False)\n"
    code += "print(len(d.pages), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    out = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout.split()
    return float(out[1])


def memory(source: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, pikepdf.open(source) as pdf:
        for size in SIZES:
            path = Path(folder) / f"{size}.pdf"
            with pikepdf.new() as many:
                while len(many.pages) < size:
                    many.pages.extend(pdf.pages)
                del many.pages[size:]
                many.save(path)
            print(f"{size:5} pages: peak {peak_of(path):6.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kreuzberg", type=Path, help="a Python that has kreuzberg")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    args = parser.parse_args()
    files, pages = text_files(args.folder)
    times = {name: timed(reader, files, args.repeats) for name, reader in READERS.items()}
    if args.kreuzberg:
        run = subprocess.run([args.kreuzberg, "-c", KREUZBERG, *map(str, files)], capture_output=True, text=True, check=True)
        times["kreuzberg text"] = float(json.loads(run.stdout.splitlines()[-1]))
    base = times["pdfplumber text + tables"]
    print(f"{len(files)} files, {pages} pages")
    for name, seconds in times.items():
        print(f"{name:26} {seconds:7.2f} s  {pages / seconds:7.1f} pages/s  {base / seconds:5.1f} x pdfplumber")
    print(f"this process peaked at {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if args.memory:
        memory(files[0])


if __name__ == "__main__":
    main()
