"""The assessment's JSON: the published form, null for what is not said, nothing lost on the way back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outputs.assessment_json import assessment_from_json, assessment_to_json
from tests.factory import make_assessment, make_rejected

VALUE_KEYS = {"value", "confidence", "evidence"}
EVIDENCE_KEYS = {"quote", "page", "bbox", "score"}


def as_json() -> Any:
    return json.loads(json.dumps(assessment_to_json(make_assessment()), ensure_ascii=False))


def test_the_published_form() -> None:
    data = as_json()
    assert data["schema"] == "assessment/1"
    assert set(data["document"]) >= {"file", "sha256", "pages", "status", "problems"}
    fields = data["fields"]
    for key in ("title", "region", "specific_domain", "core_institution"):
        assert set(fields[key]) >= VALUE_KEYS
        assert set(fields[key]["evidence"][0]) == EVIDENCE_KEYS
    for key in ("applicants", "prefectures", "core_research_institutions"):
        assert all(set(v) >= VALUE_KEYS for v in fields[key])
    assert set(fields["infrastructure"][0]) >= {"name", "status", "size", "confidence", "evidence"}
    assert set(fields["budget"]) >= {"total_yen", "national_yen", "local_yen", "by_year", "consistent", "confidence", "evidence"}
    assert fields["budget"]["by_year"][0]["fy"] == 2002
    assert fields["budget"]["by_year"][0]["yen"] == 500_000_000
    assert set(fields["quantities"][0]) >= {"what", "value", "unit", "confidence", "evidence"}
    assert set(data["criteria"][0]) >= {"id", "grade", "confidence", "evidence"}
    assert set(data["overlaps"][0]) >= {"programme_id", "label", "score", "reasons", "evidence"}
    assert data["wide_area"]["partners"][0]["value"] == "仙台地域"


def test_the_headquarters_have_four_roles_and_null_where_nobody_is_named() -> None:
    heads = as_json()["fields"]["headquarters"]
    assert set(heads) == {"本部長", "事業総括", "研究統括", "科学技術コーディネータ"}
    assert heads["研究統括"] is None
    assert heads["科学技術コーディネータ"]["count"] == 3


def test_boxes_are_four_points_or_null() -> None:
    box = as_json()["fields"]["title"]["evidence"][0]["bbox"]
    assert box == [72.0, 120.0, 510.0, 134.5]


@pytest.mark.parametrize("make", [make_assessment, make_rejected])
def test_nothing_is_lost_on_the_way_back(make: Any) -> None:
    assessment = make()
    again = assessment_from_json(json.loads(json.dumps(assessment_to_json(assessment))))
    assert again == assessment


def test_a_rejected_file_says_null_everywhere() -> None:
    data = assessment_to_json(make_rejected())
    fields: Any = data["fields"]
    assert fields["title"] is None
    assert fields["budget"] is None
    assert fields["infrastructure"] == []
    assert data["criteria"] == []
    assert data["document"]["status"] == "rejected"  # type: ignore[index]


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="assessment/1"):
        assessment_from_json({"schema": "assessment/9"})
