"""The booklet as an A4 PDF. The same view gives the same bytes."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from importlib.resources import files

from outputs.booklet.view import BookletView
from outputs.packet.pdf import typeset


@cache
def _template() -> bytes:
    return files("outputs.booklet").joinpath("booklet.typ").read_bytes()


def booklet_pdf(view: BookletView) -> bytes:
    """The PDF's bytes.

    Raises:
        FontsMissingError: the Japanese fonts are not installed.
    """
    return typeset(_template(), asdict(view), view.iso_date, "call.pdf")
