"""The standing corrections: a store of its own beside the run folders, so that no new run loses what a person decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import make_url

from outputs.corrections.records import NONE, Decision, Decisions
from outputs.store import Store


def standing_decisions(url: str, digests: Iterable[str]) -> Mapping[str, Decisions]:
    """SHA-256 → the decisions that hold. Empty where ``url`` is "" or names a SQLite file that is not there yet."""
    if not url or not _exists(url):
        return {}
    store = Store(url)
    try:
        return {digest: store.decisions(digest) for digest in digests}
    finally:
        store.close()


def decisions_of(url: str, sha256: str) -> Decisions:
    """The decisions that hold for the file with these bytes."""
    return standing_decisions(url, [sha256]).get(sha256, NONE)


def all_decisions(url: str) -> tuple[Decision, ...]:
    """Every decision ever kept, in the order they were made."""
    if not _exists(url):
        return ()
    store = Store(url)
    try:
        return store.history()
    finally:
        store.close()


def open_standing(url: str) -> Store:
    """The store at ``url`` for writing; the folder of a SQLite file is made where it is missing."""
    file = _file(url)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    return Store(url)


def _file(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _exists(url: str) -> bool:
    file = _file(url)
    return file is None or file.exists()
