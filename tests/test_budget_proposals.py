"""Budget, roles and quantities of whole proposals: the sample PDFs through the reader, held against what a reader finds in them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.document import Document
from extractors.fields.budget import extract_budget
from extractors.fields.people import ROLES, extract_coordinators, extract_headquarters
from extractors.fields.period import extract_period
from extractors.fields.quantities import extract_quantities
from extractors.pdf import read_document

PROPOSALS = Path(__file__).parent / "proposals"
READ = ("P01-hachinohe", "P02-gifu", "P05-nagoya", "P07-kanazawa", "P09-saito", "P10-toyohashi")  # form, prose, two columns, slides


@cache
def document(name: str) -> Document:
    return read_document(PROPOSALS / f"{name}.pdf")


@cache
def gold(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PROPOSALS / f"{name}.gold.json").read_text("utf-8"))
    return loaded


def bare(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize("name", READ)
def test_budget(name: str) -> None:
    budget, want = extract_budget(document(name)), gold(name)["budget"]
    assert budget is not None
    assert (budget.total_yen, budget.national_yen, budget.local_yen) == (want["total_yen"], want["national_yen"], want["local_yen"])
    assert [{"fy": a.fy, "yen": a.yen} for a in budget.by_year] == want["by_year"]
    assert budget.consistent == want["consistent"]
    assert budget.evidence[0].page in want["pages"]
    assert budget.evidence[0].bbox is not None


@pytest.mark.parametrize("name", READ)
def test_headquarters(name: str) -> None:
    found = {role: value.value for role, value in extract_headquarters(document(name))}
    want = gold(name)["headquarters"]
    assert [bare(found.get(role)) for role in ROLES] == [bare(want[role]) for role in ROLES]
    count = extract_coordinators(document(name))
    assert (count.value if count else None) == want["科学技術コーディネータ"]


@pytest.mark.parametrize("name", READ)
def test_quantities_are_on_their_page(name: str) -> None:
    found = {(q.what, q.value): q for q in extract_quantities(document(name))}
    hits = [(found[key], want) for want in gold(name)["quantities"] if (key := (want["what"], want["value"])) in found]
    assert len(hits) >= len(gold(name)["quantities"]) - 1
    assert all(q.evidence[0].page in want["pages"] for q, want in hits if any(want["pages"]))


def test_a_table_of_fiscal_years_tells_the_period() -> None:
    period = extract_period(document("P05-nagoya"))
    assert period is not None
    assert period.value == "平成14年度～平成18年度"
