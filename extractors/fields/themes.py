"""共同研究テーマ with their leaders: from tables (課題 | 研究代表者 | …) and from one-theme forms (題目, 代表者)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Block, Cell, Document, Table
from extractors.fields.person_names import name_at_end, name_in_cell
from extractors.fields.statements import squeeze
from extractors.records import ResearchTheme
from extractors.values import evidence_of

_TITLE = re.compile(r"(?:共同)?(?:研究)?(?:開発)?の?(?:課題|題目|テーマ)(?:名|の名称)?|番号・題目|研究題目|題名|題目|(?:研究)?項目名?")
_LEADER = re.compile(
    r"(?:研究)?(?:代表|責任|統率|主宰|担当|統括|総括)(?:研究)?(?:者|教授)(?:氏名|名)?|まとめ役|リーダー|テーマリーダー|研究リーダー|主任研究者|代表"
)
MAX_LABEL = 16


def extract_themes(document: Document) -> tuple[ResearchTheme, ...]:
    """The joint research themes in printed order; a theme printed twice is given once."""
    found: dict[str, ResearchTheme] = {}
    for block in document.tables:
        for theme in _of_table(block):
            found.setdefault(squeeze(theme.title), theme)
    return tuple(found.values())


def _of_table(block: Block) -> Iterator[ResearchTheme]:
    table = block.table
    assert table is not None
    title = _label(table, _TITLE, row=0)
    leader = _label(table, _LEADER, row=0)
    if title is not None and leader is not None:
        yield from _down(table, title, leader)
        return
    title, leader = _label(table, _TITLE, col=0), _label(table, _LEADER, col=0)
    if title is not None and leader is not None:
        yield from _across(table, title, leader)


def _label(table: Table, pattern: re.Pattern[str], row: int | None = None, col: int | None = None) -> Cell | None:
    cells = (c for c in table.cells if (row is None or c.row == row) and (col is None or c.col == col))
    return next((c for c in cells if len(text := squeeze(c.text.text)) <= MAX_LABEL and pattern.fullmatch(text)), None)


def _down(table: Table, title: Cell, leader: Cell) -> Iterator[ResearchTheme]:
    for row in range(1, table.n_rows):
        yield from _theme(table.cell(row, title.col), table.cell(row, leader.col), row)


def _across(table: Table, title: Cell, leader: Cell) -> Iterator[ResearchTheme]:
    for col in range(1, table.n_cols):
        yield from _theme(table.cell(title.row, col), table.cell(leader.row, col), title.row)


def _theme(title: Cell | None, leader: Cell | None, row: int) -> Iterator[ResearchTheme]:
    if title is None or leader is None or (title.row != row and leader.row != row) or not title.text.text.strip():
        return
    printed = re.sub(r"\s+", " ", leader.text.text).strip()
    name, affiliation = split_leader(printed)
    yield ResearchTheme(re.sub(r"\s+", "", title.text.text), name, affiliation, (evidence_of(title.text), evidence_of(leader.text)))


def split_leader(text: str) -> tuple[str, str]:
    """(name, affiliation) of 北海道大学大学院理学研究科 教授 蔦谷慎吾, 小野川惟信（筑波大学・教授), 富山大学工学部 氷見谷 誠 教授."""
    outside = re.sub(r"[（(](?!財|社|株|独|有|学).*", "", text).strip()
    inside = re.search(r"[（(](.+?)[)）]?\s*$", text)
    first = name_in_cell(text) if inside else None
    if first is not None and first.start == 0 and inside is not None:
        return first.name, inside.group(1).strip()
    span = name_at_end(outside)
    if span is None:
        return "", text
    rest = (outside[: span.start] + " " + outside[span.end :]).strip()
    return span.name, re.sub(r"\s+", " ", rest)
