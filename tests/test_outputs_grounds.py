"""Why a value was chosen, in words: the strongest named features with their sign."""

from __future__ import annotations

from dataclasses import replace

from extractors.values import Feature
from models.fields import FieldRanker
from outputs.grounds import feature_labels, grounds
from outputs.packet.entries import Source
from outputs.packet.field_views import facility_rows
from tests.factory import make_assessment


def test_the_strongest_come_first_with_their_sign() -> None:
    reasons = (Feature("quoted", 1, 0.5), Feature("label", 1, 1.94), Feature("negative", 1, -1.2), Feature("early", 1, 0.01))
    assert grounds(reasons) == "見出し欄（様式）で示されている（＋1.9）、否定の文（－1.2）、「」で示されている（＋0.5）"


def test_a_rule_without_a_model_gives_no_grounds() -> None:
    assert grounds(()) == ""


def test_every_label_names_a_feature_of_the_shipped_model() -> None:
    known = {name for ranker in FieldRanker.load().rankers.values() for name in ranker.names}
    assert set(feature_labels()) <= known


def test_facilities_tell_what_carried_them() -> None:
    fields = make_assessment().fields
    told = replace(fields.infrastructure[0], reasons=(Feature("offered", 1, 1.4),))
    assert facility_rows(replace(fields, infrastructure=(told,)), Source())[0].entry.grounds == f"{feature_labels()['offered']}（＋1.4）"
