"""Running heads, feet, page numbers and 様式 marks in the margins: known by standing at one place on many pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extractors.pdf.lines import Line

MARGIN = 0.12  # share of the page's height in which running lines stand
OUTER = 0.065  # page numbers alone, on a document of one page
SAME_PLACE = 4.0  # points
MIN_NUMBERED = 3  # pages a running line with a number must count over
MIN_SHARE = 0.5  # of the pages of the same parity
_NUMBER = re.compile(
    r"^[\s\u3000]*[-‐–—－ー・(（\[【]*\s*(?:p\.?|P\.?|page|Page)?\s*[0-9０-９ivxⅰ-ⅹ]{1,4}\s*"
    r"(?:[/／]\s*[0-9０-９]{1,4}|頁|ページ)?\s*[-‐–—－ー・)）\]】]*[\s\u3000]*$"
)
_DIGITS = re.compile(r"[0-9０-９]+")


def is_page_number(text: str) -> bool:
    return bool(_NUMBER.match(text))


def running_lines(pages: Sequence[tuple[float, Sequence[Line]]]) -> set[int]:
    """The ids of the lines that are running. ``pages`` are (height, lines) in order."""
    margins = [(height, _outside(lines, MARGIN * height, (1 - MARGIN) * height)) for height, lines in pages]
    places: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    for number, (_, lines) in enumerate(margins):
        for line in lines:
            places[_key(line), round(line.top / SAME_PLACE)].append((number, line))
    found = _numbered([lines for _, lines in margins])
    for (text, place), own in places.items():
        near = own + [pair for shift in (-1, 1) for pair in places.get((text, place + shift), [])]
        if _count_pages(near) if text == "#" else _is_running({n for n, _ in near}, len(pages)):
            found.update(id(line) for _, line in own)
    return found | _lone_numbers(margins)


def _outside(lines: Sequence[Line], top: float, bottom: float) -> list[Line]:
    return [s for s in lines if s.bottom < top or s.top > bottom]


def _key(line: Line) -> str:
    text = re.sub(r"[\s\u3000]", "", line.text)
    return "#" if is_page_number(text) else text


def _is_running(pages: set[int], total: int) -> bool:
    return len(pages) >= max(2, MIN_SHARE * total / 2)


def _count_pages(numbers: Sequence[tuple[int, Line]]) -> bool:
    """Do two numbers at one place of two pages count on as the pages do? Years at the top of two tables do not."""
    starts: dict[int | None, set[int]] = defaultdict(set)
    for index, line in numbers:
        printed = _DIGITS.search(line.text)
        starts[int(printed[0]) - index if printed else None].add(index)  # None: roman numerals
    return any(len(pages) > 1 for pages in starts.values())


def _numbered(margins: Sequence[Sequence[Line]]) -> set[int]:
    """Running lines with the page's number in them: alike but for a number that counts with the pages."""
    alike: dict[tuple[str, int, int], list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in enumerate(margins):
        for line in lines:
            for number in {int(d) for d in _DIGITS.findall(line.text) if len(d) < 5}:
                alike[_DIGITS.sub("#", line.text), number - index, round(line.top / (2 * SAME_PLACE))].append((index, line))
    return {id(line) for same in alike.values() if len({i for i, _ in same}) >= MIN_NUMBERED for _, line in same}


def _lone_numbers(margins: Sequence[tuple[float, Sequence[Line]]]) -> set[int]:
    """Page numbers at the very edge that repeat nowhere (a document of one page, an odd last page)."""
    return {
        id(line)
        for height, lines in margins
        for line in lines
        if (line.bottom < OUTER * height or line.top > (1 - OUTER) * height) and is_page_number(line.text)
    }
