"""Reviewers' scores: reading their tables, fitting to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.errors import CorpusError
from corpus.reviewer_scores import ReviewerScores, load_reviewer_scores
from models.criteria import CriteriaModel, featurise
from models.criteria.reviewers import learn_from_scores, section_weights
from tests.criteria_documents import BigramEmbedder, small_rubric
from tests.test_criteria_decisions import GOLD, PROPOSAL, features

WIDE = "提案,A.1,A.2,B.1,総合\n甲,3,1,2,71\n乙,1,0,3,40\n"


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "scores.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_wide_table_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    found = load_reviewer_scores(write(tmp_path, WIDE, encoding), small_rubric())
    assert found.scores == {"甲": {"A.1": 3.0, "A.2": 1.0, "B.1": 2.0}, "乙": {"A.1": 1.0, "A.2": 0.0, "B.1": 3.0}}
    assert found.totals == {"甲": 71.0, "乙": 40.0}


def test_a_long_table_averages_the_reviewers_and_scales_to_the_grades(tmp_path: Path) -> None:
    text = "委員,提案,項目,点\n一,甲,A.1,5\n二,甲,A.1,3\n一,甲,A.2,0\n"
    assert load_reviewer_scores(write(tmp_path, text), small_rubric()).scores == {"甲": {"A.1": pytest.approx(2.4), "A.2": 0.0}}


def test_excel_says_the_same(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["提案", "A.1", "A.2"], ["甲", 3, 1]):
        sheet.append(row)
    book.save(tmp_path / "s.xlsx")
    assert load_reviewer_scores(tmp_path / "s.xlsx", small_rubric()).scores == {"甲": {"A.1": 3.0, "A.2": 1.0}}


def test_all_faults_of_a_table_are_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        load_reviewer_scores(write(tmp_path, "提案,A.1,X.9\n甲,優,1\n乙,-2,1\n"), small_rubric())
    assert [word in str(caught.value) for word in ("X.9", "2行目のA.1", "3行目のA.1")] == [True] * 3


def test_weights_move_towards_what_explains_the_totals() -> None:
    rubric = small_rubric()
    grades = {"甲": (3, 0), "乙": (0, 3), "丙": (2, 1), "丁": (1, 2), "戊": (3, 3), "己": (1, 1)}
    scores = {n: {"A.1": float(a), "A.2": float(a), "B.1": float(b)} for n, (a, b) in grades.items()}
    totals = {n: 30.0 * b + 3.0 * a for n, (a, b) in grades.items()}  # section B alone decides
    found = section_weights(ReviewerScores(scores, totals, 3.0), rubric, list(scores))
    assert found["B"] > 40 > found["A"] * 0.99
    assert sum(found.values()) == pytest.approx(100)
    assert section_weights(ReviewerScores(scores, {}, 3.0), rubric, list(scores)) == {"A": 60.0, "B": 40.0}


def test_learning_reports_before_and_after_and_changes_the_grades() -> None:
    model = CriteriaModel.fit([(features(), {"criteria": GOLD})] * 4)
    names = ("甲", "乙", "丙", "丁")
    strict = {i: float(max(int(str(c["grade"])) - 1, 0)) for i, c in GOLD.items()}
    told = learn_from_scores(ReviewerScores(dict.fromkeys(names, strict), {}, 3.0), dict.fromkeys(names, features()), model, small_rubric())
    assert told.before.kappa is not None
    assert told.after.kappa is not None
    assert told.after.kappa > told.before.kappa
    assert told.proposals == 4
    assert any("κ" in change for change in told.changes)


def test_too_few_proposals_are_refused() -> None:
    empty = featurise(PROPOSAL, (), small_rubric(), BigramEmbedder())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="1件しかありません"):
        learn_from_scores(
            ReviewerScores({"甲": {"A.1": 3}, "乙": {"A.1": 1}}, {}, 3.0),
            {"甲": replace(features()), "乙": empty},
            CriteriaModel(),
            small_rubric(),
        )
