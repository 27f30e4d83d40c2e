"""The view for matching and the way back to the printed text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.assemble import layout
from extractors.pdf.glyphs import Glyph, Glyphs, PageContent, Rule, Style
from extractors.pdf.reflow import reflow
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


def test_justification_makes_no_spaces_in_a_narrow_cell() -> None:
    """「延べ4,150㎡、」 and a name of two lines, each set from side to side, as browsers do."""
    lines = [("延 べ 4,150 ㎡ 、", 0.5, 0), ("うち310㎡を充", 0.0, 12), ("宗 像", 2.0, 40), ("謙二郎君", 0.0, 52)]
    glyphs = [g for text, white, top in lines for g in _spread(text, white, 100.0, 100.0 + top)]
    frame = [Rule(True, y, 90, 190) for y in (90, 135, 170)] + [Rule(False, x, 90, 170) for x in (90, 190)]
    content = PageContent(1, 300, 300, Glyphs.of(glyphs), rules=frame)
    (grid,) = layout(content).grids
    assert [reflow(c.lines).text for c in grid.cells] == ["延べ4,150㎡、うち310㎡を充", "宗像謙二郎君"]


def _spread(text: str, white: float, x: float, top: float) -> Iterator[Glyph]:
    """Characters of 10 points (figures 5), ``white`` em for each space between them."""
    for char in text:
        width = 10 * white if char == " " else 5 if char < "\u2000" else 10
        if char != " ":
            yield Glyph(char, x, top, x + width, top + 10, Style(size=10.0))
        x += width


@given(st.text(alphabet="研究ァガ-〜−゙ー１1(（㈱⽤⺠é\u0301a~―", max_size=8))
def test_a_text_that_needs_no_change_is_viewed_like_any_other(text: str) -> None:
    after = normalise("㈱\n" + text)  # whole texts that are their own view go another way
    alone = normalise("\n" + text)
    assert after.text == "(株)" + alone.text
    assert [offset - 1 for offset in after.offsets[3:]] == list(alone.offsets)
