"""A page's characters: PDFium is asked for each of them, the rest is done for all at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractors.pdf import native
from extractors.pdf.calls import CHARACTER, HYPHEN, SPACE, TAB, address
from extractors.pdf.frame import Frame
from extractors.pdf.glyphs import Floats, Glyphs, Ints, PageContent, Style
from extractors.pdf.limits import Limits
from extractors.pdf.looks import Look, Looks
from extractors.text import unify_radicals

FIRST_WIDE = 0x2E80  # from here on glyphs are as a rule an em wide
KANJI = (0x2E80, 0x9FFF)  # and these always
LAST_RADICAL = 0x2FDF
SAMPLE = 4  # of so many characters one is asked whether the file tells its Unicode
Edges = tuple[Floats, Floats, Floats, Floats]
Characters = npt.NDArray[np.void]  # of the type CHARACTER


def add_glyphs(textpage: Any, frame: Frame, content: PageContent, limits: Limits) -> None:
    """Puts the text page's characters into the content, as many as the limits allow."""
    count = int(pdfium.FPDFText_CountChars(textpage))
    if count > limits.max_glyphs:
        count, content.truncated = limits.max_glyphs, True
    data, texts, fonts, unmapped = native.characters(address(textpage), count, SAMPLE)
    found = np.frombuffer(data, CHARACTER)
    if not len(found):
        return
    content.unmapped += SAMPLE * unmapped
    codes = _characters(found["code"].astype(np.int64))
    left, top, right, bottom = (found[side].astype(np.float64) for side in ("left", "top", "right", "bottom"))
    looks, first = Looks(texts, fonts), np.flatnonzero(found["first"])
    which = looks.of(found["text"], first, np.maximum(top - bottom, right - left)[first])
    left, top, right, bottom = _set_even(found, codes, (left, top, right, bottom), looks.all, which)
    styles: dict[Style, int] = {}
    style = np.array([styles.setdefault(look.style, len(styles)) for look in looks.all])[which]
    upright = np.array([look.upright for look in looks.all])[which] != (frame.rotation % 2 == 1)
    x0, y0, x1, y1 = frame.box(left, bottom, right, top)
    content.glyphs = Glyphs(codes, x0, y0, x1, y1, style, list(styles), upright, np.ones(len(codes)))


def _set_even(found: Characters, codes: Ints, edges: Edges, looks: list[Look], which: Ints) -> Edges:
    """The boxes (left, top, right, bottom) with the em box round the baseline, alike for all the line."""
    left, top, right, bottom = edges
    told, start, base = found["told"] != 0, found["x"], found["y"]
    advance, rise, fall, upright, nameless = np.array([(k.advance, k.rise, k.fall, k.upright, k.nameless) for k in looks]).T[:, which]
    even = told & (upright > 0) & (bottom - rise < base) & (base <= top)
    # Of Type 3 fonts and of /ActualText PDFium knows the ink, not the advance.
    wide = even & (((codes >= KANJI[0]) & (codes <= KANJI[1])) | ((nameless > 0) & (codes > FIRST_WIDE)))
    return (
        np.where(wide, np.minimum(left, start), left),
        np.where(even, base + rise, top),
        np.where(wide, np.maximum(right, start + advance), right),
        np.where(even, base - fall, bottom),
    )


def _characters(codes: Ints) -> Ints:
    """The code points as printed."""
    beyond = (codes >= 0xD800) & (codes <= 0xDFFF) | (codes >= 0xFFFE)
    radical = (codes >= FIRST_WIDE) & (codes <= LAST_RADICAL)
    for i in np.flatnonzero((codes < SPACE) | (codes == 0xA0) | (codes == 0xAD) | radical | beyond).tolist():
        codes[i] = ord(_character(int(codes[i])))
    return codes


def _character(code: int) -> str:
    if code in (HYPHEN, 0xFFFE, 0xAD):  # PDFium's marks for a hyphen at a line's end
        return "-"
    if code in (TAB, 0xA0):
        return " "
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return unify_radicals(chr(code))
