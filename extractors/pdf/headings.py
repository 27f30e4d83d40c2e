"""Which drafts are headings, list items and notes, and how the headings nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.document import BlockKind
from extractors.pdf.marks import Mark, head_mark, is_bullet, is_note
from extractors.pdf.paragraphs import Draft, Measure
from extractors.pdf.reflow import reflow

BIGGER = 1.04  # times the body's size
MAX_HEADING = 60  # characters
MAX_PLAIN = 40  # of a heading that only its number shows
MAX_LINES = 3
COLOUR_STEP = 40  # of 255
WIDEST = 1000.0  # stands for the size of 第１章 and 様式第１号, wider than any type
UNMARKED = 9  # rank of a heading without a number


@dataclass(frozen=True, slots=True)
class Kind:
    """What a draft is; of headings also what they look like, for their rank."""

    kind: BlockKind
    rank: int = UNMARKED
    mark: int = -1  # which numbering
    measured: bool = True  # False where OCR guessed the size
    size: float = 0.0
    emphasis: int = 0
    title: bool = False


def classify(group: Sequence[Draft], facts: Measure) -> Kind:
    """The kind of a block from its first draft's marks and type."""
    draft = group[0]
    if draft.grid is not None:
        return Kind(BlockKind.TABLE)
    text, mark = draft.text.strip(), head_mark(draft.text)
    if is_note(text):
        return Kind(BlockKind.NOTE)
    if _is_heading(draft, text, mark, facts) and len(group) == 1:
        rank, numbering = (mark.rank, mark.kind) if mark else (UNMARKED, -1)
        measured = draft.lines[0].confidence >= 1.0
        return Kind(BlockKind.HEADING, rank, numbering, measured, round(draft.style.size * 2) / 2, _emphasis(draft, facts))
    if is_bullet(text) or draft.lines[0].bullet or mark is not None:
        return Kind(BlockKind.LIST_ITEM)
    return Kind(BlockKind.PARAGRAPH)


def _emphasis(draft: Draft, facts: Measure) -> int:
    style = draft.style
    return int(style.bold) + int(bool(style.font) != facts.named) + int(_other_colour(style.rgb, facts.rgb))


def _other_colour(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) > COLOUR_STEP


def _is_heading(draft: Draft, text: str, mark: Mark | None, facts: Measure) -> bool:
    if not text or len(text) > MAX_HEADING or len(draft.lines) > MAX_LINES or text[-1] in "。、，":
        return False
    if is_bullet(text) or draft.lines[0].bullet:
        return False
    if draft.head:
        return len(text) <= MAX_PLAIN and any(map(str.isalnum, text))
    size = draft.style.size
    if size < 0.95 * facts.size:
        return False
    if size > BIGGER * facts.size or _emphasis(draft, facts):
        return len(text) > 1 and any(map(str.isalnum, text))
    if mark is None or len(text) > MAX_PLAIN or len(draft.lines) > 1:
        return False
    return _plain_heading(draft, text, mark)


def _plain_heading(draft: Draft, text: str, mark: Mark) -> bool:
    """A heading with nothing but its number: short, no sentence, no label with a value behind it."""
    body = text[mark.end :].strip()
    if mark.rank == 0:
        return True
    if any(c in body for c in "。：:") or mark.rank >= 4:
        return False
    ends = draft.right - draft.lines[-1].x1 > 3 * draft.style.size
    return bool(body) and ends and not any("\u3000" in body[i : i + 1] for i in range(len(body)))


def levels_of(kinds: Sequence[Kind]) -> list[int]:
    """Heading levels from 1 (widest) by type size, emphasis and numbering; 0 for what is no heading, 1 for list items."""
    kinds = _evened(kinds)
    looks = sorted({_look(k) for k in kinds if k.kind is BlockKind.HEADING})
    order = {look: i + 1 for i, look in enumerate(looks)}
    title = _title(kinds)
    levels: list[int] = []
    for i, kind in enumerate(kinds):
        if kind.kind is BlockKind.HEADING:
            level = order[_look(kind)] - (1 if title is not None and len(looks) > 1 else 0)
            levels.append(1 if i == title else max(1, level))
        else:
            levels.append(1 if kind.kind is BlockKind.LIST_ITEM else 0)
    return levels


def _evened(kinds: Sequence[Kind]) -> list[Kind]:
    """Headings whose size OCR guessed, given the usual size of their numbering."""
    sizes: dict[int, list[float]] = {}
    for kind in kinds:
        if kind.kind is BlockKind.HEADING and not kind.measured and kind.mark >= 0:
            sizes.setdefault(kind.mark, []).append(kind.size)
    usual = {mark: median(values) for mark, values in sizes.items()}
    return [replace(k, size=usual[k.mark]) if not k.measured and k.mark in usual else k for k in kinds]


def _look(kind: Kind) -> tuple[float, int, int]:
    wide = kind.rank == 0
    return (-WIDEST if wide else -kind.size, 0 if wide else -kind.emphasis, kind.rank)


def _title(kinds: Sequence[Kind]) -> int | None:
    """The document's title: the first heading, if nothing else is as big."""
    first = next((i for i, k in enumerate(kinds) if k.kind is BlockKind.HEADING), None)
    if first is None or kinds[first].rank != UNMARKED:
        return None
    others = [k.size for i, k in enumerate(kinds) if k.kind is BlockKind.HEADING and i != first]
    return first if others and kinds[first].size > max(others) else None


def sections_of(kinds: Sequence[Kind], levels: Sequence[int], groups: Sequence[Sequence[Draft]]) -> list[tuple[str, ...]]:
    """For every draft the texts of the headings above it, widest first; a card's hold in the card alone."""
    title = _title(kinds)
    stack: list[tuple[int, str]] = []
    paths: list[tuple[str, ...]] = []
    outside: list[tuple[int, str]] = []  # the headings over the card that is read
    card: int | None = None  # its flow
    for i, (kind, level) in enumerate(zip(kinds, levels, strict=True)):
        here = groups[i][0].flow if groups[i][0].card else None
        if here != card:
            if card is not None:
                stack = list(outside)
            card, outside = here, list(stack)
        if kind.kind is BlockKind.HEADING:
            while stack and stack[-1][0] >= level:
                stack.pop()
            paths.append(tuple(text for _, text in stack))
            if i != title:
                stack.append((level, reflow([line for d in groups[i] for line in d.lines]).text))
        else:
            paths.append(tuple(text for _, text in stack))
    return paths
