"""The loops over characters and objects: compiled ones where they were built, else those of calls.py and laid.py.

Both give the same bytes. ``SHITAYOMI_PURE=1`` takes the Python ones even so.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from extractors.pdf import calls
from extractors.pdf.laid import SHAPE

if TYPE_CHECKING:
    from extractors.pdf import _lines as compiled_lines
    from extractors.pdf import _pdfium as compiled
else:
    try:
        from extractors.pdf import _lines as compiled_lines
        from extractors.pdf import _pdfium as compiled
    except ImportError:  # it was installed without a C compiler
        compiled = compiled_lines = None


def _bound() -> bool:
    """Are the compiled loops there, made for these records and functions, and wanted? Then they know where PDFium is."""
    if compiled is None or os.environ.get("SHITAYOMI_PURE", "") not in ("", "0"):
        return False
    if compiled.sizes != calls.SIZES or compiled_lines.shape != SHAPE:
        return False
    try:
        compiled.bind([calls.address(function) for function in calls.FUNCTIONS])
    except ValueError:  # they were built before the functions changed
        return False
    return True


COMPILED = _bound()
_way = compiled if COMPILED else calls
characters, objects, segments = _way.characters, _way.objects, _way.segments
lines = compiled_lines.lines if COMPILED else None
