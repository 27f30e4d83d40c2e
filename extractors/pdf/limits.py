"""How much one file may cost."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what reading one file may take. What lies beyond ends as partial or rejected, never as a crash."""

    max_bytes: int = 300 * MEBIBYTE  # of the file itself
    max_pages: int = 1000  # further pages are left out and told
    max_glyphs: int = 60_000  # on one page
    max_objects: int = 200_000  # path and image objects on one page
    max_side: float = 14_400.0  # points; PDF's own bound on a page's side
    max_pixels: int = 40_000_000  # of a page rendered for OCR
    memory: int = 2048 * MEBIBYTE  # address space of the reading process, over what it has when it starts
    seconds: float = 60.0  # for one file's text
    seconds_per_page: float = 45.0  # added for each page that goes to OCR
