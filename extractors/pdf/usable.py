"""Is a page's text layer worth reading, or must its image be?"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from extractors.pdf.glyphs import PageContent
from extractors.pdf.spacing import SPACES

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
    GARBLED = "garbled"  # codes without characters


def text_of(content: PageContent) -> Text:
    """What kind of text layer a page has."""
    ink = [g for g in content.glyphs if g.text not in SPACES]
    if len(ink) < MIN_GLYPHS:
        if _covered(content) >= MIN_IMAGE:
            return Text.IMAGE
        return Text.GOOD if ink else Text.IMAGE if _drawn(content) else Text.ABSENT
    if sum(g.style.invisible for g in ink) > MAX_HIDDEN * len(ink):
        return Text.HIDDEN
    bad = content.unmapped + sum(is_foreign(g.text) for g in ink)
    return Text.GARBLED if bad > MAX_BAD * len(ink) else Text.GOOD


def _covered(content: PageContent) -> float:
    area = max(1.0, content.width * content.height)
    return sum(max(0.0, b.width) * max(0.0, b.height) for b in content.images) / area


def _drawn(content: PageContent) -> bool:
    return content.shapes > MANY_PATHS


def is_foreign(char: str) -> bool:
    """Is this a character no Japanese proposal prints: private, unassigned, a control, of another script?"""
    if char < "\u0080" or "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef":
        return char < " "
    kind = unicodedata.category(char[0])
    if kind in ("Co", "Cn", "Cc", "Cs") or char == "\ufffd":
        return char not in "\uf0b7\uf06c\uf0d8\uf0a7\uf0fc\uf06e"
    return any(unicodedata.name(char[0], "").startswith(name) for name in _FOREIGN)
