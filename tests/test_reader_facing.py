"""Which way a page image stands, and where boxes of a page that was turned really are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from extractors.pdf import facing
from extractors.pdf.raster import Raster
from extractors.pdf.recogniser import Reading
from extractors.pdf.turning import Turned, quartered

EM = 40.0


def heard(lines: list[tuple[float, float]]) -> facing.Doubt:
    doubt = facing.Doubt()
    for ems, share in lines:
        if doubt.hear(ems, share * ems):
            break
    return doubt


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        ([(20, 0.95)] * 10, False),
        ([(50, 0.1), *[(20, 0.95)] * 9], False),  # a line of dirt at the top
        ([(20, 0.05)] * 10, True),
        ([(1, 0.99)] * 50, True),  # characters that lie, one a line: sure, and telling nothing
        ([(12, 0.6)] * 10, True),  # columns of vertical writing
        ([(2, 0.9)] * 3, False),  # hardly anything on the page
    ],
)
def test_the_first_lines_tell_whether_a_page_is_doubted(lines: list[tuple[float, float]], doubted: bool) -> None:
    assert heard(lines).is_founded is doubted


def test_few_lines_are_listened_to() -> None:
    assert heard([(20, 0.95)] * 100).lines < 10


@pytest.mark.parametrize(
    ("gains", "turns"),
    [
        ([0.95, 0.55, 0.05, 0.02], 0),
        ([0.05, 0.95, 0.4, 0.05], 1),
        ([0.05, 0.02, 0.95, 0.4], 2),
        ([0.55, 0.05, 0.02, 0.95], 3),
        ([0.3, 0.35, 0.3, 0.32], 0),  # a drawing: nothing is sure any way
        ([0.75, 0.85, 0.1, 0.1], 0),  # not clearly better
    ],
)
def test_a_page_is_turned_only_where_that_is_clearly_better(monkeypatch: pytest.MonkeyPatch, gains: list[float], turns: int) -> None:
    """Which way the page stands is told by the grey of its upper left corner; the recogniser is as sure as that way makes it."""
    page = np.full((800, 800), 255, np.uint8)
    page[:40, :40], page[:40, -40:], page[-40:, -40:], page[-40:, :40] = 0, 1, 2, 3  # each gets there by as many quarter turns
    monkeypatch.setattr(facing, "line_boxes", lambda *_: [(0, 0, 400, 40)])

    class Model:
        def read(self, line: npt.NDArray[np.uint8], _rivals: float) -> list[Reading]:
            return [Reading("字", gains[line[0, 0]], EM * i) for i in range(10)]

    monkeypatch.setattr(facing, "recogniser", Model)
    upright, lying = (Raster(grey, grey < 128, 0.0, [], 0.24) for grey in (page, np.rot90(page)))
    assert facing.turns_of(upright, lying, EM) == turns


@pytest.mark.parametrize("turns", range(4))
def test_boxes_come_back_where_they_were(turns: int) -> None:
    width, height, box = 595.0, 842.0, (100.0, 50.0, 180.0, 62.0)
    laid = quartered(turns, (width, height), *box)
    assert Turned(0.0, width, height, turns).back(*laid) == pytest.approx(box)


def test_a_quarter_turn_counter_clockwise_brings_the_right_edge_to_the_top() -> None:
    assert quartered(1, (600.0, 800.0), 590.0, 0.0, 600.0, 10.0) == (0.0, 0.0, 10.0, 10.0)


def test_a_page_askew_and_lying_is_set_back_by_both() -> None:
    """A point of the page, turned by two degrees about its middle, then by a quarter."""
    askew = Turned(2.0, 600.0, 800.0).back(100.0, 100.0, 110.0, 110.0)
    laid = quartered(3, (600.0, 800.0), 100.0, 100.0, 110.0, 110.0)
    assert Turned(2.0, 600.0, 800.0, 3).back(*laid) == pytest.approx(askew)
