"""The words the booklet prints, from the file beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def labels() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(files("outputs.booklet").joinpath("labels.yaml").read_text("utf-8"))
    return told
