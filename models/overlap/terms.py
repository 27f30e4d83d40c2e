"""Words a proposal and a programme share, weighed by how rare they are among the programmes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

import yaml

from extractors.view import view

DATA = Path(__file__).parent / "data"
RUN = re.compile(r"[一-龥々]{2,8}|[ァ-ヴー]{3,12}|[A-Za-z]{2,12}")


@cache
def common() -> frozenset[str]:
    return frozenset(yaml.safe_load((DATA / "common.yaml").read_text("utf-8"))["words"])


def terms(text: str) -> set[str]:
    return set(RUN.findall(view(text))) - common()


def document_frequencies(texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(terms(text))
    return counts


@dataclass(frozen=True)
class Wording:
    """A proposal's text for looking many words up: a word is sought only where its first and last pairs of letters stand somewhere."""

    text: str
    pairs: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Wording:
        seen = view(text)
        return cls(seen, frozenset(map("".join, pairwise(seen))))

    def among(self, terms: Iterable[str]) -> list[str]:
        """Those of the words that stand in the text."""
        text, pairs = self.text, self.pairs
        return [t for t in terms if t[:2] in pairs and t[-2:] in pairs and t in text]


@cache
def _log_count(count: int) -> float:
    return log(count + 0.5)


def shared_terms(ours: Wording, theirs: str, frequencies: Mapping[str, int], total: int) -> tuple[float, list[str]]:
    """The share of the programme's rare words that stand in the proposal's text, 0–1, and the rarest of them."""
    found = terms(theirs)
    counted = frequencies.get
    highest = log(total + 1)
    weights = {t: highest - _log_count(counted(t, 0)) for t in found}
    hits = sorted(ours.among(found), key=lambda t: (-weights[t] * len(t), t))
    whole = sum(weights.values())
    return (sum([weights[t] for t in hits]) / whole if whole > 0 else 0.0), hits
