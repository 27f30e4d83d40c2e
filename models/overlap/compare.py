"""A proposal held against an index of programmes: candidates by blocking, levels on the candidates only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.programme_import import identity
from corpus.programmes import Programme, ProgrammeKind, kind_of
from extractors.fields.related import RelatedProgramme
from extractors.passages import PassageKind
from extractors.values import Evidence
from extractors.view import squash
from models.embedding import Embedder
from models.overlap import levels
from models.overlap.index import ProgrammeIndex, Rows
from models.overlap.levels import Level
from models.overlap.likeness import (
    Background,
    ProposalVectors,
    background,
    centred,
    likeness,
    nearest_rows,
    proposal_vectors,
)
from models.overlap.profile import ProposalProfile
from models.overlap.store import ProgrammeStore
from models.overlap.terms import Wording, shared_terms

NEAREST = 60  # by likeness of field, wherever they run
LOCAL = 200  # of one prefecture
MIN_QUOTE = 15
HERE = ("同一地域", "都道府県全域")
MIN_TITLE = 6  # a name shorter than this is looked up in brackets only
MAX_TERMS = 5
PLACE_OR_BODY = re.compile(r"[都道府県市町村]$|大学|学部|工業|センター|財団|企業|会社")


@dataclass(frozen=True, eq=False)
class Candidate:
    """One programme compared: levels with their features, the passage that is nearest, the mention that discloses it."""

    programme: Programme
    levels: tuple[Level, ...]
    likeness: float  # standard deviations over the background's fields
    shared: tuple[str, ...]
    nearest: Evidence | None
    mention: RelatedProgramme | None
    years: int | None

    @property
    def features(self) -> dict[str, float]:
        return {name: value for level in self.levels for name, value in level.features.items()}


@dataclass(frozen=True, eq=False)
class OverlapFeatures:
    """What one proposal's comparison came to, before any weighing."""

    profile: ProposalProfile
    candidates: tuple[Candidate, ...]
    lists: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def _ground(embedder: Embedder) -> Background:
    return background(embedder)


def compare(profile: ProposalProfile, index: ProgrammeIndex, embedder: Embedder, stores: Sequence[ProgrammeStore] = ()) -> OverlapFeatures:
    """The candidates of one proposal with all levels, from the index and from what ``stores`` hold on disk.

    An empty proposal or list: no candidates.
    """
    lists = tuple(dict.fromkeys((*index.lists, *(name for store in stores for name in store.lists))))
    passages = [p.text for p in profile.focus] or list(profile.phrases)
    if not passages or not (len(index) or stores):
        return OverlapFeatures(profile, (), lists)
    ground = _ground(embedder)
    focus = embedder.encode(passages)
    phrases = embedder.encode(profile.phrases) if profile.phrases else focus[:0]
    vectors = proposal_vectors(focus, phrases, ground)
    near = candidate_rows(profile, index, vectors, ground) if len(index) else np.zeros(0, np.intp)
    found = [*_compared(profile, index, near, vectors, ground)]
    titles = [mention.title for mention in profile.related if mention.title]
    for store in stores:
        block = store.block(profile.area.prefectures, titles, vectors, ground)
        found += _compared(profile, block, np.arange(len(block), dtype=np.intp), vectors, ground)
    return OverlapFeatures(profile, tuple(_once(found)), lists)


def _once(found: Iterable[Candidate]) -> Iterable[Candidate]:
    """A programme that several lists hold, as the first of them has it."""
    first: dict[tuple[object, ...], Candidate] = {}
    for candidate in found:
        first.setdefault((*identity(candidate.programme), kind_of(candidate.programme.kind)), candidate)
    return first.values()


def _compared(
    profile: ProposalProfile, index: ProgrammeIndex, rows: Rows, vectors: ProposalVectors, ground: Background
) -> Iterator[Candidate]:
    rows = np.array([r for r in rows if not is_scheme(index.programmes[r])], dtype=np.intp)
    if not len(rows):
        return
    scores = _scores(vectors, index, rows, ground)
    nearest = _nearest_passages(profile, index, rows, vectors)
    focus = Wording.of("\n".join(p.text for p in profile.focus))
    for i, row in enumerate(rows):
        yield _candidate(profile, index, int(row), {k: float(v[i]) for k, v in scores.items()}, focus, nearest[i])


def candidate_rows(profile: ProposalProfile, index: ProgrammeIndex, vectors: ProposalVectors, ground: Background) -> Rows:
    """Blocking: the programmes of the same prefectures, those named in the proposal, and the nearest in field anywhere."""
    local = [_nearest_of(index.by_prefecture[p], vectors, index, ground) for p in profile.area.prefectures if p in index.by_prefecture]
    near = [nearest_rows(vectors, matrix, ground, NEAREST) for matrix in (index.texts, index.names)]
    named = [i for i, key in enumerate(index.name_keys) if len(key) >= MIN_TITLE and key in profile.text]
    return np.unique(np.concatenate([*local, np.array(named, dtype=np.intp), *near])).astype(np.intp)


