"""Readings set small above their words: taken out of the line they would break."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pdf.lines import Line

MAX_SIZE = 0.65  # of the word's size
REACH = 0.7  # em of the word from the reading's foot to the word's head
_KANA = re.compile(r"^[ぁ-ゟァ-ヿ・ー\s\u3000]+$")


def without_ruby(lines: Sequence[Line]) -> list[Line]:
    """The lines that are no readings of a line right below them."""
    return [line for line in lines if not (_KANA.match(line.text) and any(_above(line, base) for base in lines))]


def _above(ruby: Line, base: Line) -> bool:
    if ruby.size > MAX_SIZE * base.size or ruby is base:
        return False
    near = -0.5 * base.size < base.top - ruby.bottom < REACH * base.size
    return near and ruby.x0 >= base.x0 - base.size and ruby.x1 <= base.x1 + base.size
