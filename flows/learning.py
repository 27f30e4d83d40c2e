"""``shitayomi learn``: refit what is learned, show before and after, never silently replace the better by the worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.reviewer_scores import load_reviewer_scores
from flows.console import print_table
from flows.corrected import load_corrected
from flows.evaluation import Example, assess_as_shipped, assess_left_out, fit_all, load_examples
from flows.inbox import Job, find_jobs
from flows.pipeline import extract, match, read_pdf, study
from flows.resources import Learned, Resources
from models.assessment import Assessment
from models.criteria import CriteriaFeatures
from models.criteria.reviewers import learn_from_scores
from models.evaluation import Scorer
from models.evaluation.checking import checking_thresholds
from models.evaluation.figures import Figure
from models.manifest import CHECKING, MANIFEST, read_manifest
from outputs.assessment_json import assessment_to_json
from outputs.files import write_json

# The figures a refit is judged by, and which key of each; their mean must not fall.
JUDGED = {
    "specific_domain": "f1",
    "core_institution": "f1",
    "core_research_institutions": "f1",
    "infrastructure": "f1",
    "quantities": "f1",
    "criteria_evidence_at_1": "accuracy",
    "criteria_evidence_at_3": "accuracy",
    "criteria_absent": "f1",
    "criteria_grade": "weighted_kappa",
    "overlap_duplicates": "f1",
    "overlap_ranking": "auc",
}
TOLERANCE = 0.002  # of the mean: below this two fits are the same


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after."""

    name: str
    before: float | None
    after: float | None


def learn_from_gold(
    folders: Sequence[Path], resources: Resources, *, force: bool, progress: Callable[[str], None], corrections: Sequence[Path] = ()
) -> bool:
    """Fits the ranker, criteria and overlap models to the gold in ``folders`` and saves them, if they are no worse.

    Both columns are leave-one-out on all proposals given: "before" fits to what the shipped models were fitted to,
    "after" to everything given, and for the fields to what people corrected in the proposals of the folders
    ``corrections``. Returns whether the models were replaced.
    """
    examples, _ = load_examples(folders, resources, progress)
    corrected = load_corrected(corrections, resources, progress, judged=examples)
    after = _score(examples, assess_left_out(examples, progress=progress, corrected=corrected))
    before = _before(examples, after if not corrected else None, progress)
    changes = compare_reports(before.report(), after.report())
    print_table(["項目", "今のモデル", "学習し直し"], [[c.name, _shown(c.before), _shown(c.after)] for c in changes])
    worse = _mean([c.after for c in changes]) < _mean([c.before for c in changes]) - TOLERANCE
    if worse and not force:
        print("学習し直しても良くならないため、置き換えませんでした（置き換えるには --force）。")
        return False
    _save(fit_all(examples, corrected), examples, after, corrected)
    return True


def _before(examples: Sequence[Example], after: Scorer | None, progress: Callable[[str], None]) -> Scorer:
    """The shipped models' training set, left out one by one; where it is the same set, the figures are the same."""
    known = set(shipped_manifest().get("proposals", []))
    names = {e.name for e in examples}
    if known == names and after is not None:
        return after
    if known and known <= names:
        return _score(examples, assess_left_out(examples, progress=progress, fit_to=known))
    progress("今のモデルの学習に使った正解がそろわないため、今のモデルはそのまま測ります（学習済みの提案書では高めに出ます）。")
    return _score(examples, assess_as_shipped(examples))


def _save(learned: Learned, examples: Sequence[Example], scorer: Scorer, corrected: Sequence[Example] = ()) -> None:
    for model in (learned.ranker, learned.criteria, learned.overlap):
        model.save()
    print("学習済みモデルを置き換えました。")
    manifest = {
        "proposals": sorted(e.name for e in examples),
        "corrected": sorted(e.name for e in corrected),
        "leave_one_out": scorer.report() | scorer.further_report(),
        CHECKING: checking_thresholds(scorer.sure),
    }
    write_json(MANIFEST, manifest)


def shipped_manifest() -> dict[str, Any]:
    """What the shipped models were fitted to, and their leave-one-out figures then."""
    return read_manifest(MANIFEST)


def learn_from_reviewers(
    scores: Path, folders: Sequence[Path], resources: Resources, *, force: bool, progress: Callable[[str], None]
) -> bool:
    """Fits grades and section weights to past reviewers' scores of the proposals in ``folders``.

    The grade model is saved if it agrees with the reviewers no worse than before, cross-validated; the weights are only
    shown, for they are the office's to set in the rubric file. Returns whether the model was replaced.
    """
    table = load_reviewer_scores(scores, resources.rubric)
    features = {job.name: _features(job, resources, progress) for job in find_jobs(folders) if job.name in table.scores}
    learned = learn_from_scores(table, features, resources.learned.criteria, resources.rubric)
    pairs = (("重み付きκ", learned.before.kappa, learned.after.kappa), ("順位相関", learned.before.spearman, learned.after.spearman))
    print_table(["採点との一致", "今のモデル", "学習し直し（1件除外）"], [[name, _shown(a), _shown(b)] for name, a, b in pairs])
    for sentence in learned.changes:
        print(f"・{sentence}")
    if not force and (learned.after.kappa or 0.0) < (learned.before.kappa or 0.0) - TOLERANCE:
        print("学習し直しても良くならないため、置き換えませんでした（置き換えるには --force）。")
        return False
    learned.model.save()
    print("採点の程度のモデルを置き換えました。配点は、評価の視点のファイルで事務局が変えてください。")
    return True


def _features(job: Job, resources: Resources, progress: Callable[[str], None]) -> CriteriaFeatures:
    progress(f"読み取り {job.name}")
    reading = study(read_pdf(job.path, resources.settings), resources)
    return match(reading, extract(reading, resources), resources).criteria


def compare_reports(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> list[Change]:
    return [Change(name, _number(before[name].get(key)), _number(after[name].get(key))) for name, key in JUDGED.items()]


def _score(examples: Sequence[Example], told: Mapping[str, Assessment]) -> Scorer:
    scorer = Scorer()
    for example in examples:
        scorer.add(example.name, example.gold, assessment_to_json(told[example.name]))
    return scorer


def _number(value: float | int | None) -> float | None:
    return None if value is None else float(value)


def _shown(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _mean(values: Sequence[float | None]) -> float:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else 0.0
