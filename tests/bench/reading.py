"""Reading speed and memory side by side in one run: python -m tests.bench.reading FOLDER [--other NAME=PYTHON]… [--memory].

Ours (blocks, tables, boxes; in process and in the child), plain pdfplumber (extract_text + extract_tables),
pdfminer.six (extract_text) and, given the interpreter of an environment that has them, the readers of others.py. Only
files with a text layer count. Where NAME.html, a proposal's source, stands beside NAME.pdf, also how many of the source's
filled table cells each reader has among its cells, and how many of these have a box. With --memory also the peak memory
of reading 10, 100 and 1,000 pages of one proposal repeated.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pikepdf

from extractors.document import PageSource
from extractors.pdf import read_document, read_in_process
from tests.bench.others import READERS as OTHERS
from tests.bench.others import read_by
from tests.bench.source import plain, source_of

SIZES = (10, 100, 1000)


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


def cells_of(path: Path) -> list[str]:
    """The texts of the table cells as we read them; each has a box."""
    return [c.text.text for b in read_in_process(path, ocr=False).tables if b.table for c in b.table.cells]


def plumber_cells_of(path: Path) -> list[str]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [text for table in tables for row in table for text in row if text is not None]


def right_cells(files: list[Path], cells: list[list[str]]) -> tuple[int, int]:
    """How many of the filled cells of the files' sources are among the cells read, and how many there are."""
    found = total = 0
    for path, texts in zip(files, cells, strict=True):
        source = path.with_suffix(".html")
        if source.exists():
            wanted = Counter(c.value for c in source_of(source.read_text("utf-8")).cells if c.value)
            found += (wanted & Counter(map(plain, texts))).total()
            total += wanted.total()
    return found, total


def timed(reader: Callable[[Path], None], files: list[Path], repeats: int) -> float:
    """The best processor time of ``repeats`` for all files, after one warm-up file; a child's is counted in."""
    reader(files[0])
    best = float("inf")
    for _ in range(repeats):
        start = processor_time()
        for path in files:
            reader(path)
        best = min(best, processor_time() - start)
    return best


def processor_time() -> float:
    """Seconds of this process and of its children, those that run and those that have ended."""
    ticks = os.sysconf("SC_CLK_TCK")
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() + ended.ru_utime + ended.ru_stime
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text("ascii").split():
            numbers = Path(f"/proc/{child}/stat").read_text("utf-8").rpartition(")")[2].split()
            seconds += (int(numbers[11]) + int(numbers[12])) / ticks
    return seconds


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
    """Peak resident memory in MB of a fresh process that reads one file.

    Not ru_maxrss, which a process takes over from the one that started it.
    """
    code = "import sys; from pathlib import Path; from extractors.pdf import read_in_process\n"
    code += "d = read_in_process(Path(sys.argv[1]), ocr=False)\n"
    code += "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    out = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout.split()
    return int(out[1]) / 1024


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
    parser.add_argument("--other", action="append", default=[], metavar="NAME=PYTHON", help=f"one of {', '.join(OTHERS)}")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    args = parser.parse_args()
    files, pages = text_files(args.folder)
    times = {name: timed(reader, files, args.repeats) for name, reader in READERS.items()}
    cells = {"ours": [cells_of(f) for f in files], "pdfplumber text + tables": [plumber_cells_of(f) for f in files]}
    boxed = {}
    for name, _, python in (other.partition("=") for other in args.other):
        reading = min((read_by(name, Path(python), files) for _ in range(args.repeats)), key=lambda r: r.seconds)
        times[name], cells[name], boxed[name] = reading.seconds, reading.cells, reading.boxed
    base = times["pdfplumber text + tables"]
    print(f"{len(files)} files, {pages} pages")
    for name, seconds in times.items():
        found, total = right_cells(files, cells[name]) if name in cells else (0, 0)
        right = f"  {found} of {total} table cells" if total else ""
        boxes = f", {boxed[name]} of the {sum(map(len, cells[name]))} it has with a box" if name in boxed else ""
        print(f"{name:26} {seconds:7.2f} s  {pages / seconds:7.1f} pages/s  {base / seconds:5.1f} x pdfplumber{right}{boxes}")
    print(f"this process peaked at {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if args.memory:
        memory(files[0])


if __name__ == "__main__":
    main()
