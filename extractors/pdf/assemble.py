"""Pages of raw content to the blocks of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from extractors.document import Block, BlockKind, Box, PageSource, PlacedText, Printed, Table
from extractors.pdf.bulleted import bulleted_panels
from extractors.pdf.columns import Flow, flows_of
from extractors.pdf.glyphs import PageContent
from extractors.pdf.grid import RawGrid
from extractors.pdf.gridblocks import whole_table
from extractors.pdf.headings import Kind, classify, levels_of, sections_of
from extractors.pdf.lines import Line, rows_of, segments
from extractors.pdf.nested import inner_tables, settle
from extractors.pdf.panels import Panel, panels_of
from extractors.pdf.paragraphs import Draft, Measure, drafts_of, goes_on_over, measure
from extractors.pdf.partjoin import same_columns
from extractors.pdf.reflow import reflow
from extractors.pdf.ruby import without_ruby
from extractors.pdf.running import running_lines
from extractors.pdf.tables import filled, find_tables
from extractors.pdf.turning import Turned, turn_back
from extractors.pdf.vertical import is_vertical, laid, lies_sideways, reads_upwards

DEFAULT_EM = 10.0
BULLET_REACH = 2.2  # em from a drawn bullet to its text


@dataclass(slots=True)
class PageLayout:
    """One page's segments and tables, its raw objects already let go."""

    number: int
    width: float
    height: float
    segments: list[Line]
    grids: list[RawGrid]
    printed: Printed | None = None  # what the lines' texts are made of
    confidence: float = 1.0
    skew: float = 0.0
    source: PageSource = PageSource.TEXT
    panels: list[Panel] = field(default_factory=list)  # boxes drawn round text
    turns: int = 0  # quarters the page was turned by, counter-clockwise, to set its lines level; width and height are those it has now

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as printed."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)


def layout(content: PageContent, source: PageSource = PageSource.TEXT, *, hidden: bool = False) -> PageLayout:
    """A page on its own: tables found, the other glyphs in segments; invisible text only where ``hidden`` asks for it."""
    sideways = lies_sideways(content.glyphs)
    quarters = 3 if sideways and reads_upwards(content.glyphs) else 1
    glyphs = replace(content.glyphs, upright=~content.glyphs.upright) if sideways else content.glyphs
    shown = glyphs.upright if hidden else glyphs.upright & ~glyphs.invisible
    content.glyphs = glyphs if shown.all() else glyphs.take(shown)
    if sideways or is_vertical(content.glyphs):
        content = laid(content, quarters)
    grids, cells = find_tables(content)
    found, sheet = segments(content, cells)
    grids = filled(grids, found)
    lines = without_ruby(found.get(-1, []))
    _set_bullets(lines, content.dots)
    page = PageLayout(content.number, content.width, content.height, lines, grids, sheet.printed, content.confidence, content.skew)
    page.source, page.turns, page.panels = source, content.turns, panels_of(content, grids)
    return page


def _set_bullets(lines: Sequence[Line], dots: Sequence[Box]) -> None:
    """Marks the lines a bullet is drawn before."""
    for dot in dots:
        middle = (dot.top + dot.bottom) / 2
        near = [s for s in lines if s.top < middle < s.bottom and 0 < s.x0 - dot.x1 < BULLET_REACH * s.size and dot.height < 0.75 * s.size]
        if near:
            min(near, key=lambda s: s.x0).bullet = True


def blocks_of(pages: Sequence[PageLayout]) -> tuple[Block, ...]:
    """The document's blocks in reading order, running lines at the end. The layouts are emptied."""
    running = running_lines([(p.height, p.segments) for p in pages])
    flows: list[Flow] = []
    gutters: list[float] = []
    for page in pages:
        body = [s for s in page.segments if id(s) not in running]
        panels = page.panels + (bulleted_panels(body, page.panels) if page.width > page.height else [])  # a slide's
        found, gutters = flows_of(body, page.grids, page.number, _em(body), gutters, panels)
        flows += found
    facts = measure(flows)
    rights = _right_edges(flows, pages)
    drafts = [d for i, flow in enumerate(flows) for d in drafts_of(flow, i, rights[i], facts)]
    runs = [Block(BlockKind.RUNNING, reflow([s])) for p in pages for s in rows_of([s for s in p.segments if id(s) in running])]
    for page in pages:  # what follows holds all that is needed, and a thousand pages must fit
        page.segments, page.grids, page.panels = [], [], []
    for flow in flows:
        flow.items = []
    groups = _joined(drafts, facts, frozenset(i for i, flow in enumerate(flows) if flow.card is not None))
    del drafts
    blocks = (*_blocks(groups, facts), *runs)
    turned = {p.number: Turned(p.skew, *p.size, p.turns) for p in pages if p.skew or p.turns}
    return turn_back(blocks, [p.printed for p in pages if p.printed is not None], turned)


