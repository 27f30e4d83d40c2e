"""The one error of this package: all faults of a reviewed workbook at once."""

from __future__ import annotations

from collections.abc import Sequence


class CorrectionsError(ValueError):
    """A workbook whose corrections cannot be taken over, with all its faults (one Japanese sentence each)."""

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__(f"{file} の修正を取り込めません（{len(self.faults)}件）：\n" + "\n".join(f"・{f}" for f in self.faults))
