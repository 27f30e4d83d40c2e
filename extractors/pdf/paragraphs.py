"""Lines of a flow to drafts of blocks: what belongs to one paragraph, item or heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.pdf.columns import Flow
from extractors.pdf.glyphs import Style
from extractors.pdf.grid import RawGrid
from extractors.pdf.lines import Line
from extractors.pdf.marks import head_mark, is_bullet, is_note

FULL = 2.2  # em; a line that ends nearer to the column's edge than this is full (line-break rules may push two characters on)
INDENT = 0.7  # em
MAX_HANG = 6.0  # em a first line may be set out by
SET_BACK = 3.0  # em; more than any first line's indent
PITCH_SLACK = 0.28  # em; more between two lines than the usual pitch and this parts them
SAME_SIZE = 0.08
SENTENCE_ENDS = "。．！？」』）)"
BRACKETS = "」』）)"  # end a sentence only where no particle follows
MIN_LOOSE = 0.5  # times as much ink outside tables as in them, or the cells tell the size
DEFAULT_PITCH = 1.8  # em, where no two lines tell


@dataclass(eq=False, slots=True)
class Draft:
    """A block in the making: lines, or one grid."""

    lines: list[Line] = field(default_factory=list)
    grid: RawGrid | None = None
    right: float = 0.0  # the column's right edge
    left: float = 0.0
    flow: int = 0  # which flow of the document it stands in
    card: bool = False  # is that a card's that stands beside another
    head: bool = False  # is it a line over others in that

    @property
    def page(self) -> int:
        return self.grid.page if self.grid is not None else self.lines[0].page

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def style(self) -> Style:
        return self.lines[0].style


@dataclass(frozen=True, slots=True)
class Measure:
    """What the document's running text looks like."""

    size: float  # points
    pitch: float  # em from line to line
    named: bool  # is its font named
    rgb: tuple[int, int, int]
    indented: bool  # do its paragraphs begin with an indent


def measure(flows: Sequence[Flow]) -> Measure:
    lines = [i for f in flows for i in f.items if isinstance(i, Line)]
    sizes: Counter[tuple[float, bool, tuple[int, int, int]]] = Counter()
    _count(sizes, lines)
    cells = [line for f in flows for i in f.items if isinstance(i, RawGrid) for line in i.lines()]
    if sum(sizes.values()) < MIN_LOOSE * sum(line.weight for line in cells):
        _count(sizes, cells)
    if not sizes:
        return Measure(10.0, DEFAULT_PITCH, True, (0, 0, 0), False)
    (size, named, rgb), _ = sizes.most_common(1)[0]
    steps: Counter[float] = Counter()
    for above, below in _pairs(flows):
        step = round((below.top - above.top) / size, 1)
        if 1.0 <= step <= 3.0 and abs(above.size - size) < 0.5 and abs(below.size - size) < 0.5:
            steps[step] += 1
    pitch = steps.most_common(1)[0][0] if steps else DEFAULT_PITCH
    body = [line for line in lines if abs(line.size - size) < 0.5]
    return Measure(size, pitch, named, rgb, _indents(body, flows, size))


def _count(sizes: Counter[tuple[float, bool, tuple[int, int, int]]], lines: Sequence[Line]) -> None:
    for line in lines:
        sizes[line.size, bool(line.style.font), line.style.rgb] += line.weight


def _pairs(flows: Sequence[Flow]) -> list[tuple[Line, Line]]:
    return [(a, b) for f in flows for a, b in pairwise(f.items) if isinstance(a, Line) and isinstance(b, Line)]


def _indents(lines: Sequence[Line], flows: Sequence[Flow], size: float) -> bool:
    """Do lines after a sentence's end begin an em further right than the others?"""
    after = {id(b) for a, b in _pairs(flows) if b.size == a.size and a.x0 <= b.x0 and a.text[-1:] == "。"}
    hits = sum(INDENT * size < b.x0 - f.box.x0 < 2.5 * size for f in flows for b in f.items if id(b) in after)
    return hits >= 2 and hits >= 0.3 * len(after)


def drafts_of(flow: Flow, index: int, right: float, facts: Measure) -> list[Draft]:
    """The flow's blocks, not yet classified."""
    drafts: list[Draft] = []
    left = median([i.x0 for i in flow.items if isinstance(i, Line)] or [flow.box.x0])
    for item in flow.items:
        if isinstance(item, RawGrid):
            drafts.append(Draft(grid=item, right=right, left=flow.box.x0, flow=index))
        elif drafts and drafts[-1].lines and goes_on(drafts[-1], item, right, facts):
            drafts[-1].lines.append(item)
        else:
            drafts.append(Draft([item], right=right, left=min(left, flow.box.x0), flow=index))
    if flow.beside:
        _mark_card(drafts)
    return drafts


