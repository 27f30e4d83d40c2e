"""Lines to one placed text: line breaks taken out by the Japanese rules, Latin words kept apart."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import PlacedText
from extractors.pdf.lines import Line
from extractors.pdf.spacing import is_latin

HYPHENS = "-‐"


def reflow(lines: Sequence[Line]) -> PlacedText:
    """The lines as one text.

    Between two lines: nothing in Japanese, a space between Latin words, a word broken by a hyphen made whole.
    """
    if not lines:
        return PlacedText.empty()
    if len(lines) == 1 and lines[0].text:
        return lines[0].placed
    parts: list[PlacedText] = []
    last = ""
    for line in lines:
        text = line.text
        if not text:
            continue
        if is_latin(last[-1:]) and is_latin(text[0]):
            if last[-1] in HYPHENS and last[-2:-1].isalpha() and text[0].islower():
                parts[-1] = parts[-1].slice(0, len(parts[-1]) - 1)
            elif last[-1] not in HYPHENS and last[-1] != "/":
                parts.append(_space())
        parts.append(line.placed)
        last = text
    return PlacedText.join(parts)


def _space() -> PlacedText:
    return PlacedText.join([PlacedText.empty(), PlacedText.empty()], " ")
