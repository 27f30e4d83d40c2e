"""Numbers as a proposal may print them, for tests of what reads them."""

from __future__ import annotations

KANJI_DIGITS = "〇一二三四五六七八九"


def kanji_numeral(value: int) -> str:
    """A whole number in kanji with scales: 2570000000 → 二十五億七千万."""
    if value == 0:
        return "〇"
    parts = []
    for scale, sign in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        section, value = divmod(value, scale)
        if section:
            parts.append(_kanji_section(section) + sign)
    return "".join(parts)


def _kanji_section(section: int) -> str:
    out = ""
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, scale)
        if digit:
            out += (KANJI_DIGITS[digit] if digit > 1 or not sign else "") + sign
    return out
