"""Short made-up texts of tests/data, as documents; the notation is that of models/data/field_wordings.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"


@cache
def wordings(name: str, key: str) -> tuple[dict[str, Any], ...]:
    """The texts of one list of ``tests/data/NAME.yaml``."""
    return tuple(yaml.safe_load((_DATA / f"{name}.yaml").read_text("utf-8"))[key])
