"""Corrections beside the machine's values: in packets, counts, JSON, workbook and store, run after run."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import load_workbook

from extractors.document import Box
from extractors.page_layout import PageLayout
from outputs.assessment_json import assessment_from_json
from outputs.corrections.records import Decision, Verdict
from outputs.corrections.shown import remark
from outputs.packet.build import packet_view
from outputs.packet.html import packet_html
from outputs.packet.pdf import packet_pdf
from outputs.packet.places import place_label, place_link
from outputs.packet.view import PacketView
from outputs.run_folder import assessment_file, write_proposal, write_run
from outputs.store import Store, sqlite_url
from tests.factory import make_assessment, make_rubric

DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DIGEST = make_assessment().document.sha256
BY = "（分析担当、令和8年11月24日）"
PLAZA = "みさきインキュベーションプラザ（仮称）"


def decision(subject: str, value: str | None, machine: str | None, verdict: Verdict = Verdict.CORRECTED) -> Decision:
    return Decision(DIGEST, subject, verdict, value, machine, "分析担当", NOON)


MADE = (
    decision("core_institution", "財団法人みさき産業振興公社", "財団法人みさき科学技術振興機構"),
    decision("title", "みさき海洋バイオマテリアル創成構想", "みさき海洋バイオマテリアル創成構想", Verdict.CONFIRMED),
    decision("headquarters[研究統括]", "渚　和歌子", None),
    decision("core_research_institutions[みさき医科大学]", None, "みさき医科大学", Verdict.WRONG),
    decision("core_research_institutions[いそ高専]", "いそ高専", None),
    decision("companies[波止場化学工業株式会社]", "波止場化成株式会社", "波止場化学工業株式会社"),
    decision("budget.by_year[2003]", "525000000", "515000000"),
    decision("criteria[2.1.4]", "2", "1"),
    decision(f"infrastructure[{PLAZA}].status", "existing", "planned"),
    decision("infrastructure[いそ試験場]", "いそ試験場", None),
)
SHOWN = (
    f"修正：財団法人みさき産業振興公社{BY}",
    f"確認済み{BY}",
    f"修正：渚　和歌子{BY}",
    f"誤り：正しい値は未記入{BY}",
    f"追加：いそ高専{BY}",
    f"波止場化学工業株式会社（5ページ、修正：波止場化成株式会社{BY}）",
    f"修正：525百万円（525,000,000円）{BY}",
    f"修正：2　具体的な記載{BY}",
    f"区分の修正：既存{BY}",
    f"追加：いそ試験場{BY}",
)


def view(*decisions: Decision) -> PacketView:
    return packet_view(make_assessment(), make_rubric(), DAY, "misaki.pdf", {d.subject: d for d in decisions})


def test_a_packet_shows_what_people_decided_beside_the_machines_value() -> None:
    html = re.sub(r"<[^>]+>", "", packet_html(view(*MADE)))
    with pdfplumber.open(io.BytesIO(packet_pdf(view(*MADE)))) as document:
        paper = "".join(page.extract_text() for page in document.pages).replace("\n", "").replace(" ", "")
    for words in SHOWN:
        assert words in html
        assert words.replace("　", "")[:12] in paper.replace("　", "")
    assert "財団法人みさき科学技術振興機構" in html
    assert "修正：" not in re.sub(r"<[^>]+>", "", packet_html(view()).split("</style>")[1])


def test_what_a_person_decided_needs_no_check() -> None:
    before, after = ({t.label: t.value for t in v.tiles}["要確認の値"] for v in (view(), view(*MADE)))
    # 中核機関, みさき医科大学, 波止場化学, 2.1.4 are decided; プラザ too, by its status
    assert (before, after) == ("7", "2")


def test_a_decision_stands_by_what_the_machine_says_now() -> None:
    right = decision("core_institution", "甲財団", "乙財団")
    assert remark(right, "乙財団") == f"修正：甲財団{BY}"
    assert remark(right, "甲財団") == f"確認済み{BY}"
    wrong = decision("core_institution", None, "乙財団", Verdict.WRONG)
    assert remark(wrong, "乙財団").startswith("誤り")
    assert remark(wrong, "丙財団") == ""
    assert remark(decision("region", None, "みさき"), "みさき") == f"修正：記載なし{BY}"


@pytest.fixture
def standing(tmp_path: Path) -> str:
    url = sqlite_url(tmp_path / "corrections.sqlite")
    store = Store(url)
    store.keep(MADE)
    store.close()
    return url


def test_corrections_outlive_the_run_folder(standing: str, tmp_path: Path) -> None:
    for folder in (tmp_path / "first", tmp_path / "second"):
        told = [("misaki", make_assessment())]
        write_proposal(folder, *told[0], make_rubric(), made_on=DAY, corrections=standing)
        files = write_run(folder, told, make_rubric(), corrections=standing, made_on=DAY)
        data = json.loads(assessment_file(folder, "misaki").read_text("utf-8"))
        assert data["fields"]["core_institution"]["value"] == "財団法人みさき科学技術振興機構"
        assert assessment_from_json(data) == make_assessment()
        kept = {c["subject"]: (c["value"], c["verdict"], c["person"]) for c in data["corrections"]}
        assert kept["core_institution"] == ("財団法人みさき産業振興公社", "corrected", "分析担当")
        assert len(kept) == len(MADE)
        assert SHOWN[0] in (folder / "packets" / "misaki.html").read_text("utf-8")
        values = [c.value for row in load_workbook(files.workbook)["項目"].iter_rows() for c in row]
        assert {"財団法人みさき産業振興公社", "いそ高専", "波止場化成株式会社"} <= set(values)
        store = Store(sqlite_url(folder / "shitayomi.sqlite"))
        reviewed = {v.subject: v for v in store.reviewed(store.runs()[0], "misaki")}
        store.close()
        assert reviewed["core_institution"].value == "財団法人みさき産業振興公社"
        assert reviewed["core_institution"].machine_value == "財団法人みさき科学技術振興機構"
        assert not reviewed["title"].corrected


def test_without_a_standing_store_nothing_is_made(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "none" / "corrections.sqlite")
    write_proposal(tmp_path / "run", "misaki", make_assessment(), make_rubric(), made_on=DAY, corrections=url)
    assert not (tmp_path / "none").exists()
    assert json.loads(assessment_file(tmp_path / "run", "misaki").read_text("utf-8"))["corrections"] == []


def test_a_store_from_before_verdicts_is_read(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "old.sqlite"
    with sqlite3.connect(file) as db:
        db.execute(
            "CREATE TABLE corrections (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, subject TEXT NOT NULL, machine_value TEXT,"
            " value TEXT, person TEXT NOT NULL, note TEXT NOT NULL, made_at DATETIME NOT NULL)"
        )
        db.execute("INSERT INTO corrections VALUES (1, 'ab', 'title', NULL, '甲', '山田', '', '2026-11-24 03:00:00.000000')")
    for _ in (1, 2):
        store = Store(sqlite_url(file))
        assert store.decisions("ab")["title"] == Decision("ab", "title", Verdict.CORRECTED, "甲", None, "山田", NOON)
        store.close()


def test_places_are_told_in_words_and_as_links() -> None:
    page, wide = PageLayout(600.0, 900.0), PageLayout(600.0, 900.0, 2)
    low, high = Box(320.0, 700.0, 560.0, 720.0), Box(40.0, 100.0, 280.0, 120.0)
    assert place_label(4, high, page) == "4ページ 上段"
    assert place_label(4, Box(40.0, 440.0, 500.0, 460.0), page) == "4ページ 中段"
    assert [place_label(4, b, wide) for b in (high, low)] == ["4ページ 左上段", "4ページ 右下段"]
    assert [place_label(4, None, page), place_label(4, low, None), place_label(0, None, None)] == ["4ページ", "4ページ", "ページ不明"]
    # 700 - 24 points from the top are 901 pixels; 900 - 676 points from the bottom
    assert place_link("a.pdf", 4, low, page) == "a.pdf#page=4&view=FitH,901&zoom=FitH,224"
    assert place_link("a.pdf", 4, Box(0.0, 5.0, 9.0, 9.0), page) == "a.pdf#page=4&view=FitH,0&zoom=FitH,900"
    assert [place_link("a.pdf", 4, None, page), place_link("", 4, low, page), place_link("a.pdf", 0, None, None)] == [
        "a.pdf#page=4",
        "",
        "a.pdf",
    ]


def test_criteria_a_person_graded_are_not_abstained_from() -> None:
    criteria = {c.id: c for s in view(decision("criteria[4.3.2]", "1", "1", Verdict.CONFIRMED)).sections for c in s.criteria}
    assert (criteria["2.1.4"].check, criteria["4.3.2"].check) == (True, False)
    assert replace(criteria["4.3.2"], remark="") != criteria["4.3.2"]
