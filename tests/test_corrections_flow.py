"""Corrections through the commands: imported, listed, shown by the next run, learned from where the PDF is at hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from flows import corrected
from flows.cli import app
from flows.finish import finish_run
from flows.inbox import Job
from flows.settings import Settings, load_settings
from models.fields_gold import PARTLY
from outputs.corrections.errors import CorrectionsError
from outputs.corrections.records import Decision, Verdict
from outputs.corrections.standing import all_decisions
from outputs.run_folder import assessment_file, write_proposal
from outputs.store import Store, sqlite_url
from tests.factory import make_assessment, make_rubric
from tests.test_outputs_corrections import NOON, review_by_hand

DIGEST = make_assessment().document.sha256


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("SHITAYOMI_CORRECTIONS", raising=False)
    file = tmp_path / "shitayomi.toml"
    file.write_text(f'corrections = "{sqlite_url(tmp_path / "office" / "corrections.sqlite")}"\n', "utf-8")
    return load_settings(file)


def finish(tmp_path: Path, settings: Settings) -> Path:
    pdf = tmp_path / "misaki.pdf"
    pdf.write_bytes(b"%PDF-1.4")
    return finish_run(tmp_path / "run", [Job("misaki", pdf)], [], settings).workbook


def run_cli(*arguments: str, tmp_path: Path) -> Any:
    return CliRunner().invoke(app, ["corrections", *arguments, "--settings", str(tmp_path / "shitayomi.toml")], env={"COLUMNS": "300"})


def test_a_correction_goes_round_from_the_workbook_to_the_next_run(tmp_path: Path, settings: Settings) -> None:
    write_proposal(tmp_path / "run", "misaki", make_assessment(), make_rubric(), corrections=settings.corrections_url)
    workbook = finish(tmp_path, settings)
    assert "取り込んだ修正はありません" in run_cli("list", tmp_path=tmp_path).stdout
    book = load_workbook(workbook)
    review_by_hand(book)
    reviewed = tmp_path / "返却.xlsx"
    book.save(reviewed)
    imported = run_cli("import", str(reviewed), "--by", "山田", tmp_path=tmp_path)
    assert imported.exit_code == 0
    assert "修正を8件取り込みました（前と同じもの0件）" in imported.stdout
    assert "修正：財団法人みさき産業振興公社（山田、" in run_cli("list", tmp_path=tmp_path).stdout
    data = json.loads(assessment_file(tmp_path / "run", "misaki").read_text("utf-8"))
    assert data["corrections"] == []
    finish(tmp_path, settings)
    data = json.loads(assessment_file(tmp_path / "run", "misaki").read_text("utf-8"))
    assert {c["subject"] for c in data["corrections"]} >= {"core_institution", "criteria[2.1.4]"}
    assert "修正：財団法人みさき産業振興公社（山田、" in (tmp_path / "run" / "packets" / "misaki.html").read_text("utf-8")


def test_packets_are_left_alone_where_nothing_was_corrected(tmp_path: Path, settings: Settings) -> None:
    write_proposal(tmp_path / "run", "misaki", make_assessment(), make_rubric(), corrections=settings.corrections_url)
    packet = tmp_path / "run" / "packets" / "misaki.html"
    packet.write_text("前のまま", "utf-8")
    finish(tmp_path, settings)
    assert packet.read_text("utf-8") == "前のまま"


def test_a_faulty_workbook_is_an_error_of_the_users(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"")
    result = run_cli("import", str(file), tmp_path=tmp_path)
    assert isinstance(result.exception, CorrectionsError)
    assert all_decisions(settings.corrections_url) == ()


def test_the_default_store_lies_beside_the_run_folders() -> None:
    assert Settings().corrections_url == f"sqlite:///{Path('outputs/runs/corrections.sqlite').resolve()}"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> SimpleNamespace:
    """Two PDFs, one with a decision; reading them replaced."""
    folder = tmp_path / "proposals"
    folder.mkdir()
    for name in ("甲", "乙"):
        (folder / f"{name}.pdf").write_bytes(name.encode())
    digest = hashlib.sha256("甲".encode()).hexdigest()
    (tmp_path / "office").mkdir()
    store = Store(settings.corrections_url)
    store.keep([Decision(digest, "core_institution", Verdict.CORRECTED, "甲財団", "乙財団", "山田", NOON)])
    store.close()
    assessment = make_assessment()
    monkeypatch.setattr(corrected, "read_pdf", lambda path, _: SimpleNamespace(status="ok", sha256=digest, path=path))
    monkeypatch.setattr(corrected, "study", lambda document, _: SimpleNamespace(document=document))
    monkeypatch.setattr(corrected, "rejected", lambda *_: assessment)
    monkeypatch.setattr(corrected, "extract", lambda *_: assessment.fields)
    resources = SimpleNamespace(settings=settings)
    return SimpleNamespace(folder=folder, digest=digest, resources=resources)


def test_only_proposals_with_corrections_are_learned_from(bench: SimpleNamespace) -> None:
    examples = corrected.load_corrected([bench.folder], bench.resources, lambda _: None)
    assert [e.name for e in examples] == ["甲（修正）"]
    assert examples[0].gold == {PARTLY: {}, "core_institution": {"value": "甲財団", "accept": []}}
    assert corrected.load_corrected([], bench.resources, lambda _: None) == []


def test_a_proposal_judged_on_is_not_learned_from_by_another_way(bench: SimpleNamespace) -> None:
    judged: Any = [SimpleNamespace(reading=SimpleNamespace(document=SimpleNamespace(sha256=bench.digest)))]
    assert corrected.load_corrected([bench.folder], bench.resources, lambda _: None, judged=judged) == []
