"""The packet as an A4 PDF (PDF/UA-1). The same view gives the same bytes."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Literal

import typst

from outputs.packet.fonts import FontsMissingError, checked_fonts, missing_fonts
from outputs.packet.glyphs import settable_data
from outputs.packet.view import PacketView

__all__ = ["FontsMissingError", "missing_fonts", "packet_pdf"]

log = logging.getLogger(__name__)


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process: it keeps the fonts and what it parsed."""
    return typst.Compiler(font_paths=checked_fonts(), ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return files("outputs.packet").joinpath("packet.typ").read_bytes()


def packet_pdf(view: PacketView) -> bytes:
    """The PDF's bytes.

    Raises:
        FontsMissingError: the Japanese fonts are not installed.
    """
    data = json.dumps(settable_data(asdict(view)), ensure_ascii=False)
    stamp = datetime.fromisoformat(view.iso_date).replace(tzinfo=UTC)
    try:
        return _compile(data, stamp, view.file, "ua-1")
    except typst.TypstError as error:
        # An accessible PDF is refused for things a reader would hardly notice; the packet is needed all the same.
        log.warning("%s：%s", view.file, error.message)
        return _compile(data, stamp, view.file, None)


def _compile(data: str, stamp: datetime, file: str, standard: Literal["ua-1"] | None) -> bytes:
    inputs = {"packet": data}
    pdf, warnings = _compiler().compile_with_warnings(_template(), format="pdf", sys_inputs=inputs, timestamp=stamp, pdf_standards=standard)
    for warning in warnings:
        log.warning("%s：%s", file, warning.message)
    if not isinstance(pdf, bytes):
        raise RuntimeError(f"{file} の下読み票をPDFにできませんでした。")
    return pdf
