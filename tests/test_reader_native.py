"""The reader's loops, compiled and in Python: the same bytes, the same documents; built wherever they can be."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import scale_of
from extractors.pdf import calls, native, read_in_process
from extractors.pdf.calls import address
from extractors.pdf.glyphs import Glyph, Glyphs, Ints, Style
from extractors.pdf.laid import SHAPE, Laid, columns, laid
from extractors.pdf.transfer import dumps
from tests.conftest import PROPOSALS, SAMPLES
from tests.hostile_pdfs import CATALOGUE, FONT, PAGES, pdf, stream
from tests.hostile_pdfs import FILES as HOSTILE
from tests.hostile_pdfs import page as one_page

FILES = [SAMPLES / "sample-sapporo.pdf", PROPOSALS / "P05-nagoya.pdf", PROPOSALS / "P10-toyohashi.pdf"]
FILES += [Path(__file__).parent / "files" / name for name in ("vertical.pdf", "dotted.pdf", "form.pdf")]
MADE = ("plain", "scripts", "many_objects", "rotated", "pattern_loop", "nan_box", "far_text", "huge_type", "invisible")
FORMS = 9  # one in the other, more than are gone into
FUNCTIONS = ("characters", "objects", "segments")

compiled_only = pytest.mark.skipif(native.compiled is None, reason="the compiled loops are not built")


def nested_forms() -> bytes:
    """A fill and a stroked path on the page and in each of so many forms, one in the other, each turned and moved a little."""
    drawn = b"0.2 0.4 0.6 rg 10 10 80 40 re f 20 700 m 300 700 l 300 650 l h S "
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 6 0 R >> >> >>"
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [0.9 0.1 -0.1 0.9 7 3]"
    inner = [stream(drawn + b"/X Do", head + b" /Resources << /XObject << /X %d 0 R >> >>" % (7 + i)) for i in range(FORMS)]
    return pdf([CATALOGUE, PAGES, page, stream(drawn + b"/X Do"), FONT, *inner, stream(drawn, head)])


@pytest.fixture(params=[*(f.stem for f in FILES), *MADE, "nested_forms"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    found = {f.stem: f for f in FILES}.get(request.param)
    if found is not None:
        return found
    made = tmp_path / f"{request.param}.pdf"
    made.write_bytes(nested_forms() if request.param == "nested_forms" else HOSTILE[request.param]())
    return made


def pages(path: Path) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            yield page
            page.close()
    finally:
        document.close()


@compiled_only
def test_both_ways_find_the_same(path: Path) -> None:
    for page in pages(path):
        for most in (5, 10_000):
            objects = native.compiled.objects(address(page.raw), 6, most)
            assert objects == calls.objects(address(page.raw), 6, most)
        found = np.frombuffer(objects[0], calls.OBJECT)
        for handle in found["handle"][found["kind"] == calls.PATH].tolist():
            assert native.compiled.segments(handle, 4) == calls.segments(handle, 4)
        textpage = page.get_textpage()
        characters = native.compiled.characters(address(textpage.raw), textpage.count_chars(), 4)
        assert characters == calls.characters(address(textpage.raw), textpage.count_chars(), 4)
        textpage.close()


@compiled_only
def test_both_ways_read_the_same_documents(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    for way, lines in ((native.compiled, native.compiled_lines.lines), (calls, None)):
        for name in FUNCTIONS:
            monkeypatch.setattr(native, name, getattr(way, name))
        monkeypatch.setattr(native, "lines", lines)
        read.append(dumps(read_in_process(path, ocr=False)))
    assert read[0] == read[1]


@compiled_only
def test_nonsense_is_refused() -> None:
    for call in (
        lambda: native.compiled.characters(0, 5, 4),
        lambda: native.compiled.characters(1, 5, 0),
        lambda: native.compiled.objects(0, 6, 10),
        lambda: native.compiled.segments(0, 1),
        lambda: native.compiled.bind([1, 2]),
        lambda: native.compiled.bind([0] * len(calls.FUNCTIONS)),
    ):
        with pytest.raises(ValueError, match=r"nothing to read|addresses|nowhere"):
            call()
    with pytest.raises(OverflowError):
        native.compiled.characters(1, 1 << 40, 4)


@compiled_only
def test_many_settings_are_each_kept_once(tmp_path: Path) -> None:
    """More than the table of what was met begins with, each met twice."""
    colours = [(i % 26 / 26, i // 26 / 26) for i in range(600)] * 2
    places = [(20 + i % 35 * 15, 20 + i // 35 * 20) for i in range(1200)]
    shown = [b"%.4f %.4f 0 rg BT /F1 9 Tf %d %d Td (A) Tj ET" % (*colour, *at) for colour, at in zip(colours, places, strict=True)]
    path = tmp_path / "many.pdf"
    path.write_bytes(pdf([CATALOGUE, PAGES, one_page(), stream(b" ".join(shown)), FONT]))
    for page in pages(path):
        textpage = page.get_textpage()
        found = native.compiled.characters(address(textpage.raw), textpage.count_chars(), 4)
        assert len(found[1]) == 600 * calls.TEXT.itemsize
        assert found == calls.characters(address(textpage.raw), textpage.count_chars(), 4)
        textpage.close()


def lines_of(glyphs: Glyphs, groups: Ints) -> Laid | None:
    told = native.compiled_lines.lines(columns(glyphs, groups), 842.0, scale_of)
    return Laid(*told) if told is not None else None


@st.composite
def characters_in_cells(draw: st.DrawFn) -> tuple[Glyphs, Ints]:
    """Characters that stand about in lines (or not), of a few sizes, in a few cells: most follow the one before."""
    sizes = draw(st.lists(st.sampled_from([0.0, 6.5, 10.0, 10.5, 24.0]), min_size=1, max_size=3, unique=True))
    styles = [Style("", size) for size in sizes]
    x, y, made, groups = 50.0, 100.0, [], []
    for _ in range(draw(st.integers(1, 60))):
        if draw(st.integers(0, 5)) == 0:
            x, y = draw(st.sampled_from([50.0, 61.0, 300.0, 9000.0])), y + draw(st.sampled_from([0.0, 0.05, 3.6, 12.0, -12.0]))
        style, wide = draw(st.sampled_from(styles)), draw(st.sampled_from([5.0, 10.0]))
        made.append(Glyph(draw(st.sampled_from("本文、（」aZ1 \u3000ー𠮷")), x, y - style.size, x + wide, y, style))
        groups.append(draw(st.integers(-1, 2)) if draw(st.integers(0, 7)) == 0 else (groups or [-1])[-1])
        x += wide + draw(st.sampled_from([0.0, 0.0, 0.2, 2.0, 4.0, 8.0, 10.0, 30.0, -10.0]))
    return Glyphs.of(made), np.array(groups, dtype=np.int64)


@compiled_only
@given(characters_in_cells())
def test_both_ways_find_the_same_lines(page: tuple[Glyphs, Ints]) -> None:
    assert lines_of(*page) == laid(*page, 842.0)


@compiled_only
def test_lines_are_left_to_the_arrays_where_boxes_are_no_numbers_or_not_sure() -> None:
    groups = np.full(1, -1)
    for left, confidence in ((float("nan"), 1.0), (float("inf"), 1.0), (10.0, 0.9)):
        assert lines_of(Glyphs.of([Glyph("あ", left, 0.0, 20.0, 10.0, Style("", 10.0), confidence)]), groups) is None
    assert lines_of(Glyphs.of([Glyph(" ", 10.0, 0.0, 20.0, 10.0, Style("", 10.0))]), groups) is None
    assert lines_of(Glyphs.none(), np.zeros(0, np.int64)) is None


@compiled_only
def test_columns_that_do_not_fit_are_refused() -> None:
    glyphs = Glyphs.of([Glyph("あ", 10.0, 0.0, 20.0, 10.0, Style("", 10.0))])
    for change in ({1: np.zeros(2)}, {5: np.array([1])}, {8: np.array([-2])}, {0: np.array([-1])}, {11: b""}, {10: b""}):
        told = [change.get(i, column) for i, column in enumerate(columns(glyphs, np.full(1, -1)))]
        with pytest.raises(ValueError, match=r"length|no style|no measures"):
            native.compiled_lines.lines(told, 842.0, scale_of)
    with pytest.raises(ValueError, match="columns are wanted"):
        native.compiled_lines.lines([], 842.0, scale_of)
    with pytest.raises(TypeError):
        native.compiled_lines.lines([None] * 12, 842.0, scale_of)
    with pytest.raises(ZeroDivisionError):
        native.compiled_lines.lines(columns(glyphs, np.full(1, -1)), 842.0, lambda least, most: (1 / 0, 1.0))


def test_a_word_in_the_environment_takes_the_python_way() -> None:
    code = "from extractors.pdf import native; print(native.COMPILED, native.objects.__module__)"
    env = {**os.environ, "SHITAYOMI_PURE": "1"}
    told = subprocess.run([sys.executable, "-c", code], env=env, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "extractors.pdf.calls"]


def can_build() -> bool:
    """Is there a C compiler that finds Python's headers?"""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    command = [*compiler, "-I", sysconfig.get_path("include"), "-fsyntax-only", "-x", "c", "-"]
    try:
        return subprocess.run(command, input=b"#include <Python.h>", capture_output=True).returncode == 0
    except OSError:
        return False


def test_where_they_can_be_built_they_are() -> None:
    if not can_build():
        pytest.skip("no C compiler here, or no headers of Python")
    assert native.compiled is not None, "to build them: make setup, or python setup.py build_ext --inplace"
    native.compiled.bind([calls.address(function) for function in calls.FUNCTIONS])  # fails where they are built from another source
    assert native.compiled.sizes == calls.SIZES, "built from another _pdfium.c: python setup.py build_ext --inplace"
    assert native.compiled_lines.shape == SHAPE, "built from another _lines.c: python setup.py build_ext --inplace"
