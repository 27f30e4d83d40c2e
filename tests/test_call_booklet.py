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
import pytest

from models.call import CallComparison
from models.sensitivity import DoubledSection, Sensitivity, rank_sensitivity
from outputs.booklet import Booklet, discard_booklet, kept_booklet, write_booklet
from outputs.booklet.build import booklet_view
from outputs.booklet.data import call_to_json
from outputs.booklet.html import booklet_html
from outputs.booklet.pdf import booklet_pdf
from outputs.booklet.ranking import ranking_view
from outputs.booklet.view import Ref
from outputs.packet.entries import Source
from outputs.run_folder import write_run
from outputs.summary import index_html
from tests.call_factory import compared
from tests.criteria_documents import graded, result, small_rubric
from tests.factory import make_assessment, make_rubric
from tests.test_outputs_packet import DAY, GOLDEN, HOSTILE, Outline

PDFS = {name: Source(f"../proposals/{name}.pdf") for name in "abcd"}


def page(comparison: CallComparison | None = None) -> str:
    return booklet_html(booklet_view(comparison or ranked(), DAY, PDFS))


def ranked() -> CallComparison:
    """The invented call with grades: a stands first whatever is varied, c has a doubtful grade, b and d hang on the weights."""
    doubtful = (result("A.1", 1, 0.2, 0.4, 0.2, 0.2), result("A.2", 0), result("B.1", 0))
    grades = {"a": graded(A1=3, A2=3, B1=3), "b": graded(A1=2, B1=1), "c": doubtful, "d": graded(A1=1, B1=2)}
    return replace(compared(), partly_read=("c",), ranking=rank_sensitivity(grades, small_rubric()))


def hostile() -> CallComparison:
    told = ranked()
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


def test_the_ranking_is_told_with_the_ranges_it_moves_in_and_never_as_merit() -> None:
    told = booklet_view(ranked(), DAY, PDFS).ranking
    assert told is not None
    assert [(r.ref.label, r.rank, r.by_weights.text) for r in told.rows[:1]] == [("仙台地域", 1, "1位")]
    assert told.rows[1].rank == 2
    assert "～" in told.rows[1].by_weights.text
    assert all(0 <= x.start < x.start + x.length <= 1.0001 for r in told.rows for x in (r.by_weights, r.by_grades))
    assert "順位の変わらない提案は1件です" in told.verdict
    assert "500通り" in told.method
    html = page()
    section = html[html.index('id="ranking"') : html.index('id="list"')]
    assert "構想の優劣を示すものではありません" in section
    assert "採否の順ではない" in section
    assert "読み取れたページだけによるため低めに出ます" in section


def test_without_a_ranking_nothing_is_said_of_it() -> None:
    assert "ranking" not in re.sub(r"<style>.*?</style>", "", page(compared()), flags=re.S)


def test_many_moved_proposals_are_counted() -> None:
    moved = tuple((name, i, i + 1) for i, name in enumerate("abcd", 1)) * 2
    section = DoubledSection("A", "技術", False, 60, 75, 0.5, moved)
    told = ranking_view(replace(ranked().ranking or never(), sections=(section,)), refs())
    assert (len(told.sections[0].moved), told.sections[0].more) == (6, 2)


@pytest.mark.parametrize(("agreement", "words"), [(1.0, "ほぼ保たれます"), (0.9, "一部が入れ替わります"), (0.2, "大きく入れ替わります")])
def test_the_verdict_is_as_firm_as_the_ranking(agreement: float, words: str) -> None:
    assert words in ranking_view(replace(ranked().ranking or never(), agreement=agreement), refs()).verdict


def refs() -> dict[str, Ref]:
    return {p.ref.packet[len("packets/") : -len(".html")]: p.ref for p in booklet_view(compared(), DAY).proposals}


def never() -> Sensitivity:
    raise AssertionError("four proposals have a ranking")


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
    view = booklet_view(ranked(), DAY, PDFS)
    made = booklet_pdf(view)
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        text = "".join(p.extract_text() or "" for p in pdf.pages).replace("\n", "")
        uris = {str(link["uri"]) for p in pdf.pages for link in p.hyperlinks}
    assert "汐見" in text
    assert "予備評価の順位と配点への感度" in text
    assert "不適切な事実の有無を示すものではありません" in text
    assert {"../proposals/a.pdf#page=2", "packets/a.html"} <= uris
    assert made == booklet_pdf(view)


def test_json_carries_every_finding_with_its_passages() -> None:
    data = json.loads(json.dumps(call_to_json(ranked(), "abc"), ensure_ascii=False))
    assert data["schema"] == "call/2"
    assert [p["name"] for p in data["proposals"]] == ["a", "b", "c", "d"]
    assert data["near_copies"][0]["passages"][0]["first"]["page"] == 1
    found = [*data["shared"], *data["wide_area"]]
    assert all(m["evidence"] for f in found for m in f["mentions"])
    assert data["ranking"]["proposals"][0] == {
        "name": "a",
        "rank": 1,
        "total": 100.0,
        "error": 0.0,
        "by_weights": [1, 1],
        "by_grades": [1, 1],
    }
    assert [s["id"] for s in data["ranking"]["sections"]] == ["A", "B"]
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
