"""事務局: what the cells beside its label tell; nothing where no table tells."""

from __future__ import annotations

from extractors.fields.secretariat import extract_secretariat
from extractors.pdf import read_document
from tests.conftest import SAMPLES


def test_how_many_and_who() -> None:
    value = extract_secretariat(read_document(SAMPLES / "sample-fukuoka.pdf"))
    assert value is not None
    assert value.value == "11名、クラスター推進部"
    assert {e.page for e in value.evidence} == {3}


def test_none_where_no_cell_says_so() -> None:
    assert extract_secretariat(read_document(SAMPLES / "sample-toyama.pdf")) is None
