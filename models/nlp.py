"""GiNZA: loading it well and analysing a document with it.

Measured on 2 vCPUs: parser and bunsetu 9,000 characters/s, entities 1,600–2,800; so entities are looked for only in
blocks where bodies can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from extractors.document import Block, BlockKind, Document
from extractors.view import view

MAX_BYTES = 49_149  # above, Sudachi aborts the whole batch
MODEL = "ja_ginza"
_ENTITY_CUES = re.compile(
    r"機関|財団|法人|機構|大学|研究所|センター|会社|施設|本部|主体|公社|協会|試験場|棟|[()][財株社独有][()]|㈶|㈱|統括|代表|教授"
)
_BATCH = 32


@cache
def load_nlp() -> Language:
    """The Japanese pipeline, once a process. Not to be shared between threads."""
    set_current_ops(NumpyOps(use_blis=False))  # a fifth faster than BLIS here, same entities
    return spacy.load(MODEL)


def analyse(document: Document, nlp: Language) -> dict[int, Doc]:
    """Block index → analysed text, offsets equal to those of the block's text; geometry through the block.

    The text analysed is the matching view, character for character (lone surrogates replaced). Entities only where
    bodies can be named; running heads and empty blocks are left out.
    """
    wanted = [(i, b) for i, b in enumerate(document.blocks) if b.kind is not BlockKind.RUNNING and b.text.text.strip()]
    named = [(i, _text(b)) for i, b in wanted if _names_bodies(b)]
    plain = [(i, _text(b)) for i, b in wanted if not _names_bodies(b)]
    docs = dict(_pipe(nlp, named, ()))
    docs.update(_pipe(nlp, plain, ("ner",)))
    return dict(sorted(docs.items()))


def _names_bodies(block: Block) -> bool:
    return block.table is None and bool(_ENTITY_CUES.search(view(block.text.text)))


def _text(block: Block) -> str:
    return view(block.text.text)


def _pipe(nlp: Language, texts: list[tuple[int, str]], disable: Iterable[str]) -> Iterator[tuple[int, Doc]]:
    """Pieces small enough for the tokenizer, put together again per block."""
    pieces = [(piece, index) for index, text in texts for piece in split_text(text)]
    parts: dict[int, list[Doc]] = {}
    for doc, index in nlp.pipe(pieces, as_tuples=True, batch_size=_BATCH, disable=list(disable)):
        parts.setdefault(index, []).append(doc)
    for index, docs in parts.items():
        yield index, docs[0] if len(docs) == 1 else _joined(docs)


def split_text(text: str, limit: int = MAX_BYTES) -> list[str]:
    """Pieces of at most ``limit`` UTF-8 bytes whose concatenation is ``text``, cut behind line feeds or 。 if possible."""
    if len(text.encode("utf-8", "replace")) <= limit:
        return [text]
    size = limit // 4  # characters of four bytes at worst
    pieces = []
    while len(text) > size:
        cut = max(text.rfind(mark, 1, size) for mark in "\n。\t") + 1 or size
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text] if text else pieces


def _joined(docs: list[Doc]) -> Doc:
    whole = Doc.from_docs(docs, ensure_whitespace=False, exclude=["user_data"])  # type: ignore[call-arg]  # its offsets would be those of the pieces
    if whole is None:
        raise ValueError("no docs to join")
    return whole
