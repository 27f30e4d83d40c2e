"""The packet as an A4 PDF (PDF/UA-1). The same view gives the same bytes."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import typst

from outputs.packet.fonts import FontsMissingError, checked_fonts, missing_fonts
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
    data = json.dumps(asdict(view), ensure_ascii=False)
    stamp = datetime.fromisoformat(view.iso_date).replace(tzinfo=UTC)
    pdf, warnings = _compiler().compile_with_warnings(
        _template(), format="pdf", sys_inputs={"packet": data}, timestamp=stamp, pdf_standards="ua-1"
    )
    for warning in warnings:
        log.warning("%s：%s", view.file, warning.message)
    if not isinstance(pdf, bytes):
        raise RuntimeError(f"{view.file} の下読み票をPDFにできませんでした。")
    return pdf
