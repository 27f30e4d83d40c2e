"""How the ranking bears other weights and doubt about the grades: rankings that can be told by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.assessment import CriterionResult
from models.prescore import pre_score
from models.sensitivity import RankedProposal, Sensitivity, rank_sensitivity, totals_when_doubled
from tests.criteria_documents import criterion, graded, result, small_rubric


def ranked(*, spread: float = 0.3, draws: int = 200, **proposals: Sequence[CriterionResult]) -> Sensitivity:
    found = rank_sensitivity(proposals, small_rubric(), spread=spread, draws=draws)
    assert found is not None
    return found


def by_name(found: Sensitivity) -> dict[str, RankedProposal]:
    return {p.name: p for p in found.proposals}


def test_a_proposal_better_everywhere_keeps_its_rank_under_any_weights() -> None:
    found = ranked(low=graded(A1=1), best=graded(A1=3, A2=3, B1=3), middle=graded(A1=2, A2=1))
    assert [(p.name, p.rank) for p in found.proposals] == [("best", 1), ("middle", 2), ("low", 3)]
    assert all(p.by_weights == p.by_grades == (p.rank, p.rank) for p in found.proposals)
    assert found.agreement == pytest.approx(1.0)
    assert all(d.moved == () and d.agreement == pytest.approx(1.0) for d in found.sections)


def test_a_ranking_that_hangs_on_one_weight_is_told() -> None:
    found = ranked(first=graded(A1=3, A2=3), second=graded(A1=1, B1=3), spread=0.8)
    assert [p.by_weights for p in found.proposals] == [(1, 2), (1, 2)]
    assert [p.by_grades for p in found.proposals] == [(1, 1), (2, 2)]  # the grades are sure
    assert found.agreement < 1
    doubled = {d.id: d for d in found.sections}["B"]
    assert (doubled.points, doubled.doubled_points) == (pytest.approx(40), pytest.approx(80 / 1.4))
    assert doubled.agreement == pytest.approx(-1.0)
    assert doubled.moved == (("first", 1, 2), ("second", 2, 1))


def test_doubt_about_a_grade_widens_the_ranks_whatever_the_weights() -> None:
    doubtful = (result("A.1", 2, 0, 0.5, 0, 0.5), result("A.2", 0), result("B.1", 0))  # 2 on the average, never 2
    found = by_name(ranked(doubtful=doubtful, sure=graded(A1=2)))
    assert found["doubtful"].rank == found["sure"].rank == 1  # equal totals, equal ranks
    assert found["doubtful"].by_grades == found["sure"].by_grades == (1, 2)
    assert found["doubtful"].by_weights == (1, 1)
    assert found["doubtful"].error > found["sure"].error == 0


def test_total_and_error_are_those_of_the_packet() -> None:
    results = (result("A.1", 2, 0, 0.2, 0.6, 0.2), result("B.1", 3))
    score, found = pre_score(results, small_rubric()), by_name(ranked(one=results, other=graded()))
    assert (found["one"].total, found["one"].error) == (score.total, score.error)


def test_a_section_within_another_moves_points_within_it_alone() -> None:
    inner = {"id": "A.I", "title": "研究", "weight": 1, "criteria": [criterion("A.I.1", "特許")]}
    other = {"id": "A.J", "title": "市場", "weight": 1, "criteria": [criterion("A.J.1", "市場")]}
    wide = {"id": "A", "title": "技術", "role": "scored", "weight": 60, "sections": [inner, other]}
    sections = [wide, {"id": "B", "title": "体制", "role": "scored", "weight": 40, "criteria": [criterion("B.1", "研究会")]}]
    found = rank_sensitivity({"x": (), "y": ()}, small_rubric(sections=sections))
    assert found is not None
    told = {d.id: (d.inner, round(d.points, 2), round(d.doubled_points, 2)) for d in found.sections}
    assert told == {"A": (False, 60, 75), "A.I": (True, 30, 40), "A.J": (True, 30, 40), "B": (False, 40, round(80 / 1.4, 2))}


def test_nothing_to_rank() -> None:
    gates = [{"id": "G", "title": "基本要件", "role": "gate", "criteria": [criterion("G.1", "中核機関")]}]
    assert rank_sensitivity({"alone": graded(A1=3)}, small_rubric()) is None
    assert rank_sensitivity({}, small_rubric()) is None
    assert rank_sensitivity({"a": graded(), "b": graded()}, small_rubric(sections=gates)) is None


def test_the_same_proposals_give_the_same_ranges() -> None:
    proposals = {"a": (result("A.1", 1, 0.3, 0.4, 0.2, 0.1),), "b": (result("B.1", 2, 0.1, 0.2, 0.4, 0.3),)}
    assert rank_sensitivity(proposals, small_rubric()) == rank_sensitivity(proposals, small_rubric())


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=6))
def test_ranges_hold_the_rank_of_equal_or_dominated_proposals(grades: list[list[int]]) -> None:
    found = by_name(ranked(draws=20, **{f"p{i}": graded(A1=a, A2=b, B1=c) for i, (a, b, c) in enumerate(grades)}))
    for i, own in enumerate(grades):
        better = sum(all(x > y for x, y in zip(other, own, strict=True)) for other in grades)
        assert better < found[f"p{i}"].by_weights[0] <= found[f"p{i}"].by_weights[1] <= len(grades)
        assert found[f"p{i}"].by_grades == (found[f"p{i}"].rank,) * 2


def test_what_doubling_a_section_makes_of_one_total() -> None:
    score = pre_score(graded(A1=3, A2=3), small_rubric())  # 60 of 60 in A, 0 of 40 in B
    assert totals_when_doubled(score) == (("技術", pytest.approx(75)), ("体制", pytest.approx(100 * 60 / 140)))
