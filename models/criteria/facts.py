"""How concrete a passage is: counts of amounts, head counts, figures, years, named bodies and persons, vague and track-record words."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import yaml

from corpus.rubrics import Fact
from extractors.dates import find_dates
from extractors.money import find_money
from extractors.numbers import NUMERAL, fold
from extractors.text import either

WORDS_FILE = Path(__file__).parent.parent / "data" / "evidence_words.yaml"
_PERSON = r"(?<![一-龥々])[一-龥々]{1,4}[ 　][一-龥々ぁ-んァ-ヶ]{1,4}(?![一-龥々])"


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts in one passage."""

    money: int
    people: int
    count: int  # counted and measured figures
    figure: int  # numerals of any kind
    year: int
    body: int
    person: int
    vague: int
    track: int
    negative: int

    @property
    def concrete(self) -> int:
        """Facts a reviewer can check."""
        return self.money + self.people + self.count + self.year + self.person

    def has(self, kind: Fact) -> bool:
        if kind is Fact.COUNT:
            return self.count + self.people + self.money > 0
        return bool(getattr(self, kind.value))


FACT_NAMES = tuple(f.name for f in fields(Facts))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    words = {key: either(map(fold, values)) for key, values in yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")).items()}
    patterns = {key: re.compile(words[key]) for key in ("vague", "track", "negative")}
    patterns["people"] = re.compile(rf"{NUMERAL}\s*(?:余)?(?:{words['counters_people']})")
    patterns["count"] = re.compile(rf"{NUMERAL}\s*(?:余)?(?:{words['counters']}|{words['measures']})")
    patterns["figure"] = re.compile(r"\d[\d,.]*|[〇一二三四五六七八九十百千万]{2,}")
    body, name = words["bodies"], "[一-龥々ァ-ヶーA-Za-z]{2,}"
    patterns["body"] = re.compile(rf"{name}(?:{body})|(?:{body}){name}")
    patterns["person"] = re.compile(rf"{_PERSON}|(?:[一-龥々]{{2,3}}|[ァ-ヶー]{{2,}})(?:{words['titles']})(?=[はがのをと、・（(）)])")
    return patterns


@lru_cache(maxsize=20_000)
def facts_of(text: str) -> Facts:
    """The counts of a passage's text."""
    folded = fold(text)
    found = {name: len(pattern.findall(folded)) for name, pattern in _patterns().items()}
    years = len(list(find_dates(folded)))
    return Facts(money=len(list(find_money(folded))), year=years, **found)
