"""Lines to one placed text: line breaks taken out by the Japanese rules, Latin words kept apart."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from extractors.document import PlacedText
from extractors.pdf.glyphs import Glyph
from extractors.pdf.lines import SPACES, Line

WORD_GAP = 0.2  # em; between Latin glyphs a wider gap is a space
TAB_GAP = 1.0  # em; between any glyphs
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

    def space(self) -> None:
        self.texts.append(" ")
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
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and last.text not in SPACES and glyph.text not in SPACES:
            gap = glyph.x0 - last.x1
            em = max(glyph.style.size, last.style.size)
            if gap > TAB_GAP * em or (gap > WORD_GAP * em and is_latin(last.text) and is_latin(glyph.text)):
                builder.space()
        builder.add(glyph, page)
        last = glyph
