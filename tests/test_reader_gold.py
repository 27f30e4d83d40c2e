"""Sentences that careful readers quoted from whole proposals stand in one block or cell, on the right page."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.document import Document, PageSource
from extractors.pdf import read_document

PROPOSALS = Path(__file__).parent / "proposals"
GOLD = Path(os.environ.get("SHITAYOMI_GOLD", Path(__file__).parents[2] / "shared/gold/dev"))
TEXT_TARGET = 0.995


def quotes(node: Any) -> Iterator[tuple[str, int | None]]:
    if isinstance(node, dict):
        if "quotes" in node and "pages" in node:
            pages = node["pages"]
            yield from ((q, pages[i] if i < len(pages) else None) for i, q in enumerate(node["quotes"]))
        for value in node.values():
            yield from quotes(value)
    elif isinstance(node, list):
        for value in node:
            yield from quotes(value)


def squash(text: str) -> str:
    import re
    import unicodedata

    text = re.sub(r"[‐‑‒–—―−ｰー\-]", "ー", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s「」『』“”\"'()（）〔〕［］\[\]【】<>〈〉《》・,，、。.．:：;；]", "", text)


def units(document: Document) -> list[tuple[str, set[int]]]:
    found = [(squash(b.text.text), set(b.text.pages)) for b in document.blocks if b.table is None]
    return found + [(squash(c.text.text), set(c.text.pages)) for b in document.tables if b.table for c in b.table.cells]


def shares(folder: Path) -> tuple[float, int, list[str]]:
    """The share of quotes found with their page over the text-layer proposals of a folder, how many, and the misses."""
    wanted, missed = 0, []
    for gold in sorted(folder.glob("*.gold.json")):
        path = folder / gold.name.replace(".gold.json", ".pdf")
        document = read_document(path, ocr=False)
        if any(p.source is PageSource.NONE for p in document.pages):
            continue
        places = units(document)
        for quote, page in set(quotes(json.loads(gold.read_text("utf-8")))):
            wanted += 1
            if not any(squash(quote) in text and (page is None or page in pages) for text, pages in places):
                missed.append(f"{path.name}: {quote}")
    return 1 - len(missed) / max(wanted, 1), wanted, missed


def test_quotes_of_the_sample_proposals() -> None:
    share, wanted, missed = shares(PROPOSALS)
    assert wanted > 300
    assert share >= TEXT_TARGET, missed


@pytest.mark.skipif(not GOLD.is_dir(), reason=f"正解のフォルダ {GOLD} がありません（SHITAYOMI_GOLD で指定）")
def test_quotes_of_the_gold_proposals() -> None:
    share, wanted, missed = shares(GOLD)
    assert wanted > 700
    assert share >= TEXT_TARGET, missed
