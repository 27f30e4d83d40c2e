"""Why a learned model chose a value, in a line: the named features that carried it, strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from extractors.values import Feature

LABELS_FILE = Path(__file__).parent / "feature_labels.yaml"
MOST_FEATURES = 3
LEAST_WEIGHT = 0.1  # log-odds; a weaker feature decides nothing


@cache
def feature_labels() -> dict[str, str]:
    return dict(yaml.safe_load(LABELS_FILE.read_text("utf-8")))


def grounds(reasons: Sequence[Feature]) -> str:
    """「見出し欄で示されている（＋1.9）、…」; "" where no learned model decided."""
    told = [r for r in reasons if abs(r.weight) >= LEAST_WEIGHT and r.name in feature_labels()]
    strongest = sorted(told, key=lambda r: -abs(r.weight))[:MOST_FEATURES]
    return "、".join(f"{feature_labels()[r.name]}（{'＋' if r.weight > 0 else '－'}{abs(r.weight):.1f}）" for r in strongest)
