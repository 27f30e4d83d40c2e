"""A page's characters: PDFium is asked for each of them, the rest is done for all at once."""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractors.pdf.frame import Frame
from extractors.pdf.glyphs import Floats, Glyphs, Ints, PageContent, Style
from extractors.pdf.limits import Limits
from extractors.pdf.looks import Look, Looks
from extractors.pdf.native import address, addresses, by_address
from extractors.text import unify_radicals

FIRST_WIDE = 0x2E80  # from here on glyphs are as a rule an em wide
KANJI = (0x2E80, 0x9FFF)  # and these always
LAST_RADICAL = 0x2FDF
HYPHEN, TAB, SPACE = 2, 9, 32
SAMPLE = 4  # of so many characters one is asked whether the file tells its Unicode
Edges = tuple[Floats, Floats, Floats, Floats]

_unicode_of = by_address(pdfium.FPDFText_GetUnicode, ctypes.c_int, result=ctypes.c_uint)
_generated = by_address(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_unmapped = by_address(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_box_into = by_address(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p)
_origin_into = by_address(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_object_of = by_address(pdfium.FPDFText_GetTextObject, ctypes.c_int, result=ctypes.c_size_t)


def add_glyphs(textpage: Any, frame: Frame, content: PageContent, limits: Limits) -> None:
    """Puts the text page's characters into the content, as many as the limits allow."""
    count = int(pdfium.FPDFText_CountChars(textpage))
    if count > limits.max_glyphs:
        count, content.truncated = limits.max_glyphs, True
    page = address(textpage)
    codes = np.fromiter(map(_unicode_of, repeat(page), range(count)), np.int64, count)
    places = _printed(page, codes)
    if not len(places):
        return
    edges = np.empty((len(places), 4), np.float32)
    boxed = np.fromiter(map(_box_into, repeat(page), places.tolist(), addresses(edges)), np.bool_, len(places))
    if not boxed.all():
        places, edges = places[boxed], edges[boxed]
    if not len(places):
        return
    codes = _characters(codes[places])
    left, top, right, bottom = edges.T.astype(np.float64)
    looks, which = _looks_of(page, places, np.maximum(top - bottom, right - left))
    left, top, right, bottom = _set_even(page, places, codes, (left, top, right, bottom), looks, which)
    asked = places[places % SAMPLE == 0]
    content.unmapped += SAMPLE * sum(found == 1 for found in map(_unmapped, repeat(page), asked.tolist()))
    styles: dict[Style, int] = {}
    style = np.array([styles.setdefault(look.style, len(styles)) for look in looks])[which]
    upright = np.array([look.upright for look in looks])[which] != (frame.rotation % 2 == 1)
    x0, y0, x1, y1 = frame.box(left, bottom, right, top)
    content.glyphs = Glyphs(codes, x0, y0, x1, y1, style, list(styles), upright, np.ones(len(codes)))


def _printed(page: int, codes: Ints) -> Ints:
    """The places of the characters that are printed: no controls, no spaces of PDFium's own making."""
    odd = np.flatnonzero(codes <= SPACE)
    if not len(odd):
        return np.arange(len(codes))
    dropped = [i for i in odd.tolist() if codes[i] not in (SPACE, TAB, HYPHEN) or _generated(page, i) == 1]
    return np.delete(np.arange(len(codes)), dropped)


def _looks_of(page: int, places: Ints, heights: Floats) -> tuple[list[Look], Ints]:
    """The page's looks, and which of them each character has."""
    handles = np.fromiter(map(_object_of, repeat(page), places.tolist()), np.uint64, len(places))
    firsts = np.flatnonzero(np.diff(handles, prepend=handles[0] + np.uint64(1)))
    looks = Looks()
    found = looks.of(handles[firsts].tolist(), heights[firsts])
    return looks.all, np.repeat(found, np.diff(firsts, append=len(places)))


def _set_even(page: int, places: Ints, codes: Ints, edges: Edges, looks: list[Look], which: Ints) -> Edges:
    """The boxes (left, top, right, bottom) with the em box round the baseline, alike for all the line."""
    left, top, right, bottom = edges
    origins = np.zeros((len(places), 2))
    calls = map(_origin_into, repeat(page), places.tolist(), addresses(origins), addresses(origins[:, 1:]))
    told = np.fromiter(calls, np.bool_, len(places))
    start, base = origins.T
    advance, rise, fall = np.array([(k.advance, k.rise, k.fall) for k in looks]).T[:, which]
    upright, nameless = np.array([(k.upright, k.nameless) for k in looks]).T[:, which]
    even = told & upright & (bottom - rise < base) & (base <= top)
    # Of Type 3 fonts and of /ActualText PDFium knows the ink, not the advance.
    wide = even & (((codes >= KANJI[0]) & (codes <= KANJI[1])) | (nameless & (codes > FIRST_WIDE)))
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
