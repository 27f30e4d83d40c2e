"""The one error corpus loaders raise: a file's every fault at once."""

from __future__ import annotations

from collections.abc import Sequence


class CorpusError(ValueError):
    """A reference file that cannot be used, with all its faults (one Japanese sentence each)."""

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__(f"{file} を読み込めません（{len(self.faults)}件）：\n" + "\n".join(f"・{f}" for f in self.faults))
