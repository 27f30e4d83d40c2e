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

__all__ = ["FontsMissingError", "missing_fonts", "packet_pdf", "typeset"]

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
    return typeset(_template(), asdict(view), view.iso_date, view.file)


def typeset(template: bytes, view: dict[str, object], iso_date: str, name: str) -> bytes:
    """The PDF of a typst template that reads ``view`` as JSON from sys.inputs.packet; ``name`` is for the log.

    Raises:
        FontsMissingError: the Japanese fonts are not installed.
    """
    data = json.dumps(settable_data(view), ensure_ascii=False)
    stamp = datetime.fromisoformat(iso_date).replace(tzinfo=UTC)
    try:
        return _compile(template, data, stamp, name, "ua-1")
    except typst.TypstError as error:
        # An accessible PDF is refused for things a reader would hardly notice; the packet is needed all the same.
        log.warning("%s：%s", name, error.message)
        return _compile(template, data, stamp, name, None)


def _compile(template: bytes, data: str, stamp: datetime, name: str, standard: Literal["ua-1"] | None) -> bytes:
    inputs = {"packet": data}
    pdf, warnings = _compiler().compile_with_warnings(template, format="pdf", sys_inputs=inputs, timestamp=stamp, pdf_standards=standard)
    for warning in warnings:
        log.warning("%s：%s", name, warning.message)
    if not isinstance(pdf, bytes):
        raise RuntimeError(f"{name} の下読み票をPDFにできませんでした。")
    return pdf
