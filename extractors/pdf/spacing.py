"""Where a line's gaps stand for spaces that the file does not spell out."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.document import PlacedText
from extractors.pdf.glyphs import Glyph

SPACES = " \u3000\t"
WORD_GAP = 0.17  # em; a gap wider than the line's usual one by this is a space
WIDE_GAP = 0.7  # em; by this, an ideographic one
ROUGH_GAP = 0.2  # em by which OCR's boxes are off
HALF_SET = frozenset("、。，．・：；「」『』（）〔〕［］【】〈〉《》？！")  # half their em is white: set tight or loose
# characters that never begin a line, and those that never end one
NO_START = frozenset("、。，．・：；？！）」』】〕］〉》ゝゞ々ーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ,.:;?!)]}％%℃")
NO_END = frozenset("（「『【〔［〈《([{")
MAX_LATIN = 0x2000  # below it, characters that are written with spaces between words


def is_latin(text: str) -> bool:
    return bool(text) and ord(text[-1]) < MAX_LATIN and text not in SPACES


def spaced(glyphs: Sequence[Glyph]) -> Iterator[tuple[str, Glyph]]:
    """Each glyph of a line with the space ("" where none) that stands unspelt before it."""
    usual = _usual_gap(glyphs)
    last: Glyph | None = None
    for glyph in glyphs:
        apart = last is not None and last.text not in SPACES and glyph.text not in SPACES
        yield (_space_between(last, glyph, usual) if apart and last is not None else ""), glyph
        last = glyph


def placed_line(glyphs: Sequence[Glyph], page: int) -> PlacedText:
    """A line's text with its spaces, none at its ends."""
    texts: list[str] = []
    pages, x0, top, x1, bottom = array("H"), array("f"), array("f"), array("f"), array("f")
    for space, glyph in spaced(_trimmed(glyphs)):
        if space:
            texts.append(space)
            pages.append(0)
            for edge in (x0, top, x1, bottom):
                edge.append(0.0)
        texts.append(glyph.text)
        count = len(glyph.text)
        if count == 1:
            pages.append(page)
            x0.append(glyph.x0)
            top.append(glyph.top)
            x1.append(glyph.x1)
            bottom.append(glyph.bottom)
            continue
        step = (glyph.x1 - glyph.x0) / max(count, 1)
        for i in range(count):
            pages.append(page)
            x0.append(glyph.x0 + i * step)
            top.append(glyph.top)
            x1.append(glyph.x0 + (i + 1) * step)
            bottom.append(glyph.bottom)
    return PlacedText("".join(texts), pages, x0, top, x1, bottom)


def _trimmed(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    start, end = 0, len(glyphs)
    while start < end and glyphs[start].text in SPACES:
        start += 1
    while end > start and glyphs[end - 1].text in SPACES:
        end -= 1
    return glyphs[start:end]


def first_word(ink: Sequence[Glyph]) -> float:
    """The width of what could not be parted from a line's first glyph by a line break."""
    first = end = ink[0]
    for before, glyph in pairwise(ink):
        if is_latin(first.text):
            if not is_latin(glyph.text) or glyph.x0 - end.x1 > 0.15 * glyph.style.size:
                break
        elif before.text not in NO_END and glyph.text not in NO_START:
            break
        end = glyph
    return end.x1 - first.x0


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    """The line's median gap between neighbours in em: what justification stretched it by."""
    gaps = sorted((b.x0 - a.x1) / max(a.style.size, 0.1) for a, b in pairwise(glyphs) if a.text not in SPACES and b.text not in SPACES)
    return max(0.0, gaps[(len(gaps) - 1) // 2]) if gaps else 0.0


def _space_between(a: Glyph, b: Glyph, usual: float) -> str:
    gap = (b.x0 - a.x1) / max(a.style.size, b.style.size, 0.1) - usual
    latin = is_latin(a.text) and is_latin(b.text)
    if gap <= WORD_GAP:
        return ""
    if a.confidence < 1.0:  # OCR's boxes are rough
        gap -= ROUGH_GAP if latin else WIDE_GAP - WORD_GAP
        return ("" if gap <= WORD_GAP else " ") if latin else ("" if gap <= WORD_GAP else "\u3000")
    if gap < WIDE_GAP and (a.text in HALF_SET or b.text in HALF_SET) and not (is_latin(a.text) or is_latin(b.text)):
        return ""
    return "\u3000" if gap >= WIDE_GAP and not latin else " "
