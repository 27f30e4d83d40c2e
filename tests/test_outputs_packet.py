"""Packets: the HTML against golden pages, the PDF by its text and bytes, hostile text kept literal."""

from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from corpus.rubrics import Role
from extractors.records import Budget, Fields
from extractors.values import Evidence, Value
from models.assessment import Assessment, PreScore, ScorePart
from outputs.packet import fonts
from outputs.packet.budget_view import budget_view
from outputs.packet.build import packet_view
from outputs.packet.criteria_views import score_view
from outputs.packet.entries import Source, rows_of
from outputs.packet.glyphs import settable
from outputs.packet.html import packet_html
from outputs.packet.overlap_views import waterfall, weightless
from outputs.packet.pdf import packet_pdf
from outputs.packet.view import PacketView
from outputs.report import report_text
from tests.factory import make_assessment, make_overlaps, make_rejected, make_rubric

GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 11, 24)
HOSTILE = '</script><img src=x onerror=alert(1)>#import "x" $1$ *a* _b_ `c` \\ @d <e> \x00\ud800'


def view_of(assessment: Assessment) -> PacketView:
    return packet_view(assessment, make_rubric(), DAY, "../../proposals/misaki.pdf")


def with_title(text: str) -> Assessment:
    a = make_assessment()
    return replace(a, fields=replace(a.fields, title=Value(text, 0.9, (Evidence(text, 1, None),))))


def body_text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html.split("</style>")[1])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("packet.html", lambda: packet_html(view_of(make_assessment()))),
        ("packet-rejected.html", lambda: packet_html(view_of(make_rejected()))),
        ("report.txt", lambda: report_text(make_assessment(), make_rubric())),
    ],
)
def test_golden(name: str, text: object) -> None:
    """Set SHITAYOMI_REWRITE_GOLDEN=1 to write the golden files anew, and look at the difference before committing it."""
    made = text()  # type: ignore[operator]
    file = GOLDEN / name
    if os.environ.get("SHITAYOMI_REWRITE_GOLDEN") == "1":
        file.write_text(made, "utf-8")
    assert made == file.read_text("utf-8")


