"""Where a line's gaps stand for spaces that the file does not spell out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from extractors.document import NOWHERE, scale_of
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
MAX_IN_WORD = 0.15  # em between two letters of a Latin word


HALF, STARTS_NO_LINE, ENDS_NO_LINE = 1, 2, 4  # kinds of characters


def _kinds() -> npt.NDArray[np.uint8]:
    """By code point, the kinds a character is of."""
    table = np.zeros(0x10000, dtype=np.uint8)
    for kind, characters in ((HALF, HALF_SET), (STARTS_NO_LINE, NO_START), (ENDS_NO_LINE, NO_END)):
        table[[ord(c) for c in characters]] |= kind
    return table


KINDS = _kinds()


def _are(kind: int, codes: Ints) -> Bools:
    found: Bools = (KINDS[np.minimum(codes, len(KINDS) - 1)] & kind) > 0
    return found


def is_latin(text: str) -> bool:
    return bool(text) and ord(text[-1]) < MAX_LATIN and text not in SPACES


class Rows:
    """A page's glyphs line by line, left to right, no space at a line's ends."""

    def __init__(self, glyphs: Glyphs, parts: Sequence[Sequence[tuple[int, int]]]) -> None:
        """``parts`` are the stretches of glyphs each line is made of; every line holds ink."""
        spans = np.array([span for line in parts for span in line], dtype=np.int64)
        counts, widths = np.array([len(line) for line in parts]), spans[:, 1] - spans[:, 0]
        order = np.repeat(spans[:, 0] - np.cumsum(widths) + widths, widths) + np.arange(widths.sum())
        lengths = np.add.reduceat(widths, np.cumsum(counts) - counts)
        if not glyphs.ink.all():
            order, lengths = _trimmed(order, lengths, glyphs.ink[order])
        self.glyphs, self.lengths = glyphs.take(order), lengths
        self.starts = np.cumsum(lengths) - lengths

    @cached_property
    def number(self) -> Ints:
        """The number of each glyph's line."""
        return np.repeat(np.arange(len(self.starts)), self.lengths)

    @cached_property
    def latin(self) -> Bools:
        return (self.glyphs.codes < MAX_LATIN) & self.glyphs.ink

    def spaces(self) -> Ints:
        """For each glyph the code of the space that stands unspelt before it, 0 where none."""
        g = self.glyphs
        line = self.number[1:]
        inside = (line == self.number[:-1]) & g.ink[:-1] & g.ink[1:]
        white = g.x0[1:] - g.x1[:-1]
        em = np.maximum(g.size, 0.1)
        latin = self.latin[:-1] & self.latin[1:]
        some = self.latin[:-1] | self.latin[1:]
        gaps, places = white / em[:-1], np.flatnonzero(inside)
        order = places[np.lexsort((gaps[places], line[places]))]
        usual = self._usual(gaps, order)
        stretched = self._usual(gaps, order[~some[order]], 2)  # figures and words are left whole
        gap = white / np.maximum(em[:-1], em[1:]) - np.where(latin, usual[line], np.maximum(usual, stretched)[line])
        rough = g.confidence[:-1] < 1.0  # OCR's boxes
        sure = gap - rough * np.where(latin, ROUGH_GAP, WIDE_GAP - WORD_GAP)
        half = _are(HALF, g.codes)
        set_loose = ~rough & (gap < WIDE_GAP) & (half[:-1] | half[1:]) & ~some
        apart = inside & (gap > WORD_GAP) & (sure > WORD_GAP) & ~set_loose
        wide = ~latin & (rough | (gap >= WIDE_GAP))
        return np.concatenate([[0], np.where(apart, np.where(wide, WIDE_SPACE, SPACE), 0)])

    def _usual(self, gaps: Floats, order: Ints, least: int = 1) -> Floats:
        """Each line's median gap between neighbours in em: what justification stretched it by. 0 with fewer than ``least`` gaps.

        ``order`` are the places of the gaps that count, by line and width.
        """
        count = np.bincount(self.number[1:][order], minlength=len(self.starts))
        middle = np.cumsum(count) - count + (count - 1) // 2
        usual = np.zeros(len(self.starts))
        some = count >= least
        usual[some] = np.maximum(0.0, gaps[order[middle[some]]])
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
    places, g = np.flatnonzero(rows.glyphs.ink), rows.glyphs
    codes, x0, x1, latin = g.codes[places], g.x0[places], g.x1[places], rows.latin[places]
    firsts = np.searchsorted(places, rows.starts)
    in_word = latin[:-1] & latin[1:] & (x0[1:] - x1[:-1] <= MAX_IN_WORD * g.size[places[1:]])
    held = _are(ENDS_NO_LINE, codes[:-1]) | _are(STARTS_NO_LINE, codes[1:])
    begins = np.ones(len(places) + 1, dtype=np.bool_)  # what may stand on the next line, and the end of all
    begins[1:-1] = ~(in_word | held)
    begins[firsts] = True
    begun = np.flatnonzero(begins)
    last = begun[np.searchsorted(begun, firsts, side="right")] - 1
    widths: list[float] = (x1[last] - x0[firsts]).tolist()
    return widths


def placed(rows: Rows, side: float) -> tuple[Ints, list[int], npt.NDArray[np.uint16], tuple[float, float]]:
    """The rows' text with its spaces as code points, where in it each row begins, and where it stands: each character's edges
    as a Printed tells them, and that one's origin and unit.

    ``side`` is the page's longer side in points; what stands further than ``FAR`` outside is told as if it stood nearer, so
    that one stray character makes no place of the page coarse.
    """
    g, spaces = rows.glyphs, rows.spaces()
    added = spaces > 0
    places = np.arange(len(g)) + np.cumsum(added)
    count = len(g) + int(added.sum())
    codes = np.empty(count, np.int64)
    codes[places], codes[places[added] - 1] = g.codes, spaces[added]
    edges = np.minimum(np.maximum(np.array([g.x0, g.top, g.x1, g.bottom]), -FAR), side + FAR)
    edges[np.isnan(edges)] = 0.0
    origin, unit = scale_of(float(edges.min()), float(edges.max()))
    spread = np.zeros((4, count), np.uint16)
    spread[:2] = NOWHERE
    spread[:, places] = np.rint((edges - origin) / unit)
    return codes, places[rows.starts].tolist(), spread, (origin, unit)
