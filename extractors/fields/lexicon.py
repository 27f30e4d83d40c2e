"""The word lists beside the field extractors, compiled once."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractors.text import either


@cache
def word_lists(name: str) -> dict[str, Any]:
    """The lists of ``extractors/fields/data/NAME.yaml``."""
    loaded: dict[str, Any] = yaml.safe_load((files("extractors") / "fields" / "data" / f"{name}.yaml").read_text("utf-8"))
    return loaded


@cache
def pattern(name: str, *path: str) -> re.Pattern[str]:
    """A pattern that finds any word of one list, longest first."""
    words: Any = word_lists(name)
    for step in path:
        words = words[step]
    return re.compile(either(words))


@cache
def field_words() -> re.Pattern[str]:
    """A pattern for words that mean the field itself: the list and the ways to compose such words."""
    composed = "|".join(word_lists("domain")["strong_patterns"])
    return re.compile(f"{pattern('domain', 'strong').pattern}|{composed}")


@cache
def role_labels(role: str) -> re.Pattern[str]:
    """A pattern for labels and headings that give a body its role."""
    return _with_composed(role, "labels")


@cache
def role_words(role: str) -> re.Pattern[str]:
    """A pattern for the words within sentences that give a body its role."""
    return _with_composed(role, "words")


def _with_composed(role: str, kind: str) -> re.Pattern[str]:
    return re.compile("|".join([pattern("roles", role, kind).pattern, *word_lists("roles")[role]["composed"]]))
