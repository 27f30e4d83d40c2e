"""When a candidate is what the gold says: the labels rankers learn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractors.candidates import Candidate
from extractors.fields.domain import FIELD as DOMAIN
from extractors.fields.domain import FRAMED
from extractors.fields.infrastructure import FIELD as INFRASTRUCTURE
from extractors.fields.institutions import CORE, CORE_RESEARCH
from extractors.names import name_key, parse_name
from extractors.view import squash

Gold = Mapping[str, Any]
PARTLY = "partly_known"
SAME_DOMAIN, SAME_FACILITY = 0.8, 0.75  # bigram overlap from which two wordings are the same


def overlap(a: str, b: str) -> float:
    """F1 of the two strings' bags of character bigrams (single characters where one has at most two)."""
    a, b = squash(a), squash(b)
    if not a or not b:
        return 0.0
    n = 2 if min(len(a), len(b)) > 2 else 1
    left, right = (Counter(s[i : i + n] for i in range(len(s) - n + 1)) for s in (a, b))
    return 2 * sum((left & right).values()) / (sum(left.values()) + sum(right.values()))


def wordings(entry: Mapping[str, Any]) -> list[str]:
    return [w for w in (entry.get("value") or entry.get("name"), *entry.get("accept", [])) if w]


def same_body(entry: Mapping[str, Any], name: str) -> bool:
    return any(_bare(w) == _bare(name) for w in wordings(entry))


def same_domain(entry: Mapping[str, Any], phrase: str) -> bool:
    return any(squash(w) == squash(phrase) or overlap(w, phrase) >= SAME_DOMAIN for w in wordings(entry))


def same_facility(entry: Mapping[str, Any], name: str) -> bool:
    return any(_bare(w) == _bare(name) or squash(w) == squash(name) or overlap(w, name) >= SAME_FACILITY for w in wordings(entry))


def _bare(name: str) -> str:
    return name_key(parse_name(name).bare)


def labels(field: str, candidates: Sequence[Candidate], gold: Gold) -> list[bool | None]:
    """For each candidate: right, wrong, or None (not to be learned from).

    In gold that is only partly known (``gold[PARTLY]``), a field that is missing tells nothing, and of a field listed there
    with the values known to be wrong, no other candidate is wrong.
    """
    if PARTLY not in gold:
        return _labels(field, candidates, gold)
    known = DOMAIN if field == FRAMED else field
    if known not in gold:
        return [None] * len(candidates)
    verdicts, wrong = _labels(field, candidates, gold), gold[PARTLY].get(known)
    if wrong is None:
        return verdicts
    return [v if v or c.value in wrong else None for v, c in zip(verdicts, candidates, strict=True)]


def _labels(field: str, candidates: Sequence[Candidate], gold: Gold) -> list[bool | None]:
    """For each candidate: right, wrong, or None (says the same less well than a better one; not to be learned from)."""
    if field in (DOMAIN, FRAMED):
        entry = gold.get(DOMAIN)
        return [bool(entry and same_domain(entry, c.value)) for c in candidates]
    if field == CORE:
        entries = [gold[field]] if gold.get(field) else []
        return _matched(entries, candidates, same_body)
    if field == CORE_RESEARCH:
        return _matched(gold.get(field) or [], candidates, same_body)
    if field == INFRASTRUCTURE:
        return _matched(gold.get(field) or [], candidates, same_facility)
    raise KeyError(field)


def _matched(
    entries: Sequence[Mapping[str, Any]], candidates: Sequence[Candidate], same: Callable[[Mapping[str, Any], str], bool]
) -> list[bool | None]:
    """One right candidate for each entry, the one nearest to the entry's own wording; other hits are left unlabelled."""
    verdicts: list[bool | None] = [False] * len(candidates)
    for entry in entries:
        hits = [i for i, c in enumerate(candidates) if same(entry, c.value) and verdicts[i] is not True]
        if not hits:
            continue
        own = entry.get("value") or entry.get("name") or ""
        best = max(hits, key=lambda i: (_bare(candidates[i].value) == _bare(own), overlap(own, candidates[i].value)))
        for i in hits:
            verdicts[i] = True if i == best else None
    return verdicts


def status_of(entry: Mapping[str, Any]) -> str:
    return str(entry.get("status") or "existing")
