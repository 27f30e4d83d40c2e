"""What is loaded once and passed in: language pipeline, embedder, rubric, learned models, programme index."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from spacy.language import Language

from corpus.programme_import import files_and_folders, import_files
from corpus.programmes import ListVersion, Programme, embedded_versions, load_embedded
from corpus.rubrics import Rubric, load_rubric
from flows.settings import Settings
from models.assessment import Provenance
from models.criteria import CriteriaModel
from models.embedding import Embedder, load_embedder, settings_for
from models.fields import FieldRanker
from models.nlp import load_nlp
from models.overlap import OverlapModel, ProgrammeIndex, ProgrammeStore, build_index

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Learned:
    """The three models that are fitted to gold; leave-one-out evaluation swaps them."""

    ranker: FieldRanker
    criteria: CriteriaModel
    overlap: OverlapModel

    @classmethod
    def load(cls) -> Learned:
        return cls(FieldRanker.load(), CriteriaModel.load(), OverlapModel.load())


@dataclass(frozen=True)
class Resources:
    settings: Settings
    nlp: Language
    embedder: Embedder
    rubric: Rubric
    learned: Learned
    programmes: tuple[Programme, ...]
    lists: tuple[ListVersion, ...]
    stores: tuple[ProgrammeStore, ...] = ()  # lists kept on disk
    base: ProgrammeIndex | None = None  # of the programmes before ``added`` came to them
    added: tuple[Programme, ...] = ()

    @cached_property
    def index(self) -> ProgrammeIndex:
        return build_index(self.added or self.programmes, self.embedder, self.base)

    def with_programmes(self, more: Sequence[Programme]) -> Resources:
        """The same resources with further programmes before the lists loaded, which are not indexed again."""
        return replace(self, programmes=(*more, *self.programmes), base=self.index, added=tuple(more))

    def with_learned(self, learned: Learned) -> Resources:
        return replace(self, learned=learned)

    @cached_property
    def provenance(self) -> Provenance:
        """What assessments made with these resources rest on."""
        return Provenance(
            program=version("shitayomi"),
            rubric=f"{self.rubric.id} {self.rubric.version}",
            embedding_model=self.embedder.id,
            ranker=program_digest(),
            programme_lists=tuple(map(str, self.lists)),
        )

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything changes that an assessment depends on, besides the PDF's own bytes."""
        parts = {
            "settings": {
                k: v for k, v in asdict(self.settings).items() if k not in {"workers", "database", "corrections", "password", "reviewers"}
            },
            "provenance": asdict(self.provenance),
            "rubric": repr(self.rubric),
            "programmes": hashlib.sha256(repr(self.programmes).encode()).hexdigest(),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def program_digest() -> str:
    """A digest of the program's own modules and data files: an edited word list is another program."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in ("corpus", "extractors", "models"):
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".yaml", ".json", ".csv"} and "samples" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def load_programmes(lists: Sequence[str]) -> tuple[tuple[Programme, ...], tuple[ListVersion, ...]]:
    """The office's own files, then the embedded lists, with their versions. Raises CorpusError with all faults of the files.

    Folders among ``lists`` are kept on disk: ``load_stores``.
    """
    imported = import_files(files_and_folders(lists)[0])
    programmes = (*(p for result in imported for p in result.programmes), *load_embedded())
    return programmes, (*embedded_versions(), *(result.version for result in imported))


def load_stores(lists: Sequence[str], model_id: str) -> tuple[ProgrammeStore, ...]:
    """The lists kept on disk. Raises CorpusError: no list in a folder, or one of another embedding model."""
    return tuple(ProgrammeStore.open(folder, model_id) for folder in files_and_folders(lists)[1])


def embedder_of(settings: Settings) -> Embedder:
    return load_embedder(settings_for(settings.embedding_model))


def load_resources(settings: Settings) -> Resources:
    """Loads everything a proposal needs (about ten seconds, 1.5 GB)."""
    programmes, lists = load_programmes(settings.programmes)
    embedder = embedder_of(settings)
    stores = load_stores(settings.programmes, embedder.id)
    return Resources(
        settings=settings,
        nlp=load_nlp(),
        embedder=embedder,
        rubric=load_rubric(settings.rubric),
        learned=Learned.load(),
        programmes=programmes,
        lists=(*lists, *(version for store in stores for version in store.versions)),
        stores=stores,
    )
