"""When a candidate is what the gold says: the labels rankers learn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractors.candidates import Candidate
from extractors.fields.domain import FIELD as DOMAIN
from extractors.fields.domain import FRAMED
from extractors.fields.infrastructure import FIELD as INFRASTRUCTURE
from extractors.fields.institutions import CORE, CORE_RESEARCH
from models.evaluation.sameness import bare_name, overlap, same_domain, same_facility, same_institution

Gold = Mapping[str, Any]
PARTLY = "partly_known"


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
        return _matched(entries, candidates, same_institution)
    if field == CORE_RESEARCH:
        return _matched(gold.get(field) or [], candidates, same_institution)
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
        best = max(hits, key=lambda i: (bare_name(candidates[i].value) == bare_name(own), overlap(own, candidates[i].value)))
        for i in hits:
            verdicts[i] = True if i == best else None
    return verdicts


def status_of(entry: Mapping[str, Any]) -> str:
    return str(entry.get("status") or "existing")
