"""Bulleted texts side by side that nothing is drawn round: white parts them, and the bullets tell where each begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from extractors.document import Box
from extractors.pdf.bands import ALIGNED, levels_of
from extractors.pdf.cards import stands_out
from extractors.pdf.lines import Line
from extractors.pdf.marks import is_bullet
from extractors.pdf.panels import Panel

MIN_COLUMNS = 2
OUTDENT = 2.5  # em a head or a bullet may stand left of the bulleted text
GUTTER = 1.0  # em of white before the next column's bulleted text, a drawn bullet included
PITCH = 1.1  # em of white between lines through all columns; more ends them
MARGIN = 1.0  # points

Level = Sequence[Line]
Columns = dict[int, list[Line]]


def bulleted_panels(lines: Sequence[Line], drawn: Sequence[Panel]) -> list[Panel]:
    """A box for each of the bulleted texts that begin on one level, with the heads over them; none where they run into what is drawn."""
    levels = list(levels_of(lines))
    found: list[Panel] = []
    at = 0
    while at < len(levels):
        starts = _starts(levels[at])
        end, columns = _down(levels, at, starts) if starts else (at, {})
        heads = _assigned(levels[at - 1], starts) if starts and at and _white(levels[at - 1], levels[at]) <= PITCH else None
        heads = heads if heads is not None and _are_heads(heads) else {}
        if len(columns) >= MIN_COLUMNS and (heads or _is_wrapped(columns)):
            found += _panels({c: [*heads.get(c, []), *some] for c, some in columns.items()}, drawn)
        at = max(end, at + 1)
    return found


def _is_bulleted(line: Line) -> bool:
    return line.bullet or is_bullet(line.text)


def _starts(level: Level) -> list[float]:
    """Where the bulleted texts of a level begin; none unless there are several and nothing stands left of them."""
    first = min(level, key=lambda s: s.x0)
    starts = sorted(s.x0 for s in level if _is_bulleted(s))
    return starts if len(starts) >= MIN_COLUMNS and _is_bulleted(first) else []


def _assigned(level: Level, starts: Sequence[float]) -> Columns | None:
    """The level's lines by column; None where one stands in none or reaches into the next."""
    found: Columns = {}
    for line in level:
        column = sum(line.x0 >= x - OUTDENT * line.size for x in starts) - 1
        after = starts[column + 1] if column + 1 < len(starts) else float("inf")
        if column < 0 or line.x1 > after - GUTTER * line.size:
            return None
        found.setdefault(column, []).append(line)
    return found


def _white(above: Level, below: Level) -> float:
    """The white between two levels in em."""
    return (min(s.top for s in below) - max(s.bottom for s in above)) / below[0].size


def _down(levels: Sequence[Level], at: int, starts: Sequence[float]) -> tuple[int, Columns]:
    """(the level behind the columns that begin at a level, their lines)."""
    columns: Columns = {}
    found: list[Columns] = []
    for i in range(at, len(levels)):
        level = _assigned(levels[i], starts) if i == at or _white(levels[i - 1], levels[i]) <= PITCH else None
        if level is None:
            break
        found.append(level)
    while len(found) > 1 and _is_head(found):  # of what stands below the columns
        found.pop()
    for level in found:
        for column, some in level.items():
            columns.setdefault(column, []).extend(some)
    return at + len(found), columns


def _is_head(levels: Sequence[Columns]) -> bool:
    """Is the last level a line that stands out from the one above it?"""
    last = [(column, line) for column, some in levels[-1].items() for line in some]
    if len(last) > 1 or _is_bulleted(last[0][1]):
        return False
    above = next((level[last[0][0]][-1] for level in reversed(levels[:-1]) if last[0][0] in level), None)
    return above is not None and stands_out(last[0][1], above)


def _are_heads(heads: Columns) -> bool:
    """Is there one line over each of several columns, none of them bulleted?"""
    return len(heads) >= MIN_COLUMNS and all(len(some) == 1 and not _is_bulleted(some[0]) for some in heads.values())


def _is_wrapped(columns: Columns) -> bool:
    """Does a bulleted text go on in a second line?"""
    return any(
        _is_bulleted(above) and not _is_bulleted(line) and -ALIGNED * line.size <= line.x0 - above.x0 <= OUTDENT * line.size
        for some in columns.values()
        for above, line in pairwise(some)
    )


def _panels(columns: Columns, drawn: Sequence[Panel]) -> list[Panel]:
    """The columns' boxes, all of one width and with what is drawn behind a head."""
    lefts = [min(s.x0 for s in some) for some in columns.values()]
    width = max(max(s.x1 for s in some) - left for some, left in zip(columns.values(), lefts, strict=True))
    boxes: list[Box] = []
    for some, left in zip(columns.values(), lefts, strict=True):
        box = Box(left, min(s.top for s in some) - MARGIN, left + width, max(s.bottom for s in some) + MARGIN)
        tints = [p.box for p in drawn if not p.framed and _overlap(p.box, box) and not _holds(p.box, box)]
        for tint in tints:
            box = box.union(tint)
        boxes.append(box)
    clear = not any(_overlap(a, b) for a, b in combinations(boxes, 2))
    return [Panel(box, framed=False) for box in boxes] if clear and not any(_cut(p.box, box) for p in drawn for box in boxes) else []


def _overlap(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.bottom, b.bottom) > max(a.top, b.top)


def _holds(outer: Box, inner: Box) -> bool:
    return outer.x0 <= inner.x0 and inner.x1 <= outer.x1 and outer.top <= inner.top and inner.bottom <= outer.bottom


def _cut(a: Box, b: Box) -> bool:
    """Do two boxes overlap, neither within the other?"""
    return _overlap(a, b) and not _holds(a, b) and not _holds(b, a)
