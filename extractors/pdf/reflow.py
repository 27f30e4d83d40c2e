"""Lines to one placed text: line breaks taken out by the Japanese rules, Latin words kept apart."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise

from extractors.document import PlacedText
from extractors.pdf.glyphs import Glyph
from extractors.pdf.lines import SPACES, Line

WORD_GAP = 0.17  # em; a gap wider than the line's usual one by this is a space
WIDE_GAP = 0.7  # em; by this, an ideographic one
ROUGH_GAP = 0.2  # em by which OCR's boxes are off
HALF_SET = "、。，．・：；「」『』（）〔〕［］【】〈〉《》？！"  # glyphs half of whose em is white: set tight or loose
MAX_LATIN = 0x2000  # below it, characters that are written with spaces between words


class Builder:
    """Grows a PlacedText glyph by glyph."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pages = array("H")
        self.edges = (array("f"), array("f"), array("f"), array("f"))

    def add(self, glyph: Glyph, page: int) -> None:
        count = len(glyph.text)
        self.texts.append(glyph.text)
        self.pages.extend([page] * count)
        step = (glyph.x1 - glyph.x0) / max(count, 1)
        for i in range(count):
            for edge, value in zip(self.edges, (glyph.x0 + i * step, glyph.top, glyph.x0 + (i + 1) * step, glyph.bottom), strict=True):
                edge.append(value)

    def space(self, text: str = " ") -> None:
        self.texts.append(text)
        self.pages.append(0)
        for edge in self.edges:
            edge.append(0.0)

    def drop_last(self) -> None:
        self.texts.pop()
        self.pages.pop()
        for edge in self.edges:
            edge.pop()

    def done(self) -> PlacedText:
        return PlacedText("".join(self.texts), self.pages, *self.edges)


def is_latin(text: str) -> bool:
    return bool(text) and ord(text[-1]) < MAX_LATIN and text not in SPACES


def reflow(lines: Sequence[Line]) -> PlacedText:
    """The lines as one text, leading and trailing spaces of each line taken off."""
    builder = Builder()
    for line in lines:
        glyphs = _trimmed(line.glyphs)
        if not glyphs:
            continue
        if builder.texts:
            _joint(builder, glyphs[0])
        _add_line(builder, glyphs, line.page)
    return builder.done()


def _trimmed(glyphs: list[Glyph]) -> list[Glyph]:
    start, end = 0, len(glyphs)
    while start < end and glyphs[start].text in SPACES:
        start += 1
    while end > start and glyphs[end - 1].text in SPACES:
        end -= 1
    return glyphs[start:end]


def _joint(builder: Builder, first: Glyph) -> None:
    """Between two lines: nothing in Japanese, a space between Latin words, a broken word made whole."""
    last = builder.texts[-1]
    if not is_latin(last) or not is_latin(first.text):
        return
    before = builder.texts[-2] if len(builder.texts) > 1 else ""
    if last in "-‐" and before.isalpha() and first.text.islower():
        builder.drop_last()
    elif last not in "-‐/":
        builder.space()


def _add_line(builder: Builder, glyphs: list[Glyph], page: int) -> None:
    usual = _usual_gap(glyphs)
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and last.text not in SPACES and glyph.text not in SPACES:
            space = _space_between(last, glyph, usual)
            if space:
                builder.space(space)
        builder.add(glyph, page)
        last = glyph


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    """The line's median gap between neighbours in em: what justification stretched it by."""
    gaps = sorted((b.x0 - a.x1) / max(a.style.size, 0.1) for a, b in pairwise(glyphs) if a.text not in SPACES and b.text not in SPACES)
    return max(0.0, gaps[len(gaps) // 2]) if gaps else 0.0


def _space_between(a: Glyph, b: Glyph, usual: float) -> str:
    gap = (b.x0 - a.x1) / max(a.style.size, b.style.size, 0.1) - usual
    if a.confidence < 1.0:  # OCR's boxes are rough
        gap -= ROUGH_GAP if is_latin(a.text) and is_latin(b.text) else WIDE_GAP - WORD_GAP
        return ("\u3000" if not is_latin(a.text) else " ") if gap > WORD_GAP else ""
    if gap <= WORD_GAP or (gap < WIDE_GAP and (a.text in HALF_SET or b.text in HALF_SET) and not (is_latin(a.text) or is_latin(b.text))):
        return ""
    return "\u3000" if gap >= WIDE_GAP and not (is_latin(a.text) and is_latin(b.text)) else " "
