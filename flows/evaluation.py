"""Evaluation over gold: assess the PDFs beside it, refitting what is learned without the proposal it is judged on."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from corpus.programmes import from_records
from extractors.document import Document, Status
from extractors.passages import Passage, passages
from extractors.records import Fields
from flows.pipeline import Matching, Reading, conclude, extract, match, read_pdf, rejected, study
from flows.resources import Learned, Resources
from flows.settings import Settings
from models.assessment import Assessment
from models.criteria import CriteriaModel, featurise
from models.criteria.baselines import best_passages, by_embeddings, by_words
from models.evaluation import Scorer, score_folder
from models.evaluation.scoring import gold_names, read_gold
from models.evaluation.ways import Interval, Outcome, compare_ways, outcome
from models.fields import FieldRanker
from models.overlap import OverlapModel
from models.prescore import score_of_grades
from outputs.assessment_json import assessment_to_json
from outputs.files import write_json

log = logging.getLogger(__name__)

Json = dict[str, Any]
Progress = Callable[[str], None]
EMBEDDINGS, WORDS, WHOLE = "埋め込みのみ", "語のみ", "全体"


@dataclass(frozen=True)
class Example:
    """One gold proposal as read, with the resources that hold its programmes."""

    name: str
    gold: Json
    reading: Reading
    resources: Resources


def load_examples(folders: Sequence[Path], resources: Resources, progress: Progress) -> tuple[list[Example], dict[str, Assessment]]:
    """The gold proposals of the folders as read, and the assessments of those that could not be."""
    examples: list[Example] = []
    lost: dict[str, Assessment] = {}
    for folder in folders:
        for name in gold_names(folder):
            progress(f"読み取り {name}")
            gold = read_gold(folder, name)
            own = resources.with_programmes(from_records(gold.get("programmes") or [], f"{name} の付属一覧"))
            document = read_pdf(folder / f"{name}.pdf", resources.settings)
            reading = _studied(document, own)
            if reading is None:
                lost[name] = rejected(document, resources)
            else:
                examples.append(Example(name, gold, reading, own))
    return examples, lost


def read_passages(folder: Path) -> dict[str, tuple[tuple[Passage, ...], Json]]:
    """The passages and the gold of a folder's proposals, without language analysis."""
    names = gold_names(folder)
    return {name: (passages(read_pdf(folder / f"{name}.pdf", Settings())), read_gold(folder, name)) for name in names}


def _studied(document: Document, resources: Resources) -> Reading | None:
    """None where the document was rejected, or where the program failed on it (which is logged, and costs one proposal)."""
    if document.status is Status.REJECTED:
        return None
    try:
        return study(document, resources)
    except Exception:
        log.exception("%s failed", document.file)
        return None


def assess_as_shipped(examples: Sequence[Example]) -> dict[str, Assessment]:
    """Every example through the learned models as they are."""
    return {e.name: _concluded(e, extract(e.reading, e.resources)) for e in examples}


def _concluded(example: Example, fields: Fields) -> Assessment:
    return conclude(example.reading, fields, match(example.reading, fields, example.resources), example.resources)


def assess_left_out(
    examples: Sequence[Example],
    others: Sequence[Example] = (),
    *,
    progress: Progress = lambda _: None,
    fit_to: Collection[str] | None = None,
    corrected: Sequence[Example] = (),
) -> dict[str, Assessment]:
    """Every example through models fitted to all the rest (``others`` are in every fit, but not assessed).

    ``fit_to`` names the proposals a fit may use; ``corrected`` (partly known gold) tell of the fields alone. Fields come
    first, each decided without its own gold; criteria and overlaps are then matched on those fields.
    """
    everything = [*examples, *others]
    usable = [e for e in everything if fit_to is None or e.name in fit_to]
    fields: dict[str, Fields] = {}
    for example in everything:
        progress(f"項目の学習（{example.name} を除く）")
        rest = [(e.reading.proposals, e.gold) for e in (*usable, *corrected) if e is not example]
        fields[example.name] = extract(example.reading, _with_ranker(example.resources, FieldRanker.fit(rest)))
    matched = {e.name: match(e.reading, fields[e.name], e.resources) for e in everything}
    told: dict[str, Assessment] = {}
    for example in examples:
        progress(f"評価項目と重複の学習（{example.name} を除く）")
        rest_matched = [(matched[e.name], e.gold) for e in usable if e is not example]
        resources = _with_matchers(example.resources, rest_matched)
        told[example.name] = conclude(example.reading, fields[example.name], matched[example.name], resources)
    return told


