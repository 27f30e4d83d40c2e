"""Where a passage stands: in words for paper, as a link for the screen."""

from __future__ import annotations

from extractors.document import Box
from extractors.page_layout import PageLayout
from outputs.wording import page_label

ROWS = ("上段", "中段", "下段")
ABOVE = 24.0  # points of the page to be seen above the passage
PIXELS = 96 / 72  # a screen's pixels in a point


def place_label(page: int, box: Box | None, layout: PageLayout | None) -> str:
    """4ページ 上段, on a page of two columns 4ページ 右上段; 4ページ where no more is known."""
    if not page or box is None or layout is None or not layout.height:
        return page_label(page)
    row = ROWS[min(max(int(3 * (box.top + box.bottom) / 2 / layout.height), 0), 2)]
    side = ("左" if (box.x0 + box.x1) / 2 < layout.width / 2 else "右") if layout.columns > 1 else ""
    return f"{page_label(page)} {side}{row}"


def place_link(href: str, page: int, box: Box | None, layout: PageLayout | None) -> str:
    """The link to the passage in the PDF.

    Viewers disagree on the one documented form (zoom=scale,left,top): Chromium's counts pixels from the top, pdf.js
    points from the bottom. Each leaves the other's parameter alone: view=FitH,TOP is Chromium's (and Acrobat's),
    zoom=FitH,BOTTOM that of pdf.js.
    """
    if not href or not page:
        return href
    link = f"{href}#page={page}"
    if box is None or layout is None or not layout.height:
        return link
    top = max(box.top - ABOVE, 0.0)
    return f"{link}&view=FitH,{round(top * PIXELS)}&zoom=FitH,{round(layout.height - top)}"