class Outline(HTMLParser):
    """Headings, ids, links and table captions of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.lang = ""
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "html":
            self.lang = told.get("lang") or ""
        if tag in {"script", "link", "img", "iframe"}:
            self.loads.append(tag)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.hrefs += [told["href"] or ""] if tag == "a" else []


def test_html_is_self_contained_and_well_structured() -> None:
    page = Outline()
    page.feed(packet_html(view_of(make_assessment())))
    assert page.lang == "ja"
    assert page.loads == []
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(page.levels))
    assert len(page.ids) == len(set(page.ids))
    inner = {h[1:] for h in page.hrefs if h.startswith("#")}
    assert inner <= set(page.ids)
    # the quote stands 120 points from the top of an A4 page; 24 points above it are shown: 96 points are 128 pixels
    assert "../../proposals/misaki.pdf#page=3&view=FitH,128&zoom=FitH,746" in page.hrefs


def test_every_criterion_and_the_caution_are_shown() -> None:
    text = body_text(packet_html(view_of(make_assessment())))
    for criterion in make_rubric().criteria:
        assert criterion.title in text
    assert text.count("構想の優劣を示すものではありません") >= 2
    assert "見つかりません" in text
    assert "要確認" in text


def test_tiles_count_what_needs_a_look() -> None:
    tiles = {t.label: t.value for t in view_of(make_assessment()).tiles}
    assert tiles["重複の疑い"] == "1"
    assert tiles["記載のない評価項目"] == "3"  # 2.2.4, 2.2.5, 5.3
    assert tiles["予算の不一致"] == "1"
    assert tiles["見つからない項目"] == "1"  # 研究統括
    # 中核機関 .71, みさき医科大学 .64, 波止場化学 .55, プラザ .6, 特許出願数 .5, criteria 2.1.4 and 4.3.2
    assert tiles["要確認の値"] == "7"


def test_figures_that_do_not_add_up_count_even_where_no_mismatch_is_named() -> None:
    a = make_assessment()
    assert a.fields.budget is not None
    unnamed = replace(a.fields.budget, mismatches=())
    for budget, count in ((unnamed, "1"), (replace(unnamed, consistent=True), "0"), (replace(unnamed, consistent=None), "0")):
        tiles = view_of(replace(a, fields=replace(a.fields, budget=budget))).tiles
        assert {t.label: t.value for t in tiles}["予算の不一致"] == count


def test_waterfall_bars_stand_end_to_end() -> None:
    levels = make_overlaps()[0].levels
    bars, zero = waterfall(levels)
    assert [b.name for b in bars] == ["地域", "分野", "機関", "期間", "資金規模", "計"]
    assert zero == 0.0
    assert bars[0].start == 0.0
    for before, bar in pairwise(bars[:4]):
        assert bar.start == pytest.approx(before.start + before.length, abs=1e-3)
    # 1.8 + 2.6 + 1.2 + 0.4 = 6.0 is the widest point; 資金規模 leads back by 0.9, the sum is 5.1
    assert not bars[4].toward
    assert bars[4].length == pytest.approx(0.15, abs=1e-3)
    assert (bars[5].start, bars[5].weight) == (0.0, "+5.1")
    assert bars[5].length == pytest.approx(0.85, abs=1e-3)
    assert weightless(levels) == "研究者（記載なし）"


def test_hostile_text_stays_literal_in_html() -> None:
    html = packet_html(view_of(with_title(HOSTILE)))
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "\x00" not in html


def pdf_text(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def test_hostile_text_stays_literal_in_pdf() -> None:
    text = pdf_text(packet_pdf(view_of(with_title(HOSTILE))))
    assert '#import "x" $1$ *a* _b_ `c`' in text.replace("\n", "")


def test_pdf_is_a4_in_japanese_with_the_caution_on_every_page() -> None:
    pdf = packet_pdf(view_of(make_assessment()))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert 3 <= len(document.pages) <= 12
        for page in document.pages:
            assert (round(page.width), round(page.height)) == (595, 842)
            assert "構想の優劣を示すものではありません" in page.extract_text()
        used = {c["fontname"].partition("+")[2] for page in document.pages for c in page.chars}
    assert all(name.startswith("NotoSansCJKjp") for name in used)
    text = pdf_text(pdf)
    for words in ("25億7,000万円", "財団法人みさき科学技術振興機構", "海洋多糖ゲルの止血機能に関する研究", "表の合計2,570百万円"):
        assert words in text


def test_pages_in_the_pdf_link_to_the_proposal() -> None:
    with pdfplumber.open(io.BytesIO(packet_pdf(view_of(make_assessment())))) as document:
        targets = {link["uri"] for page in document.pages for link in page.hyperlinks}
    place = "../../proposals/misaki.pdf#page=3&view=FitH,128&zoom=FitH,746"
    assert {"../../proposals/misaki.pdf", place, "https://example.org/programmes/1"} <= targets


def test_the_same_view_gives_the_same_pdf_bytes() -> None:
    view = view_of(make_assessment())
    assert packet_pdf(view) == packet_pdf(view)


def test_a_rejected_file_gets_a_packet_that_says_why() -> None:
    view = view_of(make_rejected())
    for text in (body_text(packet_html(view)), pdf_text(packet_pdf(view)).replace("\n", "")):
        assert "パスワードで保護されている" in text
        assert "評価項目別の記載" not in text.replace("項目、評価項目別の記載及び", "")


def test_an_assessment_with_nothing_found_is_shown() -> None:
    view = view_of(replace(make_assessment(), fields=Fields(), criteria=(), prescore=None, overlaps=(), questions=()))
    html = body_text(packet_html(view))
    assert html.count("見つかりません") > 15
    assert "予備評価は算出していません" in html
    assert packet_pdf(view).startswith(b"%PDF")


def test_a_rubric_without_points_or_basic_requirements_shows_none() -> None:
    score = PreScore(0.0, 0.0, (), (), ("留意事項「広域連携の可能性」：記載が見当たりません。",))
    rubric = make_rubric()
    sections = tuple(replace(s, role=Role.FLAG) if s.role is Role.GATE else s for s in rubric.sections)
    view = packet_view(replace(make_assessment(), prescore=score), replace(rubric, sections=sections), DAY, "")
    for text in (body_text(packet_html(view)), pdf_text(packet_pdf(view)).replace("\n", "")):
        assert "この評価の視点には配点がないため、点数は算出しません。" in text
        assert "この評価の視点に基本要件はありません。" in text
        assert "100点満点" not in text
        assert "広域連携の可能性" in text


def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "font_folders", lambda: ())
    fonts._fonts.cache_clear()
    try:
        assert fonts.missing_fonts() == fonts.PACKAGES
        with pytest.raises(fonts.FontsMissingError, match="pip install noto-cjk-sans-jp-regular noto-cjk-sans-jp-bold"):
            fonts.checked_fonts()
    finally:
        fonts._fonts.cache_clear()


def test_characters_without_a_glyph_are_replaced_as_typesetters_do() -> None:
    # checkbox, private use (Wingdings), emoji, zero-width joiner, variation selector; the rest is in the font
    assert settable("☑済\uf0b7項😀辻\U000e0100\u200d㈶㎡①〓") == "■済〓項〓辻㈶㎡①〓"


def test_endless_values_do_not_break_the_page() -> None:
    a = make_assessment()
    endless = "連" * 20_000
    facility = replace(a.fields.infrastructure[0], name=endless, size=endless, use=endless, operator=endless)
    fields = replace(a.fields, title=Value(endless, 0.9), infrastructure=(facility,) * 12, applicants=(Value(endless, 0.9),) * 8)
    with pdfplumber.open(io.BytesIO(packet_pdf(view_of(replace(a, fields=fields))))) as document:
        assert len(document.pages) < 14
        assert all(c["x1"] <= page.width and c["bottom"] <= page.height for page in document.pages for c in page.chars)


def test_a_strange_title_still_gives_an_accessible_pdf() -> None:
    pdf = packet_pdf(view_of(with_title("☑\uf0b7😀構想　עברית")))
    assert b"pdfuaid" in pdf


def test_the_companies_money_beside_the_total_says_so() -> None:
    total = Budget(240 * 10**6, 0.9, national_yen=200 * 10**6, local_yen=40 * 10**6, private_yen=30 * 10**6)
    apart, within = (budget_view(b, Source()) for b in (total, replace(total, total_yen=270 * 10**6)))
    assert apart.sources[-1] == ("民間負担", "30百万円（30,000,000円）　総事業費には含まれません")
    assert within.sources[-1] == ("民間負担", "30百万円（30,000,000円）")


@pytest.mark.parametrize(("count", "told"), [(1, ""), (2, "「区分1」を2倍にすれば33.3点（+8.3）"), (6, "「区分0」）～")])
def test_what_other_weights_make_of_the_total_is_one_sentence(count: int, told: str) -> None:
    each = 100 / count
    parts = tuple(ScorePart(str(i), f"区分{i}", each * i / (2 * count - 2 or 1), each) for i in range(count))
    view = score_view(PreScore(sum(p.points for p in parts), 0.0, parts))
    assert view is not None
    assert told in view.sensitivity
    assert bool(view.sensitivity) == bool(told)


def test_values_of_one_passage_quote_it_once_and_each_has_its_place() -> None:
    passage = (Evidence("コア研究機関は、みさき大学及びいそ高専とする。", 1, None),)
    values = [Value(name, 0.9, passage) for name in ("みさき大学", "いそ高専")]
    values.append(Value("はま研究所", 0.9, (Evidence("はま研究所も加わる。", 2, None),)))
    entries = rows_of("コア研究機関", values, Source(), "core_research_institutions").entries
    assert [[q.page for q in e.quotes] for e in entries] == [[], [1], [2]]
    assert [[q.page for q in e.places] for e in entries] == [[1], [], []]
