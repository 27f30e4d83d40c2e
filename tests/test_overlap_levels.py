"""Comparison levels, weights, verdicts."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from corpus.programmes import ListVersion, Programme
from models.assessment import OverlapLabel
from models.embedding import Embedder
from models.overlap import OverlapModel, ProgrammeStore, build_index, compare, decide, profile_of
from models.overlap.compare import find_mention
from models.overlap.institutions import CORE, DIFFERENT, MISSING, SAME_BODY, SAME_UNIT, institution_level
from models.overlap.levels import activity_level, overlap_years, period_level, yen
from models.overlap.model import priors
from models.overlap.wording import COOPERATION, money, question, summary
from tests.overlap_texts import document, fields, known

DOMAIN = "金属ガラスの超精密成形"
PROPOSAL = document(
    ("研究の計画", "金属ガラスを加熱して軟らかくし、金型に押し込んで微小な歯車を成形する技術を開発する。"),
    ("研究の計画", "非晶質合金の組成を選び、粘性流動の温度と圧力の条件を求める。"),
    ("研究の計画", "成形した部品の強さと寸法の精度を東北大学金属材料研究所が測る。"),
    ("研究の計画", "時計と内視鏡の会社が、歯車と弁の部品を試作する。"),
    ("市場", "微小な精密部品の市場は年に五百億円である。"),
    ("研究の目標", "三年目までに直径一ミリメートルの歯車を成形する。"),
    ("研究の目標", "五年目までに一万個を続けて成形する金型の寿命を得る。"),
    ("研究の目標", "合金の再利用の方法を確立する。"),
    ("関連事業", "地域結集型共同研究事業「生体機能の再建」は福祉機器を対象とし、本提案とは分野を異にする。"),
)
FIELDS = fields("仙台地域", "宮城県", DOMAIN, core_institution=known("株式会社インテリジェント・コスモス研究機構"))
SENDAI = {"region": "仙台地域", "prefecture": "宮城県"}
SAME = Programme(
    "a",
    "非晶質合金を用いた微小部品の型成形",
    "科学技術振興調整費",
    **SENDAI,
    domain="非晶質合金の型成形",
    institution="東北大学金属材料研究所",
    start_fy=2001,
    end_fy=2004,
    summary="ガラス遷移を示す合金を金型で成形し、微小な歯車を試作する。",
)
TOLD = Programme("told", "生体機能の再建", "地域結集型共同研究事業", **SENDAI, domain="福祉機器", start_fy=1998, end_fy=2003)
CRAFT = Programme("craft", "吹きガラス工房の意匠講習", "自治体独自", **SENDAI, domain="工芸ガラスの販路", start_fy=2001, end_fy=2003)
PROGRAMMES = (
    SAME,
    replace(SAME, id="far", region="福岡地域", prefecture="福岡県"),
    replace(SAME, id="over", start_fy=1995, end_fy=1997),
    replace(SAME, id="self", kind="知的クラスター創成事業(第Ⅰ期)"),
    replace(TOLD, summary="電気刺激で手足を動かす装置を開発する。"),
    replace(CRAFT, summary="型を用いた成形の講習と展示を行う。"),
)


@pytest.fixture(scope="module")
def verdicts(embedder: Embedder):  # type: ignore[no-untyped-def]
    features = compare(profile_of(PROPOSAL, FIELDS), build_index(PROGRAMMES, embedder), embedder)
    return features, {o.programme_id: o for o in decide(features, OverlapModel.load())}


def test_same_place_time_and_field_is_a_duplicate_with_its_reasons(verdicts) -> None:  # type: ignore[no-untyped-def]
    overlap = verdicts[1]["a"]
    assert overlap.label is OverlapLabel.DUPLICATE
    assert overlap.treatment == "重複投資の懸念"
    assert not overlap.disclosed
    assert "実施地域はいずれも仙台地域です。" in overlap.reasons
    assert "提案書に記載のない「非晶質合金を用いた微小部品の型成形」" in overlap.question
    assert overlap.evidence[0].page == 1


@pytest.mark.parametrize("other", ["far", "over", "self", "told", "craft"])
def test_what_misses_one_condition_is_no_duplicate_and_scores_less(verdicts, other: str) -> None:  # type: ignore[no-untyped-def]
    found = verdicts[1]
    assert found[other].label is not OverlapLabel.DUPLICATE
    assert found[other].score < found["a"].score


def test_an_index_on_disk_comes_to_the_same_verdicts(verdicts, embedder: Embedder, tmp_path) -> None:  # type: ignore[no-untyped-def]
    store = ProgrammeStore.create(tmp_path, embedder)
    store.add([replace(p, list_name="表") for p in PROGRAMMES[:2]], ListVersion("表", "1", "2002-01-01", 2), embedder)
    store.add([replace(p, list_name="表") for p in PROGRAMMES], ListVersion("表", "2", "2002-02-01", 6), embedder)
    opened = ProgrammeStore.open(tmp_path, embedder.id)
    found = decide(compare(profile_of(PROPOSAL, FIELDS), build_index((), embedder), embedder, (opened,)), OverlapModel.load())
    assert {o.programme_id: o.label for o in found} == {i: o.label for i, o in verdicts[1].items()}
    assert {o.programme_id: o.score for o in found} == pytest.approx({i: o.score for i, o in verdicts[1].items()}, abs=0.02)


def test_a_disclosed_programme_is_related_and_shows_where(verdicts) -> None:  # type: ignore[no-untyped-def]
    told = verdicts[1]["told"]
    assert told.label is OverlapLabel.RELATED
    assert told.disclosed
    assert "本提案とは分野を異にする" in told.evidence[0].quote
    assert told.treatment == "棲み分けの整理が必要"


def test_the_waterfall_sums_to_the_score(verdicts) -> None:  # type: ignore[no-untyped-def]
    for overlap in verdicts[1].values():
        assert 1 / (1 + math.exp(-sum(level.weight for level in overlap.levels))) == pytest.approx(overlap.score)


def test_neither_a_distant_field_nor_a_distant_place_speaks_for_a_duplicate(verdicts) -> None:  # type: ignore[no-untyped-def]
    bars = [(m.level, m.weight) for overlap in verdicts[1].values() for m in overlap.levels]
    assert all(weight <= 0 for level, weight in bars if level in ("離れている", "遠隔", "隣接", "都道府県全域"))
    assert all(weight >= 0 for level, weight in bars if level in ("極めて近い", "近い", "やや近い", "同一地域"))
    assert {"離れている", "同一地域"} <= {level for level, _ in bars}


def test_fitting_draws_weights_from_the_priors_towards_the_pairs(verdicts) -> None:  # type: ignore[no-untyped-def]
    features = verdicts[0]
    unseen = OverlapModel.fit([])
    assert unseen.weights["service"] == priors()["service"][0]
    gold = {"programmes": [{"id": "a", "label": "unrelated"}, {"id": "craft", "label": "duplicate"}]}
    taught = OverlapModel.fit([(features, gold)])
    by_id = {c.programme.id: c for c in features.candidates}
    margins = [m.logit(by_id["craft"]) - m.logit(by_id["a"]) for m in (unseen, taught)]
    assert margins[1] > margins[0] + 0.5


def test_a_model_survives_its_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    model = OverlapModel({"bias": -1.25, "service": -0.5}, 0.45, {"pairs": 3})
    model.save(tmp_path / "m.json")
    assert OverlapModel.load(tmp_path / "m.json") == model


def test_an_empty_proposal_or_list_has_no_candidates(embedder: Embedder) -> None:
    empty = profile_of(document(), FIELDS)
    assert compare(profile_of(PROPOSAL, FIELDS), build_index((), embedder), embedder).candidates == ()
    assert compare(replace(empty, phrases=()), build_index(PROGRAMMES, embedder), embedder).candidates == ()


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (2001, 2004, 3),
        (1997, 2001, 0),
        (2002, 2002, 1),
        (2001, None, 4),
        (None, 2003, 2),
        (None, None, None),
        (2006, 2030, 1),
    ],
)
def test_overlapping_fiscal_years(start: int | None, end: int | None, years: int | None) -> None:
    profile = profile_of(PROPOSAL, FIELDS)  # 2002–2006
    assert overlap_years(profile, replace(SAME, start_fy=start, end_fy=end)) == years


def test_missing_is_its_own_level_of_period() -> None:
    profile = profile_of(PROPOSAL, FIELDS)
    assert dict(period_level(profile, replace(SAME, start_fy=None, end_fy=None)).features) == {"period_missing": 1.0}


@pytest.mark.parametrize(
    ("theirs", "level"),
    [
        ("東北大学金属材料研究所", SAME_UNIT),
        ("東北大学医学部", SAME_BODY),
        ("（株）インテリジェント・コスモス研究機構", CORE),
        ("九州大学工学部", DIFFERENT),
        ("", MISSING),
    ],
)
def test_institution_levels(theirs: str, level: str) -> None:
    profile = profile_of(PROPOSAL, FIELDS)
    assert institution_level(theirs, profile.core_institution, profile.institutions, profile.text)[0] == level


def test_research_and_service_are_told_apart() -> None:
    assert activity_level(PROGRAMMES[0]).level == "研究開発"
    assert activity_level(PROGRAMMES[-1]).level == "普及・研修・行事など"


def test_a_programme_that_does_no_research_itself_says_so() -> None:
    network = replace(PROGRAMMES[0], summary="大学の成果を企業に橋渡しする。特定の課題の研究は行わない。")
    assert activity_level(network).features["no_research"] == 1.0
    assert activity_level(network).theirs == "特定の課題の研究は行わない"
    assert "no_research" not in activity_level(replace(PROGRAMMES[0], summary="下塗りの研究を行い、環境を汚さない。")).features


def test_money_is_printed_with_the_yen_beside() -> None:
    assert [yen(780_000_000), yen(1_250_000), yen(9_000)] == [
        "780百万円（780,000,000円）",
        "1.2百万円（1,250,000円）",
        "9千円（9,000円）",
    ]


def test_a_national_facility_is_told_by_the_name_it_goes_by_and_runs_on() -> None:
    facility = Programme("f", "大型放射光施設SPring-8", "国の大型施設", prefecture="兵庫県", start_fy=1997)
    other = replace(facility, name="地球シミュレータ")
    text = document(("施設", "県内には大型放射光施設ＳＰｒｉｎｇ－８があり、本事業では専用の測定線を整備しない。"))
    profile = profile_of(text, FIELDS)
    assert find_mention(facility, profile.related, here=False) is not None
    assert find_mention(other, profile.related, here=True) is None
    assert overlap_years(profile, facility) == 5


def test_the_money_of_the_years_both_run_is_told_for_both_sides() -> None:
    profile = replace(profile_of(PROPOSAL, FIELDS), budget_by_year=((2002, 100_000_000), (2003, 120_000_000), (2005, 1)))
    told = money(profile, replace(SAME, start_fy=2001, end_fy=2003, budget_yen=90_000_000))
    assert "平成14年度～平成15年度" in told
    assert "既存事業が約60百万円（予算額90百万円の年割り）、本提案が220百万円です。" in told
    assert "予算額は一覧に記載がありません" in money(profile, replace(SAME, budget_yen=None))
    assert money(profile, replace(SAME, start_fy=1995, end_fy=1997)) == ""


def test_a_programme_elsewhere_is_named_with_its_place_and_one_that_ended_with_its_end(embedder: Embedder) -> None:
    ended = replace(TOLD, start_fy=1997, end_fy=2001, summary="電気刺激で手足を動かす装置を開発する。")
    profile = profile_of(PROPOSAL, FIELDS)
    found = compare(profile, build_index((PROGRAMMES[1], ended), embedder), embedder).candidates
    far, over = (next(c for c in found if c.programme.id == i) for i in ("far", "told"))
    assert "は、他の地域（福岡地域）で分野が近く、期間が3年度重なる事業です" in summary(far, "近い", COOPERATION, profile)
    assert "は、同一地域で分野は異なるものの、平成13年度に終了した事業です" in summary(over, "離れている", COOPERATION, profile)
    assert question(far, COOPERATION).endswith("との連携又はその成果の活用を予定しているときは、その内容を示してください。")
    assert question(over, COOPERATION).endswith("の成果又は施設を本提案でどのように活用するのかを示してください。")
