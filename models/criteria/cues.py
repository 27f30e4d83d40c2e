"""Terms found by Sudachi's normalised forms: 出捐 meets 出えん, コーディネーター コーディネータ, 扱わない 扱いません."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.text import normalise

if TYPE_CHECKING:
    from sudachipy import Tokenizer  # type: ignore[import-untyped]

SEPARATOR = "\x1f"
POLITE, NEGATION = "ます", {"ず": "ない"}  # 扱いません and 扱わず say what 扱わない says
MAX_BYTES = 40_000  # Sudachi refuses texts over 49,149 bytes


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary(dict="core").create(mode=SplitMode.A)


def _normal_form(view: str) -> str:
    """The text's morphemes in normalised form, each between separators, so that a term is found by ``in``."""
    view = view.encode("utf-8", "ignore")[:MAX_BYTES].decode("utf-8", "ignore")
    forms = (m.normalized_form() for m in _tokenizer().tokenize(view) if m.surface().strip())
    return SEPARATOR + SEPARATOR.join(NEGATION.get(form, form) for form in forms if form != POLITE) + SEPARATOR


@lru_cache(maxsize=50_000)
def _forms(text: str) -> tuple[str, str]:
    view = normalise(text).text
    return view, _normal_form(view)


def hits(terms: Sequence[str], text: str) -> tuple[bool, ...]:
    """Which terms stand in the text."""
    view, form = _forms(text)
    return tuple([plain in view or normal in form for plain, normal in _forms_of(tuple(terms))])


@lru_cache(maxsize=2_000)
def _forms_of(terms: tuple[str, ...]) -> list[tuple[str, str]]:
    """A criterion's terms come again with every passage."""
    return [_forms(term) for term in terms]
