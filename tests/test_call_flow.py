"""The comparison at the end of a run never costs the run."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest

from corpus.errors import CorpusError
from flows.call import call_booklet, call_fingerprint
from flows.check import check_inputs
from flows.inbox import Job
from flows.pool import WorkerPool
from flows.settings import Settings
from flows.worker import Outcome, compare_proposals, read_profile
from outputs.assessment_json import assessment_to_json
from outputs.files import write_json
from outputs.run_folder import assessment_file
from tests.call_factory import compared, members
from tests.factory import make_assessment

JOBS = tuple(Job(name, Path(f"{name}.pdf")) for name in "abcd")
SETTINGS = Settings()


class HandPool:
    """Does in this process what a pool does in workers: comparison and profiles come from the invented call."""

    def __init__(self, lost: str = "", fails: bool = False) -> None:
        self.lost, self.fails, self.done = lost, fails, [""][:0]

    def submit(self, work: Any, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.done.append(work.__name__)
        try:
            future.set_result(self._profile(args[0]) if work is read_profile else self._compared(args[0]))
        except RuntimeError as error:
            future.set_exception(error)
        return future

    def _profile(self, job: Job) -> Any:
        if job.name == self.lost:
            raise RuntimeError("読めない")
        return next(profile for name, profile, _ in members() if name == job.name)

    def _compared(self, profiles: list[tuple[str, Any]]) -> Any:
        if self.fails:
            raise RuntimeError("比べられない")
        given = {name for name, _ in profiles}
        return compared([m for m in members() if m[0] in given])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for job in JOBS:
        write_json(assessment_file(tmp_path, job.name), assessment_to_json(make_assessment()))
    return tmp_path


def run(pool: HandPool, folder: Path, *, fresh: str = "", rejected: str = "") -> Any:
    profiles = {name: profile for name, profile, _ in members() if name in fresh}
    outcomes = [Outcome(j.name, "", "rejected" if j.name in rejected else "ok", "", 0.0, profile=profiles.get(j.name)) for j in JOBS]
    return call_booklet(cast(WorkerPool, pool), folder, JOBS, outcomes, SETTINGS)


def test_only_kept_proposals_are_read_again_and_the_second_time_nothing_is_done(folder: Path) -> None:
    pool = HandPool()
    first = run(pool, folder, fresh="ab")
    assert pool.done == [read_profile.__name__] * 2 + [compare_proposals.__name__]
    assert first.counts.copies == 1
    before = (folder / "call.html").read_bytes()
    assert run(again := HandPool(), folder) == first
    assert again.done == []
    assert (folder / "call.html").read_bytes() == before


def test_a_failing_comparison_is_one_sentence_and_leaves_no_stale_booklet(folder: Path) -> None:
    run(HandPool(), folder, fresh="abcd")
    told = run(HandPool(fails=True), folder, fresh="abcd", rejected="d")
    assert told.counts is None
    assert told.problem.startswith("提案書どうしの比較中に")
    assert told.problem.endswith("。")
    assert list(folder.glob("call.*")) == []


def test_a_proposal_that_cannot_be_read_again_is_left_out_and_named(folder: Path) -> None:
    run(HandPool(lost="c"), folder, fresh="abd")
    html = (folder / "call.html").read_text("utf-8")
    assert "提案書3件の比較" in html
    assert "比較に含めていません：c" in html
    run(again := HandPool(), folder, fresh="abd")  # and the next run tries again
    assert again.done == [read_profile.__name__, compare_proposals.__name__]
    assert "提案書4件の比較" in (folder / "call.html").read_text("utf-8")


def test_nothing_readable_nothing_compared(folder: Path) -> None:
    pool = HandPool()
    assert run(pool, folder, rejected="abcd") is None
    assert pool.done == []


def test_another_list_of_reviewers_is_another_comparison(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "reviewers.csv"
    file.write_text("name,role,affiliations,title\n磯部遼太郎,,みさき大学,教授\n", "utf-8")
    assert call_fingerprint(folder, JOBS, SETTINGS) != call_fingerprint(folder, JOBS, Settings(reviewers=str(file)))


def test_a_bad_list_of_reviewers_is_told_before_the_run(tmp_path: Path) -> None:
    file, pdf = tmp_path / "reviewers.csv", tmp_path / "a.pdf"
    file.write_text("name,role,affiliations,title\n磯部遼太郎,,,教授\n", "utf-8")
    pdf.write_bytes(b"%PDF-1.4")
    with pytest.raises(CorpusError, match="磯部遼太郎"):
        check_inputs([pdf], Settings(reviewers=str(file)))
