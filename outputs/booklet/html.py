"""The booklet as one self-contained HTML page, in the packets' look."""

from __future__ import annotations

from outputs.booklet.view import BookletView
from outputs.packet.html import environment, stylesheet


def booklet_html(view: BookletView) -> str:
    return environment().get_template("booklet/booklet.html").render(v=view, css=stylesheet())
