"""pdfplumber as the second reader of a page: where PDFium cannot load it, or finds codes without characters.

Some fifty times slower than PDFium, but with another parser and other character maps.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pdfplumber
from pdfplumber._typing import T_obj
from pdfplumber.page import Page

from extractors.document import Box
from extractors.pdf.glyphs import Fill, Glyph, Glyphs, PageContent, Rule, Style
from extractors.pdf.limits import Limits
from extractors.pdf.looks import BOLD_NAMES
from extractors.pdf.objects import RULE_THICKNESS
from extractors.text import unify_radicals

log = logging.getLogger(__name__)
logging.getLogger("pdfminer").setLevel(logging.ERROR)
_CID = re.compile(r"\(cid:\d+\)")
UNKNOWN = "\ufffd"


def second_reading(path: Path, index: int, limits: Limits, password: str | None = None) -> PageContent | None:
    """Page ``index`` (0-based) as pdfplumber reads it; None where it cannot either."""
    try:
        with pdfplumber.open(path, pages=[index + 1], password=password or "") as pdf:
            return _content(pdf.pages[0], index + 1, limits) if pdf.pages else None
    except Exception as error:  # pdfminer raises whatever a broken file makes it stumble over
        log.info("%s page %d: %s: %s", path.name, index + 1, type(error).__name__, error)
        return None


def _content(page: Page, number: int, limits: Limits) -> PageContent:
    content = PageContent(number, float(page.width), float(page.height))
    chars = page.chars
    content.truncated = len(chars) > limits.max_glyphs
    glyphs = [_glyph(char) for char in chars[: limits.max_glyphs]]
    content.unmapped = sum(glyph.text == UNKNOWN for glyph in glyphs)
    content.glyphs = Glyphs.of(glyphs)
    content.rules = [_rule(line) for line in page.lines if _is_straight(line)]
    for rect in page.rects:
        _add_rect(rect, content)
    content.images = [_box(image) for image in page.images]
    content.shapes = len(page.lines) + len(page.rects) + len(page.curves)
    return content


def _box(item: T_obj) -> Box:
    return Box(float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"]))


def _glyph(char: T_obj) -> Glyph:
    text = UNKNOWN if _CID.fullmatch(char["text"]) else unify_radicals(char["text"])
    font = str(char.get("fontname") or "")
    bold = any(name in font.lower() for name in BOLD_NAMES)
    box = _box(char)
    style = Style(font, float(char["size"]), bold)
    return Glyph(text, box.x0, box.top, box.x1, box.bottom, style, upright=bool(char.get("upright", True)))


def _is_straight(line: T_obj) -> bool:
    return bool(min(line["x1"] - line["x0"], line["bottom"] - line["top"]) <= RULE_THICKNESS)


def _rule(line: T_obj) -> Rule:
    box = _box(line)
    if box.width >= box.height:
        return Rule(True, (box.top + box.bottom) / 2, box.x0, box.x1)
    return Rule(False, (box.x0 + box.x1) / 2, box.top, box.bottom)


def _add_rect(rect: T_obj, content: PageContent) -> None:
    """A thin rectangle is a rule, a stroked one four, a filled one a fill."""
    box = _box(rect)
    if min(box.width, box.height) <= RULE_THICKNESS:
        content.rules.append(_rule(rect))
        return
    if rect.get("stroke"):
        content.rules += [Rule(True, y, box.x0, box.x1) for y in (box.top, box.bottom)]
        content.rules += [Rule(False, x, box.top, box.bottom) for x in (box.x0, box.x1)]
    if rect.get("fill"):
        content.fills.append(Fill(box, _rgb(rect.get("non_stroking_color"))))


def _rgb(color: object) -> tuple[int, int, int]:
    """0–255 each, from grey or RGB shares of one; black for anything else."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    shares = [float(p) for p in parts if isinstance(p, (int, float))]
    if len(shares) == 1:
        shares *= 3
    red, green, blue = shares if len(shares) == 3 else (0.0, 0.0, 0.0)
    return round(255 * red), round(255 * green), round(255 * blue)
