"""The assessment: everything the program tells of one proposal, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.document import Problem, Status
from extractors.page_layout import PageLayout
from extractors.records import Fields
from extractors.values import Evidence, Feature


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    file: str
    sha256: str
    pages: int
    status: Status
    problems: tuple[Problem, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    layouts: tuple[PageLayout, ...] = ()  # one a page


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """The evidence for one criterion of the rubric. ``grade`` 0–3 grades the evidence in the text, never merit."""

    id: str
    grade: int
    confidence: float
    evidence: tuple[Evidence, ...]  # best first, at most three; a 0 may still show the nearest passage in ``nearest``
    probabilities: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    abstained: bool = False  # 要確認
    nearest: Evidence | None = None  # the closest passage where nothing bears on it
    missing: str = ""  # what is missing, as a Japanese question for the hearing
    reasons: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One bar of the waterfall: ``points`` of at most ``maximum`` with a standard error."""

    id: str
    title: str
    points: float
    maximum: float
    error: float = 0.0
    sentence: str = ""
    parts: tuple[ScorePart, ...] = ()


@dataclass(frozen=True, slots=True)
class PreScore:
    """A pre-score of the evidence in the text (0–100), never of merit."""

    total: float
    error: float
    sections: tuple[ScorePart, ...]
    gates: tuple[tuple[str, bool, str], ...] = ()  # basic requirement id, met?, sentence
    flags: tuple[str, ...] = ()  # points of note


@dataclass(frozen=True, slots=True)
class LevelMatch:
    """One named comparison level of an overlap: what was compared, how it came out, what it added (log-odds)."""

    name: str  # 地域, 分野, 機関 …
    level: str  # 同一市町村, 同一都道府県 …, 記載なし
    ours: str
    theirs: str
    weight: float
    sentence: str


class OverlapLabel(StrEnum):
    DUPLICATE = "duplicate"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Overlap:
    """A proposal held against one existing programme."""

    programme_id: str
    programme_name: str
    label: OverlapLabel | None  # None: compared, neither
    score: float  # calibrated probability of being a duplicate
    levels: tuple[LevelMatch, ...]
    evidence: tuple[Evidence, ...] = ()  # passages of the proposal that show the overlap or disclose it
    disclosed: bool = False
    treatment: str = ""  # 重複投資の懸念, 棲み分けの整理が必要, 成果活用による連携候補
    sentence: str = ""
    question: str = ""
    programme_kind: str = ""
    programme_source: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(level.sentence for level in self.levels if level.sentence)


@dataclass(frozen=True, slots=True)
class Provenance:
    """The versions an assessment was made with, so that any packet can be made again."""

    program: str
    rubric: str
    embedding_model: str
    ranker: str
    programme_lists: tuple[str, ...]
    fingerprint: str = ""  # of the file's bytes, settings and models: equal means nothing need be computed again


@dataclass(frozen=True, slots=True)
class Assessment:
    document: DocumentInfo
    fields: Fields
    criteria: tuple[CriterionResult, ...]
    provenance: Provenance
    prescore: PreScore | None = None
    overlaps: tuple[Overlap, ...] = ()
    questions: tuple[str, ...] = ()
    reasons: tuple[Feature, ...] = ()
