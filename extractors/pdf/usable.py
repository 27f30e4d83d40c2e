"""Is a page's text layer worth reading, or must its image be?"""

from __future__ import annotations

import unicodedata
from collections import Counter
from enum import StrEnum
from functools import lru_cache

import numpy as np

from extractors.pdf.glyphs import Ints, PageContent
from extractors.pdf.writings import is_another_language, is_beyond

MIN_IMAGE = 0.25  # share of the page its images must cover to hold its text
MIN_GLYPHS = 8  # fewer on a page that an image fills are a stamp or a page number
MAX_BAD = 0.2  # share of characters that may be unmapped, private or outside the writing of Japanese
MAX_HIDDEN = 0.5  # share of invisible characters
MANY_PATHS = 400  # shapes on a page without text: the text was turned to outlines
_FOREIGN = (
    "LATIN SMALL LETTER", "LATIN CAPITAL LETTER",
    "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "HANGUL", "ETHIOPIC", "CHEROKEE", "YI ", "CANADIAN",
)  # fmt: skip


class Text(StrEnum):
    GOOD = "good"
    ABSENT = "absent"  # nothing printed at all
    IMAGE = "image"  # an image holds it
    HIDDEN = "hidden"  # an earlier OCR's invisible layer
    BEYOND = "beyond"  # such a layer in a language our recogniser does not read
    GARBLED = "garbled"  # codes without characters


def text_of(content: PageContent) -> Text:
    """What kind of text layer a page has."""
    ink = content.glyphs.ink
    count = int(np.count_nonzero(ink))
    if count < MIN_GLYPHS:
        if _covered(content) >= MIN_IMAGE:
            return Text.IMAGE
        return Text.GOOD if count else Text.IMAGE if _drawn(content) else Text.ABSENT
    if int(np.count_nonzero(content.glyphs.invisible & ink)) > MAX_HIDDEN * count:
        return Text.BEYOND if is_beyond(_text(content.glyphs.codes[ink])) else Text.HIDDEN
    codes = content.glyphs.codes[ink]
    if content.unmapped + _foreign(codes) <= MAX_BAD * count:
        return Text.GOOD
    text = _text(codes)
    signs = sum(is_foreign(c) and not c.isalpha() for c in text)  # controls, private characters: those of no language
    return Text.GOOD if content.unmapped + signs <= MAX_BAD * count and is_another_language(text) else Text.GARBLED


def _text(codes: Ints) -> str:
    return "".join(map(chr, codes))


def _foreign(codes: Ints) -> int:
    """How many of the characters no Japanese proposal prints."""
    plain = (codes >= 0x20) & (codes < 0x80) | (codes >= 0x2E80) & (codes <= 0x9FFF) | (codes >= 0xFF00) & (codes <= 0xFFEF)
    return sum(count for code, count in Counter(codes[~plain].tolist()).items() if is_foreign(chr(code)))


def _covered(content: PageContent) -> float:
    area = max(1.0, content.width * content.height)
    return sum(max(0.0, b.width) * max(0.0, b.height) for b in content.images) / area


def _drawn(content: PageContent) -> bool:
    return content.shapes > MANY_PATHS


@lru_cache(maxsize=4096)
def is_foreign(char: str) -> bool:
    """Is this a character no Japanese proposal prints: private, unassigned, a control, of another script?"""
    if char < "\u0080" or "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef":
        return char < " "
    kind = unicodedata.category(char[0])
    if kind in ("Co", "Cn", "Cc", "Cs") or char == "\ufffd":
        return char not in "\uf0b7\uf06c\uf0d8\uf0a7\uf0fc\uf06e"
    return unicodedata.name(char[0], "").startswith(_FOREIGN)