def _with_ranker(resources: Resources, ranker: FieldRanker) -> Resources:
    return resources.with_learned(replace(resources.learned, ranker=ranker))


def _with_matchers(resources: Resources, matched: Sequence[tuple[Matching, Json]]) -> Resources:
    criteria = CriteriaModel.fit([(m.criteria, gold) for m, gold in matched])
    overlap = OverlapModel.fit([(m.overlaps, gold) for m, gold in matched])
    return resources.with_learned(replace(resources.learned, criteria=criteria, overlap=overlap))


@dataclass(frozen=True)
class Evaluation:
    """The figures of an evaluation, and the criteria's beside those of simpler ways (figure → way → interval)."""

    scorer: Scorer
    ways: dict[str, dict[str, Interval]]


def evaluate(
    gold: Path, resources: Resources, out: Path, *, leave_one_out: bool, others: Sequence[Path] = (), progress: Progress = lambda _: None
) -> Evaluation:
    """Assesses the PDFs beside the gold, keeps the assessments in ``out``, and scores them."""
    examples, lost = load_examples([gold], resources, progress)
    if leave_one_out:
        more, _ = load_examples(others, resources, progress)
        told = assess_left_out(examples, more, progress=progress)
    else:
        told = assess_as_shipped(examples)
    for name, assessment in (told | lost).items():
        write_json(out / f"{name}.json", assessment_to_json(assessment))
    return Evaluation(score_folder(gold, out), compare_ways(_ways(examples, told)))


def _ways(examples: Sequence[Example], told: Mapping[str, Assessment]) -> dict[str, list[Outcome]]:
    """What embeddings alone, words alone and the whole program told of each example that could be read."""
    ways: dict[str, list[Outcome]] = {EMBEDDINGS: [], WORDS: [], WHOLE: []}
    for example in examples:
        gold, rubric = example.gold["criteria"], example.resources.rubric
        features = featurise(example.reading.document, example.reading.passages, rubric, example.resources.embedder)
        for way, scores in ((EMBEDDINGS, by_embeddings(features)), (WORDS, by_words(features))):
            ways[way].append(outcome(gold, {i: (None, quotes) for i, quotes in best_passages(features, scores).items()}))
        assessment = told[example.name]
        answers = {c.id: (c.grade, [e.quote for e in c.evidence]) for c in assessment.criteria}
        score = assessment.prescore.total if assessment.prescore else None
        ways[WHOLE].append(outcome(gold, answers, score, score_of_grades({i: c["grade"] for i, c in gold.items()}, rubric)))
    return ways


def fit_all(examples: Sequence[Example], corrected: Sequence[Example] = ()) -> Learned:
    """The three learned models fitted to all the examples, for shipping; the fields also to ``corrected``."""
    ranker = FieldRanker.fit([(e.reading.proposals, e.gold) for e in (*examples, *corrected)])
    matched = []
    for example in examples:
        fields = extract(example.reading, _with_ranker(example.resources, ranker))
        matched.append((match(example.reading, fields, example.resources), example.gold))
    return Learned(
        ranker, CriteriaModel.fit([(m.criteria, g) for m, g in matched]), OverlapModel.fit([(m.overlaps, g) for m, g in matched])
    )


def figures_as_json(evaluation: Evaluation) -> str:
    figures: Json = evaluation.scorer.report() | evaluation.scorer.further_report()
    ways = {name: {way: asdict(found) for way, found in row.items()} for name, row in evaluation.ways.items()}
    return json.dumps(figures | {"ways": ways}, ensure_ascii=False, indent=1)
