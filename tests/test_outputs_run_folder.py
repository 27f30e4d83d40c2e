"""The run folder: what is written where, links that lead somewhere, files whole or not at all."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest

from corpus.programme_import import import_file
from outputs.files import replacing, write_json, write_text
from outputs.links import relative_href
from outputs.run_folder import RunFiles, assessment_file, write_proposal, write_run
from tests.factory import make_assessment, make_rejected, make_rubric

DAY = date(2026, 11, 24)
SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFiles:
    base = tmp_path_factory.mktemp("run")
    folder, rubric = base / "out #1 ％", make_rubric()
    pdf = base / "提案 #2.pdf"
    pdf.write_bytes(b"%PDF-1.4")
    told = [("misaki #2", make_assessment()), ("暗号化", make_rejected())]
    for name, assessment in told:
        write_proposal(folder, name, assessment, rubric, pdf, made_on=DAY)
    return write_run(folder, told, rubric, sources={name: pdf for name, _ in told}, made_on=DAY)


def links(page: Path) -> set[Path]:
    hrefs = re.findall(r'href="([^"#]+)(?:#[^"]*)?"', page.read_text("utf-8"))
    return {(page.parent / unquote(h)).resolve() for h in hrefs if not h.startswith("http")}


def test_every_file_is_there_and_every_link_leads_to_one(run: RunFiles) -> None:
    assert all(Path(path).exists() for _, path in run.listing())
    pages = [run.index, *sorted(run.packets.glob("*.html"))]
    assert len(pages) == 3
    for page in pages:
        assert links(page)
        assert all(target.exists() for target in links(page))


def test_the_assessment_lies_under_its_name(run: RunFiles) -> None:
    data = json.loads(assessment_file(run.folder, "misaki #2").read_text("utf-8"))
    assert data["fields"]["title"]["value"] == "みさき海洋バイオマテリアル創成構想"


def test_the_summary_names_what_could_not_be_read(run: RunFiles) -> None:
    text = run.summary.read_text("utf-8")
    assert "提案書2件：一部のみ読取り1件、読取り不可1件" in text
    assert "## 読み取れなかったファイル" in text
    assert "パスワードで保護されている" in text
    assert "構想の優劣を示すものではありません" in text


def test_nothing_is_left_beside_the_outputs(run: RunFiles) -> None:
    assert [p for p in run.folder.rglob("*") if p.name.startswith(".")] == []


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_text(file, "前の内容")

    def interrupted() -> None:
        with replacing(file) as draft:
            draft.write_text("半分")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert file.read_text("utf-8") == "前の内容"
    assert list(tmp_path.iterdir()) == [file]


def test_lone_surrogates_do_not_stop_a_file(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"quote": "あ\ud800"})
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == {"quote": "あ\ud800"}
    write_text(tmp_path / "a.txt", "あ\ud800")
    assert (tmp_path / "a.txt").read_text("utf-8") == "あ?"


def test_relative_links_are_quoted(tmp_path: Path) -> None:
    assert relative_href(tmp_path / "a b#c.pdf", tmp_path / "packets") == "../a%20b%23c.pdf"


def test_samples_are_marked_as_invented_and_their_programmes_load() -> None:
    index = (SAMPLES / "README.ja.md").read_text("utf-8")
    proposals = sorted(SAMPLES.glob("*.pdf"))
    assert len(proposals) == 4
    assert all(f"({p.name})" in index for p in proposals)
    assert "見本・架空" in index
    programmes = import_file(SAMPLES / "programmes.csv").programmes
    assert len(programmes) == 24
    assert all("架空" in p.source for p in programmes)
