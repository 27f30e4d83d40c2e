"""Marks a recogniser takes for white are found by their shape."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.pdf.pitch import Symbol, settle
from extractors.pdf.raster import Mask
from extractors.pdf.unread import unread_marks

EM = 40.0
LINE = (20, 50, 380, 100)


def drawn(mark: str) -> Mask:
    """A line with ink at 20 to 56 and 180 to 216, and a mark of 34 pixels at 100."""
    image = Image.new("1", (400, 150), 0)
    draw = ImageDraw.Draw(image)
    for x in (20, 180):
        draw.rectangle((x, 60, x + 36, 96), fill=1)
    x0, top, x1, bottom = 100, 60, 133, 93
    if mark == "※":
        for a, b in ((top, bottom), (bottom, top)):
            draw.line((x0 + 2, a, x1 - 2, b), fill=1, width=3)
        for x, y in ((116, 64), (116, 89), (104, 76), (129, 76)):
            draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=1)
    elif mark == "○":
        draw.ellipse((x0, top, x1, bottom), outline=1, width=3)
    elif mark == "■":
        draw.rectangle((x0, top, x1, bottom), fill=1)
    elif mark == "口":
        draw.rectangle((x0, top, x1, bottom), outline=1, width=3)
    elif mark == "十":
        draw.line((x0, 76, x1, 76), fill=1, width=3)
        draw.line((116, top, 116, bottom), fill=1, width=3)
    return np.asarray(image, np.bool_)


WORDS = [Symbol("町", 0.9, 20, 56), Symbol("伊", 0.9, 180, 216)]


@pytest.mark.parametrize("mark", ["※", "○", "■"])
def test_a_mark_where_nothing_was_read_is_found(mark: str) -> None:
    assert [(s.text, s.left, s.right) for s in unread_marks(drawn(mark), LINE, WORDS, EM)] == [(mark, 100.0, 134.0)]


@pytest.mark.parametrize("mark", ["口", "十", ""])
def test_other_ink_is_no_mark(mark: str) -> None:
    assert not list(unread_marks(drawn(mark), LINE, WORDS, EM))


def test_what_was_read_is_left_alone() -> None:
    assert not list(unread_marks(drawn("○"), LINE, [WORDS[0], Symbol("回", 0.9, 97, 137), WORDS[1]], EM))


def test_marks_of_another_size_are_none() -> None:
    assert not list(unread_marks(drawn("■"), LINE, WORDS, 2.5 * EM))


@pytest.mark.parametrize(
    ("read", "meant"),
    [("直径○・四ミクロン", "直径〇・四ミクロン"), ("偏差二・○前後です", "偏差二・〇前後です"), ("甲は○・乙は×とす", "甲は○・乙は×とす")],
)
def test_a_ring_before_or_behind_the_point_of_a_chinese_numeral_is_a_zero(read: str, meant: str) -> None:
    symbols = [Symbol(c, 0.9, EM * i, EM * (i + 1)) for i, c in enumerate(read)]
    assert "".join(s.text for s in settle(symbols, [], EM)) == meant
