"""Measures overlaps: duplicates leave-one-proposal-out, declared relations, rewritten programmes, an index of many.

python -m tests.bench.overlap gold GOLD_DIR… [--background rs_programmes.csv]
python -m tests.bench.overlap relations rs_programmes.csv rs_related_pairs.csv
python -m tests.bench.overlap pairs programme_pairs.csv
python -m tests.bench.overlap scale GOLD_DIR rs_programmes.csv [--rows 1000000] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.programme_import import import_file
from corpus.programmes import Programme, from_records, load_embedded, programme_text
from models.embedding import Embedder, load_embedder
from models.overlap import OverlapFeatures, OverlapModel, ProgrammeIndex, ProposalProfile, build_index, compare, decide, profile_of
from models.overlap.lexical import dice
from models.overlap.search import ProgrammeSearch

csv.field_size_limit(10_000_000)
Json = dict[str, Any]
SCALE_PROPOSALS = 12
PAIR_WEIGHTS = (2.0, 1.0, 1.0)  # name, text, meaning (in standard deviations of unrelated pairs)
MEANING_CENTRE, MEANING_SPREAD = 0.87, 0.05  # of e5 cosines between programmes of one bureau
MEANING_SHARE = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, run, files in (("gold", gold, "+"), ("relations", relations, 2), ("pairs", pairs, 1), ("scale", scale, 2)):
        command = commands.add_parser(name)
        command.add_argument("files", nargs=files, type=Path)
        command.add_argument("--background", type=Path)
        command.add_argument("--rows", type=int, default=1_000_000)
        command.add_argument("--keep", type=Path)
        command.set_defaults(run=run)
    args = parser.parse_args()
    args.run(args)


def gold(args: argparse.Namespace) -> None:
    """Every folder's proposals in every fit but their own."""
    embedder = load_embedder()
    background = list(load_embedded())
    if args.background:
        background += import_file(args.background, strict=False).programmes
    base = build_index(background, embedder)
    compared: dict[str, tuple[OverlapFeatures, Json]] = {}
    for folder in args.files:
        for name, profile, record in profiles(folder):
            index = build_index(from_records(record["programmes"], name), embedder, base)
            compared[name] = (compare(profile, index, embedder), record)
    tallies: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for folder in args.files:
        for name in (n for n in compared if (folder / f"{n}.gold.json").exists()):
            model = OverlapModel.fit([pair for other, pair in compared.items() if other != name])
            _judge(decide(compared[name][0], model), compared[name][1], tallies[str(folder)])
    print(f"{len(base):,} programmes beside each proposal's own; fitted to {len(compared) - 1} other proposals")
    for folder, tally in tallies.items():
        _print_tally(folder, tally)


def profiles(folder: Path) -> Iterator[tuple[str, ProposalProfile, Json]]:
    """The gold proposals as the shipped field ranker reads them."""
    from extractors.pdf import read_document
    from models.fields import FieldRanker, propose
    from models.fields import decide as decide_fields
    from models.nlp import analyse, load_nlp

    nlp, ranker = load_nlp(), FieldRanker.load()
    for file in sorted(folder.glob("*.gold.json")):
        document = read_document(file.with_name(file.name.replace(".gold.json", ".pdf")))
        fields = decide_fields(propose(document, analyse(document, nlp)), ranker)
        yield file.name.removesuffix(".gold.json"), profile_of(document, fields), json.loads(file.read_text("utf-8"))


def _print_tally(title: str, tally: dict[str, list[float]]) -> None:
    hits, flagged, wanted = (sum(tally[key]) for key in ("hits", "flagged", "wanted"))
    print(f"{title}: {len(tally['hits'])} proposals")
    print(f"  duplicates F1 {2 * hits / max(flagged + wanted, 1):.3f}, precision {hits / max(flagged, 1):.3f}, recall {hits / wanted:.3f}")
    outside = tally["outside"]
    print(
        f"  ranking AUC {np.mean(tally['ranks']):.3f}, background duplicates a proposal {np.mean(outside):.2f}, at most {max(outside):.0f}"
    )


def _judge(overlaps: Any, record: dict[str, Any], tally: dict[str, list[float]]) -> None:
    labels = {r["id"]: r["label"] for r in record["programmes"]}
    scores = {o.programme_id: o.score for o in overlaps}
    said = {o.programme_id for o in overlaps if o.label is not None and o.label.value == "duplicate"}
    wanted = {i for i, label in labels.items() if label == "duplicate"}
    tally["hits"].append(len(wanted & said))
    tally["flagged"].append(len(said & labels.keys()))
    tally["wanted"].append(len(wanted))
    tally["outside"].append(len(said - labels.keys()))
    for i in wanted:
        for j in labels.keys() - wanted:
            a, b = scores.get(i, 0.0), scores.get(j, 0.0)
            tally["ranks"].append(1.0 if a > b else 0.5 if a == b else 0.0)


