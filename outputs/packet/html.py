"""The packet as one self-contained HTML page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from outputs.packet.view import PacketView


@cache
def environment() -> Environment:
    """Templates of this package: everything escaped, an unknown name an error."""
    return Environment(
        loader=PackageLoader("outputs", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _template() -> Template:
    return environment().get_template("packet/packet.html")


def stylesheet() -> Markup:
    return Markup(files("outputs.packet").joinpath("packet.css").read_text("utf-8"))


def packet_html(view: PacketView) -> str:
    return _template().render(v=view, css=stylesheet())
