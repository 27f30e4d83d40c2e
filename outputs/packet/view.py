"""What a packet shows, as plain records of printable strings: one form for HTML, PDF and plain text.

Everything here is decided wording; the templates only place it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    page: int  # 0: not located
    place: str  # "4ページ 上段"
    href: str  # link to the page in the PDF, "" where there is none


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a row."""

    text: str
    confidence: str  # "97%", "" where it has none
    check: bool  # 要確認
    quotes: tuple[Quote, ...] = ()
    places: tuple[Quote, ...] = ()  # passages that say no more than the value: only their page is shown
    notes: tuple[str, ...] = ()  # what the reader should beware of
    others: str = ""  # other wordings
    remark: str = ""  # what a person decided: 修正：…（分析担当、日付）
    grounds: str = ""  # the features that carried a learned decision


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled line; no entries: not found."""

    label: str
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()  # what a person told that was not found


@dataclass(frozen=True, slots=True)
class FacilityRow:
    name: str
    status: str
    planned: bool
    kind: str
    size: str
    details: tuple[str, ...]  # 運営, 状況, 開設, 用途
    entry: Entry


@dataclass(frozen=True, slots=True)
class YearRow:
    label: str
    million: str
    yen: str
    national: str
    local: str
    share: float  # of the largest year, for the bar
    quotes: tuple[Quote, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MismatchNote:
    message: str
    stated: str
    computed: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetView:
    found: bool
    total: Entry
    sources: tuple[tuple[str, str], ...]  # 国庫, 地域, 民間 with amounts
    years: tuple[YearRow, ...]
    sum_row: YearRow | None
    by_source: bool  # whether any year tells national or local money
    items: tuple[tuple[str, str, str], ...]  # 費目, 百万円, 円
    verdict: str  # do the figures add up, as a sentence
    agrees: bool | None
    mismatches: tuple[MismatchNote, ...]


@dataclass(frozen=True, slots=True)
class QuantityRow:
    what: str
    value: str
    year: str
    scope: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class ThemeRow:
    title: str
    leader: str
    affiliation: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    id: str
    title: str
    group: str  # "2.1　研究開発のポテンシャル" before the first criterion of a subsection, else ""
    grade: int
    marks: str  # "●●○"
    grade_label: str
    meaning: str
    confidence: str
    check: bool
    quotes: tuple[Quote, ...]
    nearest: Quote | None
    missing: str
    points: str  # "6.2 / 8.0", "" where not scored
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    id: str
    title: str
    role: str
    points: str
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True)
class GateView:
    id: str
    title: str
    met: bool
    verdict: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar of the pre-score."""

    title: str
    points: str
    error: str
    share: float  # 0–1 of its maximum
    weight: str  # its maximum
    sentence: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    total: str  # "" where the rubric scores nothing
    error: str
    bars: tuple[BarView, ...]
    sensitivity: str  # what other weights would make of the total
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelView:
    name: str
    level: str
    ours: str
    theirs: str
    weight: str  # signed
    start: float  # of the bar on the common scale, 0–1
    length: float
    toward: bool  # adds to the suspicion
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class OverlapView:
    name: str
    kind: str
    programme_id: str
    label: str
    duplicate: bool
    score: str
    disclosed: str
    is_disclosed: bool
    treatment: str
    sentence: str
    levels: tuple[LevelView, ...]  # those that carry weight, and their sum last
    weightless: str  # the others, on one line
    reasons: tuple[str, ...]  # a sentence a level
    zero: float  # where weight 0 lies on the common scale
    quotes: tuple[Quote, ...]
    question: str
    source: str
    source_href: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    place: str
    message: str
    href: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure at a glance."""

    label: str
    value: str
    unit: str
    tone: str  # "plain", "warn", "alert"


@dataclass(frozen=True, slots=True)
class PacketView:
    title: str
    title_found: bool
    file: str
    pages: str
    sha256: str
    status: str  # ok, partial, rejected
    status_label: str
    date: str
    iso_date: str
    pdf_href: str
    cover: tuple[Row, ...]
    total_oku: str
    total_million: str
    tiles: tuple[Tile, ...]
    score: ScoreView | None
    gates: tuple[GateView, ...]
    plan: tuple[Row, ...]
    organisation: tuple[Row, ...]
    themes: tuple[ThemeRow, ...]
    facilities: tuple[FacilityRow, ...]
    facility_remarks: tuple[str, ...]  # facilities a person told that were not found
    budget: BudgetView
    sections: tuple[SectionView, ...]
    questions: tuple[str, ...]
    overlaps: tuple[OverlapView, ...]
    compared: str  # how many programmes it was held against
    wide_area: tuple[Row, ...]
    quantities: tuple[QuantityRow, ...]
    problems: tuple[ProblemView, ...]
    ocr: str
    versions: tuple[tuple[str, str], ...]
    legend_grades: tuple[tuple[str, str, str], ...]  # marks, label, meaning
    rejected: bool
    not_found: str
    check: str
    not_merit: str
    threshold: str
