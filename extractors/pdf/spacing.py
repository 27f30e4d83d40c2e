"""Where a line's gaps stand for spaces that the file does not spell out."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from extractors.document import NOWHERE, Printed, scale_of
from extractors.pdf.glyphs import SPACES, Bools, Floats, Glyphs, Ints

WORD_GAP = 0.17  # em; a gap wider than the line's usual one by this is a space
WIDE_GAP = 0.7  # em; by this, an ideographic one
ROUGH_GAP = 0.2  # em by which OCR's boxes are off
HALF_SET = frozenset("、。，．・：；「」『』（）〔〕［］【】〈〉《》？！")  # half their em is white: set tight or loose
# characters that never begin a line, and those that never end one
NO_START = frozenset("、。，．・：；？！）」』】〕］〉》ゝゞ々ーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ,.:;?!)]}％%℃")
NO_END = frozenset("（「『【〔［〈《([{")
FAR = 7000.0  # points; the places of a page that holds such strays are told to a quarter of a point
MAX_LATIN = 0x2000  # below it, characters that are written with spaces between words
SPACE, WIDE_SPACE = ord(" "), ord("\u3000")
_IN_HALF_SET = np.zeros(0x10000, dtype=np.bool_)  # by code point
_IN_HALF_SET[[ord(c) for c in HALF_SET]] = True


def is_latin(text: str) -> bool:
    return bool(text) and ord(text[-1]) < MAX_LATIN and text not in SPACES


class Rows:
    """A page's glyphs line by line, left to right, no space at a line's ends."""

    def __init__(self, glyphs: Glyphs, parts: Sequence[Sequence[tuple[int, int]]]) -> None:
        """``parts`` are the stretches of glyphs each line is made of; every line holds ink."""
        order = np.array([i for line in parts for start, end in line for i in range(start, end)], dtype=np.int64)
        lengths = np.array([sum(end - start for start, end in line) for line in parts], dtype=np.int64)
        if not glyphs.ink.all():
            order, lengths = _trimmed(order, lengths, glyphs.ink[order])
        self.glyphs, self.starts = glyphs.take(order), np.cumsum(lengths) - lengths

    @cached_property
    def number(self) -> Ints:
        """The number of each glyph's line."""
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=len(self.glyphs)))

    @cached_property
    def latin(self) -> Bools:
        return (self.glyphs.codes < MAX_LATIN) & self.glyphs.ink

    def spaces(self) -> Ints:
        """For each glyph the code of the space that stands unspelt before it, 0 where none."""
        g = self.glyphs
        inside = (np.diff(self.number) == 0) & g.ink[:-1] & g.ink[1:]
        white = g.x0[1:] - g.x1[:-1]
        em = np.maximum(g.size, 0.1)
        latin = self.latin[:-1] & self.latin[1:]
        some = self.latin[:-1] | self.latin[1:]
        line = self.number[1:]
        usual = self._usual(white / em[:-1], inside)
        stretched = self._usual(white / em[:-1], inside & ~some, 2)  # figures and words are left whole
        gap = white / np.maximum(em[:-1], em[1:]) - np.where(latin, usual[line], np.maximum(usual, stretched)[line])
        rough = g.confidence[:-1] < 1.0  # OCR's boxes
        sure = gap - rough * np.where(latin, ROUGH_GAP, WIDE_GAP - WORD_GAP)
        half = _IN_HALF_SET[np.minimum(g.codes, len(_IN_HALF_SET) - 1)]
        set_loose = ~rough & (gap < WIDE_GAP) & (half[:-1] | half[1:]) & ~some
        apart = inside & (gap > WORD_GAP) & (sure > WORD_GAP) & ~set_loose
        wide = ~latin & (rough | (gap >= WIDE_GAP))
        return np.concatenate([[0], np.where(apart, np.where(wide, WIDE_SPACE, SPACE), 0)])

    def _usual(self, gaps: Floats, inside: Bools, least: int = 1) -> Floats:
        """Each line's median gap between neighbours in em: what justification stretched it by. 0 with fewer than ``least`` gaps."""
        lines, gaps = self.number[1:][inside], gaps[inside]
        order = np.lexsort((gaps, lines))
        count = np.bincount(lines, minlength=len(self.starts))
        middle = np.cumsum(count) - count + (count - 1) // 2
        usual = np.zeros(len(self.starts))
        some = count >= least
        usual[some] = np.maximum(0.0, gaps[order][middle[some]])
        return usual


def _trimmed(order: Ints, lengths: Ints, ink: Bools) -> tuple[Ints, Ints]:
    """The places without the spaces at the lines' ends, and the lines' lengths without them."""
    line, starts = np.repeat(np.arange(len(lengths)), lengths), np.cumsum(lengths) - lengths
    place = np.arange(len(order))
    first = np.minimum.reduceat(np.where(ink, place, len(order)), starts)
    last = np.maximum.reduceat(np.where(ink, place, -1), starts)
    kept = (place >= first[line]) & (place <= last[line])
    return order[kept], np.bincount(line[kept], minlength=len(lengths))


def first_words(rows: Rows) -> list[float]:
    """The widths of what could not be parted from the lines' first glyphs by a line break."""
    places = np.flatnonzero(rows.glyphs.ink)
    ink, latin = rows.glyphs.take(places), rows.latin[places].tolist()
    text, x0, x1, size = text_of(ink.codes), ink.x0.tolist(), ink.x1.tolist(), ink.size.tolist()

    def width(first: int, end: int) -> float:
        last = first
        for i in range(first + 1, end):
            if latin[first]:
                if not latin[i] or x0[i] - x1[last] > 0.15 * size[i]:
                    break
            elif text[i - 1] not in NO_END and text[i] not in NO_START:
                break
            last = i
        return float(x1[last] - x0[first])

    firsts = np.searchsorted(places, rows.starts).tolist()
    return [width(first, end) for first, end in zip(firsts, [*firsts[1:], len(places)], strict=True)]


def placed(rows: Rows, page: int, side: float) -> tuple[str, list[int], Printed]:
    """The rows' text with its spaces, where in it each row begins, and where it stands.

    ``side`` is the page's longer side in points; what stands further than ``FAR`` outside is told as if it stood nearer, so
    that one stray character makes no place of the page coarse.
    """
    g, spaces = rows.glyphs, rows.spaces()
    added = spaces > 0
    places = np.arange(len(g)) + np.cumsum(added)
    count = len(g) + int(added.sum())
    codes = np.empty(count, np.int64)
    codes[places], codes[places[added] - 1] = g.codes, spaces[added]
    edges = np.nan_to_num(np.clip(np.array([g.x0, g.top, g.x1, g.bottom]), -FAR, side + FAR))
    origin, unit = scale_of(float(edges.min()), float(edges.max()))
    spread = np.zeros((4, count), np.uint16)
    spread[:2] = NOWHERE
    spread[:, places] = np.rint((edges - origin) / unit)
    printed = Printed(page, origin, unit, *(array("H", edge.tobytes()) for edge in spread))
    return text_of(codes), places[rows.starts].tolist(), printed


def text_of(codes: Ints) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")
