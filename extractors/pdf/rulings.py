"""Rules snapped, joined and grouped into frames: the skeletons of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.document import Box
from extractors.pdf.glyphs import Fill, PageContent, Rule

SNAP = 2.0  # points; parallel rules nearer than this are one
REACH = 3.0  # points; a rule this near to another touches it
MAX_FIRST_ROW = 80.0  # points from shaded heads to the first rule under them
MIN_RULE = 4.0  # points
DECIMALS = 3
PAGE_SHARE = 0.9  # a fill that covers more of the page than this is its background
WHITE = 250


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The connected rules of one table: horizontal ones by y, vertical ones by x."""

    rules: tuple[Rule, ...]
    box: Box


def skeletons(rules: Sequence[Rule]) -> list[Skeleton]:
    """Connected groups of at least two rules, which must be joined already."""
    return [Skeleton(tuple(group), _box_of(group)) for group in _groups(rules) if len(group) >= 2]


def fill_edges(content: PageContent, ruled: Sequence[Box]) -> list[Rule]:
    """The edges of shaded cells that stand in no ruled table: where nobody drew rules, a fill's border is one.

    White fills and the page's own background do not count.
    """
    rules: list[Rule] = []
    for fill in content.fills:
        if is_shade(fill, content) and not any(_overlap(fill.box, box) for box in ruled):
            b = fill.box
            rules += [Rule(True, b.top, b.x0, b.x1), Rule(True, b.bottom, b.x0, b.x1)]
            rules += [Rule(False, b.x0, b.top, b.bottom), Rule(False, b.x1, b.top, b.bottom)]
    return rules


def head_edges(content: PageContent, rules: Sequence[Rule]) -> list[Rule]:
    """The lower edges of shaded heads with rules of their extent under them: they part the heads from the first row, where no rule does."""
    pieces = [Rule(True, f.box.bottom, f.box.x0, f.box.x1) for f in content.fills if is_shade(f, content)]
    if not pieces:
        return []
    flat = [r for r in rules if r.horizontal]
    found: list[Rule] = []
    for edge in joined(pieces):
        under = [r.at - edge.at for r in flat if r.at > edge.at - REACH and same_extent(r, edge)]
        if under and REACH < min(under) <= MAX_FIRST_ROW:
            found += [p for p in pieces if abs(p.at - edge.at) <= REACH and edge.start - REACH <= p.start and p.end <= edge.end + REACH]
    return found


def same_extent(a: Rule, b: Rule) -> bool:
    return abs(a.start - b.start) <= REACH and abs(a.end - b.end) <= REACH


def _overlap(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 - 1 and a.x1 > b.x0 + 1 and a.top < b.bottom - 1 and a.bottom > b.top + 1


def is_shade(fill: Fill, content: PageContent) -> bool:
    area = fill.box.width * fill.box.height
    return min(fill.rgb) < WHITE and area < PAGE_SHARE * content.width * content.height


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Parallel rules on (nearly) one line made one where they touch, as pdfplumber snaps and joins edges: flat ones first."""
    rules = list(rules)
    found: list[Rule] = []
    for horizontal in (True, False):
        runs = _snapped([r for r in rules if r.horizontal is horizontal])
        for at in sorted(runs):
            found += [Rule(horizontal, at, start, end) for start, end in _unbroken(runs[at]) if end - start >= MIN_RULE]
    return found


def _snapped(rules: Sequence[Rule]) -> dict[float, list[tuple[float, float]]]:
    """The runs (start, end) of parallel rules by the line they lie on: the mean of those that follow one another closely."""
    clusters: list[list[Rule]] = []  # of rules that are near to one another
    home: dict[float, int] = {}  # which of them a rule is in, by where it lies
    last: float | None = None
    for at in sorted({r.at for r in rules}):
        if last is None or at > last + SNAP:
            clusters.append([])
        home[at] = len(clusters) - 1
        last = at
    for rule in rules:
        clusters[home[rule.at]].append(rule)
    means = [sum(r.at for r in cluster) / len(cluster) for cluster in clusters]
    # Snapped rules of one line differ in the last bits; joining wants them equal.
    lines = {at: round(at + (means[number] - at), DECIMALS) for at, number in home.items()}
    level = {end: round(end, DECIMALS) for end in {end for r in rules for end in (r.start, r.end)}}
    runs: dict[float, list[tuple[float, float]]] = {}
    for rule in rules:
        runs.setdefault(lines[rule.at], []).append((level[rule.start], level[rule.end]))
    return runs


def _unbroken(runs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Runs on one line, those that touch made one."""
    done: list[tuple[float, float]] = []
    for start, end in sorted(runs):
        if done and start <= done[-1][1] + REACH:
            done[-1] = done[-1][0], max(done[-1][1], end)
        else:
            done.append((start, end))
    return done


def _touch(a: Rule, b: Rule) -> bool:
    """Do a horizontal and a vertical rule meet?"""
    return a.start - REACH <= b.at <= a.end + REACH and b.start - REACH <= a.at <= b.end + REACH


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    flat = [i for i, r in enumerate(rules) if r.horizontal]
    upright = [i for i, r in enumerate(rules) if not r.horizontal]
    for i in flat:
        for j in upright:
            if _touch(rules[i], rules[j]):
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i in range(len(rules)):
        groups.setdefault(root(i), []).append(rules[i])
    return list(groups.values())


def _box_of(rules: Sequence[Rule]) -> Box:
    xs = [x for r in rules for x in ((r.start, r.end) if r.horizontal else (r.at,))]
    ys = [y for r in rules for y in ((r.at,) if r.horizontal else (r.start, r.end))]
    return Box(min(xs), min(ys), max(xs), max(ys))
