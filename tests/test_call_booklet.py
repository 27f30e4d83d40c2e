"""The booklet: the HTML against a golden page, the PDF by its text, what is kept and what the run's first page tells."""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pdfplumber

from models.call import CallComparison
from outputs.booklet import Booklet, discard_booklet, kept_booklet, write_booklet
from outputs.booklet.build import booklet_view
from outputs.booklet.data import call_to_json
from outputs.booklet.html import booklet_html
from outputs.booklet.pdf import booklet_pdf
from outputs.packet.entries import Source
from outputs.run_folder import write_run
from outputs.summary import index_html
from tests.call_factory import compared
from tests.factory import make_assessment, make_rubric
from tests.test_outputs_packet import DAY, GOLDEN, HOSTILE, Outline

PDFS = {name: Source(f"../proposals/{name}.pdf") for name in "abcd"}


def page(comparison: CallComparison | None = None) -> str:
    return booklet_html(booklet_view(comparison or compared(), DAY, PDFS))


def hostile() -> CallComparison:
    told = compared()
    entrants = tuple(replace(e, title=HOSTILE, domain=HOSTILE) for e in told.entrants)
    return replace(told, entrants=entrants, shared=tuple(replace(s, name=HOSTILE) for s in told.shared), left_out=(HOSTILE,))


def test_golden() -> None:
    """The page without its styles. Set SHITAYOMI_REWRITE_GOLDEN=1 to write the golden file anew, and look at the difference."""
    file = GOLDEN / "call.html"
    made = re.sub(r"<style>.*?</style>", "<style></style>", page(), flags=re.S)
    if os.environ.get("SHITAYOMI_REWRITE_GOLDEN") == "1":
        file.write_text(made, "utf-8")
    assert made == file.read_text("utf-8")


def test_html_is_self_contained_and_every_finding_leads_to_its_page() -> None:
    outline = Outline()
    outline.feed(page())
    assert outline.lang == "ja"
    assert outline.loads == []
    assert outline.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(outline.levels))
    assert {h[1:] for h in outline.hrefs if h.startswith("#")} <= set(outline.ids)
    assert {"packets/a.html", "../proposals/a.pdf#page=2", "../proposals/b.pdf#page=2"} <= set(outline.hrefs)


def test_nothing_found_is_said() -> None:
    bare = replace(compared(), partnerships=(), shared=(), copies=(), interests=(), common=())
    assert page(bare).count("該当なし") == 4


def test_two_proposals_of_one_region_keep_their_names() -> None:
    told = compared()
    same = replace(told, entrants=tuple(replace(e, region="仙台地域") for e in told.entrants))
    assert [p.ref.label for p in booklet_view(same, DAY).proposals] == [f"仙台地域（{name}）" for name in "abcd"]


def test_hostile_text_stays_text() -> None:
    html = page(hostile())
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert booklet_pdf(booklet_view(hostile(), DAY)).startswith(b"%PDF")


def test_pdf_tells_the_same_and_is_the_same_twice() -> None:
    view = booklet_view(compared(), DAY, PDFS)
    made = booklet_pdf(view)
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        text = "".join(p.extract_text() or "" for p in pdf.pages).replace("\n", "")
        uris = {str(link["uri"]) for p in pdf.pages for link in p.hyperlinks}
    assert "汐見" in text
    assert "不適切な事実の有無を示すものではありません" in text
    assert {"../proposals/a.pdf#page=2", "packets/a.html"} <= uris
    assert made == booklet_pdf(view)


def test_json_carries_every_finding_with_its_passages() -> None:
    data = json.loads(json.dumps(call_to_json(compared(), "abc"), ensure_ascii=False))
    assert data["schema"] == "call/1"
    assert [p["name"] for p in data["proposals"]] == ["a", "b", "c", "d"]
    assert data["near_copies"][0]["passages"][0]["first"]["page"] == 1
    found = [*data["shared"], *data["wide_area"]]
    assert all(m["evidence"] for f in found for m in f["mentions"])
    assert {t["reviewer"] for t in data["interests"]} == {"磯部遼太郎", "浜名潤"}


def test_the_booklet_is_kept_only_for_the_same_call(tmp_path: Path) -> None:
    written = write_booklet(tmp_path, compared(), {}, "one", made_on=DAY)
    assert kept_booklet(tmp_path, "one") == written
    assert kept_booklet(tmp_path, "two") is None
    (tmp_path / "call.pdf").unlink()
    assert kept_booklet(tmp_path, "one") is None
    discard_booklet(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_first_page_leads_to_the_booklet_or_says_why_there_is_none(tmp_path: Path) -> None:
    booklet = write_booklet(tmp_path, compared(), {}, made_on=DAY)
    files = write_run(tmp_path, [("misaki", make_assessment())], make_rubric(), booklet=booklet, made_on=DAY)
    assert ("公募全体の比較", tmp_path / "call.html") in list(files.listing())
    index, summary = files.index.read_text("utf-8"), files.summary.read_text("utf-8")
    assert index.index('href="call.html"') < index.index('href="packets/')
    assert "[公募全体の比較](call.html)：広域連携の候補1組、重なって挙げられている機関・人等2件、酷似する提案1組" in summary
    lost = index_html((), date(2026, 11, 24), Booklet(problem="比較冊子を作成できませんでした。"))
    assert "比較冊子を作成できませんでした。" in lost
    assert "call.html" not in lost
