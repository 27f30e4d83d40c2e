"""Near-duplicate proposals of one call: the same sentences in two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from extractors.passages import Passage
from extractors.values import Evidence
from extractors.view import squash
from models.overlap.profile import ProposalProfile

SHINGLE = 12  # characters: longer than any set phrase of the form, shorter than a sentence
LEAST = 0.15  # of the shorter proposal's shingles
COMMON = 3  # a shingle in more proposals than this is the form's own wording
SHOWN = 3


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Two proposals with the same wording. ``share``: of the shorter one's text that also stands in the other (0–1)."""

    first: str
    second: str
    share: float
    evidence: tuple[tuple[Evidence, Evidence], ...]
    sentence: str


def near_copies(profiles: Sequence[ProposalProfile]) -> tuple[NearCopy, ...]:
    """Pairs that share wording, most first. The form's own wording, in many proposals, does not count."""
    shingles = [_shingles(p.text) for p in profiles]
    holders: dict[str, int] = defaultdict(int)
    for own in shingles:
        for shingle in own:
            holders[shingle] += 1
    limit = max(COMMON, len(profiles) // 3)
    kept = [{s for s in own if holders[s] <= limit} for own in shingles]
    found = []
    for i, j in combinations(range(len(profiles)), 2):
        share = len(kept[i] & kept[j]) / max(min(len(kept[i]), len(kept[j])), 1)
        if share >= LEAST:
            found.append(_near_copy(profiles[i], profiles[j], share, kept[i] & kept[j]))
    return tuple(sorted(found, key=lambda c: -c.share))


def _shingles(text: str) -> set[str]:
    return {text[i : i + SHINGLE] for i in range(max(len(text) - SHINGLE, 0))}


def _near_copy(a: ProposalProfile, b: ProposalProfile, share: float, common: set[str]) -> NearCopy:
    theirs = {squash(p.quote): p for p in b.passages}
    pairs = [(p.evidence(), match.evidence()) for p in a.passages if (match := _same(p, theirs, common))]
    name = [p.region or p.file for p in (a, b)]
    sentence = f"{name[0]}と{name[1]}の提案書は、文章の約{round(share * 100)}％が共通しています。同一の構想でないか確認してください。"
    return NearCopy(a.file, b.file, share, tuple(pairs[:SHOWN]), sentence)


def _same(passage: Passage, theirs: dict[str, Passage], common: set[str]) -> Passage | None:
    own = squash(passage.quote)
    if len(own) < SHINGLE or own[:SHINGLE] not in common:
        return None
    return theirs.get(own) or next((p for text, p in theirs.items() if own[:SHINGLE] in text), None)
