"""Lines to one placed text: line breaks taken out by the Japanese rules, Latin words kept apart."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from extractors.document import PlacedText
from extractors.pdf.glyphs import Glyph
from extractors.pdf.lines import Line
from extractors.pdf.spacing import SPACES, is_latin, spaced


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
    for space, glyph in spaced(glyphs):
        if space:
            builder.space(space)
        builder.add(glyph, page)
