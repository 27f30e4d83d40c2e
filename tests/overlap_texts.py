"""Small hand-made proposals for the tests of overlaps."""

from __future__ import annotations

from array import array

from extractors.document import Block, BlockKind, Document, PageFacts, PlacedText
from extractors.records import Fields
from extractors.values import Value


def placed(text: str, page: int = 1) -> PlacedText:
    n = len(text)
    line = [float(i) for i in range(n)]
    return PlacedText.of(
        text,
        array("H", [page] * n),
        array("f", line),
        array("f", [10.0] * n),
        array("f", [x + 1 for x in line]),
        array("f", [20.0] * n),
    )


def document(*sections: tuple[str, str], file: str = "p.pdf") -> Document:
    """A document of paragraphs, each under its heading."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, placed(text), section=(heading,)) for heading, text in sections)
    return Document(file, "0" * 64, (PageFacts(1, 595, 842),), blocks)


def known(value: str, *others: str) -> Value[str]:
    return Value(value, 1.0, alternatives=others)


def fields(region: str, prefecture: str, domain: str, **more: object) -> Fields:
    return Fields(region=known(region), prefectures=(known(prefecture),), specific_domain=known(domain), **more)  # type: ignore[arg-type]
