"""A map of the call: regions × domains, the domains found by clustering the proposals' short names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from models.embedding import Embedder
from models.overlap.call.cooperation import domain_likeness
from models.overlap.likeness import background, background_fields, centred
from models.overlap.profile import ProposalProfile

FAR = 6.0  # no likeness reaches it: distances stay positive
CUT = FAR - 0.2  # clusters join down to this mean likeness
KEY_PHRASES = 4


@dataclass(frozen=True, slots=True)
class Cluster:
    """One group of proposals with like domains. ``name``: the nearest broad heading and field of the background."""

    name: str
    files: tuple[str, ...]
    regions: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallMap:
    """``cells``: (region, cluster's name) → the files there."""

    clusters: tuple[Cluster, ...]
    cells: dict[tuple[str, str], tuple[str, ...]]


def map_call(profiles: Sequence[ProposalProfile], embedder: Embedder) -> CallMap:
    if not profiles:
        return CallMap((), {})
    labels = _labels(profiles, embedder)
    groups = [[p for p, own in zip(profiles, labels, strict=True) if own == label] for label in sorted(set(labels))]
    clusters = tuple(_cluster(group, embedder) for group in groups)
    ordered = tuple(sorted(clusters, key=lambda c: (-len(c.files), c.name)))
    cells: dict[tuple[str, str], tuple[str, ...]] = {}
    for cluster in ordered:
        for region, file in zip(cluster.regions, cluster.files, strict=True):
            cells[region, cluster.name] = (*cells.get((region, cluster.name), ()), file)
    return CallMap(ordered, cells)


def _labels(profiles: Sequence[ProposalProfile], embedder: Embedder) -> list[int]:
    if len(profiles) < 2:
        return [0] * len(profiles)
    distances = np.maximum(FAR - domain_likeness(profiles, embedder), 0.0)
    np.fill_diagonal(distances, 0.0)
    model = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=CUT)
    return [int(label) for label in model.fit_predict(distances)]


def _cluster(group: Sequence[ProposalProfile], embedder: Embedder) -> Cluster:
    phrases = [phrase for p in group for phrase in (p.phrases or (p.title or p.file,))]
    ground = background(embedder)
    nearest = (centred(embedder.encode(phrases), ground.mean) @ ground.fields.T).mean(axis=0)
    fields = background_fields()
    heading = Counter({h: max(float(nearest[i]) for i, (own, _) in enumerate(fields) if own == h) for h, _ in fields}).most_common(1)[0][0]
    best = max((i for i, (own, _) in enumerate(fields) if own == heading), key=lambda i: nearest[i])
    return Cluster(
        f"{heading}：{fields[best][1]}",
        tuple(p.file for p in group),
        tuple(p.region or p.file for p in group),
        tuple(dict.fromkeys(p.phrases[0] for p in group if p.phrases))[:KEY_PHRASES],
    )