def relations(args: argparse.Namespace) -> None:
    with args.files[0].open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    programmes = tuple(_programme(r) for r in rows)
    embedder = load_embedder()
    texts = embedder.encode([programme_text(p) for p in programmes])
    search = ProgrammeSearch(ProgrammeIndex(programmes, texts, texts, embedder.id), embedder)
    sheets = defaultdict(list)
    for i, row in enumerate(rows):
        if row["source"] == "RS":
            sheets[row["programme_id"]].append(i)
    with args.files[1].open(encoding="utf-8") as file:
        known = [(sheets[p["programme_id"]], sheets[p["related_id"]]) for p in csv.DictReader(file)]
    _, centred_texts = search._centred
    ways: dict[str, Callable[[int], np.ndarray[Any, Any]]] = {
        "embedding": lambda i: centred_texts @ centred_texts[i],
        "bm25": lambda i: search._words.scores(_words(programmes[i])),
        "hybrid": lambda i: _hybrid(search, programmes, i),
    }
    ranks: dict[str, list[int]] = defaultdict(list)
    for own, related in ((a, b) for a, b in known if a and b):
        for name, way in ways.items():
            scores = way(own[0]).astype(float).copy()
            scores[own] = -np.inf
            ranks[name].append(int((scores > max(scores[i] for i in related)).sum()))
    for name, found in ranks.items():
        print(f"{name:10} top 10 {np.mean(np.array(found) < 10):.3f}  top 50 {np.mean(np.array(found) < 50):.3f}  n {len(found)}")


def _programme(row: dict[str, str]) -> Programme:
    return Programme(id=row["id"], name=row["name"], summary=f"{row['overview']} {row['purpose']}", ministry=row["ministry"])


def _words(programme: Programme) -> str:
    from models.overlap.search import word_text

    return word_text(programme)


def _hybrid(search: ProgrammeSearch, programmes: tuple[Programme, ...], i: int) -> np.ndarray[Any, Any]:
    from models.overlap.search import MINISTRY

    parts = search._parts(_words(programmes[i]), programmes[i].name, search.index.texts[i])
    same = np.array([p.ministry == programmes[i].ministry for p in programmes], np.float32)
    return np.sum([*parts.values(), MINISTRY * same], axis=0)  # type: ignore[no-any-return]


def pairs(args: argparse.Namespace) -> None:
    from sklearn.metrics import roc_auc_score

    with args.files[0].open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sides = [[Programme(id=str(i), name=r[f"name_{k}"], summary=r[f"text_{k}"]) for i, r in enumerate(rows)] for k in "ab"]
    labels = [r["label"] == "1" for r in rows]
    print(
        f"same programme rewritten: AUC {roc_auc_score(labels, pair_scores(sides[0], sides[1], load_embedder())):.4f} of {len(rows)} pairs"
    )


def pair_scores(first: Sequence[Programme], second: Sequence[Programme], embedder: Embedder) -> NDArray[np.float64]:
    """How much each pair looks like one and the same programme (higher is liker): names, words and meaning added."""
    a, b = (embedder.encode([programme_text(p) for p in side]) for side in (first, second))
    meaning = ((a * b).sum(axis=1) - MEANING_CENTRE) / MEANING_SPREAD
    names = np.array([dice(p.name, q.name) for p, q in zip(first, second, strict=True)])
    texts = np.array([dice(p.summary, q.summary) for p, q in zip(first, second, strict=True)])
    wn, wt, wm = PAIR_WEIGHTS
    out: NDArray[np.float64] = wn * names + wt * texts + wm * MEANING_SHARE * meaning
    return out


def scale(args: argparse.Namespace) -> None:
    """``--keep``: where the list of ``--rows`` programmes is made once; a second run only compares."""
    import tempfile
    from itertools import islice

    from tests.bench.overlap_scale import measure

    own = [(name, profile) for name, profile, _ in islice(profiles(args.files[0]), SCALE_PROPOSALS)]
    with tempfile.TemporaryDirectory() as scratch:
        measure(own, args.files[1], args.rows, args.keep or Path(scratch), load_embedder())


if __name__ == "__main__":
    main()
