"""A broken file mended by qpdf (through pikepdf), where that is possible."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)


@contextmanager
def repaired(path: Path) -> Iterator[Path | None]:
    """A mended copy in a folder of its own that goes at the end; None where nothing could be mended."""
    with tempfile.TemporaryDirectory(prefix="shitayomi-") as folder:
        copy = Path(folder) / "repaired.pdf"
        yield copy if _mended(path, copy) else None


def _mended(path: Path, copy: Path) -> bool:
    try:
        import pikepdf
    except ImportError:
        return False
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            pdf.save(copy)
            return len(pdf.pages) > 0
    except Exception as error:  # qpdf's errors and, on hostile files, others: there is nothing to mend then
        log.info("%s: not mended: %s", path.name, error)
        return False
