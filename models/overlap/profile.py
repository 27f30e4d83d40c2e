"""A proposal as the overlap finder sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.regions import Area, locate, region_named, report_name
from extractors.dates import find_periods
from extractors.document import Document
from extractors.fields.related import RelatedProgramme, find_related
from extractors.fields.secretariat import SECRETARIAT
from extractors.passages import Passage
from extractors.passages import passages as cut_passages
from extractors.records import Fields
from extractors.view import squash
from models.overlap.focus import focus_passages, focus_phrases

CALL_START, CALL_YEARS = 2002, 5  # the programme runs five years from 平成14年度


@dataclass(frozen=True, eq=False)
class ProposalProfile:
    """``phrases``: short names of field and themes, the field first. ``focus``: passages that say what is to be done."""

    area: Area
    region: str
    prefectures: tuple[str, ...]
    start_fy: int
    end_fy: int
    phrases: tuple[str, ...]
    focus: tuple[Passage, ...]
    passages: tuple[Passage, ...]
    text: str  # the whole text squashed, for looking names up
    related: tuple[RelatedProgramme, ...] = ()
    institutions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()  # regions named for 広域連携
    budget_by_year: tuple[tuple[int, int], ...] = ()
    total_yen: int | None = None
    file: str = ""
    title: str = ""
    domain: str = ""
    core_institution: str = ""
    notes: tuple[str, ...] = field(default=())


def profile_of(document: Document, fields: Fields, passages: Sequence[Passage] | None = None) -> ProposalProfile:
    """The profile of one proposal. ``passages``: as ``extractors.passages.passages`` cuts them; cut here where None."""
    cut = tuple(cut_passages(document) if passages is None else passages)
    region = fields.region.value if fields.region else ""
    prefectures = tuple(p.value for p in fields.prefectures)
    start, end = _period(fields)
    budget = fields.budget
    return ProposalProfile(
        area=_area(region, prefectures, tuple(v.value for v in (*fields.municipalities, *fields.applicants))),
        region=region,
        prefectures=prefectures,
        start_fy=start,
        end_fy=end,
        phrases=focus_phrases(document, fields),
        focus=focus_passages(cut),
        passages=cut,
        text=squash("\n".join(b.text.text for b in document.body)),
        related=find_related(document),
        institutions=_institutions(fields),
        people=tuple(
            dict.fromkeys(
                [*(v.value for role, v in fields.headquarters if role != SECRETARIAT), *(t.leader for t in fields.themes if t.leader)]
            )
        ),
        companies=tuple(c.value for c in fields.companies),
        facilities=tuple(f.name for f in fields.infrastructure),
        partners=tuple(report_name(p.value) for p in fields.partner_regions),
        budget_by_year=tuple((y.fy, y.yen) for y in budget.by_year) if budget else (),
        total_yen=budget.total_yen if budget else None,
        file=document.file,
        title=fields.title.value if fields.title else "",
        domain=fields.specific_domain.value if fields.specific_domain else "",
        core_institution=fields.core_institution.value if fields.core_institution else "",
    )


def _institutions(fields: Fields) -> tuple[str, ...]:
    core = [fields.core_institution] if fields.core_institution else []
    values = [*core, *fields.core_research_institutions, *fields.universities, *fields.companies]
    return tuple(dict.fromkeys(v.value for v in values))


def _area(region: str, prefectures: tuple[str, ...], municipalities: tuple[str, ...]) -> Area:
    known = region_named(region)
    place = known.name if known else f"{region} {' '.join(municipalities)}".strip()
    return locate(place, ";".join(prefectures))


def _period(fields: Fields) -> tuple[int, int]:
    """The proposal's own period where it is printed as five years or so, else the call's."""
    spans = list(find_periods(fields.period.value)) if fields.period else []
    if spans and spans[0].first is not None and spans[0].last is not None and 0 < spans[0].last - spans[0].first < CALL_YEARS * 2:
        return spans[0].first, spans[0].last
    return CALL_START, CALL_START + CALL_YEARS - 1
