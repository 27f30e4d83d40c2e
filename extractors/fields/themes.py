"""共同研究テーマ with their leaders: from tables (課題 | 研究代表者 | …) and from one-theme forms (題目, 代表者)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Block, Cell, Document, Table
from extractors.fields.person_names import name_at_end, name_in_cell
from extractors.fields.statements import Statement, squeeze, statements
from extractors.numbers import fold
from extractors.records import ResearchTheme
from extractors.values import evidence_of

_TITLE = re.compile(r"(?:共同)?(?:研究)?(?:開発)?の?(?:課題|題目|テーマ|プロジェクト|項目)(?:名|の名称)?|番号・題目|題名|分野|研究の題目")
_LEADER = re.compile(
    r"(?:研究)?(?:代表|責任|統率|主宰|担当|統括|総括|貢任)(?:研究)?(?:者|教授)?(?:氏名|名)?|[率卒]いる人|取?りまとめ役|とりまとめ役?|まとめ役|世話役|主査|班長"
    r"|(?:テーマ|研究|チーム)?リーダー|主任研究者"
)
MAX_LABEL = 16


def extract_themes(document: Document) -> tuple[ResearchTheme, ...]:
    """The joint research themes in printed order, without their numbers; a theme printed twice is given once."""
    found: dict[str, ResearchTheme] = {}
    tables = [tuple(_of_table(block)) for block in document.tables]
    whole = tuple(theme for themes in tables for theme in themes)  # their numbers may go on from page to page
    bare = tuple(_without_numbers(whole))
    for theme in bare if bare != whole else (theme for themes in tables for theme in _without_numbers(themes)):
        found.setdefault(squeeze(theme.title), theme)
    if not found:
        for statement in statements(document):
            for theme in _of_text(statement):
                found.setdefault(squeeze(theme.title), theme)
    return tuple(found.values())


_NUMBER = re.compile(
    r"[（(]?(?:[0-9０-９]{1,2}[)）.．、:：]?|[①-⑳⑴-⒇]|[A-ZＡ-Ｚ一二三四五六七八九十ア-オイロハニホ][)）.．、:：])(?![0-9０-９.．%％次年月人つ台種段相層枚本個度期号重液])"
)
_FIRST = frozenset("1一Aアイ")
_NUMBER_ALONE = re.compile(r"(?:課題|テーマ|題目|[(（])?\s*[0-9０-９A-ZＡ-Ｚ①-⑳一二三四五六七八九十ア-オ]{1,3}[)）]?")


def _without_numbers(themes: tuple[ResearchTheme, ...]) -> Iterator[ResearchTheme]:
    """1試作, 2評価, … → 試作, 評価, …; only where each of the titles bears one, for a title may begin with one of its own."""
    numbers = [found.group() if (found := _NUMBER.match(t.title)) else "" for t in themes]
    first = re.sub(r"[().、:：]", "", fold(numbers[0])) if numbers else ""
    titles = len({t.title for t in themes})  # a theme that is printed twice bears its number twice
    numbered = first in _FIRST and all(numbers) and len(set(numbers)) == titles > 1
    for theme, number in zip(themes, numbers, strict=True):
        title = theme.title.removeprefix(number) if numbered else ""
        yield replace(theme, title=title) if title else theme


_IN_TEXT = re.compile(
    r"(?:テーマ|課題|研究|題目|第)\s?[\dA-DＡ-Ｄ①-⑩一二三四五六七八九十]+\s?(?:の?テーマ|の?課題)?[\s:：、「]*"
    r"(?P<title>[^(（。、」]{4,60}?)」?\s*[(（](?:研究)?(?:代表|責任|担当|統括|主宰|リーダー)(?:者)?[\s:：は]*(?P<leader>[^)）。]{3,60})[)）]"
)


def _of_text(statement: Statement) -> Iterator[ResearchTheme]:
    """テーマ１　よく回る極細の管（代表　神戸大学医学部教授　志方雅之）。"""
    for match in _IN_TEXT.finditer(statement.folded):
        name, affiliation = split_leader(match["leader"].strip())
        yield ResearchTheme(match["title"].strip(), name, affiliation, (statement.evidence(match.start(), match.end()),))


def _of_table(block: Block) -> Iterator[ResearchTheme]:
    table = block.table
    assert table is not None
    title = _label(table, _TITLE, row=0)
    leader = _label(table, _LEADER, row=0)
    if title is not None and leader is not None:
        yield from _down(table, title, leader)
        return
    if leader is not None and leader.col > 0 and (first := table.cell(0, leader.col - 1)) is not None and _named_rows(table, leader) >= 2:
        yield from _down(table, first, leader)  # the head of the titles is missing or misread
        return
    title, leader = _label(table, _TITLE, col=0), _label(table, _LEADER, col=0)
    if title is not None and leader is not None:
        yield from _across(table, title, leader)


def _label(table: Table, pattern: re.Pattern[str], row: int | None = None, col: int | None = None) -> Cell | None:
    cells = (c for c in table.cells if (row is None or c.row == row) and (col is None or c.col == col))
    fitting = [c for c in cells if len(text := squeeze(c.text.text)) <= MAX_LABEL and pattern.fullmatch(text)]
    return next((c for c in fitting if row is None or not _only_numbers(table, c)), next(iter(fitting), None))


def _only_numbers(table: Table, head: Cell) -> bool:
    """A column 課題 of numbers beside the one with the titles."""
    below = [c.text.text.strip() for c in table.cells if c.col == head.col and c.row > head.row and c.text.text.strip()]
    return bool(below) and all(_NUMBER_ALONE.fullmatch(text) for text in below)


def _named_rows(table: Table, leader: Cell) -> int:
    """Rows whose cell under the leaders' head gives a name."""
    cells = [table.cell(row, leader.col) for row in range(1, table.n_rows)]
    return sum(cell is not None and bool(split_leader(cell.text.text)[0]) for cell in cells)


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
