"""Reference tables (CSV in UTF-8): read whole, every fault reported at once."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import CorpusError


def read_table(path: Path, columns: Sequence[str]) -> tuple[dict[str, str], ...]:
    """The rows, white space at the edges taken off. ``columns`` must be there; a row with too many cells is a fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(path.name, [f"ファイルを開けません：{error}"]) from error
    faults = [f"列「{c}」がありません。" for c in missing]
    faults += [f"{i}行目：列が多すぎます。" for i, row in enumerate(rows, 2) if None in row]
    if faults:
        raise CorpusError(path.name, faults)
    return tuple({key: (value or "").strip() for key, value in row.items()} for row in rows)
