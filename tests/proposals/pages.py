"""Finds the page a passage is printed on."""

import itertools
import re
import subprocess
from pathlib import Path

_MODES = ((), ("-layout",), ("-raw",))
_FOOT = 40
"""Characters a footer, header or repeated table head may put between the two halves of a passage."""


def squash(text: str) -> str:
    """The text without white space, for comparing what is printed across line ends."""
    return re.sub(r"\s+", "", text)


def page_texts(pdf: Path) -> list[tuple[str, ...]]:
    """Per page the squashed text in each of poppler's three reading orders."""
    orders = [_printed(pdf, mode) for mode in _MODES]
    return [tuple(squash(page) for page in pages) for pages in zip(*orders, strict=True)]


def _printed(pdf: Path, mode: tuple[str, ...]) -> list[str]:
    done = subprocess.run(["pdftotext", *mode, str(pdf), "-"], check=True, capture_output=True, text=True)
    return done.stdout.removesuffix("\f").split("\f")


def pages_of(quotes: dict[int, str], pages: list[tuple[str, ...]]) -> dict[int, int | None]:
    """By place the 1-based page of each passage, looked for in printed order; None where one straddles two pages."""
    found: dict[int, int | None] = {}
    reached = 1
    for place, quote in sorted(quotes.items()):
        found[place] = page_of(quote, pages, reached)
        reached = found[place] or reached
    return found


def page_of(quote: str, pages: list[tuple[str, ...]], first: int = 1) -> int | None:
    """The first page from `first` on holding the whole passage, None where it straddles two; LookupError where it is printed nowhere."""
    wanted = squash(quote)
    for number, texts in enumerate(pages[first - 1 :], first):
        if any(wanted in text for text in texts):
            return number
    for one, next_one in itertools.pairwise(pages):
        if _straddles(wanted, one, next_one):
            return None
    raise LookupError(quote)


def _straddles(wanted: str, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    ends = [t[-len(wanted) - _FOOT :] for t in first]
    starts = [t[: len(wanted) + _FOOT] for t in second]
    return any(any(wanted[:c] in t for t in ends) and any(wanted[c:] in t for t in starts) for c in range(1, len(wanted)))
