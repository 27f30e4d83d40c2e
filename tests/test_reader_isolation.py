"""Hostile and broken files: each ends with a verdict and a sentence, and nothing leaks into the next file."""

from __future__ import annotations

import os
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.document import Document, Status
from extractors.pdf import Limits, read_document, read_in_process
from extractors.pdf.child import limit_memory
from extractors.pdf.transfer import dumps, loads
from extractors.pdf.worker import Allowance, processor_seconds, stop_workers
from tests.hostile_pdfs import FILES as HOSTILE

FILES = Path(__file__).parent / "files"
TIGHT = Limits(seconds=20, memory=700 << 20)
READABLE = {
    "nested_content",
    "plain",
    "broken_xref",
    "huge_count",
    "empty_page_box",
    "negative_box",
    "font_loop",
    "cmap_loop",
    "nested_arrays",
    "scripts",
    "many_objects",
    "landscape",
    "rotated",
    "sideways",
    "rotated_askew",
    "user_unit",
    "parent_loop",
    "nan_box",
    "no_resources",
    "missing_font",
    "missing_page",
    "bad_info",
    "previous_loop",
    "outline_loop",
    "pattern_loop",
    "mask_loop",
    "far_text",
    "owner_locked",
}
OTHER_WORDS = {"font_loop", "cmap_loop"}
REJECTED = {
    "empty": "empty",
    "not_a_pdf": "not_pdf",
    "no_pages": "broken",
    "bomb": "page_deadly",
    "self_form": "page_deadly",
    "absurd_page": "page_size",
    "deep_tree": "page_broken",
    "locked": "password",
}
SLOW = {"many_paths", "form_tree", "double_bomb"}  # seconds each; the verdict driver in tests/bench reads them too


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def read(folder: Path, name: str, data: bytes, limits: Limits = TIGHT, password: str | None = None) -> Document:
    path = folder / f"{name}.pdf"
    path.write_bytes(data)
    return read_document(path, limits=limits, password=password, ocr=False)


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - SLOW))
def test_every_hostile_file_gets_a_verdict(folder: Path, name: str) -> None:
    made = HOSTILE[name]() if name != "bomb" else HOSTILE[name](900 << 20)  # type: ignore[call-arg]
    document = read(folder, name, made)
    text = "".join(b.text.text for b in document.blocks)
    if name in READABLE:
        assert document.status is Status.OK, document.problems
        assert "Hello proposal" in text or (name in OTHER_WORDS and text)
    else:
        assert document.problems
        assert all(name in p.message and p.message.endswith("。") for p in document.problems)
    if name in REJECTED:
        assert (document.status, document.problems[0].code) == (Status.REJECTED, REJECTED[name])
        assert not document.pages


def test_the_next_file_is_untouched(folder: Path) -> None:
    before = read_document(FILES / "form.pdf")
    read(folder, "loop", HOSTILE["self_form"]())
    after = read_document(FILES / "form.pdf")
    assert dumps(before) == dumps(after)
    assert after.status is Status.OK


def test_a_file_behind_a_locked_one_is_not_called_locked(folder: Path) -> None:
    for name, code in (("locked", "password"), ("no_pages", "broken")):
        path = folder / f"{name}.pdf"
        path.write_bytes(HOSTILE[name]())
        assert [p.code for p in read_in_process(path, ocr=False).problems] == [code]


def test_time_runs_out(folder: Path) -> None:
    read_document(FILES / "form.pdf")  # the child is up: no more time is allowed for its start
    document = read(folder, "slow", HOSTILE["many_paths"](), Limits(seconds=0.3))
    assert document.status is Status.REJECTED
    assert document.problems[0].code in ("too_slow", "page_deadly")


def test_a_password_is_asked_for_and_used(folder: Path) -> None:
    path = folder / "locked.pdf"
    with pikepdf.open(FILES / "ruby.pdf") as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="ひみつ"))
    codes = [read_document(path, password=p).problems[0].code for p in (None, "wrong")]
    assert codes == ["password", "wrong_password"]
    opened = read_document(path, password="ひみつ")
    assert opened.status is Status.OK
    assert "霊屋" in "".join(b.text.text for b in opened.blocks)


def test_a_password_for_others_shuts_nothing(folder: Path) -> None:
    assert read(folder, "owner_locked", HOSTILE["owner_locked"](), password="another").status is Status.OK


def test_what_is_no_file(folder: Path) -> None:
    assert read_document(folder / "nowhere.pdf").problems[0].code == "missing"
    assert read_document(folder).problems[0].code == "missing"


def test_more_pages_than_the_limit(folder: Path) -> None:
    document = read_document(FILES / "form.pdf", limits=Limits(max_pages=2))
    assert (document.status, len(document.pages)) == (Status.PARTIAL, 2)
    assert "3ページあり、先頭の2ページ" in document.problems[0].message


def test_a_scan_without_ocr_says_how_to_get_it(folder: Path) -> None:
    import PIL.Image

    PIL.Image.new("L", (600, 800), 200).save(folder / "scan.pdf")
    document = read_document(folder / "scan.pdf", ocr=False)
    assert document.status is Status.PARTIAL
    assert "1ページは画像だけ" in document.problems[0].message
    assert "pip install onnxruntime rapidocr" in document.problems[0].message


def test_transfer_keeps_every_array() -> None:
    document = read_document(FILES / "twocol.pdf")
    again = loads(dumps(document))
    assert dumps(again) == dumps(document)
    assert [b.section for b in again.blocks] == [b.section for b in document.blocks]


def test_memory_limit_holds() -> None:
    pid = os.fork()
    if pid == 0:
        limit_memory(64 << 20)
        try:
            bytearray(256 << 20)
        except MemoryError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


ORIGINAL = (FILES / "ruby.pdf").read_bytes()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.tuples(st.integers(0, len(ORIGINAL) - 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
    keep=st.floats(0.2, 1.0),
)
def test_mutated_files_always_get_a_verdict(folder: Path, cuts: list[tuple[int, bytes]], keep: float) -> None:
    data = bytearray(ORIGINAL)
    for at, new in cuts:
        data[at : at + len(new)] = new
    document = read(folder, "mutant", bytes(data[: int(len(data) * keep)]))
    assert document.status is Status.OK or document.problems
    assert loads(dumps(document)).status is document.status


def test_an_allowance_counts_the_processor_not_the_clock() -> None:
    allowance = Allowance(os.getpid(), 1000.0)
    allowance.start -= 2000.0
    assert allowance.left() > 900 or processor_seconds(os.getpid()) is None
    allowance.start -= 3001.0
    assert allowance.left() <= 0


def test_children_end_with_us() -> None:
    stop_workers()
    assert read_document(FILES / "ruby.pdf").status is Status.OK
