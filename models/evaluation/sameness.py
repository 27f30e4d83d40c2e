"""When two strings count as the same to a reader who holds an assessment against gold."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

DOMAIN_OVERLAP = 0.8  # bigram F1 from which two wordings of a 特定領域 are one
FACILITY_OVERLAP = 0.75
QUOTE_OVERLAP = 0.6
SHORTEST_CONTAINED = 6  # characters; a shorter quote must be equal to count

_DASHES = re.compile(r"[‐‑‒–—―−ｰー\-]")
_MARKS = re.compile(r"[「」『』“”\"'()（）〔〕［］\[\]【】<>〈〉《》・,，、。.．:：;；]")
_LEGAL_FORMS = re.compile(r"(一般|公益)?(財団|社団)法人|株式会社|有限会社|国立大学法人|独立行政法人|学校法人|\((財|社|株|独|有)\)|㈶|㈱|㈳")

Gold = Mapping[str, Any]  # a gold file is JSON; its form is fixed outside


def squash(text: object) -> str:
    """NFKC, no white space, no dash or bracket variants: what a reader would call the same string."""
    plain = unicodedata.normalize("NFKC", str(text or ""))
    plain = _MARKS.sub("", _DASHES.sub("ー", plain))
    return re.sub(r"\s+", "", plain)


def bare_name(text: object) -> str:
    """An institution's name without its legal form."""
    return squash(_LEGAL_FORMS.sub("", unicodedata.normalize("NFKC", str(text or ""))))


def overlap(a: object, b: object) -> float:
    """Character F1 of the two strings as bags of bigrams (of single characters for very short ones)."""
    left, right = squash(a), squash(b)
    if not left or not right:
        return 0.0
    n = 2 if min(len(left), len(right)) > 2 else 1
    grams = [Counter(s[i : i + n] for i in range(len(s) - n + 1)) for s in (left, right)]
    shared = sum((grams[0] & grams[1]).values())
    return 2 * shared / sum(sum(g.values()) for g in grams) if shared else 0.0


def covers(quote: object, gold_quote: object) -> bool:
    """Does a quote show the gold one? One holds the other, or they are mostly the same."""
    a, b = squash(quote), squash(gold_quote)
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return (len(short) >= SHORTEST_CONTAINED and short in long) or overlap(a, b) >= QUOTE_OVERLAP


def wordings(gold: Gold) -> list[str]:
    """A gold value and every other wording that counts as right."""
    return [w for w in (gold.get("value") or gold.get("name"), *gold.get("accept", [])) if w]


def same_value(gold: Gold, value: object, bare: Callable[[object], str] = squash) -> bool:
    return any(bare(w) == bare(value) for w in wordings(gold))


def same_institution(gold: Gold, value: object) -> bool:
    return same_value(gold, value, bare_name)


def same_domain(gold: Gold, value: object) -> bool:
    return same_value(gold, value) or max((overlap(w, value) for w in wordings(gold)), default=0.0) >= DOMAIN_OVERLAP


def same_facility(gold: Gold, name: object) -> bool:
    return any(bare_name(w) == bare_name(name) or overlap(w, name) >= FACILITY_OVERLAP for w in wordings(gold))