def _mark_card(drafts: Sequence[Draft]) -> None:
    """Tells a card's drafts that they are; and its heads: the first line, if the next is set otherwise, and those like it."""
    first = drafts[0].lines[0] if drafts[0].lines else None
    for draft in drafts:
        draft.card = True
    for draft, after in pairwise(drafts):
        if first is not None and after.lines and len(draft.lines) == 1 and not is_item(draft):
            draft.head = same_style(first, draft.lines[0]) and not same_style(draft.lines[0], after.lines[0])


def goes_on(draft: Draft, line: Line, right: float, facts: Measure) -> bool:
    """Does ``line`` continue the draft it stands under?"""
    last = draft.lines[-1]
    if not (same_style(last, line) or _ends_small(last, line)) or line.top - last.top > (facts.pitch + PITCH_SLACK) * max(
        last.size, line.size
    ):
        return False
    if not is_full(last, line, right):
        return False
    if line.bullet or (begins_item(line.text) and (last.text[-1:] in SENTENCE_ENDS or is_bullet(line.text) or is_item(draft))):
        return False
    return not _indented(draft, line) and not _set_back(draft, line)


def _ends_small(last: Line, line: Line) -> bool:
    """Is a sentence's last line, though most of it is small print put behind, begun in the size of the line before?"""
    if line.size > (1 - SAME_SIZE) * last.size or last.text[-1:] in SENTENCE_ENDS:
        return False
    one, two = last.placed.place(0, 1), line.placed.place(0, 1)
    return one is not None and two is not None and abs(one.box.height - two.box.height) <= SAME_SIZE * one.box.height


def _set_back(draft: Draft, line: Line) -> bool:
    """Does the line begin far left of the last, or do both stand far right (a date or a name set right)?"""
    last, far = draft.lines[-1], SET_BACK * line.size
    if last.x0 - line.x0 > far:
        return True
    return not is_item(draft) and min(last.x0, line.x0) - draft.left > 2 * far and abs(last.x0 - line.x0) > 0.3 * line.size


def is_item(draft: Draft) -> bool:
    text = draft.lines[0].text
    return draft.lines[0].bullet or is_bullet(text) or is_note(text)


def begins_item(text: str) -> bool:
    return head_mark(text) is not None or is_bullet(text) or is_note(text)


def _indented(draft: Draft, line: Line) -> bool:
    """Does the line begin further right than the one above, as a new paragraph does?"""
    last = draft.lines[-1]
    step = line.x0 - last.x0
    if _hangs(draft) and abs(line.x0 - draft.lines[0].x0) < INDENT * line.size:
        return True
    if step <= INDENT * line.size:
        return False
    if len(draft.lines) > 1:
        return True
    ended = last.text[-1:] in SENTENCE_ENDS and not (last.text[-1:] in BRACKETS and is_hiragana(line.text[:1]))
    hanging = last.bullet or begins_item(last.text) or not ended
    return not hanging or step > MAX_HANG * line.size


def is_hiragana(char: str) -> bool:
    return "ぁ" <= char <= "ゖ"


def _hangs(draft: Draft) -> bool:
    """Is the draft's first line set out to the left of the others?"""
    return len(draft.lines) > 1 and draft.lines[1].x0 - draft.lines[0].x0 > INDENT * draft.lines[0].size


def same_style(a: Line, b: Line) -> bool:
    one, two = a.style, b.style
    if abs(one.size - two.size) > SAME_SIZE * max(one.size, two.size):
        return False
    return one.bold == two.bold and one.rgb == two.rgb and (a.weight < 6 or b.weight < 6 or bool(one.font) == bool(two.font))


def is_full(line: Line, following: Line, right: float) -> bool:
    """Does the line reach the column's edge, as far as the next one's first word lets it?"""
    return right - line.x1 < max(FULL * line.size, following.first_word + 1.2 * line.size)


def goes_on_over(last: Draft, draft: Draft, facts: Measure) -> bool:
    """Does ``draft``, at the top of the next column or page, continue ``last``?"""
    end, start = last.lines[-1], draft.lines[0]
    if not same_style(end, start) or abs(end.size - facts.size) > SAME_SIZE * facts.size * 3:
        return False
    if not is_full(end, start, last.right) or start.bullet or is_bullet(start.text):
        return False
    open_sentence = end.text[-1:] not in SENTENCE_ENDS
    if begins_item(start.text):
        return open_sentence and len(last.text) > 40 and not is_note(start.text)
    if open_sentence:
        return True
    return facts.indented and start.x0 - draft.left < INDENT * start.size and len(last.lines) > 1
