"""What lies in the folders: the proposals, each with a name of its own, and the files nobody could read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PDF_SUFFIX = ".pdf"
# Files a clerk might have dropped as a proposal: named in the summary, so that none is lost in silence.
DOCUMENT_SUFFIXES = frozenset(
    [
        ".doc",
        ".docx",
        ".docm",
        ".rtf",
        ".odt",
        ".jtd",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
        ".odp",
        ".zip",
        ".lzh",
        ".7z",
        ".rar",
        ".tif",
        ".tiff",
        ".jpg",
        ".jpeg",
        ".png",
        ".xdw",
        ".msg",
        ".eml",
    ]
)


class InboxError(ValueError):
    """A folder that isn't there, or has nothing in it; the message is a Japanese sentence."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read. ``name`` is unique within the run and names its outputs."""

    name: str
    path: Path


def find_jobs(sources: Sequence[Path]) -> tuple[Job, ...]:
    """The jobs in folders (searched downwards) and single files, in the order of their paths.

    Raises InboxError for a source that does not exist, or where no source holds a document.
    """
    for source in sources:
        if not source.exists():
            raise InboxError(f"{source} が見つかりません。フォルダ名を確かめてください。")
    paths = sorted({p.resolve() for source in sources for p in _documents(source)})
    if not paths:
        raise InboxError(f"{'、'.join(map(str, sources))} に提案書（PDF）がありません。PDF を置いてからもう一度実行してください。")
    return tuple(_named(paths))


def _documents(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    wanted = DOCUMENT_SUFFIXES | {PDF_SUFFIX}
    return [p for p in source.rglob("*") if p.is_file() and p.suffix.lower() in wanted and not p.name.startswith((".", "~$"))]


def _named(paths: Sequence[Path]) -> list[Job]:
    """Jobs named by their stems; the second of a name gets a number."""
    taken: dict[str, int] = {}
    jobs = []
    for path in paths:
        stem = path.stem if path.suffix.lower() == PDF_SUFFIX else path.name
        taken[stem] = taken.get(stem, 0) + 1
        name = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
        while name != stem and name in taken:
            taken[stem] += 1
            name = f"{stem}-{taken[stem]}"
        taken.setdefault(name, 1)
        jobs.append(Job(name, path))
    return jobs
