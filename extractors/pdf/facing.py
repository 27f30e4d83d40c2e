"""Which way a page image stands: a few lines are read each way, and the one that gives clearly more characters is taken.

The recogniser knows characters that lie on their left side too (vertical writing is laid that way for it), and a line read
the wrong way gives few characters, now and then with high confidence. So what counts is how many sure characters an em gives.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import median

import numpy as np
import yaml

from extractors.pdf.raster import Bounds, Grey, Raster, line_boxes
from extractors.pdf.recogniser import recogniser

FILE = Path(__file__).parent / "data" / "facing.yaml"
EDGE = 0.15  # em of paper round a line


@cache
def _bounds() -> dict[str, float]:
    bounds: dict[str, float] = yaml.safe_load(FILE.read_text("utf-8"))
    return bounds


class Doubt:
    """Listens to a page's first lines, and says when there are enough of them and whether they are as level lines are.

    Lines of a character or two tell nothing: those of a page that lies are as sure, now and then.
    """

    def __init__(self) -> None:
        self.lines = 0
        self.told: list[float] = []  # of each line that tells something: sure characters an em

    def hear(self, ems: float, sure: float) -> bool:
        """Takes in a line's length and its characters' confidence summed up; True once that is enough."""
        self.lines += 1
        if ems >= _bounds()["long"]:
            self.told.append(sure / ems)
        return len(self.told) >= _bounds()["enough"] or self.lines >= _bounds()["first"]

    @property
    def is_founded(self) -> bool:
        """Gives the middle one of the long lines less than a level line does, or are there lines and hardly a long one?"""
        if len(self.told) >= _bounds()["enough"] / 2:
            return median(self.told) < _bounds()["level"]
        return self.lines >= _bounds()["few"]


def turns_of(page: Raster, lying: Raster, em: float) -> int:
    """By how many quarters the page is to be turned counter-clockwise; 0 as well where no way is clearly better.

    ``lying`` is the page turned by one quarter and then set straight: lines that stand upright tell no skew.
    """
    gains = [_gain(page, False, em), _gain(lying, False, em), _gain(page, True, em), _gain(lying, True, em)]
    best = max(range(4), key=gains.__getitem__)
    return best if gains[best] >= max(_bounds()["turned"], gains[0] + _bounds()["clearly"]) else 0


def _gain(page: Raster, over: bool, em: float) -> float:
    """The sure characters an em of the page's longer lines gives, the page turned ``over`` or not."""
    turns = 2 if over else 0
    grey, ink = np.ascontiguousarray(np.rot90(page.grey, turns)), np.ascontiguousarray(np.rot90(page.ink, turns))
    boxes = sorted(line_boxes(ink, (0, 0, ink.shape[1], ink.shape[0]), em), key=_length)[-int(_bounds()["lines"]) :]
    found = [_sum(grey, box, em) for box in boxes]
    ems = sum(length for length, _ in found)
    return sum(sure for _, sure in found) / ems if ems >= _bounds()["least"] else 0.0


def _length(box: Bounds) -> int:
    return box[2] - box[0]


def _sum(grey: Grey, box: Bounds, em: float) -> tuple[float, float]:
    """How many em of a line were read, and the confidence of its characters summed up."""
    x0, top, x1, bottom = box
    x1, edge = min(x1, x0 + round(_bounds()["reach"] * em)), int(EDGE * em)
    readings = recogniser().read(grey[max(0, top - edge) : bottom + edge, max(0, x0 - edge) : x1 + edge], 1.0)
    return (x1 - x0) / em, sum(r.confidence for r in readings)
