"""Which characters the packet's font can print, read from the font file itself.

A typesetter that meets a character without a glyph prints an empty box, or with an accessible PDF refuses the whole document.
Japanese typesetting has a mark for such a character: 〓 (geta).
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from outputs.packet.fonts import FONT_FILES, font_folders

GETA = "〓"
STAND_INS = {"☑": "■", "☒": "■", "☐": "□", "✔": "✓", "➢": "▶", "➤": "▶", "❖": "◆", "⇨": "→", "‣": "・", "▪": "■", "▫": "□"}
SEGMENTED_COVERAGE = 12  # the cmap format that holds every plane as (first, last, glyph) groups


class FontFormatError(RuntimeError):
    """A font file without a table of the whole of Unicode."""


@cache
def covered() -> frozenset[int]:
    """The code points for which the regular font has a glyph."""
    for folder in font_folders():
        file = folder / FONT_FILES[0]
        if file.exists():
            return frozenset(read_coverage(file))
    return frozenset()


def read_coverage(file: Path) -> set[int]:
    """The code points of an OpenType font's cmap (format 12).

    Raises:
        FontFormatError: the font has no such table.
    """
    data = file.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    for i in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * i)
        if tag == b"cmap":
            return _read_cmap(data, start)
    raise FontFormatError(f"{file.name} に文字の対応表がありません。")


def _read_cmap(data: bytes, start: int) -> set[int]:
    (subtables,) = struct.unpack_from(">H", data, start + 2)
    for i in range(subtables):
        _, _, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * i)
        (kind,) = struct.unpack_from(">H", data, start + offset)
        if kind == SEGMENTED_COVERAGE:
            (groups,) = struct.unpack_from(">L", data, start + offset + 12)
            ranges = (struct.unpack_from(">LL", data, start + offset + 16 + 12 * g) for g in range(groups))
            return {point for first, last in ranges for point in range(first, last + 1)}
    raise FontFormatError("文字の対応表の形式が異なります。")


def settable(text: str) -> str:
    """The text with every character the font lacks replaced: by a like sign, by its plain form, else by the geta."""
    known = covered()
    if all(ord(c) in known or c in "\n\t" for c in text):
        return text
    return "".join(c if ord(c) in known or c in "\n\t" else _replacement(c, known) for c in text)


def _replacement(char: str, known: frozenset[int]) -> str:
    if unicodedata.category(char) in {"Cf", "Mn", "Me"} or 0xE0100 <= ord(char) <= 0xE01EF:
        return ""  # invisible: joiners, marks, variation selectors
    plain = STAND_INS.get(char) or unicodedata.normalize("NFKC", char)
    return plain if all(ord(c) in known for c in plain) else GETA


def settable_data(node: Any) -> Any:
    """``settable`` over every string of JSON-like data."""
    if isinstance(node, str):
        return settable(node)
    if isinstance(node, dict):
        return {key: settable_data(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [settable_data(value) for value in node]
    return node
