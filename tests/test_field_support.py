"""What the extracted fields say of the criteria: counted passages, by the names of the rubric."""

from __future__ import annotations

from dataclasses import fields as parts_of
from math import log

import pytest

from corpus.errors import CorpusError
from corpus.rubric import FIELD_NAMES
from corpus.rubrics import Rubric, load_rubric
from extractors.records import CoreProfile, Fields, Quantity
from extractors.values import Evidence, Value
from models.criteria.field_support import field_support
from tests.criteria_documents import criterion, small_rubric

PLACE = (Evidence("函館地域とは覚書を交わした。", 5, None),)


def rubric(*names: str) -> Rubric:
    section = {"id": "A", "title": "技術", "role": "scored", "weight": 1}
    return small_rubric(sections=[{**section, "criteria": [{**criterion("A.1", "特許"), "fields": list(names)}, criterion("A.2", "市場")]}])


def support(fields: Fields | None, *names: str) -> list[list[float]]:
    rows: list[list[float]] = field_support(rubric(*names), fields).tolist()
    return rows


def test_the_passages_of_the_named_fields_are_counted() -> None:
    told = Fields(partner_regions=(Value("函館地域", 0.9, PLACE), Value("札幌地域", 0.9, PLACE * 2)))
    assert support(told, "partner_regions") == [[1.0, pytest.approx(log(4))], [0.0, 0.0]]


def test_a_record_of_values_and_a_named_quantity_count_too() -> None:
    told = Fields(core_profile=CoreProfile(staff=Value("職員26名", 0.9, PLACE)), quantities=(Quantity("研究者数", 112, "名", 0.9, PLACE),))
    assert support(told, "core_profile", "quantities.研究者数")[0] == [1.0, pytest.approx(log(3))]
    assert support(told, "quantities.共同研究数")[0] == [1.0, 0.0]


def test_nothing_found_and_nothing_looked_for_are_two_things() -> None:
    assert support(Fields(), "partner_regions")[0] == [1.0, 0.0]
    assert support(None, "partner_regions")[0] == [0.0, 0.0]


def test_the_rubrics_names_are_those_of_the_fields() -> None:
    assert set(FIELD_NAMES) <= {part.name for part in parts_of(Fields)}
    assert load_rubric().by_id["5.1"].fields == ("partner_regions",)


def test_an_unknown_field_is_a_fault() -> None:
    with pytest.raises(CorpusError, match="partner_region」は使えません"):
        rubric("partner_region", "quantities.")
