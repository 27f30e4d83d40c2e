"""What a proposal itself does: its focus passages and the short names of its field and themes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractors.document import BlockKind, Document, Table
from extractors.passages import Passage
from extractors.records import Fields
from extractors.view import view

DATA = Path(__file__).parent / "data"
MIN_PHRASE = 4
_NUMBER = r"(?:[0-9]{1,2}|[①-⑳]|[一二三四五六七八九十]|[A-Z]{1,2}[0-9]?)"
NUMBERING = re.compile(rf"^[\s　]*(?:テーマ|課題|題目|研究)?[\s　]*[（(]?第?{_NUMBER}[）)]?(?:[．.、：:\s　]+|(?<=[①-⑳]))")
PERSON_OR_BODY = re.compile(r"大学|研究所|教授|機構|センター|株式会社|㈱|試験場|財団")


@cache
def settings() -> dict[str, Any]:
    return dict(yaml.safe_load((DATA / "focus.yaml").read_text("utf-8")))


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, settings()[key])))


def focus_passages(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages under headings of what is to be done; all but those on other matters where there are too few."""
    inside = [p for p in passages if not _other(p.heading)]
    doing = [p for p in inside if _pattern("does").search(p.heading)]
    return tuple(doing if len(doing) >= settings()["min_passages"] else inside or passages)


def _other(heading: str) -> bool:
    return bool(_pattern("other").search(heading))


def focus_phrases(document: Document, fields: Fields) -> tuple[str, ...]:
    """Short names of field and themes: the specific domain in its wordings, theme titles from records, tables, headings."""
    domain = fields.specific_domain
    found = [domain.value, *domain.alternatives] if domain else []
    found += [theme.title for theme in fields.themes]
    found += theme_titles(document)
    kept = (re.sub(r"\s+", "", view(phrase)) for phrase in found)
    fit = (p for p in kept if MIN_PHRASE <= len(p) <= settings()["max_phrase"] and not p.endswith("地域"))
    return tuple(dict.fromkeys(fit))


def theme_titles(document: Document) -> list[str]:
    """Titles of research themes as tables' cells, headings and list items print them."""
    found: list[str] = []
    for block in document.body:
        if block.table is not None:
            found += _titles_in_table(block.table)
        elif block.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
            found += _title_in_line(block.text.text)
    return list(dict.fromkeys(found))


def _titles_in_table(table: Table) -> Iterator[str]:
    heads = [c for c in table.cells if c.is_header and _is_theme_head(c.text.text)]
    columns = {col for c in heads for col in range(c.col, c.col + c.colspan)}
    for cell in table.cells:
        if cell.is_header or cell.col not in columns:
            continue
        title = NUMBERING.sub("", view(cell.text.text).strip().replace("\n", ""))
        if title and not PERSON_OR_BODY.search(title):
            yield title


def _is_theme_head(text: str) -> bool:
    bare = re.sub(r"\s", "", view(text))
    return any(bare == head or bare.startswith(head + "名") for head in settings()["theme_heads"])


def _title_in_line(text: str) -> Iterable[str]:
    line = view(text).strip()
    match = re.match(settings()["theme_lead"], line)
    if match:
        rest = re.split(r"[。（(「」：:]", line[match.end() :].lstrip("「『"))[0].strip()
        yield rest
