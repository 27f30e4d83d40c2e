"""The pre-score: a sum that can be done by hand, gates and flags beside it, the questions' order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Budget, Fields, Mismatch
from models.assessment import CriterionResult
from models.prescore import pre_score, weights_used
from models.questions import hearing_questions
from tests.criteria_documents import graded, result, small_rubric


def test_weights_share_each_section_among_its_criteria() -> None:
    assert weights_used(small_rubric()) == {"A.1": pytest.approx(40), "A.2": pytest.approx(20), "B.1": pytest.approx(40)}


def test_the_waterfall_adds_up_by_hand() -> None:
    score = pre_score(graded(A1=3, A2=1, B1=2, G1=3, F1=0), small_rubric())
    # 40 * 3/3 + 20 * 1/3 + 40 * 2/3
    assert score.total == pytest.approx(40 + 20 / 3 + 80 / 3, abs=0.01)
    assert [(s.id, round(s.points, 2), s.maximum) for s in score.sections] == [("A", 46.67, 60), ("B", 26.67, 40)]
    assert [p.id for p in score.sections[0].parts] == ["A.1", "A.2"]
    assert score.error == 0


def test_doubt_about_a_grade_becomes_the_sums_error() -> None:
    results = (result("A.1", 2, 0, 0, 0.5, 0.5), result("A.2", 0), result("B.1", 0))
    score = pre_score(results, small_rubric())
    assert score.total == pytest.approx(40 * 2.5 / 3, abs=0.01)  # expected grade 2.5
    assert score.error == pytest.approx(40 / 3 * 0.5, abs=0.01)  # always half a grade off


def test_a_grade_put_right_by_hand_counts_as_told() -> None:
    corrected = CriterionResult("A.1", 3, 1.0, ())
    assert pre_score([corrected], small_rubric()).total == pytest.approx(40)


@pytest.mark.parametrize(
    ("grade", "met", "told"), [(0, False, "見当たりません"), (1, False, "裏付け"), (2, True, "4ページ"), (3, True, "4ページ")]
)
def test_a_gate_is_met_by_concrete_evidence(grade: int, met: bool, told: str) -> None:
    name, is_met, sentence = pre_score(graded(G1=grade), small_rubric()).gates[0]
    assert (name, is_met) == ("G.1", met)
    assert told in sentence


def test_gates_and_flags_add_nothing() -> None:
    low, high = (pre_score(graded(A1=1, G1=g, F1=g), small_rubric()) for g in (0, 3))
    assert low.total == high.total
    assert low.flags != high.flags


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3), st.integers(0, 2))
def test_more_evidence_never_lowers_the_sum(grades: list[int], which: int) -> None:
    better = [min(3, g + (i == which)) for i, g in enumerate(grades)]
    names = ("A.1", "A.2", "B.1")
    low, high = (pre_score([result(n, g) for n, g in zip(names, gs, strict=True)], small_rubric()) for gs in (grades, better))
    assert 0 <= low.total <= high.total <= 100


def test_questions_begin_with_gates_then_money_then_weight() -> None:
    missing = {"A.2": "市場は。", "A.1": "特許は。", "G.1": "中核は。"}
    results = [*(result(n, 0, missing=m) for n, m in missing.items()), result("B.1", 3)]
    budget = Budget(None, 0.9, mismatches=(Mismatch("総額と年度の計が合いません。", 10, 9),))
    asked = hearing_questions(results, small_rubric(), Fields(budget=budget))
    assert [q.split("］")[0] + "］" for q in asked] == ["［G.1 中核機関の状況］", "［A.1 特許の状況］", "［経費］", "［A.2 市場の状況］"]
    assert asked[2] == "［経費］総額と年度の計が合いません。正しい額と内訳を伺います。"
