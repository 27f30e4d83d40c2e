"""Criteria: facts, cues, thresholds, grades, questions, the model's own file, and what a shipped model must find."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.rubrics import Aspect, Fact, load_rubric
from extractors.document import Block, BlockKind
from extractors.passages import passages
from extractors.records import Fields
from extractors.values import Value
from models.assessment import CriterionResult
from models.criteria import CriteriaModel, decide, featurise
from models.criteria.cues import hits
from models.criteria.facts import facts_of
from models.criteria.features import CriteriaFeatures
from models.criteria.grades import GRADE_NAMES, choose_grades
from models.criteria.labels import LABELS
from models.criteria.missing import missing_question
from models.criteria.words import meets
from models.evaluation.figures import weighted_kappa
from tests.criteria_documents import BigramEmbedder, document, paragraph, small_rubric, table

PROPOSAL = document(
    paragraph("特許の出願は国内38件、米国12件である。", "特許の状況"),
    paragraph("特許の登録は平成13年度までに14件に達した。", "特許の状況"),
    paragraph("市場の開拓については、今後検討する。", "市場の状況"),
    paragraph("研究会は平成11年6月に発足し、会員54社が年6回開催する。", "研究会の状況"),
    paragraph("中核機関は財団法人みなと振興機構とする。職員は23名である。", "中核機関の状況"),
    paragraph("港の朝は早い。", "地域の概要"),
)
GOLD = {
    "G.1": {"grade": 3, "quotes": ["中核機関は財団法人みなと振興機構とする。"]},
    "A.1": {"grade": 3, "quotes": ["特許の出願は国内38件、米国12件である。", "特許の登録は平成13年度までに14件に達した。"]},
    "A.2": {"grade": 1, "quotes": ["市場の開拓については、今後検討する。"]},
    "B.1": {"grade": 3, "quotes": ["研究会は平成11年6月に発足し、会員54社が年6回開催する。"]},
    "F.1": {"grade": 0, "quotes": []},
}


def features(**changes: object) -> CriteriaFeatures:
    found = featurise(PROPOSAL, passages(PROPOSAL), small_rubric(), BigramEmbedder())  # type: ignore[arg-type]
    return replace(found, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def model() -> CriteriaModel:
    return CriteriaModel.fit([(features(), {"criteria": GOLD})] * 4)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("基本財産は28億5千万円（県20億円）、役職員は74名", {"money": 2, "people": 1}),
        ("百七十六名のうち八十一名が三十五歳未満である", {"people": 2}),
        ("平成11年5月に発足し、会員は87社である", {"year": 1, "count": 1, "track": 1}),
        ("今後の発展が大いに期待される", {"money": 0, "count": 0, "year": 0, "vague": 3}),
        ("事業総括　村松 周平（元・常務）", {"person": 1}),
    ],
)
def test_facts_are_counted(text: str, counts: dict[str, int]) -> None:
    found = facts_of(text)
    assert {name: getattr(found, name) for name in counts} == counts


def test_cues_meet_their_other_spellings() -> None:
    assert hits(["出えん", "コーディネータ", "中核機関"], "県の出捐とコーディネーター") == (True, True, False)


@pytest.mark.parametrize("text", ["光源は扱わない", "光源は扱いません", "光源は扱わず、測定に絞る", "扱わぬ光源"])
def test_a_negation_meets_its_polite_and_its_old_forms(text: str) -> None:
    assert hits(["扱わない", "扱う", "含まない"], text) == (True, True, False)


def test_every_feature_of_a_grade_has_a_japanese_name() -> None:
    assert set(LABELS) == set(GRADE_NAMES)


def test_evidence_is_found_with_its_place(model: CriteriaModel) -> None:
    found = {r.id: r for r in decide(features(), model)}
    assert found["B.1"].evidence[0].quote.startswith("研究会は平成11年6月に発足")
    assert found["B.1"].evidence[0].page == 1
    assert found["B.1"].evidence[0].bbox is not None
    assert {e.quote for e in found["A.1"].evidence[:2]} == set(GOLD["A.1"]["quotes"])  # type: ignore[call-overload]
    assert all(len(r.evidence) <= 3 and abs(sum(r.probabilities) - 1) < 1e-6 for r in found.values())
    assert all(r.confidence == pytest.approx(r.probabilities[r.grade]) for r in found.values())


def test_grades_follow_the_gold_they_were_fitted_to(model: CriteriaModel) -> None:
    assert {r.id: r.grade for r in decide(features(), model)} == {i: c["grade"] for i, c in GOLD.items()}


def test_what_is_absent_shows_no_evidence_but_the_nearest(model: CriteriaModel) -> None:
    absent = next(r for r in decide(features(), model) if r.id == "F.1")
    assert absent.evidence == () or absent.abstained
    assert absent.nearest is not None
    assert absent.missing.startswith("海外の記載が見当たりません。")


def test_a_heading_is_no_further_evidence_and_never_the_nearest(model: CriteriaModel) -> None:
    best, second = "特許の出願は国内38件、米国12件である。", "特許の出願及び登録の件数の状況"
    headed = replace(paragraph(second, "特許の状況"), kind=BlockKind.HEADING)
    assert [e.quote for e in _patents(model, headed, paragraph(best, "特許の状況")).evidence] == [best]
    alone = _patents(model, headed, paragraph("港の朝は早い。", "地域の概要"))
    assert alone.nearest is not None
    assert alone.nearest.quote == "港の朝は早い。"


def _patents(model: CriteriaModel, *blocks: Block) -> CriterionResult:
    read = document(*blocks)
    found = decide(featurise(read, passages(read), small_rubric(), BigramEmbedder()), model)  # type: ignore[arg-type]
    return next(r for r in found if r.id == "A.1")


def test_the_model_is_the_same_after_its_file(model: CriteriaModel, tmp_path: Path) -> None:
    again = CriteriaModel.load(model.save(tmp_path / "m.json"))
    before, after = decide(features(), model), decide(features(), again)
    assert [r.grade for r in before] == [r.grade for r in after]
    assert [e.quote for r in before for e in r.evidence] == [e.quote for r in after for e in r.evidence]
    np.testing.assert_allclose([r.confidence for r in before], [r.confidence for r in after], atol=1e-3)


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    file.write_text('{"form": "something-else"}', encoding="utf-8")
    with pytest.raises(ValueError, match="評価項目のモデルではありません"):
        CriteriaModel.load(file)


def test_heads_serve_only_their_own_embedding_model(model: CriteriaModel) -> None:
    other = features(embedder_id="another")
    assert model.heads is not None
    assert not model.heads.fits(other)
    assert len(decide(other, model)) == 5


def test_without_anything_learned_all_is_to_be_checked() -> None:
    found = decide(features(), CriteriaModel())
    assert all(r.abstained for r in found)
    shown = {r.id: [e.quote[:4] for e in r.evidence] for r in found}
    assert "研究会は" in shown["B.1"]


def test_an_unreadable_proposal_is_all_questions(model: CriteriaModel) -> None:
    empty = featurise(document(), (), small_rubric(), BigramEmbedder())  # type: ignore[arg-type]
    found = decide(empty, model)
    assert [(r.grade, r.abstained, r.evidence) for r in found] == [(0, True, ())] * 5
    assert all(r.missing for r in found)


def test_grades_are_the_likeliest_absence_or_the_mean_of_the_rest() -> None:
    spread = np.array([[0.6, 0.2, 0.1, 0.1], [0.3, 0.1, 0.2, 0.4], [0.0, 0.4, 0.2, 0.4], [0.1, 0.2, 0.3, 0.4]])
    assert choose_grades(spread).tolist() == [0, 2, 2, 2]


def test_no_grade_is_told_that_is_all_but_ruled_out() -> None:
    assert choose_grades(np.array([[0.0, 0.4, 0.0, 0.6], [0.0, 0.51, 0.09, 0.4]])).tolist() == [3, 1]


def test_a_question_names_what_an_assertion_leaves_open(model: CriteriaModel) -> None:
    criterion = small_rubric().by_id["A.2"]
    found = features()
    shown = [(p, f) for p, f in zip(found.passages, found.facts, strict=True) if "市場" in p.text]
    question = missing_question(criterion, 1, shown, shown[0][0].evidence(), None)
    start = "1ページに「市場の開拓については、今後検討する」とありますが、"
    assert question == f"{start}市場の数及び担当者が読み取れません。具体的な内容を伺います。"
    assert missing_question(criterion, 3, shown, None, None) == ""


def test_what_may_bear_on_a_criterion_answers_by_its_words_not_its_figures() -> None:
    criterion = replace(small_rubric().by_id["A.2"], aspects=(Aspect("顧客", ("訪問",)), Aspect("市場の数", (), (Fact.COUNT,))))
    bearing, beside = features().passages[0], replace(features().passages[0], context="31社を訪問した")
    asked = missing_question(criterion, 2, [(bearing, facts_of("")), (beside, None)], None, None)
    assert asked == "市場の数がはっきりしません。補足を伺います。"


@pytest.mark.parametrize(
    ("criterion", "aspect", "says"),
    [
        ("1.1", "対象外とする分野", "含む：厚い板とその成形。含まない：薄い帯、粉末。"),
        ("1.1", "対象外とする分野", "薬そのものの開発や細胞を使う治療は行いません。"),
        ("2.1.3", "新規性の根拠", "この形に型成形した例は当研究所以外にない。"),
        ("2.1.3", "新規性の根拠", "調べた特許1,160件の中に見当たらなかった。"),
        ("2.1.3", "新規性の根拠", "公表された文献61編の中に1編もない。"),
        ("2.2.3", "参加の約束", "いずれも11月に参加同意書を提出した。"),
        ("4.3.3", "研究機関", "県産業技術総合センター（職員74人）を置く。"),
        ("4.3.3", "研究機関", "両学部の間は回線で結ばれた。大学の工学部にも及ぶ。"),
        ("5.2", "対象や役割の違い", "この計画とは機器を異にする。"),
        ("5.3", "相手の国や機関", "台湾の業界団体に試作品を持ち込んだ。"),
    ],
)
def test_an_aspect_is_met_in_ordinary_wordings(criterion: str, aspect: str, says: str) -> None:
    wanted = next(a for a in load_rubric().by_id[criterion].aspects if a.name == aspect)
    assert meets(wanted, says, None)


@pytest.mark.parametrize(
    ("criterion", "aspect", "says"),
    [
        ("1.1", "対象外とする分野", "特定領域は一つの技術分野である。"),
        ("2.1.3", "新規性の根拠", "いずれのテーマも従来にない新しいものである。"),
        ("2.2.5", "顧客への調査の実績", "市場の動きには常に気を配る。"),
        ("3.2", "事業化の経歴", "本部には本部長と事業総括を置く。"),
        ("5.3", "進行中の取組み", "将来は世界の市場に広がることが期待される。"),
    ],
)
def test_an_assertion_meets_no_aspect(criterion: str, aspect: str, says: str) -> None:
    wanted = next(a for a in load_rubric().by_id[criterion].aspects if a.name == aspect)
    assert not meets(wanted, says, None)


def test_questions_name_the_proposals_own_domain() -> None:
    criterion = replace(small_rubric().by_id["A.2"], question="【領域】の市場を、【中核機関】に伺います。")
    fields = Fields(specific_domain=Value("微小部品", 0.9))
    assert missing_question(criterion, 0, (), None, fields) == "特定領域「微小部品」の市場を、中核機関に伺います。"


@pytest.mark.parametrize(
    ("sentence", "grade", "told"),
    [
        ("中心都市の製造品出荷額は5,120億円（平成11年）である。", 2, ""),
        ("県内の機械工業の出荷額は１，２３０億円である。", 2, ""),
        ("中心都市の製造品出荷額は2,100億円である。", 1, "達していません"),
        ("中心都市の人口は34万人である。", 0, "出荷額"),
    ],
)
def test_the_first_screenings_figures_are_held_against_the_text(sentence: str, grade: int, told: str) -> None:
    rubric = load_rubric("fs-first-screening-2001")
    proposal = document(paragraph(sentence, "地域の産業"), paragraph("港の朝は早い。"))
    features = featurise(proposal, passages(proposal), rubric, BigramEmbedder())  # type: ignore[arg-type]
    result = decide(features, CriteriaModel())[1]
    assert (result.grade >= 2) == (grade >= 2)
    assert result.grade <= 1 or grade >= 2
    assert told in result.missing


def test_a_tables_unit_counts_for_its_bare_figures() -> None:
    rubric = load_rubric("fs-first-screening-2001")
    proposal = document(table([["業種", "出荷額（億円）"], ["電気機械", "1,420"], ["食料品", "310"]], "地域の産業"))
    features = featurise(proposal, passages(proposal), rubric, BigramEmbedder())  # type: ignore[arg-type]
    result = decide(features, CriteriaModel())[1]
    assert result.grade >= 2
    assert result.evidence[0].quote == "電気機械　1,420"


def test_kappa_by_hand() -> None:
    assert weighted_kappa([(0, 0), (3, 3)]) == 1.0
    # seen: 9 of squared distance once in four; by chance: half the pairs are 9 apart
    assert weighted_kappa([(0, 0), (3, 3), (0, 3), (3, 3)]) == pytest.approx(1 - (9 / 4) / (9 * (2 * 3 + 2 * 1) / 16))
    assert weighted_kappa([]) is None
