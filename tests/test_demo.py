"""The main job end to end, Prefect included: a folder with good and bad files becomes a run folder."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.settings import Settings
from flows.worker import Outcome
from outputs.run_folder import RunFiles
from tests.conftest import SAMPLES

GOOD = ("sample-sapporo", "sample-sendai")
BAD = {"空": b"", "偽物": b"This is not a PDF at all.", "途中まで": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for name in GOOD:
        (folder / f"{name}.pdf").write_bytes((SAMPLES / f"{name}.pdf").read_bytes())
    for name, content in BAD.items():
        (folder / f"{name}.pdf").write_bytes(content)
    (folder / "提案書.docx").write_bytes(b"PK\x03\x04")
    return folder


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(workers=1, programmes=(str(SAMPLES / "programmes.csv"),))


@pytest.fixture(scope="module")
def run(
    inbox: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory, prefect_server: None
) -> tuple[Path, RunFiles, list[Outcome]]:
    from flows.batch import read_folders

    folder = tmp_path_factory.mktemp("run")
    outcomes: list[Outcome] = []
    files = read_folders([str(inbox)], str(folder), settings, lambda outcome, done, total: outcomes.append(outcome))
    return folder, files, outcomes


def assessment(folder: Path, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "assessments" / f"{name}.json").read_text("utf-8"))
    return data


def test_no_file_is_lost(run: tuple[Path, RunFiles, list[Outcome]]) -> None:
    folder, _, outcomes = run
    names = {*GOOD, *BAD, "提案書.docx"}
    assert {o.name for o in outcomes} == names
    assert {p.stem for p in (folder / "assessments").glob("*.json")} == names


def test_bad_files_are_rejected_with_a_sentence_and_the_good_go_on(run: tuple[Path, RunFiles, list[Outcome]]) -> None:
    folder, files, outcomes = run
    status = {o.name: o.status for o in outcomes}
    assert all(status[name] == "ok" for name in GOOD)
    summary = files.summary.read_text("utf-8")
    for name in (*BAD, "提案書.docx"):
        told = assessment(folder, name)["document"]
        assert told["status"] == "rejected"
        assert told["problems"][0]["message"].endswith("。")
        assert told["problems"][0]["message"] in summary


def test_every_value_of_a_good_proposal_has_a_place(run: tuple[Path, RunFiles, list[Outcome]]) -> None:
    told = assessment(run[0], GOOD[0])
    assert told["schema"] == "assessment/1"
    assert told["fields"]["core_institution"]["value"] == "財団法人北海道科学技術総合振興センター"
    assert told["fields"]["budget"]["total_yen"] == 2_665_000_000
    assert len(told["criteria"]) == 24
    pages = told["document"]["pages"]
    for node in (
        told["fields"]["specific_domain"],
        told["fields"]["core_institution"],
        *told["fields"]["infrastructure"],
        *told["criteria"],
    ):
        for evidence in node["evidence"]:
            assert evidence["quote"]
            assert 1 <= evidence["page"] <= pages
            assert len(evidence["bbox"]) == 4


def test_people_get_packets_workbook_and_database(run: tuple[Path, RunFiles, list[Outcome]]) -> None:
    folder, files, _ = run
    for name in GOOD:
        assert (folder / "packets" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        assert "特定領域" in (folder / "packets" / f"{name}.html").read_text("utf-8")
    sheets = openpyxl.load_workbook(files.workbook).sheetnames
    assert {"提案一覧", "項目", "施設", "年度別予算", "評価項目", "既存事業との重複", "問題点"} <= set(sheets)
    with sqlite3.connect(folder / "shitayomi.sqlite") as store:
        assert store.execute("select count(*) from proposals").fetchone()[0] == len(GOOD) + len(BAD) + 1


def test_the_call_is_compared_and_linked_first(run: tuple[Path, RunFiles, list[Outcome]]) -> None:
    folder, files, _ = run
    told = json.loads((folder / "call.json").read_text("utf-8"))
    assert sorted(p["name"] for p in told["ranking"]["proposals"]) == sorted(p["name"] for p in told["proposals"])
    assert [p["name"] for p in told["proposals"]] == list(GOOD)
    assert [p["bloc"] for p in told["proposals"]] == ["北海道", "東北"]
    assert (folder / "call.pdf").read_bytes().startswith(b"%PDF")
    assert f'href="packets/{GOOD[0]}.html"' in (folder / "call.html").read_text("utf-8")
    index = files.index.read_text("utf-8")
    assert 0 < index.index('href="call.html"') < index.index('href="packets/')


def test_prefect_holds_the_summary(run: tuple[Path, RunFiles, list[Outcome]]) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["shitayomi-run"])))
    assert any(artifact.data == run[1].summary.read_text("utf-8") for artifact in artifacts)


def test_a_second_run_takes_over_what_is_there(run: tuple[Path, RunFiles, list[Outcome]], inbox: Path, settings: Settings) -> None:
    from flows.batch import read_folders

    folder, _, _ = run
    before = {p.name: p.read_bytes() for p in (folder / "assessments").glob("*.json")}
    call = (folder / "call.json").stat().st_mtime_ns
    outcomes: list[Outcome] = []
    read_folders([str(inbox)], str(folder), settings, lambda outcome, done, total: outcomes.append(outcome))
    assert all(o.reused for o in outcomes if o.name in GOOD)
    assert {p.name: p.read_bytes() for p in (folder / "assessments").glob("*.json")} == before
    assert (folder / "call.json").stat().st_mtime_ns == call
