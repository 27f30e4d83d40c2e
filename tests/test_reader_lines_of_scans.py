"""Lines of a scan: characters that look alike, zeros of Chinese numerals, ㎡, dirt."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.pdf import raster
from extractors.pdf.lookalikes import counted, neighbours, settled
from extractors.pdf.ocr import _is_square
from extractors.pdf.pitch import Symbol, settle
from extractors.pdf.raster import Raster
from extractors.pdf.recogniser import Reading

EM = 40.0


def read(text: str, rivals: dict[int, tuple[tuple[str, float], ...]]) -> list[Reading]:
    return [Reading(c, 0.9, EM * i, rivals.get(i, ())) for i, c in enumerate(text)]


@pytest.mark.parametrize(
    ("seen", "at", "rival", "meant"),
    [
        ("モ二ター事業", 1, "ニ", "モニター事業"),
        ("センタ一の設置", 3, "ー", "センターの設置"),
        ("３６へクタール", 2, "ヘ", "３６ヘクタール"),
        ("ハイウエイ", 3, "ェ", "ハイウェイ"),
    ],
)
def test_neighbours_decide_between_characters_that_look_alike(seen: str, at: int, rival: str, meant: str) -> None:
    found = settled(read(seen, {at: ((rival, 0.05),)}), neighbours())
    assert "".join(r.text for r in found) == meant


@pytest.mark.parametrize(
    ("seen", "at", "rival"), [("二つの信号", 0, "ニ"), ("協力する", 1, "カ"), ("東京へ行く", 2, "ヘ"), ("により", 1, "ょ")]
)
def test_what_the_picture_shows_stays_where_the_neighbours_agree(seen: str, at: int, rival: str) -> None:
    found = settled(read(seen, {at: ((rival, 0.05),)}), neighbours())
    assert "".join(r.text for r in found) == seen


def test_without_a_rival_in_the_picture_neighbours_change_nothing() -> None:
    assert "".join(r.text for r in settled(read("モ二ター", {}), counted(["モニター"]))) == "モ二ター"


def symbols(text: str, steps: list[float]) -> list[Symbol]:
    middles = np.cumsum([0.0, *steps]) * EM
    return [Symbol(c, 0.95, float(m - EM / 2), float(m + EM / 2)) for c, m in zip(text, middles, strict=True)]


def test_zeros_the_model_skipped_are_filled_in() -> None:
    found = settle(symbols("金一五〇千円である", [1, 1, 1, 4, 1, 1, 1, 1]), [], EM)
    assert "".join(s.text for s in found) == "金一五〇〇〇〇千円である"


def test_white_is_no_zero() -> None:
    found = settle(symbols("第二総則である", [1, 2, 1, 1, 1, 1]), [(1.6 * EM, 2.7 * EM)], EM)
    assert "".join(s.text for s in found) == "第二\u3000総則である"


def page(draw_on: list[tuple[int, int, int, int]]) -> Raster:
    image = Image.new("L", (400, 200), 255)
    for box in draw_on:
        ImageDraw.Draw(image).rectangle(box, fill=0)
    grey = np.asarray(image).copy()
    return Raster(grey, grey < 128, 0.0, [], 0.24)


def test_a_raised_mark_over_a_metre_makes_it_square() -> None:
    metre = [Symbol("0", 0.9, 40, 80), Symbol("m", 0.9, 80, 120)]
    plain = page([(85, 70, 115, 98)])
    raised = page([(85, 70, 115, 98), (112, 58, 122, 68)])
    box = (40, 58, 124, 98)
    assert not _is_square(plain, box, metre, 1)
    assert _is_square(raised, box, metre, 1)


def test_specks_far_from_text_go_and_marks_beside_it_stay() -> None:
    dirty = page([(100, 100, 140, 140), (145, 134, 150, 139), (300, 40, 303, 43)])
    raster.dust_off(dirty, EM)
    assert dirty.ink[136, 147]
    assert not dirty.ink[40:44, 300:304].any()
    assert (dirty.grey[38:46, 298:306] == 255).all()


def test_faint_print_is_stretched_and_an_empty_page_left_alone() -> None:
    grey = np.full((200, 200), 240, np.uint8)
    empty = raster._stretched(grey)
    assert (empty == grey).all()
    grey[50:60, 50:150] = 160
    assert raster._stretched(grey)[55, 100] == 0
