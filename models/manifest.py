"""What is told of the shipped models: the proposals they were fitted to, their figures, and from which confidence on to trust them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).resolve().parent / "data" / "manifest.json"
CHECKING = "checking"


def read_manifest(file: Path | None = None) -> dict[str, Any]:
    """Empty where nothing was shipped."""
    source = file or MANIFEST
    manifest: dict[str, Any] = json.loads(source.read_text("utf-8")) if source.exists() else {}
    return manifest


@cache
def checking_thresholds() -> Mapping[str, float]:
    """Kind of value → the confidence below which it is to be checked; only kinds measured often enough."""
    return {kind: float(threshold) for kind, threshold in read_manifest().get(CHECKING, {}).items()}
