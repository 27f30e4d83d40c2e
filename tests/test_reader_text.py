"""The view for matching and the way back to the printed text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import normalise, unify_radicals


@pytest.mark.parametrize(
    ("printed", "view"),
    [
        ("１，２００㎡", "1,200m2"),
        ("㈱砂丘", "(株)砂丘"),
        ("ｶﾞﾗｽﾊﾟｰﾂ", "ガラスパーツ"),
        ("⽤⼈⽬", "用人目"),
        ("⺠⻑⻘", "民長青"),
        ("平成14〜18年", "平成14~18年"),
        ("１０～１２", "10~12"),
        ("センタ－", "センター"),
        ("センタ―", "センター"),
        ("３－１", "3-1"),
        ("か\u3099", "が"),
    ],
)
def test_view(printed: str, view: str) -> None:
    assert normalise(printed).text == view


def test_the_way_back() -> None:
    view = normalise("本㈱のｶﾞｽ")
    start = view.text.index("株")
    assert view.to_printed(start, start + 1) == (1, 2)
    start = view.text.index("ガ")
    assert view.to_printed(start, start + 1) == (3, 5)


@given(st.text(max_size=60))
def test_offsets_rise_and_cover(text: str) -> None:
    view = normalise(text)
    assert len(view.offsets) == len(view.text) + 1
    assert list(view.offsets) == sorted(view.offsets)
    assert view.offsets[-1] == len(text)
    if view.text:
        assert view.to_printed(0, len(view.text))[1] == len(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x2E80, max_codepoint=0x2FDF), max_size=20))
def test_radicals_become_one_ideograph_each(text: str) -> None:
    assert len(unify_radicals(text)) == len(text)
    assert all(unicodedata.name(c, "").startswith("CJK UNIFIED") for c in unify_radicals("⺠⻑⻘⽤⽬"))
