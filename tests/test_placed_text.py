"""Texts made of stretches of their pages: places, slices, joints."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from extractors.document import Box, Place, PlacedText, Printed, scale_of
from extractors.pdf.glyphs import Glyph, Glyphs, PageContent, Style
from extractors.pdf.lines import segments


def line(text: str, page: int, top: float) -> PlacedText:
    printed = Printed.of(page, [(10.0 * i, top, 10.0 * i + 9.5, top + 12) for i in range(len(text))])
    return PlacedText(text, ((printed, 0, len(text)),))


def test_a_slice_over_a_joint_stands_where_its_characters_stand() -> None:
    text = PlacedText.join([line("知的クラスター", 1, 100), line("創成事業", 2, 50)], " ")
    assert text.text == "知的クラスター 創成事業"
    part = text.slice(5, 10)
    assert part.text == "ター 創成"
    assert part.places() == (Place(1, Box(50, 100, 69.5, 112)), Place(2, Box(0, 50, 19.5, 62)))
    assert part.pages.tolist() == [1, 1, 0, 2, 2]
    assert text.place(7, 8) is None


def test_stretches_that_follow_one_another_become_one() -> None:
    whole = line("知的クラスター", 1, 100)
    joined = PlacedText.join([whole.slice(0, 3), whole.slice(3, 7)])
    assert (joined.text, joined.stretches) == (whole.text, whole.stretches)


@pytest.mark.parametrize(("least", "most"), [(0.0, 842.0), (-35.5, 1190.0), (0.0, 14_400.0), (100.0, 100.0)])
def test_two_bytes_hold_any_page_to_a_fraction_of_its_side(least: float, most: float) -> None:
    origin, unit = scale_of(least, most)
    assert 0 <= (least - origin) / unit <= (most - origin) / unit < 0xFFFF
    assert unit <= max(1 / 256, (most - least) / 32_000)
    assert (1.0 / unit).is_integer()


def test_a_gap_is_a_space_that_stands_nowhere() -> None:
    style = Style(size=10.0)
    lefts = [0.0, 10.0, 20.0, 38.0, 48.0]
    glyphs = Glyphs.of([Glyph(c, x, 0.0, x + 10, 10.0, style) for c, x in zip("本文の続き", lefts, strict=True)])
    _, sheet = segments(PageContent(3, 595.0, 842.0, glyphs), np.full(5, -1))
    assert (sheet.text, sheet.start.tolist()) == ("本文の\u3000続き", [0])
    assert sheet.printed.box(3, 4) is None
    assert sheet.printed.box(0, 6) == Box(0, 0, 58, 10)


def test_a_ligature_is_cut_evenly() -> None:
    glyphs = Glyphs.of([Glyph("ffi", 0.0, 0.0, 9.0, 10.0, Style(size=10.0))])
    assert glyphs.codes.tolist() == [ord(c) for c in "ffi"]
    assert all(b - a == 3.0 for a, b in pairwise(glyphs.x0))
    assert np.all(glyphs.x1 - glyphs.x0 == 3.0)
