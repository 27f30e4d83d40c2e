"""Lines of a scan: characters that look alike, zeros of Chinese numerals, ㎡, dirt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.pdf import ocr, raster
from extractors.pdf.glyphs import Glyph, Glyphs, PageContent, Style
from extractors.pdf.lookalikes import counted, neighbours, settled
from extractors.pdf.ocr import _height, _is_square
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


def test_alone_in_a_cell_an_item_letter_is_none_of_the_words() -> None:
    assert settled(read("口", {0: (("ロ", 0.01),)}), neighbours())[0].text == "ロ"
    assert settled(read("口", {}), neighbours())[0].text == "口"


def test_what_the_line_above_ended_with_is_a_neighbour_too() -> None:
    assert settled(read("一", {}), neighbours(), "タ")[0].text == "ー"
    assert settled(read("一", {}), neighbours(), "第")[0].text == "一"


def symbols(text: str, steps: list[float]) -> list[Symbol]:
    middles = np.cumsum([0.0, *steps]) * EM
    return [Symbol(c, 0.95, float(m - EM / 2), float(m + EM / 2)) for c, m in zip(text, middles, strict=True)]


def test_zeros_the_model_skipped_are_filled_in() -> None:
    found = settle(symbols("金一五〇千円である", [1, 1, 1, 4, 1, 1, 1, 1]), [], EM)
    assert "".join(s.text for s in found) == "金一五〇〇〇〇千円である"


def test_a_zero_behind_the_point_of_a_chinese_numeral_is_filled_in() -> None:
    found = settle(symbols("製法では二・前後である", [1, 1, 1, 1, 1, 2, 1, 1, 1, 1]), [], EM)
    assert "".join(s.text for s in found) == "製法では二・〇前後である"


def test_white_is_no_zero() -> None:
    found = settle(symbols("第二総則である", [1, 2, 1, 1, 1, 1]), [(1.6 * EM, 2.7 * EM)], EM)
    assert "".join(s.text for s in found) == "第二\u3000総則である"


def test_less_than_an_em_of_white_is_no_zero_either() -> None:
    found = settle(symbols("第一刃をふるわ", [1, 2, 1, 1, 1, 1]), [(1.6 * EM, 2.5 * EM)], EM)
    assert "".join(s.text for s in found).replace("\u3000", "") == "第一刃をふるわ"


def test_zeros_behind_a_chinese_numeral_are_of_its_kind() -> None:
    found = settle(symbols("計三八〇，０００千円", [1] * 9), [], EM)
    assert "".join(s.text for s in found) == "計三八〇，〇〇〇千円"


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


def test_upright_rules_of_a_low_row_reach_from_rule_to_rule() -> None:
    image = Image.new("L", (600, 400), 255)
    draw = ImageDraw.Draw(image)
    for y in (100, 180):  # at 300 dpi a row of 19 points
        draw.line((50, y, 550, y), fill=0, width=4)
    for x in (50, 300, 550):
        draw.line((x, 100, x, 180), fill=0, width=4)
    draw.rectangle((400, 115, 404, 165), fill=0)  # a character's stem touches no rule
    found = raster.prepare(image)
    assert sorted(round(r.at / found.scale, -1) for r in found.rules if not r.horizontal) == [50, 300, 550]
    assert found.ink[140, 402]
    assert not found.ink[140, 300]


def test_a_comma_makes_no_line_higher() -> None:
    dirty = page([(40 * i, 60, 40 * i + 34, 96) for i in range(6)] + [(245, 90, 251, 110)])
    line = symbols("には一四〇〇，", [1] * 6)
    assert _height(dirty, (0, 60, 280, 111), [replace(s, left=s.left + 20, right=s.right + 20) for s in line]) == 37


def test_a_low_stroke_alone_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        def read(self, *_: object) -> list[Reading]:
            return [Reading("一", 0.8, 18.0)]

    monkeypatch.setattr(ocr, "recogniser", Model)
    assert [s.text for s in ocr._symbols(page([(40, 80, 76, 83)]), (40, 80, 77, 84), EM)] == ["－"]
    assert [s.text for s in ocr._symbols(page([(40, 76, 76, 83)]), (40, 76, 77, 84), EM)] == ["一"]


def slash(x: int) -> list[tuple[int, int, int, int]]:
    """A stroke that rises to the right, 24 pixels wide and 32 high."""
    return [(x + i, 96 - i - i // 3, x + i + 2, 98 - i - i // 3) for i in range(24)]


def test_a_slash_the_model_skipped_is_found_by_its_shape() -> None:
    words = [Symbol("地", 0.9, 20, 56), Symbol("群", 0.9, 180, 216)]
    line = (20, 60, 216, 100)
    found = list(ocr._unread_slashes(page([(20, 62, 56, 98), *slash(110), (180, 62, 216, 98)]), line, words, EM))
    assert [(s.text, s.left) for s in found] == [("／", 110.0)]
    assert not list(ocr._unread_slashes(page([(20, 62, 56, 98), (110, 70, 134, 96), (180, 62, 216, 98)]), line, words, EM))


def test_a_square_metre_the_model_skipped_is_found_at_the_end_of_the_line() -> None:
    figure = [Symbol("0", 0.9, 20, 60)]
    metre, two = (66, 72, 82, 98), (86, 60, 94, 69)
    assert [s.text for s in ocr._unread_square(page([metre, two]), (20, 60, 96, 104), figure, EM)] == ["㎡"]
    assert not ocr._unread_square(page([metre]), (20, 60, 96, 104), figure, EM)


def test_a_square_metre_of_which_the_raised_two_was_read_is_whole() -> None:
    box = (20, 60, 96, 104)
    metre, two = (62, 82, 84, 102), (88, 62, 95, 78)
    seen = [Symbol("0", 1.0, 20, 58), Symbol("²", 0.6, 72, 111)]
    assert ocr._whole_square(page([metre, two]), box, seen, 1, EM).text == "㎡"
    assert ocr._whole_square(page([two]), box, seen, 1, EM).text == "²"
    assert ocr._whole_square(page([metre, two]), box, [Symbol("m", 1.0, 20, 58), seen[1]], 1, EM).text == "²"


def test_the_bar_of_a_kana_is_no_line_of_its_own() -> None:
    ink = np.zeros((200, 400), np.bool_)
    ink[60:66, 52:76] = True  # the upper bar of テ
    ink[69:96, 50:80] = ink[80:84, 90:120] = ink[70:96, 130:160] = True
    assert raster.line_boxes(ink, (0, 0, 400, 200), EM) == [(50, 60, 160, 96)]


def content(confidence: float, count: int) -> PageContent:
    glyphs = [Glyph("字", 0, 0, 9, 9, Style(size=9.0), confidence)] * count
    return PageContent(1, 100, 100, Glyphs.of(glyphs), confidence=confidence)


@pytest.mark.parametrize(
    ("confidence", "count", "told"),
    [(0.99, 900, None), (0.88, 900, "page_doubtful"), (0.5, 900, "page_illegible"), (0.3, 3, None), (0.0, 0, None)],
)
def test_what_the_recogniser_is_not_sure_of_is_told(confidence: float, count: int, told: str | None) -> None:
    assert ocr.trouble_of(content(confidence, count)) == told


def test_sure_lines_of_an_illegible_page_are_kept() -> None:
    title = [Glyph(c, 9.0 * i, 10, 9.0 * i + 9, 19, Style(size=9.0), 0.99) for i, c in enumerate("事業の流れ図")]
    rubbish = [Glyph("口", 9.0 * i, 40, 9.0 * i + 9, 49, Style(size=9.0), 0.4) for i in range(9)]
    chance = [Glyph("一", 20, 80, 29, 82, Style(size=9.0), 0.99)]
    kept = ocr.sure_lines(PageContent(1, 100, 100, Glyphs.of(title + rubbish + chance), confidence=0.6))
    assert "".join(map(chr, kept.codes)) == "事業の流れ図"


def test_a_page_of_noise_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_bounds", lambda: {"pieces": 500, "legible": 0.75, "blank": 8})
    noise = np.where(np.random.default_rng(5).random((400, 300)) < 0.12, 0, 255).astype(np.uint8).repeat(2, axis=0).repeat(2, axis=1)
    found = ocr.read_image(Image.fromarray(noise), PageContent(1, 144, 192), 0.24)
    assert not len(found.glyphs)
    assert not ocr.is_legible(found)
    assert ocr.trouble_of(found) == "page_illegible"


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


def columns(shift: int) -> raster.Mask:
    """Two columns of lines at 300 dpi, the right one's lines ``shift`` pixels lower than the left one's."""
    image = Image.new("L", (2400, 2400), 255)
    draw = ImageDraw.Draw(image)
    for i in range(30):
        for x, y in ((200, 200 + 66 * i), (1300, 200 + 66 * i + shift)):
            for k in range(22):
                draw.rectangle((x + 40 * k, y, x + 40 * k + 30, y + 36), fill=0)
    return np.asarray(image) < 128


@pytest.mark.parametrize("shift", [0, 16, 33])
def test_lines_of_two_columns_are_not_matched_with_each_other(shift: int) -> None:
    assert abs(raster.skew_of(columns(shift))) < 0.1
