"""Likeness of field: cosines between a proposal's focus and a programme, standardised.

e5 cosines lie in a narrow band, so nothing is read off a raw one: vectors are centred on the mean of the background (the
short names of fields in ``data/fields.yaml``), and a programme's likeness is told in standard deviations over what the same
proposal reaches with the fields of the background.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from models.embedding import Embedder

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]
Rows = NDArray[np.intp]
DATA = Path(__file__).parent / "data"
TOP = 5  # passages that count: one alone is chance, all of them blur
PEAKS = 3  # of those that stand out from what is usual for them


@cache
def background_fields() -> tuple[tuple[str, str], ...]:
    """(broad heading, field) of the background, in the file's order."""
    raw = yaml.safe_load((DATA / "fields.yaml").read_text("utf-8"))
    return tuple((heading, field) for heading, fields in raw.items() for field in fields)


def centred(vectors: Matrix, mean: Vector) -> Matrix:
    """Unit vectors after the mean is taken off."""
    moved = vectors - mean
    norms = np.linalg.norm(moved, axis=1, keepdims=True)
    out: Matrix = (moved / np.maximum(norms, 1e-9)).astype(np.float32)
    return out


def widened(halves: NDArray[np.float16]) -> Matrix:
    """Half precision to single, exactly, in half the time of ``astype``. For finite numbers only.

    The bits are put where single precision has them; what is then missing is 112 in the exponent.
    """
    bits = np.left_shift(halves.view(np.int16), 13, dtype=np.int32)
    bits &= SIGN_AND_NUMBER
    numbers: Matrix = bits.view(np.float32)
    numbers *= np.float32(2.0**112)
    return numbers


SIGN_AND_NUMBER = np.int32(0x8FFFE000 - (1 << 32))


def centred_products(queries: Matrix, vectors: NDArray[np.float32] | NDArray[np.float16], mean: Vector) -> Matrix:
    """``queries @ centred(vectors, mean).T`` without a centred copy of the vectors: queries × n."""
    half = vectors.dtype == np.float16
    rows = widened(np.asarray(vectors, np.float16)) if half else np.asarray(vectors, np.float32)
    raw = np.vstack([queries, mean[None, :]]) @ rows.T
    lengths = np.einsum("ij,ij->i", rows, rows) - 2 * raw[-1] + float(mean @ mean)
    out: Matrix = (raw[:-1] - (queries @ mean)[:, None]) / np.sqrt(np.maximum(lengths, 1e-9))
    return out


@dataclass(frozen=True, eq=False)
class Background:
    """The background's field vectors, centred; ``mean`` is their mean before."""

    mean: Vector
    fields: Matrix


def background(embedder: Embedder) -> Background:
    vectors = embedder.encode([field for _, field in background_fields()])
    mean: Vector = vectors.mean(axis=0)
    return Background(mean, centred(vectors, mean))


@dataclass(frozen=True, eq=False)
class ProposalVectors:
    """A proposal's focus passages and short names as centred vectors, and how near it comes to the background's fields."""

    focus: Matrix  # n × d
    focus_mean: Vector
    phrases: Matrix  # m × d, m may be 0
    field_mean: float  # of the top-5 means over the background's fields
    field_sd: float
    phrase_mean: float
    phrase_sd: float
    row_mean: Vector  # per focus passage, over the background's fields
    row_sd: Vector


def proposal_vectors(focus: Matrix, phrases: Matrix, ground: Background) -> ProposalVectors:
    """``focus`` and ``phrases`` as the embedder gives them. The passages are centred on their own mean halfway to the background's."""
    mean: Vector = ((focus.mean(axis=0) + PASSAGE_WEIGHT * ground.mean) / (1 + PASSAGE_WEIGHT)).astype(np.float32)
    inner = centred(focus, mean)
    short = centred(phrases, ground.mean) if len(phrases) else np.zeros((0, focus.shape[1]), np.float32)
    sims = inner @ ground.fields.T
    tops = mean_of_top(sims)
    best = (short @ ground.fields.T).max(axis=0) if len(short) else np.zeros(len(ground.fields), np.float32)
    return ProposalVectors(
        inner, mean, short, float(tops.mean()), float(tops.std()) or 1.0, float(best.mean()), float(best.std()) or 1.0,
        sims.mean(axis=1), np.maximum(sims.std(axis=1), 1e-6),
    )  # fmt: skip


PASSAGE_WEIGHT = 1.0


def mean_of_top(products: Matrix, top: int = TOP) -> Vector:
    """Of queries × n: for each of the n the mean of its ``top`` highest with the queries."""
    k = min(top, products.shape[0])
    out: Vector = np.partition(products, products.shape[0] - k, axis=0)[-k:].mean(axis=0)
    return out


def against(proposal: ProposalVectors, vectors: NDArray[np.float32] | NDArray[np.float16], mean: Vector) -> Vector:
    """Each row's likeness to the focus, in standard deviations over the background's fields."""
    out: Vector = (mean_of_top(centred_products(proposal.focus, vectors, mean)) - proposal.field_mean) / proposal.field_sd
    return out


def nearest_rows(proposal: ProposalVectors, vectors: NDArray[np.float32] | NDArray[np.float16], ground: Background, count: int) -> Rows:
    """The rows of the ``count`` programmes likest to the focus, in no order."""
    scores = against(proposal, vectors, ground.mean)
    k = min(count, len(scores))
    return np.argpartition(scores, len(scores) - k)[-k:].astype(np.intp)


@dataclass(frozen=True, eq=False)
class Likeness:
    """How like rows of vectors are to a proposal, in standard deviations over the background's fields."""

    focus: Vector  # as ``against``
    peak: Vector  # each passage standardised on its own first: a passage near to everything counts little
    phrase: Vector  # of the nearest of the proposal's short names; 0 where it has none


def likeness(proposal: ProposalVectors, vectors: Matrix, mean: Vector) -> Likeness:
    """All three from one product."""
    products = centred_products(np.vstack([proposal.focus, proposal.phrases]), vectors, mean)
    sims, short = products[: len(proposal.focus)], products[len(proposal.focus) :]
    scaled = (sims - proposal.row_mean[:, None]) / proposal.row_sd[:, None]
    best = short.max(axis=0) if len(short) else np.full(len(vectors), proposal.phrase_mean, np.float32)
    return Likeness(
        (mean_of_top(sims) - proposal.field_mean) / proposal.field_sd,
        mean_of_top(scaled, PEAKS),
        (best - proposal.phrase_mean) / proposal.phrase_sd,
    )
