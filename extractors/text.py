"""Printed text and its view for matching.

The printed string is the truth; ``normalise`` gives a view of it (NFKC, CJK radicals, wave dashes, long marks) in
which every character leads back to the printed one.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class NormalisedText:
    """``text`` is the view; ``offsets[i]`` is the printed offset of view character i, ``offsets[len]`` the end."""

    text: str
    offsets: array[int]  # typecode "L", len(text) + 1

    def to_printed(self, start: int, end: int) -> tuple[int, int]:
        """The printed span that view span [start, end) came from."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        following = next((self.offsets[i] for i in range(end, len(self.offsets)) if self.offsets[i] > last), last + 1)
        return self.offsets[start], following


def normalise(text: str) -> NormalisedText:
    """The matching view of a printed string (first version: NFKC character by character)."""
    out: list[str] = []
    offsets = array("L")
    for i, char in enumerate(text):
        for piece in unicodedata.normalize("NFKC", char):
            out.append(piece)
            offsets.append(i)
    offsets.append(len(text))
    return NormalisedText("".join(out), offsets)


def unify_radicals(text: str) -> str:
    """CJK and Kangxi radicals as the ideographs that are printed (first version: the Kangxi block)."""
    return "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" else c for c in text)
