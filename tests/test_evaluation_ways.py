"""Ways of finding evidence compared: figures and intervals that can be worked out by hand."""

from __future__ import annotations

import pytest

from extractors.passages import passages
from models.criteria.baselines import best_passages, by_embeddings, by_words
from models.criteria.features import featurise
from models.evaluation.ways import FEWEST_RANKED, Interval, Outcome, compare_ways, interval, outcome, ranking
from models.prescore import score_of_grades
from tests.criteria_documents import BigramEmbedder, document, paragraph, small_rubric

GOLD = {
    "A.1": {"grade": 3, "quotes": ["特許を十二件出願した"]},
    "A.2": {"grade": 0, "quotes": []},
    "B.1": {"grade": 2, "quotes": ["研究会を毎月開いている"]},
}


def test_a_criterion_counts_where_one_of_its_passages_shows_a_quote() -> None:
    told = {"A.1": (3, ["特許を十二件出願した。"]), "A.2": (0, []), "B.1": (1, ["市場は広い。", "研究会を毎月開いている。"])}
    found = outcome(GOLD, told)
    assert (found.at_1, found.at_3) == ((True, False), (True, True))
    assert found.grades == ((3, 3), (0, 0), (2, 1))


def test_a_way_without_grades_has_no_figures_of_grades() -> None:
    ways = compare_ways({"words": [outcome(GOLD, {"A.1": (None, ["特許を十二件出願した"])})] * 2})
    assert ways["evidence_at_1"]["words"].value == 0.5
    assert ways["grade_kappa"]["words"] == ways["ranking_spearman"]["words"] == Interval(None)
    assert str(ways["absent_f1"]["words"]) == "—"


def test_intervals_lie_round_the_figure_and_are_the_same_each_time() -> None:
    outcomes = [Outcome((i % 3 > 0,), (True,), ()) for i in range(30)]
    found = interval(outcomes, lambda drawn: sum(o.at_1[0] for o in drawn) / len(drawn))
    assert found == interval(outcomes, lambda drawn: sum(o.at_1[0] for o in drawn) / len(drawn))
    assert found.value == pytest.approx(2 / 3)
    assert found.low is not None
    assert found.high is not None
    assert 0.45 < found.low < 0.6 < 0.75 < found.high < 0.87
    assert interval(outcomes[:1], lambda drawn: 1.0) == Interval(1.0)


def test_ranking_is_by_rank_and_wants_several_proposals() -> None:
    outcomes = [Outcome((), (), (), score, gold) for score, gold in ((10.0, 1.0), (30.0, 2.0), (90.0, 50.0))]
    assert ranking(outcomes) == pytest.approx(1.0)
    assert ranking(outcomes[: FEWEST_RANKED - 1]) is None
    assert ranking([Outcome((), (), (), 5.0, gold) for gold in (1.0, 2.0, 3.0)]) is None


def test_points_of_given_grades() -> None:
    assert score_of_grades(dict.fromkeys(("A.1", "A.2", "B.1"), 3), small_rubric()) == pytest.approx(100)
    assert score_of_grades({"A.1": 3}, small_rubric()) == pytest.approx(40)  # two thirds of 60
    assert score_of_grades({}, small_rubric()) == 0


def test_words_and_embeddings_alone_rank_passages() -> None:
    texts = ("特許の出願は十二件である。", "研究会を毎月開いている。", "市場の規模は大きい。")
    read = document(*(paragraph(t) for t in texts))
    features = featurise(read, passages(read), small_rubric(), BigramEmbedder())  # type: ignore[arg-type]
    for scores in (by_words(features), by_embeddings(features)):
        assert scores.shape == (3, 5)
        found = best_passages(features, scores)
        assert found["B.1"][0] == "研究会を毎月開いている。"
        assert len(found["A.1"]) == 3
