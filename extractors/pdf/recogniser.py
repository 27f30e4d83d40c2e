"""The text recogniser: PP-OCRv6's small model (Apache-2.0, carried by the rapidocr wheel), run by onnxruntime.

Only the model file of the wheel is used; where text stands on the page is found by ``raster``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

INSTALL = "pip install onnxruntime rapidocr"
CARRIER, MODEL = "rapidocr", "models/PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # pixels the model wants a line to be high
STEP = 8  # a line's width in pixels is brought to a multiple of it
MIN_WIDTH = 16
CHARSET = "cp932"  # what Japanese print uses; the model also knows Chinese forms of the same characters
EXTRA = "²³㎡·〜"  # beyond it
SAME = str.maketrans("·〜", "・～")  # one glyph, two codes: the one Japanese text has
RARE = 0.1  # how much less a kanji of the second level is to be expected than one of the first
FIRST_RARE_ROW = 0xA0 + 48  # of EUC-JP's first byte
BLANK = 0
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """One character of a line: ``middle`` in pixels of the line's image; ``rivals`` what else it may be, with probabilities."""

    text: str
    confidence: float
    middle: float
    rivals: tuple[tuple[str, float], ...] = ()


def model_file() -> Path | None:
    """Where the model lies; None where it is not installed."""
    spec = find_spec(CARRIER)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return next((p for place in places if (p := Path(place) / MODEL).is_file()), None)


def available() -> bool:
    """Are engine and model installed?"""
    return find_spec("onnxruntime") is not None and model_file() is not None


class Recogniser:
    """The loaded model. Threads may share it."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # pages are read side by side instead
        options.enable_cpu_mem_arena = False  # lines differ in width: an arena keeps a block for each
        self.session: Any = onnxruntime.InferenceSession(os.fspath(path), options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name
        known = ["", *self.session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
        self.columns = np.array([i for i, c in enumerate(known) if i == BLANK or is_japanese(c)])
        self.prior = np.array([RARE if _rare(known[i]) else 1.0 for i in self.columns], np.float32)
        self.characters = [known[i].translate(SAME) for i in self.columns]

    def read(self, line: npt.NDArray[np.uint8], rivals: float) -> list[Reading]:
        """The characters of a grey image of one line, left to right, with rivals of at least that probability."""
        height, width = line.shape
        scaled = max(MIN_WIDTH, round(width * HEIGHT / height))
        image = Image.fromarray(line).resize((scaled, HEIGHT), Image.Resampling.LANCZOS)
        full = -(-scaled // STEP) * STEP
        values = np.ones((HEIGHT, full), np.float32)
        values[:, :scaled] = np.asarray(image, np.float32) / 127.5 - 1
        found = self.session.run(None, {self.input: np.repeat(values[None, None], 3, axis=1)})[0][0][:, self.columns]
        found *= self.prior
        found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-6)
        return list(self._decoded(found, full / len(found) * height / HEIGHT, rivals))

    def _decoded(self, steps: npt.NDArray[np.float32], pixels: float, rivals: float) -> Iterator[Reading]:
        """The best way through the steps, each ``pixels`` wide: runs of one character made one, blanks left out."""
        best = steps.argmax(axis=1)
        edges = np.flatnonzero(np.diff(best)) + 1
        for start, end in zip([0, *edges], [*edges, len(best)], strict=True):
            if best[start] == BLANK or not (text := self.characters[best[start]]).strip():
                continue
            peaks = steps[start:end].max(axis=0)
            others = [int(i) for i in np.flatnonzero(peaks >= rivals) if i not in (BLANK, best[start])]
            found = tuple((self.characters[i], float(peaks[i])) for i in others)
            yield Reading(text, float(peaks[best[start]]), (start + end) / 2 * pixels, found)


def _rare(char: str) -> bool:
    """Is this a kanji of JIS X 0208's second level, or of none?"""
    if not "一" <= char <= "鿿":
        return False
    code = char.encode("euc_jp", "ignore")
    return len(code) != 2 or code[0] >= FIRST_RARE_ROW


def is_japanese(char: str) -> bool:
    """Is this a character of Japanese print?"""
    if char in EXTRA:
        return True
    try:
        char.encode(CHARSET)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _loaded(path: Path) -> Recogniser:
    return Recogniser(path)


def recogniser() -> Recogniser:
    """This process's recogniser, loaded once.

    Raises:
        RuntimeError: it is not installed.
    """
    path = model_file()
    if path is None:
        raise RuntimeError(INSTALL)
    with _lock:
        return _loaded(path)
