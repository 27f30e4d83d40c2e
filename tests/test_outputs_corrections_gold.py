"""Learning from corrections: only what people reviewed becomes truth, the rest stays unknown."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors.candidates import Candidate
from extractors.values import Evidence
from models.fields import Proposals, field_examples, status_examples
from models.fields_gold import PARTLY, labels
from outputs.assessment_json import assessment_to_json
from outputs.corrections.gold import corrected_gold
from outputs.corrections.records import Decision, Decisions, Verdict
from tests.factory import make_assessment

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CENTRE, PLAZA = "みさき大学地域共同研究センター", "みさきインキュベーションプラザ（仮称）"
CORE, CORES = "core_institution", "core_research_institutions"
ASSESSMENT = assessment_to_json(make_assessment())


def decided(*told: tuple[str, Verdict, str | None, str | None]) -> Decisions:
    return {s: Decision("ab", s, verdict, value, machine, "山田", NOON) for s, verdict, value, machine in told}


def candidates(field: str, *values: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(field, v, v, (Evidence(v, 1, None),), {"length": 1.0}) for v in values)


def test_nothing_reviewed_is_nothing_known() -> None:
    gold = corrected_gold(ASSESSMENT, {})
    assert gold == {PARTLY: {}}
    for field in ("specific_domain", CORE, CORES, "infrastructure"):
        assert labels(field, candidates(field, "みさき大学", "みさき医科大学"), gold) == [None, None]


def test_a_confirmed_value_carries_its_other_wordings_and_rules_the_rest_out() -> None:
    value = "海洋由来多糖を用いた止血・接着材料"
    gold = corrected_gold(ASSESSMENT, decided(("specific_domain", Verdict.CONFIRMED, value, value)))
    assert gold["specific_domain"] == {"value": value, "accept": ["海洋多糖止血材"]}
    assert labels("specific_domain", candidates("specific_domain", value, "半導体"), gold) == [True, False]


def test_a_corrected_value_is_right_and_the_machines_is_not() -> None:
    gold = corrected_gold(ASSESSMENT, decided((CORE, Verdict.CORRECTED, "財団法人みさき産業振興公社", "財団法人みさき科学技術振興機構")))
    assert gold[CORE] == {"value": "財団法人みさき産業振興公社", "accept": []}
    found = candidates(CORE, "財団法人みさき科学技術振興機構", "(財)みさき産業振興公社")
    assert labels(CORE, found, gold) == [False, True]


def test_a_value_only_known_to_be_wrong_tells_nothing_of_the_others() -> None:
    gold = corrected_gold(ASSESSMENT, decided((CORE, Verdict.WRONG, None, "財団法人みさき科学技術振興機構")))
    found = candidates(CORE, "財団法人みさき科学技術振興機構", "財団法人みさき産業振興公社")
    assert labels(CORE, found, gold) == [False, None]


def test_a_field_the_proposal_is_silent_on_has_no_right_candidate() -> None:
    gold = corrected_gold(ASSESSMENT, decided((CORE, Verdict.CORRECTED, None, "財団法人みさき科学技術振興機構")))
    assert gold[CORE] is None
    assert labels(CORE, candidates(CORE, "財団法人みさき科学技術振興機構", "みさき市"), gold) == [False, False]


def test_of_a_list_only_the_items_reviewed_are_known() -> None:
    gold = corrected_gold(
        ASSESSMENT,
        decided(
            (f"{CORES}[みさき大学]", Verdict.CONFIRMED, "みさき大学", "みさき大学"),
            (f"{CORES}[みさき医科大学]", Verdict.WRONG, None, "みさき医科大学"),
            (f"{CORES}[いそ高専]", Verdict.CORRECTED, "いそ高専", None),
        ),
    )
    found = candidates(CORES, "みさき大学", "みさき医科大学", "いそ高専", "みさき水産試験場")
    assert labels(CORES, found, gold) == [True, False, True, None]
    examples = field_examples(CORES, [(Proposals("misaki.pdf", {CORES: found}), gold)])
    assert [e.label for e in examples] == [True, False, True]


def test_a_facilitys_status_is_known_where_its_row_was_confirmed_or_corrected() -> None:
    subject, other = f"infrastructure[{CENTRE}]", f"infrastructure[{PLAZA}]"
    gold = corrected_gold(
        ASSESSMENT,
        decided(
            (subject, Verdict.CONFIRMED, CENTRE, CENTRE),
            (other, Verdict.CONFIRMED, PLAZA, PLAZA),
            (f"{other}.status", Verdict.CORRECTED, "existing", "planned"),
            ("infrastructure[いそ試験場]", Verdict.CORRECTED, "いそ試験場", None),
        ),
    )
    assert {x["name"]: x.get("status") for x in gold["infrastructure"]} == {CENTRE: "existing", PLAZA: "existing", "いそ試験場": None}
    unknown = Proposals("misaki.pdf", {"infrastructure": candidates("infrastructure", "いそ試験場")})
    assert status_examples([(unknown, gold)]) == []


def test_the_other_figures_take_the_form_of_gold() -> None:
    gold = corrected_gold(
        ASSESSMENT,
        decided(
            ("budget.by_year[2003]", Verdict.CORRECTED, "525000000", "515000000"),
            ("headquarters[研究統括]", Verdict.CORRECTED, "渚　和歌子", None),
            ("criteria[2.1.4]", Verdict.CORRECTED, "2", "1"),
            ("region", Verdict.WRONG, None, "みさき地域"),
        ),
    )
    assert gold == {
        PARTLY: {},
        "budget": {"by_year": [{"fy": 2003, "yen": 525_000_000}]},
        "headquarters": {"研究統括": "渚　和歌子"},
        "criteria": {"2.1.4": {"grade": 2}},
    }
