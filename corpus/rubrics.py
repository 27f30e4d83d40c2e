"""Rubrics: the criteria a proposal is pre-read against, as data (``corpus/data/rubrics/*.yaml``, how-to: HOWTO.md there)."""

from __future__ import annotations

from pathlib import Path

import yaml

from corpus.errors import CorpusError
from corpus.rubric import Aspect, Criterion, Fact, Role, Rubric, Section, Threshold
from corpus.rubric_schema import parse_rubric

__all__ = ["Aspect", "Criterion", "Fact", "Role", "Rubric", "Section", "Threshold", "list_rubrics", "load_rubric"]

RUBRIC_FOLDER = Path(__file__).parent / "data" / "rubrics"
DEFAULT_RUBRIC = "chiteki-cluster-2002"


def list_rubrics(folder: Path = RUBRIC_FOLDER) -> tuple[str, ...]:
    """The names ``load_rubric`` knows."""
    return tuple(sorted(p.stem for p in folder.glob("*.yaml")))


def load_rubric(name_or_path: str | Path = DEFAULT_RUBRIC) -> Rubric:
    """A rubric by its name or from a YAML file.

    Raises CorpusError with every fault of the file at once.
    """
    path = Path(name_or_path)
    if path.suffix not in {".yaml", ".yml"}:
        path = RUBRIC_FOLDER / f"{name_or_path}.yaml"
    if not path.is_file():
        raise CorpusError(str(name_or_path), [f"評価の視点のファイルがありません。使えるもの：{'、'.join(list_rubrics())}"])
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(str(path), [f"YAML として読めません：{error}"]) from error
    return parse_rubric(str(path), data)
