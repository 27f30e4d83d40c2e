"""A rubric's words in passages, all criteria at once, against the plain reading of what each figure means."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.rubrics import Aspect, Criterion, Fact
from models.criteria.facts import facts_of
from models.criteria.words import aspects, cues, heading_words, wanted_facts

TERMS = st.lists(st.sampled_from(["特許", "市場", "会員", "出えん", "研究会"]), max_size=3).map(tuple)
ASPECTS = st.builds(Aspect, st.just("名"), TERMS, st.lists(st.sampled_from(list(Fact)), max_size=2).map(tuple))
CRITERIA = st.lists(
    st.builds(
        lambda found, headings, named: Criterion("1", "s", "題", 1, 1.0, (), found, headings, aspects=named),
        TERMS,
        TERMS,
        st.lists(ASPECTS, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=3,
)
TEXTS = st.lists(
    st.sampled_from(["特許は38件である。", "市場を開拓する。", "会員54社が年6回集まる研究会", "県が5億円を出えんする。", "港。"]),
    min_size=1,
    max_size=5,
)


@given(CRITERIA, TEXTS)
def test_words_are_counted_as_if_each_criterion_were_alone(criteria: list[Criterion], texts: list[str]) -> None:
    counts, weighted = cues(criteria, texts)
    headings = heading_words(criteria, texts)
    for j, criterion in enumerate(criteria):
        rarity = {term: math.log((len(texts) + 1) / (sum(term in text for text in texts) + 1)) for term in criterion.cues}
        for i, text in enumerate(texts):
            there = [term for term in criterion.cues if term in text]
            assert math.isclose(counts[i, j], math.log1p(len(there)), abs_tol=1e-6)
            assert math.isclose(weighted[i, j], sum(rarity[term] for term in there) / 10, abs_tol=1e-6)
            assert math.isclose(headings[i, j], math.log1p(sum(term in text for term in criterion.headings)), abs_tol=1e-6)


@given(CRITERIA, TEXTS)
def test_an_aspect_is_met_by_a_term_or_a_fact(criteria: list[Criterion], texts: list[str]) -> None:
    facts = [facts_of(text) for text in texts]
    met, wanted = aspects(criteria, texts, facts), wanted_facts(criteria, facts)
    assert met.shape == wanted.shape == (len(texts), len(criteria))
    for j, criterion in enumerate(criteria):
        kinds = {kind for aspect in criterion.aspects for kind in aspect.facts}
        for i, (text, told) in enumerate(zip(texts, facts, strict=True)):
            each = [any(term in text for term in a.terms) or any(told.has(kind) for kind in a.facts) for a in criterion.aspects]
            assert math.isclose(met[i, j], np.mean(each) if each else 0.0, abs_tol=1e-6)
            assert math.isclose(wanted[i, j], np.mean([told.has(kind) for kind in kinds]) if kinds else 0.0, abs_tol=1e-6)
