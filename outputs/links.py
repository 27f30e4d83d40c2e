"""Links between the files of a run folder."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def href(path: str) -> str:
    """A relative path as it stands in a link."""
    return quote(path.replace(os.sep, "/"), safe="/.-_~()")


def relative_href(target: Path, folder: Path) -> str:
    """The link from a page in ``folder`` to ``target``; an absolute one where no relative path exists (another drive)."""
    try:
        return href(os.path.relpath(target.resolve(), folder.resolve()))
    except ValueError:
        return target.resolve().as_uri()
