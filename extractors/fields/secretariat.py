"""事務局: who runs the headquarters' office, from the role cells of tables and forms."""

from __future__ import annotations

import re

from extractors.document import Cell, Document, Table
from extractors.fields.statements import squeeze
from extractors.values import Value, evidence_of

SECRETARIAT = "事務局"
CONFIDENCE = 0.9
MOST_CHARS = 60  # a longer cell tells something else
_LABEL = re.compile(r"(?:本部)?事務局(?:[(（].*[)）])?")
_NOTHING = re.compile(r"[-－―—・]*")


def extract_secretariat(document: Document) -> Value[str] | None:
    """What stands beside the first cell that says 事務局; None where no table or form tells."""
    for block in document.tables:
        assert block.table is not None
        for label in block.table.cells:
            if _LABEL.fullmatch(squeeze(label.text.text)):
                beside = _beside(block.table, label)
                if beside:
                    return Value("、".join(c.text.text.strip() for c in beside), CONFIDENCE, tuple(evidence_of(c.text) for c in beside))
    return None


def _beside(table: Table, label: Cell) -> list[Cell]:
    """The telling cells right of a label in its row, at most two (how many, who)."""
    right = [c for c in table.row_cells(label.row) if c.col > label.col]
    return [c for c in right if not _NOTHING.fullmatch(squeeze(c.text.text)) and len(c.text.text) <= MOST_CHARS][:2]
