from __future__ import annotations

from pathlib import Path

import pytest

from flows.settings import Settings, SettingsError, load_settings


def test_the_file_is_read_and_the_command_line_wins(tmp_path: Path) -> None:
    file = tmp_path / "shitayomi.toml"
    file.write_text('rubric = "fs-first"\nworkers = 3\nprogrammes = ["a.csv", "b.csv"]\n', "utf-8")
    settings = load_settings(file, workers=1, rubric=None)
    assert (settings.rubric, settings.workers, settings.programmes) == ("fs-first", 1, ("a.csv", "b.csv"))


def test_the_environment_is_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHITAYOMI_OCR", "no")
    monkeypatch.setenv("SHITAYOMI_WORKERS", "2")
    settings = load_settings()
    assert settings.ocr is False
    assert settings.worker_count == 2


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("rubrik = 1\n", "utf-8")
    with pytest.raises(SettingsError, match="rubrik"):
        load_settings(file)


def test_a_value_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('workers = "多く"\n', "utf-8")
    with pytest.raises(SettingsError, match="workers"):
        load_settings(file)


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("= =", "utf-8")
    with pytest.raises(SettingsError, match="読み込めません"):
        load_settings(file)


def test_workers_follow_the_machine_unless_told() -> None:
    assert 1 <= Settings().worker_count <= Settings.MOST_WORKERS
