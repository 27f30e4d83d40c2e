"""Figures on hand-made gold whose right answers can be counted on one hand."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evaluation import Scorer, score_folder
from models.evaluation.figures import Reliability, Tally, match, weighted_kappa
from models.evaluation.sameness import bare_name, covers, overlap, same_facility, squash

GOLD: dict[str, Any] = {
    "specific_domain": {"value": "糖鎖工学", "accept": ["糖鎖の合成"], "pages": [2]},
    "core_institution": {"value": "財団法人甲機構", "accept": [], "pages": [3]},
    "core_research_institutions": [{"value": "甲大学", "accept": []}, {"value": "乙大学", "accept": []}],
    "infrastructure": [
        {"name": "甲大学共同研究センター", "accept": [], "status": "existing", "pages": [4]},
        {"name": "乙研究棟（仮称）", "accept": [], "status": "planned", "pages": [4]},
    ],
    "budget": {"total_yen": 100, "by_year": [{"fy": 2002, "yen": 40}, {"fy": 2003, "yen": 60}], "consistent": True, "pages": [5]},
    "headquarters": {"本部長": "山田　太郎", "事業総括": None, "研究統括": "鈴木花子"},
    "quantities": [{"what": "研究者数", "value": 12}],
    "criteria": {
        "1.1": {"grade": 3, "quotes": ["特定領域を糖鎖工学に限定する"]},
        "2.2.4": {"grade": 0, "quotes": []},
    },
    "programmes": [{"id": "p1", "label": "duplicate"}, {"id": "p2", "label": "unrelated"}],
    "wide_area": {"partners": ["甲地域"]},
}


def perfect() -> dict[str, Any]:
    def value(text: object, page: int = 1) -> dict[str, Any]:
        return {"value": text, "confidence": 0.9, "evidence": [{"quote": text, "page": page}]}

    return {
        "document": {"status": "ok"},
        "fields": {
            "specific_domain": value("糖鎖工学", 2),
            "core_institution": value("（財）甲機構", 3),
            "core_research_institutions": [value("乙大学"), value("甲大学")],
            "infrastructure": [
                {"name": "甲大学共同研究センター", "status": "existing", "confidence": 0.9, "evidence": [{"page": 4}]},
                {"name": "乙研究棟", "status": "planned", "confidence": 0.9, "evidence": [{"page": 4}]},
            ],
            "budget": {
                "total_yen": 100, "by_year": [{"fy": 2002, "yen": 40}, {"fy": 2003, "yen": 60}], "consistent": True,
                "confidence": 0.9, "evidence": [{"page": 5}],
            },
            "headquarters": {"本部長": value("山田 太郎"), "事業総括": None, "研究統括": value("鈴木花子")},
            "quantities": [{"what": "研究者数", "value": 12, "confidence": 0.9}, {"what": "論文数", "value": 3, "confidence": 0.1}],
        },
        "criteria": [
            {"id": "1.1", "grade": 3, "evidence": [{"quote": "本構想は、特定領域を糖鎖工学に限定する。"}]},
            {"id": "2.2.4", "grade": 0, "evidence": []},
        ],
        "overlaps": [{"programme_id": "p1", "label": "duplicate", "score": 0.9}, {"programme_id": "p2", "label": "related", "score": 0.2}],
        "wide_area": {"partners": [{"value": "甲地域"}]},
    }  # fmt: skip


def report(told: dict[str, Any] | None) -> dict[str, Any]:
    scorer = Scorer()
    scorer.add("甲", GOLD, told)
    return scorer.report()


def test_a_perfect_assessment_scores_one_everywhere() -> None:
    figures = report(perfect())
    for name, figure in figures.items():
        if name != "overlap_background_flags":
            assert 1 in {figure.get("f1"), figure.get("accuracy"), figure.get("weighted_kappa"), figure.get("auc")}, name


def test_no_assessment_scores_nothing() -> None:
    figures = report(None)
    assert figures["read"]["accuracy"] == 0
    assert figures["core_institution"]["recall"] == 0
    assert figures["criteria_absent"] == {"precision": 0.5, "recall": 1.0, "f1": 2 / 3, "n": 1}  # silence says "absent" of both


def test_a_wrong_page_costs_the_page_figure_only() -> None:
    told = perfect()
    told["fields"]["core_institution"]["evidence"][0]["page"] = 9
    figures = report(told)
    assert figures["core_institution"]["f1"] == 1
    assert figures["evidence_page"] == {"accuracy": 4 / 5, "n": 5}


def test_one_of_two_facilities() -> None:
    told = perfect()
    del told["fields"]["infrastructure"][1]
    assert report(told)["infrastructure"] == {"precision": 1.0, "recall": 0.5, "f1": 2 / 3, "n": 2}


def test_duplicates_flagged_elsewhere_are_only_counted() -> None:
    told = perfect()
    told["overlaps"].append({"programme_id": "X", "label": "duplicate", "score": 0.9})
    figures = report(told)
    assert figures["overlap_duplicates"]["f1"] == 1
    assert figures["overlap_background_flags"]["mean"] == 1


def test_the_same_figures_as_the_common_scorer(gold_dir: Path, tmp_path: Path) -> None:
    """Where the common scorer is at hand, every figure agrees with it on imperfect assessments."""
    common = gold_dir.parent / "score.py"
    if not common.exists():
        pytest.skip("no common scorer beside the gold")
    for i, file in enumerate(sorted(gold_dir.glob("*.gold.json"))):
        told = _converted(json.loads(file.read_text("utf-8")), spoil=i % 3)
        if i % 5:
            (tmp_path / f"{file.name.removesuffix('.gold.json')}.json").write_text(json.dumps(told), "utf-8")
    out = subprocess.run([sys.executable, str(common), str(gold_dir), str(tmp_path), "--json"], capture_output=True, text=True, check=True)
    assert score_folder(gold_dir, tmp_path).report() == json.loads(out.stdout)


def _converted(gold: dict[str, Any], spoil: int) -> dict[str, Any]:
    """An assessment made of a gold file, with some of it spoilt."""

    def value(node: dict[str, Any] | None) -> dict[str, Any] | None:
        if node is None:
            return None
        return {"value": node["value"], "confidence": 0.5, "evidence": [{"quote": "", "page": (node["pages"] or [None])[0]}]}

    fields = {
        "specific_domain": value(gold["specific_domain"]) if spoil != 1 else None,
        "core_institution": value(gold["core_institution"]),
        "core_research_institutions": [value(v) for v in gold["core_research_institutions"][spoil:]],
        "infrastructure": [dict(f, evidence=[{"page": 1}], status="existing") for f in gold["infrastructure"][: 3 + spoil]],
        "budget": dict(copy.deepcopy(gold["budget"]), consistent=spoil == 0, evidence=[{"page": 6}]),
        "headquarters": {k: {"value": v} if isinstance(v, str) else None for k, v in gold["headquarters"].items()},
        "quantities": gold["quantities"][spoil:],
    }
    criteria = [
        {"id": k, "grade": max(0, c["grade"] - spoil), "evidence": [{"quote": q} for q in c["quotes"][spoil:]]}
        for k, c in gold["criteria"].items()
    ]
    overlaps = [
        {"programme_id": p["id"], "label": "duplicate" if i == spoil else None, "score": i / 7} for i, p in enumerate(gold["programmes"])
    ]
    partners = [{"value": p} for p in (gold["wide_area"] or {}).get("partners", [])[spoil:]]
    return {"document": {"status": "ok"}, "fields": fields, "criteria": criteria, "overlaps": overlaps, "wide_area": {"partners": partners}}


def test_weighted_kappa_by_hand() -> None:
    assert weighted_kappa([(0, 0), (3, 3)]) == 1
    assert weighted_kappa([(0, 3), (3, 0)]) == -1
    assert weighted_kappa([]) is None


def test_a_tally_without_anything_has_no_figures() -> None:
    assert Tally().figure() == {"precision": None, "recall": None, "f1": None, "n": 0}


def test_calibration_error_by_hand() -> None:
    reliability = Reliability()
    for right in (True, True, False, False):
        reliability.add(0.9, right)
    reliability.add(0.1, False)
    # bin 0.9: four values, half right, gap 0.4; bin 0.1: one value, gap 0.1
    assert reliability.expected_calibration_error() == pytest.approx((4 * 0.4 + 1 * 0.1) / 5)
    assert reliability.above(0.5) == {"accuracy": 0.5, "share": 0.8, "n": 4}


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_matching_is_one_to_one(wanted: list[int], found: list[int]) -> None:
    pairs = match(wanted, found, lambda a, b: a == b)
    assert len(pairs) == sum(min(wanted.count(v), found.count(v)) for v in set(wanted))


@given(st.text(), st.text())
def test_overlap_is_symmetric_and_between_nought_and_one(a: str, b: str) -> None:
    assert overlap(a, b) == overlap(b, a)
    assert 0 <= overlap(a, b) <= 1


def test_wordings_a_reader_would_call_the_same() -> None:
    assert squash("ＲＩＳＴ　かがわ（仮称）") == squash("RISTかがわ 仮称")
    assert bare_name("（財）甲 機構") == bare_name("財団法人甲機構")
    assert covers("本事業では、特定領域を甲とする。", "特定領域を甲とする")
    assert not covers("特定", "特定領域を甲とする")
    assert same_facility({"name": "乙研究棟（仮称）", "accept": []}, "乙研究棟")
