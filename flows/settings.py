"""Settings of a run: what the office may choose, from ``shitayomi.toml``, the environment and the command line."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

SETTINGS_FILE = "shitayomi.toml"
RUNS = Path("outputs/runs")
CORRECTIONS_FILE = "corrections.sqlite"
ENVIRONMENT_PREFIX = "SHITAYOMI_"


class SettingsError(ValueError):
    """A settings file that cannot be used; the message is a Japanese sentence."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything is a plain string, number or path, so that a settings object can be sent to a worker process."""

    rubric: str = "chiteki-cluster-2002"
    programmes: tuple[str, ...] = ()  # files loaded beside the embedded list
    embedding_model: str = ""  # hub id or folder; "" is the offline default
    reviewers: str = ""  # CSV of the reviewers; "" is the sample committee
    workers: int = 0  # 0: one a core, at most MOST_WORKERS
    ocr: bool = True
    password: str = ""
    database: str = ""  # SQLAlchemy URL; "" is a SQLite file in the run folder
    corrections: str = ""  # SQLAlchemy URL of the standing corrections; "" is a SQLite file beside the run folders
    timeout_seconds: int = 300  # for reading one PDF

    MOST_WORKERS = 4

    @property
    def worker_count(self) -> int:
        return self.workers or min(os.cpu_count() or 1, self.MOST_WORKERS)

    @property
    def corrections_url(self) -> str:
        return self.corrections or f"sqlite:///{(RUNS / CORRECTIONS_FILE).resolve()}"


def load_settings(file: Path | None = None, **overrides: Any) -> Settings:
    """Settings from the defaults, then a TOML file, then SHITAYOMI_* variables, then ``overrides`` that are not None.

    Raises SettingsError for a file that cannot be read or names an unknown setting.
    """
    path = file or Path(SETTINGS_FILE)
    values: dict[str, Any] = _from_file(path) if file or path.exists() else {}
    values |= _from_environment()
    values |= {k: v for k, v in overrides.items() if v is not None}
    return replace(Settings(), **{k: _typed(k, v) for k, v in values.items()})


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"設定ファイル {path} を読み込めません（{error}）。書式を確かめてください。") from error
    known = {f.name for f in fields(Settings)}
    unknown = sorted(values.keys() - known)
    if unknown:
        raise SettingsError(f"設定ファイル {path} に未知の項目があります：{'、'.join(unknown)}。使える項目：{'、'.join(sorted(known))}")
    return values


def _from_environment() -> dict[str, str]:
    names = {f.name: f"{ENVIRONMENT_PREFIX}{f.name.upper()}" for f in fields(Settings)}
    return {name: os.environ[variable] for name, variable in names.items() if os.environ.get(variable)}


def _typed(name: str, value: Any) -> Any:
    """The value in the setting's own type (variables of the environment are strings)."""
    kind = type(getattr(Settings(), name))
    if kind is tuple:
        return tuple(value.split(os.pathsep)) if isinstance(value, str) else tuple(value)
    if kind is bool and isinstance(value, str):
        return value.lower() in {"1", "true", "yes", "on"}
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"設定 {name} の値「{value}」は使えません。") from error
