"""The main path, in plain Python: PDF → Document → typed records → matches and scores → Assessment.

    read      the PDF into a Document, GiNZA over its blocks, candidates for every field
    extract   the learned ranker decides on the candidates                               → Fields
    match     passages against the rubric through embeddings, fields against programmes  → features
    conclude  the learned models decide on the features                                  → Assessment

Nothing here knows Prefect, files other than the PDF, or how results are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from extractors.document import Document, PageSource, Status
from extractors.page_layout import page_layouts
from extractors.passages import Passage, passages
from extractors.pdf import Limits, read_document
from extractors.records import Fields
from flows.resources import Resources
from flows.settings import Settings
from models.assessment import Assessment, DocumentInfo
from models.criteria import CriteriaFeatures, featurise
from models.criteria import decide as decide_criteria
from models.fields import Proposals, propose
from models.fields import decide as decide_fields
from models.nlp import analyse
from models.overlap import OverlapFeatures, ProposalProfile, compare, profile_of
from models.overlap import decide as decide_overlaps
from models.prescore import pre_score
from models.questions import hearing_questions


@dataclass(frozen=True)
class Reading:
    """One proposal as read, before anything learned decides."""

    document: Document
    passages: tuple[Passage, ...]
    proposals: Proposals


@dataclass(frozen=True)
class Matching:
    """One proposal held against the rubric and the programmes, before anything learned decides."""

    criteria: CriteriaFeatures
    overlaps: OverlapFeatures
    profile: ProposalProfile


def read_pdf(path: Path, settings: Settings) -> Document:
    limits = replace(Limits(), seconds=settings.timeout_seconds)
    return read_document(path, password=settings.password or None, limits=limits, ocr=settings.ocr)


def study(document: Document, resources: Resources) -> Reading:
    """Language analysis and candidates of a document that could be read."""
    docs = analyse(document, resources.nlp)
    return Reading(document, passages(document), propose(document, docs))


def extract(reading: Reading, resources: Resources) -> Fields:
    return decide_fields(reading.proposals, resources.learned.ranker)


def match(reading: Reading, fields: Fields, resources: Resources) -> Matching:
    criteria = featurise(reading.document, reading.passages, resources.rubric, resources.embedder, fields)
    profile = profile_of(reading.document, fields, reading.passages)
    return Matching(criteria, compare(profile, resources.index, resources.embedder, resources.stores), profile)


def conclude(reading: Reading, fields: Fields, matching: Matching, resources: Resources) -> Assessment:
    criteria = decide_criteria(matching.criteria, resources.learned.criteria)
    return Assessment(
        document=document_info(reading.document),
        fields=fields,
        criteria=criteria,
        provenance=replace(resources.provenance, fingerprint=fingerprint(reading.document.sha256, resources)),
        prescore=pre_score(criteria, resources.rubric),
        overlaps=decide_overlaps(matching.overlaps, resources.learned.overlap),
        questions=hearing_questions(criteria, resources.rubric, fields),
    )


def rejected(document: Document, resources: Resources) -> Assessment:
    """The assessment of a file that could not be read: its problems, and nothing else."""
    return Assessment(
        document=document_info(document),
        fields=Fields(),
        criteria=(),
        provenance=replace(resources.provenance, fingerprint=fingerprint(document.sha256, resources)),
    )


def assess_document(document: Document, resources: Resources) -> Assessment:
    return assess_with_profile(document, resources)[0]


def assess_with_profile(document: Document, resources: Resources) -> tuple[Assessment, ProposalProfile | None]:
    """The assessment, and the proposal as it is compared with others of its call (None of one that could not be read)."""
    if document.status is Status.REJECTED:
        return rejected(document, resources), None
    reading = study(document, resources)
    fields = extract(reading, resources)
    matching = match(reading, fields, resources)
    return conclude(reading, fields, matching, resources), matching.profile


def assess(path: Path, resources: Resources) -> Assessment:
    """The whole way for one file. A file that cannot be read gives an assessment with status rejected, not an error."""
    return assess_document(read_pdf(path, resources.settings), resources)


def document_info(document: Document) -> DocumentInfo:
    return DocumentInfo(
        file=document.file,
        sha256=document.sha256,
        pages=len(document.pages),
        status=document.status,
        problems=document.problems,
        ocr_pages=tuple(p.number for p in document.pages if p.source is PageSource.OCR),
        layouts=page_layouts(document),
    )


def fingerprint(sha256: str, resources: Resources) -> str:
    """Equal for two assessments that would come out the same: same bytes, settings, models and lists."""
    return f"{sha256[:16]}-{resources.digest[:16]}"
