"""The Japanese fonts the PDF needs; without them a typesetter prints empty boxes and only warns."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

FAMILY = "Noto Sans CJK JP"
PACKAGES = ("noto-cjk-sans-jp-regular", "noto-cjk-sans-jp-bold")
FONT_FILES = ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf")
REGULAR, BOLD = 400, 700


class FontsMissingError(RuntimeError):
    """The fonts are not installed; the message says in Japanese how to get them."""


def font_folders() -> tuple[Path, ...]:
    """The folders of the installed font packages."""
    specs = (find_spec(name.replace("-", "_")) for name in PACKAGES)
    return tuple(Path(spec.origin).parent for spec in specs if spec and spec.origin)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))


def missing_fonts() -> tuple[str, ...]:
    """The packages whose font cannot be found."""
    weights = {f.weight for f in _fonts().fonts() if f.family == FAMILY}
    return tuple(name for name, weight in zip(PACKAGES, (REGULAR, BOLD), strict=True) if weight not in weights)


def checked_fonts() -> typst.Fonts:
    """The fonts, once it is sure that both weights are there.

    Raises:
        FontsMissingError: naming the packages to install.
    """
    missing = missing_fonts()
    if missing:
        raise FontsMissingError(f"PDFの作成に必要な日本語フォントがありません。「pip install {' '.join(missing)}」で入れてください。")
    return _fonts()
