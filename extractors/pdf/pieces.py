"""Segments parted where a column begins within them, and made whole again where it was none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.document import Box
from extractors.pdf.bands import ALIGNED
from extractors.pdf.glyphs import SPACES
from extractors.pdf.lines import Line

ON_WALL = 0.1  # em a character may reach over a wall
SPLIT = 0.28  # em; word processors put a quarter of an em between kana and figures


def parted(segments: Sequence[Line], edges: Sequence[float]) -> tuple[list[Line], dict[int, Line]]:
    """The segments, those parted that run over a space on to an edge; and, by its first piece, what a piece was part of."""
    pieces: list[Line] = []
    whole: dict[int, Line] = {}
    for segment in segments:
        x0, x1, size = segment.x0, segment.x1, segment.size
        places = sorted({at for edge in edges if x0 < edge - size and edge < x1 for at in _joint(segment, edge)})
        if not places:
            pieces.append(segment)
            continue
        parts = [piece_of(segment, start, end) for start, end in pairwise([0, *places, len(segment.text)])]
        whole |= {id(part): segment for part in parts}
        pieces += parts
    return pieces, whole


def _joint(segment: Line, edge: float) -> Iterator[int]:
    """Where in the segment's text a character begins on the edge, after more white than stands between two scripts."""
    text = segment.text
    for at in range(2, len(text)):
        if text[at - 1] in SPACES and text[at] not in SPACES:
            before, place = segment.placed.place(0, at), segment.placed.place(at, at + 1)
            if before is None or place is None or place.box.x0 - before.box.x1 < SPLIT * segment.size:
                continue
            if abs(place.box.x0 - edge) <= ALIGNED * segment.size:
                yield at
                return


def piece_of(segment: Line, start: int, end: int) -> Line:
    text = segment.text[start:end]
    placed = segment.placed.slice(start, start + len(text.rstrip(SPACES)))
    place = placed.place()
    assert place is not None, "a piece holds a printed character"
    # The segment's own top and bottom: pieces of one level are told apart by x alone.
    box = Box(place.box.x0, segment.top, place.box.x1, segment.bottom)
    return segment.changed(placed, box, len(placed.text))


def made_whole(rest: Sequence[Line], whole: dict[int, Line]) -> list[Line]:
    """Segments of which no piece went into a table, as they were."""
    left = {id(s) for s in rest}
    pieces: dict[int, list[int]] = {}
    for piece_id, segment in whole.items():
        pieces.setdefault(id(segment), []).append(piece_id)
    found: list[Line] = []
    for piece in rest:
        origin = whole.get(id(piece))
        if origin is None or not left.issuperset(pieces[id(origin)]):
            found.append(piece)
        elif pieces[id(origin)][0] == id(piece):
            found.append(origin)
    return found


def cut_at(segment: Line, walls: Sequence[float]) -> list[Line]:
    """The segment parted at each wall; none where a character stands on one. Walls in one gap part it once."""
    places: set[int] = set()
    for wall in walls:
        at = next((i for i in range(len(segment.text)) if (p := segment.placed.place(i, i + 1)) is not None and p.box.x1 > wall), None)
        place = segment.placed.place(at, at + 1) if at is not None else None
        if at is None or place is None or place.box.x0 < wall - ON_WALL * segment.size or segment.text[at] in SPACES:
            return []
        places.add(at)
    return [piece_of(segment, start, end) for start, end in pairwise([0, *sorted(places - {0}), len(segment.text)])]
