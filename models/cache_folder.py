"""Where what is expensive to make is kept between runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """``$SHITAYOMI_CACHE``, else ``$XDG_CACHE_HOME/shitayomi``, else ``~/.cache/shitayomi``; made if it is not there."""
    named = os.environ.get("SHITAYOMI_CACHE")
    home = os.environ.get("XDG_CACHE_HOME")
    folder = Path(named) if named else (Path(home) if home else Path.home() / ".cache") / "shitayomi"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
