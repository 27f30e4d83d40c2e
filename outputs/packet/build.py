"""From an assessment to everything its packet shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from corpus.rubrics import Rubric
from models.assessment import Assessment, DocumentInfo, Provenance
from outputs.corrections.records import NONE, Decisions
from outputs.packet.budget_view import budget_view
from outputs.packet.counts import counts, questions, tiles
from outputs.packet.criteria_views import HIGHEST_GRADE, gate_views, marks, score_view, section_views
from outputs.packet.entries import Source
from outputs.packet.field_views import cover_rows, facility_rows, organisation_rows, plan_rows, quantity_rows, theme_rows, wide_area_rows
from outputs.packet.overlap_views import overlap_views
from outputs.packet.view import PacketView, ProblemView
from outputs.wording import display, in_million, in_oku, japanese_date, page_label, pages_label, printable, short, thresholds_label

SHORT_DIGEST = 12


def packet_view(
    a: Assessment,
    rubric: Rubric,
    made_on: date,
    pdf_href: str = "",
    decisions: Decisions = NONE,
    list_hrefs: Mapping[str, str] | None = None,
) -> PacketView:
    """Everything the packet of ``a`` shows; ``pdf_href`` leads from the packet to the proposal's PDF.

    ``decisions`` are what people decided about the values; they stand beside the machine's. ``list_hrefs`` lead to the
    programme lists, by name.
    """
    source, fields, labels = Source(pdf_href, a.document.layouts, decisions), a.fields, display()
    total = fields.budget.total_yen if fields.budget else None
    sections = section_views(a, rubric, source)
    asked = questions(a)
    return PacketView(
        title=short(fields.title.value) if fields.title else a.document.file,
        title_found=fields.title is not None,
        file=printable(a.document.file),
        pages=f"{a.document.pages}ページ" if a.document.pages else "ページ数不明",
        sha256=a.document.sha256[:SHORT_DIGEST],
        status=a.document.status.value,
        status_label=labels.status[a.document.status.value],
        date=japanese_date(made_on),
        iso_date=made_on.isoformat(),
        pdf_href=pdf_href,
        cover=cover_rows(fields, source),
        total_oku="" if total is None else in_oku(total),
        total_million="" if total is None else in_million(total),
        tiles=tiles(counts(a, sections, len(asked), source)),
        score=score_view(a.prescore),
        gates=gate_views(a, rubric),
        plan=plan_rows(fields, source),
        organisation=organisation_rows(fields, source),
        themes=theme_rows(fields, source),
        facilities=facility_rows(fields, source),
        facility_remarks=source.missed("infrastructure", (x.name for x in fields.infrastructure)),
        budget=budget_view(fields.budget, source),
        sections=sections,
        questions=asked,
        overlaps=overlap_views(a.overlaps, source, list_hrefs or {}),
        compared=" ／ ".join(a.provenance.programme_lists),
        wide_area=wide_area_rows(a, source),
        quantities=quantity_rows(fields, source),
        problems=_problems(a.document, source),
        ocr=pages_label(a.document.ocr_pages),
        versions=_versions(a.provenance, rubric),
        legend_grades=tuple((marks(g), labels.grade[g], labels.grade_meaning[g]) for g in range(HIGHEST_GRADE, -1, -1)),
        rejected=a.document.status.value == "rejected",
        not_found=labels.not_found,
        check=labels.check,
        not_merit=labels.not_merit,
        threshold=thresholds_label(),
    )


def _problems(d: DocumentInfo, source: Source) -> tuple[ProblemView, ...]:
    return tuple(ProblemView(page_label(p.page) if p.page else "", printable(p.message), source.page(p.page)) for p in d.problems)


def _versions(p: Provenance, rubric: Rubric) -> tuple[tuple[str, str], ...]:
    told = (
        ("プログラム", p.program),
        ("評価の視点", f"{rubric.title}（{p.rubric}）" if p.rubric else rubric.title),
        ("出典", rubric.source),
        ("文埋め込みモデル", p.embedding_model),
        ("抽出・判定の規則とモデル", p.ranker),
        ("既存事業リスト", " ／ ".join(p.programme_lists)),
    )
    return tuple((label, text) for label, text in told if text)
