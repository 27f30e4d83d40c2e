"""A programme list as CSV, in the columns the importer knows by name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, fields

from corpus.programmes import Programme

LIST_SEPARATOR = "、"


def programmes_csv(programmes: Iterable[Programme]) -> str:
    """CSV text with one row a programme; several partners or people in one cell are joined by 、."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [f.name for f in fields(Programme) if f.name != "list_name"], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for programme in programmes:
        row = asdict(programme)
        writer.writerow({k: LIST_SEPARATOR.join(v) if isinstance(v, tuple) else "" if v is None else v for k, v in row.items()})
    return out.getvalue()
