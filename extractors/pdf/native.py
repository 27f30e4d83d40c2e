"""The loops over PDFium's characters and objects: compiled ones where they were built, else those of calls.py.

Both give the same bytes. ``SHITAYOMI_PURE=1`` takes the Python ones even so.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from extractors.pdf import calls

if TYPE_CHECKING:
    from extractors.pdf import _pdfium as compiled
else:
    try:
        from extractors.pdf import _pdfium as compiled
    except ImportError:  # it was installed without a C compiler
        compiled = None


def _is_usable() -> bool:
    """Is it there, made for these records and wanted?"""
    return compiled is not None and compiled.sizes == calls.SIZES and os.environ.get("SHITAYOMI_PURE", "") in ("", "0")


COMPILED = _is_usable()
if COMPILED:
    compiled.bind([calls.address(function) for function in calls.FUNCTIONS])

_way = compiled if COMPILED else calls
characters, texts, font = _way.characters, _way.texts, _way.font
objects, segments = _way.objects, _way.segments
