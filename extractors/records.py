"""Typed records: what is taken out of one proposal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.values import Evidence, Feature, Value


class FacilityStatus(StrEnum):
    EXISTING = "existing"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Facility:
    """One facility offered for use (1.3 本事業で活用予定のインフラの整備状況)."""

    name: str
    status: FacilityStatus
    confidence: float
    evidence: tuple[Evidence, ...]
    size: str = ""  # as printed
    kind: str = ""  # 公設試, 大学施設, インキュベーション … (corpus/data/institutions/kinds.yaml); "" where the name does not tell
    operator: str = ""
    area_m2: float | None = None
    rooms: int | None = None
    occupancy: str = ""  # as printed
    opens: str = ""  # of a planned one: the date as printed
    use: str = ""
    reasons: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class YearAmount:
    fy: int  # the fiscal year's western year: 2002 is 平成14年度
    yen: int
    national_yen: int | None = None
    local_yen: int | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetItem:
    """A line of the budget (費目) with its amount over the whole programme."""

    name: str
    yen: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two printed figures that should agree and do not, with a Japanese sentence that names both."""

    message: str
    stated_yen: int
    computed_yen: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """The programme's money over the whole period. None where the proposal says nothing."""

    total_yen: int | None
    confidence: float
    evidence: tuple[Evidence, ...] = ()  # of the total
    national_yen: int | None = None
    local_yen: int | None = None
    private_yen: int | None = None
    by_year: tuple[YearAmount, ...] = ()
    items: tuple[BudgetItem, ...] = ()
    consistent: bool | None = None
    mismatches: tuple[Mismatch, ...] = ()
    unit: str = ""  # of the table, as printed
    reasons: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count the proposal states of itself (研究機関数 18機関), so that later reports can be held against it."""

    what: str
    value: float
    unit: str
    confidence: float
    evidence: tuple[Evidence, ...]
    year: str = ""  # as printed
    scope: str = ""  # "当該分野", "全学" …
    reasons: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class ResearchTheme:
    title: str
    leader: str
    affiliation: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class CoreProfile:
    """The core institution's attributes as printed (criterion 1.2)."""

    endowment: Value[str] | None = None  # 基本財産・資本金
    staff: Value[str] | None = None
    turnover: Value[str] | None = None  # 事業規模
    unit_in_charge: Value[str] | None = None  # 担当部署


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything taken out of one proposal. None: the proposal says nothing, which is itself told."""

    title: Value[str] | None = None
    applicants: tuple[Value[str], ...] = ()
    region: Value[str] | None = None
    prefectures: tuple[Value[str], ...] = ()
    municipalities: tuple[Value[str], ...] = ()
    period: Value[str] | None = None
    specific_domain: Value[str] | None = None
    core_institution: Value[str] | None = None
    core_profile: CoreProfile = CoreProfile()
    core_research_institutions: tuple[Value[str], ...] = ()
    infrastructure: tuple[Facility, ...] = ()
    budget: Budget | None = None
    headquarters: tuple[tuple[str, Value[str]], ...] = ()  # 本部長, 事業総括, 研究統括 → name
    coordinators: Value[int] | None = None  # 科学技術コーディネータ, how many
    quantities: tuple[Quantity, ...] = ()
    themes: tuple[ResearchTheme, ...] = ()
    companies: tuple[Value[str], ...] = ()
    universities: tuple[Value[str], ...] = ()
    related_programmes: tuple[Value[str], ...] = ()
    partner_regions: tuple[Value[str], ...] = ()  # 広域連携の相手, by the report's region names
