"""Slow resources, built once a session; where the gold lies; no network for anybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.prefect_environment import set_defaults

if TYPE_CHECKING:
    from spacy.language import Language

    from flows.resources import Resources
    from models.embedding import Embedder

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
set_defaults()

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY / "corpus" / "samples"
FILES = REPOSITORY / "tests" / "files"
PROPOSALS = REPOSITORY / "tests" / "proposals"


@pytest.fixture(scope="session")
def nlp() -> Language:
    from models.nlp import load_nlp

    return load_nlp()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    from models.embedding import load_embedder

    return load_embedder()


@pytest.fixture(scope="session")
def resources(nlp: Language, embedder: Embedder) -> Resources:
    """Everything a proposal needs, over the embedded lists."""
    from corpus.rubrics import load_rubric
    from flows.resources import Learned, Resources, load_programmes
    from flows.settings import Settings

    return Resources(Settings(), nlp, embedder, load_rubric(), Learned.load(), *load_programmes(()))


@pytest.fixture(scope="session")
def gold_dir() -> Path:
    """The gold proposals, where this machine has them."""
    folder = Path(os.environ.get("SHITAYOMI_GOLD", REPOSITORY.parent / "shared" / "gold" / "dev"))
    if not folder.is_dir():
        pytest.skip(f"no gold proposals at {folder} (set SHITAYOMI_GOLD)")
    return folder


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One temporary Prefect server and database for every flow test."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(autouse=True, scope="module")
def _set_thresholds(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests of outputs see the thresholds of display.yaml, whatever was measured on the models shipped.

    Of module scope, so that what a module builds once for its tests sees them too.
    """
    if not request.module.__name__.rpartition(".")[2].startswith("test_outputs"):
        yield
        return
    from models import manifest

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "MANIFEST", REPOSITORY / "no manifest.json")
        manifest.checking_thresholds.cache_clear()
        yield
    manifest.checking_thresholds.cache_clear()
