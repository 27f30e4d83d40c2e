"""What lies in a folder becomes jobs: every document once, each under a name of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.inbox import InboxError, find_jobs


def put(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.4")
    return folder


def test_pdfs_are_found_downwards_and_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b.pdf", "a.PDF", "下/c.pdf", "読まない.txt")
    assert [j.name for j in find_jobs([tmp_path])] == ["a", "b", "c"]


def test_two_files_of_one_name_both_stay(tmp_path: Path) -> None:
    put(tmp_path, "甲/提案.pdf", "乙/提案.pdf", "丙/提案-2.pdf")
    names = [j.name for j in find_jobs([tmp_path])]
    assert len(set(names)) == 3
    assert "提案" in names


def test_a_word_file_is_not_lost(tmp_path: Path) -> None:
    put(tmp_path, "提案.docx", "提案.pdf")
    assert {j.name for j in find_jobs([tmp_path])} == {"提案.docx", "提案"}


def test_office_lock_files_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "~$提案.docx", ".隠し.pdf", "提案.pdf")
    assert [j.name for j in find_jobs([tmp_path])] == ["提案"]


def test_a_single_file_is_a_source(tmp_path: Path) -> None:
    put(tmp_path, "提案.pdf")
    assert [j.name for j in find_jobs([tmp_path / "提案.pdf", tmp_path])] == ["提案"]


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InboxError, match="見つかりません"):
        find_jobs([tmp_path / "ない"])


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InboxError, match="PDF を置いて"):
        find_jobs([tmp_path])
