"""The lists of legal forms, endings and everyday short names."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.institutions import _check_forms, _endings, load_institutions


def test_the_shipped_lists_load_and_know_the_old_forms() -> None:
    lists = load_institutions()
    printed = {p for form in lists.forms for p in form.printed}
    assert {"財団法人", "(財)", "㈶", "株式会社", "㈱", "独立行政法人", "第三セクター"} <= printed
    assert lists.aliases["産総研"] == "独立行政法人産業技術総合研究所"


def test_longer_endings_come_first() -> None:
    lengths = [len(ending) for ending in load_institutions().body_endings]
    assert lengths == sorted(lengths, reverse=True)


def test_a_form_printed_twice_is_a_fault() -> None:
    with pytest.raises(CorpusError, match="両方"):
        _check_forms([{"id": "a", "name": "a", "printed": ["㈶"]}, {"id": "b", "name": "b", "printed": ["㈶"]}])


def test_every_empty_kind_is_named() -> None:
    with pytest.raises(CorpusError) as told:
        _endings("kinds.yaml", {"a": [], "b": ["x"], "c": []})
    assert len(told.value.faults) == 2
