"""The measure of names in running text, on spans that can be counted by hand."""

from __future__ import annotations

from spacy.language import Language

from extractors.name_spans import find_names
from tests.bench.entities import Tally, found_spans, in_scope


def test_exact_and_overlapping_spans() -> None:
    tally = Tally()
    tally.add(wanted=[(0, 4), (10, 14), (20, 22)], found=[(0, 4), (9, 14), (30, 33)])
    assert (tally.wanted, tally.found, tally.exact, tally.wanted_touched, tally.found_touching) == (3, 3, 1, 2, 2)
    assert "exact P 0.333 R 0.333 | overlapping P 0.667 R 0.667" in str(tally)


def test_the_scope_is_the_bodies_of_proposals() -> None:
    assert in_scope("みさき大学")
    assert in_scope("株式会社みさき製作所")
    assert not in_scope("みさきサッカー倶楽部")


def test_a_year_is_no_part_of_a_name(nlp: Language) -> None:
    text = "1992年東京大学工学部を卒業した。"
    assert [text[s.start : s.end] for s in find_names(text)] == ["東京大学工学部"]
    assert [text[a:b] for a, b in found_spans(nlp(text))] == ["東京大学工学部"]
