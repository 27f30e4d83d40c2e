"""A proposal held against an index of programmes: candidates by blocking, levels on the candidates only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.programmes import Programme, kind_of
from extractors.fields.related import RelatedProgramme
from extractors.passages import PassageKind
from extractors.values import Evidence
from extractors.view import squash
from models.embedding import Embedder
from models.overlap import levels
from models.overlap.index import SAMPLE, Matrix, ProgrammeIndex
from models.overlap.levels import Level
from models.overlap.likeness import Background, ProposalVectors, against, background, centred, peaks, phrase_likeness, proposal_vectors
from models.overlap.profile import ProposalProfile
from models.overlap.terms import shared_terms

NEAREST = 60  # by likeness of field, wherever they run
LOCAL = 400  # of one prefecture
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


def compare(profile: ProposalProfile, index: ProgrammeIndex, embedder: Embedder) -> OverlapFeatures:
    """The candidates of one proposal with all levels. An empty proposal or list: no candidates."""
    passages = [p.text for p in profile.focus] or list(profile.phrases)
    if not passages or not len(index):  # nothing to compare
        return OverlapFeatures(profile, (), index.lists)
    ground = _ground(embedder)
    phrases = embedder.encode(profile.phrases) if profile.phrases else np.zeros((0, index.texts.shape[1]), np.float32)
    vectors = proposal_vectors(embedder.encode(passages), phrases, ground)
    rows = np.array([r for r in candidate_rows(profile, index, vectors, ground) if not is_scheme(index.programmes[r])], dtype=np.intp)
    scores = _scores(vectors, index, rows, ground)
    found = [_candidate(profile, index, int(row), {k: float(v[i]) for k, v in scores.items()}, vectors) for i, row in enumerate(rows)]
    return OverlapFeatures(profile, tuple(found), index.lists)


def candidate_rows(profile: ProposalProfile, index: ProgrammeIndex, vectors: ProposalVectors, ground: Background) -> NDArray[np.intp]:
    """Blocking: the programmes of the same prefectures, those named in the proposal, and the nearest in field anywhere."""
    local = [_nearest_of(index.by_prefecture[p], vectors, index, ground) for p in profile.area.prefectures if p in index.by_prefecture]
    if index.approximate is not None:
        near = [index.approximate.nearest(vectors.focus, NEAREST)[0]]
    else:
        near = [_nearest(vectors, matrix, ground, NEAREST) for matrix in (index.texts, index.names)]
    return np.unique(np.concatenate([*local, _named_rows(profile, index), *near])).astype(np.intp)


def _named_rows(profile: ProposalProfile, index: ProgrammeIndex) -> NDArray[np.intp]:
    """Programmes whose name stands in the proposal; of very many, those whose name it gives as a title."""
    if index.approximate is not None:
        found = [row for mention in profile.related for row in index.by_name.get(squash(mention.title), ())]
    else:
        found = [i for i, key in enumerate(index.name_keys) if len(key) >= MIN_TITLE and key in profile.text]
    return np.array(found, dtype=np.intp)


def _nearest_of(rows: NDArray[np.intp], vectors: ProposalVectors, index: ProgrammeIndex, ground: Background) -> NDArray[np.intp]:
    """The rows, or the nearest in field of them where they are many."""
    if len(rows) <= LOCAL:
        return rows
    return rows[_nearest(vectors, index.texts[rows], ground, LOCAL)]


def _nearest(vectors: ProposalVectors, matrix: Matrix, ground: Background, count: int) -> NDArray[np.intp]:
    scores = against(vectors, np.asarray(matrix, dtype=np.float32), ground.mean)
    k = min(count, len(scores))
    return np.argpartition(scores, len(scores) - k)[-k:].astype(np.intp)


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
    names, texts = (np.asarray(matrix[rows], dtype=np.float32) for matrix in (index.names, index.texts))
    return {
        "field_name": against(vectors, names, ground.mean),
        "field_peak": peaks(vectors, names, ground.mean),
        "field_phrase": phrase_likeness(vectors, names, ground.mean),
        "field_text": against(vectors, texts, ground.mean),
        "field_text_phrase": phrase_likeness(vectors, texts, ground.mean),
    }


def _candidate(profile: ProposalProfile, index: ProgrammeIndex, row: int, field: dict[str, float], vectors: ProposalVectors) -> Candidate:
    programme = index.programmes[row]
    focus = "\n".join(p.text for p in profile.focus)
    theirs = f"{programme.name} {programme.domain} {programme.summary}"
    lexical, hits = shared_terms(focus, theirs, index.frequencies, min(len(index), SAMPLE))
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
    return Candidate(programme, found, likeness, tuple(shared[:MAX_TERMS]), _nearest_passage(profile, index, row, vectors), mention,
                     levels.overlap_years(profile, programme))  # fmt: skip


def _nearest_passage(profile: ProposalProfile, index: ProgrammeIndex, row: int, vectors: ProposalVectors) -> Evidence | None:
    kept = [i for i, p in enumerate(profile.focus) if p.kind is not PassageKind.HEADING and len(p.quote) >= MIN_QUOTE]
    if not kept:
        return None
    both = centred(np.stack([index.names[row], index.texts[row]]).astype(np.float32), vectors.focus_mean)
    best = int((vectors.focus[kept] @ both.T).mean(axis=1).argmax())
    return profile.focus[kept[best]].evidence()


def find_mention(programme: Programme, related: Iterable[RelatedProgramme], here: bool) -> RelatedProgramme | None:
    """The proposal's own mention of the programme: by its title; by its kind alone where it runs ``here`` and is no research."""
    name = squash(programme.name)
    kind = kind_of(programme.kind)
    for mention in related:
        title = squash(mention.title)
        if title and len(title) >= 4 and (title in name or name in title):
            return mention
        if here and not title and kind and kind.role in ("exchange", "facility") and mention.kind == kind.kind:
            return mention
    return None