def _em(lines: Sequence[Line]) -> float:
    """The median size of the lines' characters."""
    left = sum(line.weight for line in lines) // 2
    for line in sorted(lines, key=lambda line: line.size):
        left -= line.weight
        if left < 0:
            return line.size
    return DEFAULT_EM


def _right_edges(flows: Sequence[Flow], pages: Sequence[PageLayout]) -> list[float]:
    """Where each flow's column ends: its own longest line, or that of the like columns of other pages."""
    count: dict[int, int] = {}
    for flow in flows:
        count[flow.page] = count.get(flow.page, 0) + 1
    widths = {p.number: p.width for p in pages}
    wide = [f for f in flows if count[f.page] == 1]
    tall = [f for f in flows if len(f.items) >= 4 and f.card is None]
    edges: list[float] = []
    for flow in flows:
        if flow.card is not None:
            edges.append(max(flow.box.x1, flow.card.x1 - max(0.0, flow.box.x0 - flow.card.x0)))
            continue
        peers = wide if count[flow.page] == 1 else [f for f in tall if f.box.x1 >= flow.box.x1 - 2 and abs(f.box.x0 - flow.box.x0) < 20]
        peers = [f for f in peers if widths[f.page] == widths[flow.page]]
        if count[flow.page] == 1:
            edges.append(max([f.box.x1 for f in peers], default=flow.box.x1))
        elif len(flow.items) >= 4:
            edges.append(flow.box.x1)
        else:
            edges.append(min([f.box.x1 for f in peers], default=flow.box.x1))
    return edges


def _joined(drafts: Sequence[Draft], facts: Measure, cards: Set[int]) -> list[list[Draft]]:
    """Drafts that go on over a column's or page's end, together; none does over a card's, whose flows are told."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        last = groups[-1][-1] if groups else None
        if last is not None and last.flow != draft.flow and not {last.flow, draft.flow} & cards and _continues(last, draft, facts):
            groups[-1].append(draft)
        else:
            groups.append([draft])
    return groups


def _continues(last: Draft, draft: Draft, facts: Measure) -> bool:
    if last.grid is not None and draft.grid is not None:
        return same_columns(last.grid, draft.grid)
    if last.grid is not None or draft.grid is not None:
        return False
    return goes_on_over(last, draft, facts)


# blocks ----------------------------------------------------------------------------------------


def _blocks(groups: Sequence[list[Draft]], facts: Measure) -> list[Block]:
    """The groups as blocks; each group is let go once it is one."""
    kinds = [classify(group, facts) for group in groups]
    levels = levels_of(kinds)
    sections = sections_of(kinds, levels, groups)
    blocks: list[Block] = []
    for group, kind, level, section in zip(groups, kinds, levels, sections, strict=True):
        if kind.kind is BlockKind.TABLE:
            blocks += _table_blocks([d.grid for d in group if d.grid is not None], section, _caption(blocks, group[0]))
        else:
            lines = [line for draft in group for line in draft.lines]
            confidence = min((line.confidence for line in lines), default=1.0)
            blocks.append(Block(kind.kind, reflow(lines), level, section, confidence=confidence))
        for draft in group:
            draft.lines, draft.grid = [], None
    return blocks


def _table_blocks(parts: Sequence[RawGrid], section: tuple[str, ...], caption: str) -> Iterator[Block]:
    """A table of its parts, and behind it those that lie in its cells, each under the labels of its row."""
    settle(parts)
    lines = [line for part in parts for c in part.cells for line in c.lines]
    table, held = whole_table(parts, caption)
    if lines:
        yield _table_block(table, section, sum(line.confidence for line in lines) / len(lines))
    for inner in inner_tables(held):
        cell = table.cell(inner.row, inner.col)
        labels = (table.row_labels(cell) or table.column_labels(cell)) if cell is not None else ()
        yield from _table_blocks(inner.parts, (*section, *(c.text.text for c in labels if c.text.text)), inner.caption)


def _table_block(table: Table, section: tuple[str, ...], confidence: float) -> Block:
    texts: list[list[PlacedText]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        texts[cell.row].append(cell.text)
    rows = [PlacedText.join(row, "\t") for row in texts]
    return Block(BlockKind.TABLE, PlacedText.join(rows, "\n"), section=section, table=table, confidence=confidence)


def _caption(before: Sequence[Block], draft: Draft) -> str:
    """The short line right above a table."""
    if not before:
        return ""
    last = before[-1]
    if last.kind is BlockKind.TABLE or len(last.text) > 60 or last.text.text.endswith("。"):
        return ""
    return last.text.text if last.kind is BlockKind.HEADING or last.page == draft.page else ""


__all__ = ["Kind", "PageLayout", "blocks_of", "layout"]
