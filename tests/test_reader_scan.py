"""A page image read by OCR: text, table, confidence, boxes."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from extractors.document import Document, PageSource, Status
from extractors.pdf import read_document, recogniser

FILES = Path(__file__).parent / "files"
pytestmark = pytest.mark.skipif(not recogniser.available(), reason="文字認識（onnxruntime、rapidocr）が入っていません")


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The first page of form.pdf as a grey image, a little askew."""
    pdf = pypdfium2.PdfDocument(FILES / "form.pdf")
    image = pdf[0].render(scale=200 / 72, grayscale=True).to_pil().rotate(0.6, resample=Image.Resampling.BICUBIC, fillcolor=255)
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    image.save(path, resolution=200)
    return read_document(path)


def test_the_page_is_known_as_a_scan(scan: Document) -> None:
    assert scan.status is Status.OK
    assert [p.source for p in scan.pages] == [PageSource.OCR]
    assert 0.8 < scan.pages[0].confidence < 1
    assert all(b.confidence < 1 for b in scan.body)


def test_budget_cells_are_read_one_by_one(scan: Document) -> None:
    table = next(b.table for b in scan.tables if b.table and b.table.n_cols == 5)
    rows = [[c.text.normalised.text for c in table.row_cells(r)] for r in range(table.n_rows)]
    assert rows[2] == ["国庫補助", "研究費", "120,000", "130,000", "250,000"]
    assert rows[4][1:] == ["160,000", "171,500", "331,500"]


def test_boxes_stand_where_the_scan_shows_them(scan: Document) -> None:
    """The same words of the PDF the image was made from stand within a few points (it was turned by 0.6 degrees)."""
    original = read_document(FILES / "form.pdf")

    def box(document: Document) -> list[float]:
        cell = next(c for b in document.tables if b.table for c in b.table.cells if c.text.normalised.text == "250,000")
        place = cell.text.place()
        assert place is not None
        return place.box.as_list()

    assert all(abs(a - b) < 6 for a, b in zip(box(scan), box(original), strict=True))


def test_an_illegible_page_is_told_and_leaves_the_others_alone(tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(FILES / "form.pdf")
    blurred = pdf[1].render(scale=100 / 72, grayscale=True).to_pil().filter(ImageFilter.GaussianBlur(3))
    clear = pdf[2].render(scale=150 / 72, grayscale=True).to_pil()
    blurred.resize(clear.size).save(tmp_path / "scan.pdf", resolution=150, save_all=True, append_images=[clear])
    document = read_document(tmp_path / "scan.pdf")
    assert document.status is Status.PARTIAL
    assert [(p.code, p.page) for p in document.problems] == [("page_illegible", 1)]
    assert "の1ページの画像は" in document.problems[0].message
    assert {b.page for b in document.blocks} == {2}


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Document]:
    """The upper part of form.pdf's first page as an image that stands upright, and one document of it turned by 90, 180 and 270 degrees."""
    image = pypdfium2.PdfDocument(FILES / "form.pdf")[0].render(scale=150 / 72, grayscale=True).to_pil()
    image = image.crop((0, 0, image.width, round(0.34 * image.height)))
    image = image.rotate(0.6, resample=Image.Resampling.BICUBIC, fillcolor=255)
    folder = tmp_path_factory.mktemp("turned")
    image.save(folder / "upright.pdf", resolution=150)
    pages = [image.rotate(90 * turns, expand=True) for turns in (1, 2, 3)]
    pages[0].save(folder / "turned.pdf", resolution=150, save_all=True, append_images=pages[1:])
    return read_document(folder / "upright.pdf"), read_document(folder / "turned.pdf")


def test_a_page_that_lies_as_an_image_is_turned_and_read(turned: tuple[Document, Document]) -> None:
    upright, lying = turned
    assert lying.status is Status.OK
    assert {p.source for p in lying.pages} == {PageSource.OCR}
    assert all(p.confidence > 0.9 for p in lying.pages)

    def read(document: Document, page: int) -> list[str]:
        return [c.text.normalised.text for b in document.tables if b.table and b.page == page for c in b.table.cells]

    assert len(read(upright, 1)) > 8
    assert [read(lying, page) for page in (1, 2, 3)] == [read(upright, 1)] * 3


def test_what_was_read_turned_stands_where_the_page_shows_it(turned: tuple[Document, Document]) -> None:
    upright, lying = turned
    width, height = upright.pages[0].width, upright.pages[0].height
    assert [(p.width, p.height) for p in lying.pages] == [(height, width), (width, height), (height, width)]

    def boxes(document: Document) -> list[list[float]]:
        cells = [c for b in document.tables if b.table for c in b.table.cells if c.text.normalised.text == "砂丘の風構想"]
        places = [c.text.place() for c in cells]
        return [p.box.as_list() for p in places if p is not None]

    ((x0, top, x1, bottom),) = boxes(upright)
    wanted = [
        [top, width - x1, bottom, width - x0],
        [width - x1, height - bottom, width - x0, height - top],
        [height - bottom, x0, height - top, x1],
    ]
    found = boxes(lying)
    assert len(found) == 3
    assert all(abs(a - b) < 3 for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True))


def test_vertical_writing_on_a_scan_reads_right_to_left(tmp_path: Path) -> None:
    image = pypdfium2.PdfDocument(FILES / "vertical.pdf")[0].render(scale=150 / 72, grayscale=True).to_pil()
    image.crop((image.width // 2, 0, image.width, image.height)).save(tmp_path / "scan.pdf", resolution=150)
    text = "".join(b.text.text for b in read_document(tmp_path / "scan.pdf").blocks)
    passages = ("趣意書", "沿岸に立つ霧を水に変える", "第一の課題は網の目の細かさである", "五年の後には")
    places = [text.find(passage) for passage in passages]
    assert -1 not in places
    assert places == sorted(places)
