"""What each command does: settings, one call into the core, and what is printed."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.console import RunReporter, print_figures, print_misses, print_reliability, print_table, print_ways
from flows.settings import RUNS, load_settings

if TYPE_CHECKING:
    from corpus.programme_import import ImportResult
    from corpus.programmes import Programme
    from outputs.corrections.records import Decision

MOST_DUPLICATES = 20  # told one by one


def _logging(*, verbose: bool) -> None:
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("pdfminer", "fontTools", "httpx", "prefect.events", "sentence_transformers", "transformers"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run_folders(
    sources: Sequence[Path], out: Path | None, overrides: dict[str, object], settings_file: Path | None, *, verbose: bool
) -> None:
    _logging(verbose=verbose)
    from flows.prefect_environment import set_defaults

    set_defaults(verbose=verbose)
    settings = load_settings(settings_file, **overrides)
    from flows.check import check_inputs

    check_inputs(sources, settings)
    from flows.batch import read_folders

    folder = out or RUNS / datetime.now().strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    with RunReporter() as reporter:
        files = read_folders([str(s) for s in sources], str(folder), settings, reporter.report)
    reporter.print_summary(files)


def read_file(file: Path, overrides: dict[str, object], settings_file: Path | None, *, as_json: bool, verbose: bool) -> None:
    _logging(verbose=verbose)
    settings = load_settings(settings_file, **overrides)
    from flows.check import check_inputs

    check_inputs([file], settings)
    from flows.pipeline import assess
    from flows.resources import load_resources
    from outputs.assessment_json import assessment_to_json
    from outputs.report import report_text

    resources = load_resources(settings)
    assessment = assess(file, resources)
    if as_json:
        print(json.dumps(assessment_to_json(assessment), ensure_ascii=False, indent=1))
    else:
        print(report_text(assessment, resources.rubric))


def evaluate_gold(
    gold: Path, out: Path | None, overrides: dict[str, object], settings_file: Path | None,
    *, leave_one_out: bool, also: Sequence[Path], each: bool, as_json: bool, verbose: bool,
) -> None:  # fmt: skip
    _logging(verbose=verbose)
    from flows.evaluation import evaluate, figures_as_json
    from flows.resources import load_resources

    started = time.perf_counter()
    folder = out or RUNS / "evaluation"
    resources = load_resources(load_settings(settings_file, **overrides))
    evaluation = evaluate(gold, resources, folder, leave_one_out=leave_one_out, others=also, progress=_say)
    if as_json:
        print(figures_as_json(evaluation))
        return
    scorer = evaluation.scorer
    print_figures(scorer.report())
    print_figures(scorer.further_report())
    print_reliability(scorer.reliability)
    print_ways(evaluation.ways)
    if each:
        print_misses(scorer.misses)
    _say(f"結果：{folder}（{time.perf_counter() - started:.0f} 秒）")


def learn_models(
    gold: Sequence[Path], scores: Path | None, corrections: Sequence[Path], settings_file: Path | None, *, force: bool, verbose: bool
) -> None:
    _logging(verbose=verbose)
    from flows.learning import learn_from_gold, learn_from_reviewers
    from flows.resources import load_resources

    resources = load_resources(load_settings(settings_file))
    if scores:
        learn_from_reviewers(scores, gold, resources, force=force, progress=_say)
    else:
        learn_from_gold(gold, resources, force=force, progress=_say, corrections=corrections)


def prepare_models(*, verbose: bool) -> None:
    _logging(verbose=verbose)
    from models.embedding import prepare_models

    print(f"埋め込みモデル：{prepare_models()}")


def compare_models(sentences: Path, models: Sequence[str], gold: Path | None, *, verbose: bool) -> None:
    _logging(verbose=verbose)
    from corpus.rubrics import load_rubric
    from flows.evaluation import read_passages
    from models.benchmark import HEADS, benchmark_models

    proposals = read_passages(gold) if gold else {}
    print_table(HEADS, [figures.cells() for figures in benchmark_models(sentences, models, proposals, load_rubric())])


def import_programmes(
    files: Sequence[Path], mapping: Path | None, out: Path | None, folder: Path | None, settings_file: Path | None
) -> None:
    from corpus.programme_import import import_files, keep_origins, list_files
    from outputs.files import write_text
    from outputs.programme_list import programmes_csv

    results = import_files(files, mapping)
    for result in results:
        print(f"{result.version} を読み込みました。")
        for kept, dropped in result.duplicates[:MOST_DUPLICATES]:
            print(f"  重複：{dropped} は {kept} と同じ事業のため除きました。")
        if (more := len(result.duplicates) - MOST_DUPLICATES) > 0:
            print(f"  重複：ほか{more}件を除きました。")
    if out:
        write_text(out, programmes_csv(p for result in results for p in result.programmes))
        print(f"書き出し：{out}（以後は --programmes {out} で使えます）")
    if folder:
        _store_programmes(results, folder, settings_file)
        keep_origins(folder, list_files(files))


def _store_programmes(results: Sequence[ImportResult], folder: Path, settings_file: Path | None) -> None:
    from flows.resources import embedder_of
    from models.overlap import ProgrammeStore

    embedder = embedder_of(load_settings(settings_file))
    store = ProgrammeStore.create(folder, embedder)
    for result in results:
        told = store.add(result.programmes, result.version, embedder, lambda done, of: _say(f"埋め込み {done:,}/{of:,} 件"))
        counts = f"新規{told.new}件、変更{told.changed}件、変わらないもの{told.unchanged}件、除いたもの{told.removed}件"
        print(f"{result.version.name}：{counts}")
    print(f"保存：{folder}（{len(store):,}件。以後は --programmes {folder} で使えます）")


def search_programmes(text: str, region: str | None, overrides: dict[str, object], settings_file: Path | None) -> None:
    settings = load_settings(settings_file, **overrides)
    from flows.resources import embedder_of, load_programmes, load_stores
    from models.overlap import build_index
    from models.overlap.search import search_lists

    embedder = embedder_of(settings)
    programmes, _ = load_programmes(settings.programmes)
    stores = load_stores(settings.programmes, embedder.id)
    hits = search_lists(text, region or "", build_index(programmes, embedder), stores, embedder)
    heads = ["近さ", "事業", "地域", "分野", "機関", "年度", "出典"]
    print_table(heads, [_hit_row(hit.programme, hit.score) for hit in hits])
    if not hits:
        print("該当する事業はありません。" + ("地域の指定を外して試してください。" if region else ""))


def _hit_row(programme: Programme, score: float) -> list[str]:
    years = f"{programme.start_fy or '－'}～{programme.end_fy or '－'}"
    place = programme.region or programme.prefecture
    return [f"{score:.2f}", programme.name, place, programme.domain, programme.institution, years, programme.source]


def import_corrections(workbook: Path, by: str, settings_file: Path | None) -> None:
    from outputs.corrections.importing import import_workbook

    url = load_settings(settings_file).corrections_url
    imported = import_workbook(workbook, url, by)
    print(f"修正を{len(imported.new)}件取り込みました（前と同じもの{imported.known}件）。")
    if imported.new:
        _print_decisions(imported.new)
        print("もう一度 run を実行すると、下読み票・一覧表・データに、機械の値と並べて示されます。")


def list_corrections(settings_file: Path | None, *, everything: bool) -> None:
    from outputs.corrections.standing import all_decisions

    found = all_decisions(load_settings(settings_file).corrections_url)
    holding = {(d.sha256, d.subject): d for d in found}
    chosen = found if everything else tuple(holding.values())
    if chosen:
        _print_decisions(chosen)
    else:
        print("取り込んだ修正はありません（shitayomi corrections import review.xlsx で取り込めます）。")


def _print_decisions(decisions: Sequence[Decision]) -> None:
    from outputs.corrections.shown import remark, value_label
    from outputs.corrections.subjects import subject_label
    from outputs.wording import display

    nothing = display().not_found
    rows = [
        [d.note or d.sha256[:8], subject_label(d.subject), value_label(d.subject, d.machine_value, nothing), remark(d, d.machine_value)]
        for d in decisions
    ]
    print_table(["提案書", "項目", "機械の値", "人の判断"], rows)