def _nearest_of(rows: Rows, vectors: ProposalVectors, index: ProgrammeIndex, ground: Background) -> Rows:
    """The rows, or the nearest in field of them where they are many."""
    if len(rows) <= LOCAL:
        return rows
    return rows[nearest_rows(vectors, index.texts[rows], ground, LOCAL)]


def is_scheme(programme: Programme) -> bool:
    """A scheme as such (産業クラスター計画), without place: no single programme to compare with."""
    return not programme.region and not programme.prefecture and bool(programme.kind) and squash(programme.name) == squash(programme.kind)


def says_field(programme: Programme) -> bool:
    """Does the list say what the programme is about, beyond its scheme and place?"""
    return bool(programme.domain or programme.summary) or not squash(programme.name).startswith(squash(programme.kind or "\0"))


def is_named(programme: Programme, profile: ProposalProfile) -> bool:
    name = squash(programme.name)
    return len(name) >= MIN_TITLE and name in profile.text


def _scores(
    vectors: ProposalVectors, index: ProgrammeIndex, rows: NDArray[np.intp], ground: Background
) -> Mapping[str, NDArray[np.float32]]:
    names, texts = (likeness(vectors, np.asarray(matrix[rows], dtype=np.float32), ground.mean) for matrix in (index.names, index.texts))
    return {
        "field_name": names.focus,
        "field_peak": names.peak,
        "field_phrase": names.phrase,
        "field_text": texts.focus,
        "field_text_phrase": texts.phrase,
    }


def _candidate(
    profile: ProposalProfile, index: ProgrammeIndex, row: int, field: dict[str, float], focus: Wording, nearest: Evidence | None
) -> Candidate:
    programme = index.programmes[row]
    theirs = f"{programme.name} {programme.domain} {programme.summary}"
    lexical, hits = shared_terms(focus, theirs, index.terms.counts, index.terms.total)
    shared = [t for t in hits if len(t) > 2 and not PLACE_OR_BODY.search(t)]
    known = says_field(programme)
    likeness = field["field_name"] if known else 0.0
    compared = {**field, "lexical": lexical} if known else {"field_missing": 1.0}
    place = levels.region_level(profile, programme, index.areas[row])
    mention = find_mention(programme, profile.related, place.level in HERE)
    disclosed = mention is not None or is_named(programme, profile)
    told = "記載あり（切り分けの説明あり）" if mention and mention.addressed else "記載あり" if disclosed else "記載なし"
    found = (
        place,
        Level("分野", "" if known else "記載なし", profile.domain, programme.domain or programme.name, compared),
        levels.institution_level(profile, programme),
        levels.people_level(profile, programme),
        levels.period_level(profile, programme),
        levels.kind_level(programme),
        levels.activity_level(programme),
        levels.scale_level(profile, programme),
        Level("提案書の記載", told, mention.name if mention else "", programme.name,
              {"disclosed": float(disclosed), "addressed": float(bool(mention and mention.addressed))}),
    )  # fmt: skip
    return Candidate(programme, found, likeness, tuple(shared[:MAX_TERMS]), nearest, mention,
                     levels.overlap_years(profile, programme))  # fmt: skip


def _nearest_passages(profile: ProposalProfile, index: ProgrammeIndex, rows: Rows, vectors: ProposalVectors) -> list[Evidence | None]:
    """For each row the passage that is nearest to its name and text."""
    kept = [i for i, p in enumerate(profile.focus) if p.kind is not PassageKind.HEADING and len(p.quote) >= MIN_QUOTE]
    if not kept:
        return [None] * len(rows)
    sides = [centred(np.asarray(matrix[rows], dtype=np.float32), vectors.focus_mean) for matrix in (index.names, index.texts)]
    best = (vectors.focus[kept] @ (sides[0] + sides[1]).T).argmax(axis=0)
    evidence = {int(i): profile.focus[kept[i]].evidence() for i in np.unique(best)}
    return [evidence[int(i)] for i in best]


def _same_facility(programme: Programme, mention: RelatedProgramme, kind: ProgrammeKind) -> bool:
    """Whether one of the names that facilities of the kind go by (SPring-8) stands in both."""
    theirs, ours = squash(programme.name), squash(" ".join(e.quote for e in mention.evidence))
    return any((form := squash(printed)) in theirs and form in ours for printed in kind.printed)


def find_mention(programme: Programme, related: Iterable[RelatedProgramme], here: bool) -> RelatedProgramme | None:
    """The proposal's own mention of the programme: by its title; an exchange by its kind alone where it runs ``here``.

    A national facility by the name it goes by, wherever it stands.
    """
    name = squash(programme.name)
    kind = kind_of(programme.kind)
    for mention in related:
        title = squash(mention.title)
        if title and len(title) >= 4 and (title in name or name in title):
            return mention
        if title or kind is None or mention.kind != kind.kind:
            continue
        if (here and kind.role == "exchange") or (kind.role == "facility" and _same_facility(programme, mention, kind)):
            return mention
    return None
