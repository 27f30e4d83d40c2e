"""Characters that look alike (カ and 力, ー and 一, ェ and エ): neighbours decide what the picture leaves open.

Which stands beside which was counted in Japanese text (``neighbours.json``: pairs of kana and look-alikes, everything
else by its kind). The picture's own probabilities go in with it, so a clear picture stays as it is.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

from extractors.pdf.recogniser import Reading

SETS = (
    "ー一―－─",
    "ロ口", "ニ二", "カ力", "タ夕", "トﾄ卜", "ヘへ", "ベべ", "ペぺ", "エェ工", "ハ八", "ミ三", "チ千干", "リり", "オォ才", "セ七",
    "ヌ又", "ヨョ", "ヤャ", "ユュ", "ツッ", "アァ", "イィ", "ウゥ", "よょ", "やゃ", "ゆゅ", "つっ", "ノ丿", "シツ", "ソン",
)  # fmt: skip
RIVAL = 2e-4  # probability from which a look-alike is thought of
UNSEEN = 0.02  # that of a look-alike of a character that stands alone
FLOOR = 1e-6
LIKELY = 1.0  # weight of the neighbours beside the picture
SMOOTH = 4.0  # pairs not counted are worth so many by their kinds
NUMERALS = "〇一二三四五六七八九十百千万億兆"
LONE = {"口": "ロ"}
EDGE = ""  # beyond the line's ends: tells nothing
FILE = Path(__file__).parent / "data" / "neighbours.json"
_ALIKE = {c: s for s in SETS for c in s}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How often one token stands behind another, and behind a token of a kind."""

    pairs: dict[str, dict[str, int]]
    kinds: dict[str, dict[str, int]]

    def likelihood(self, before: str, after: str) -> float:
        """The logarithm of the probability that ``after`` follows ``before``; 0 at a line's end."""
        if EDGE in (before, after):
            return 0.0
        by_kind = self.kinds.get(kind(before), {})
        general = (by_kind.get(after, 0) + 0.5) / (sum(by_kind.values()) + 200.0)
        own = self.pairs.get(before, {})
        return log((own.get(after, 0) + SMOOTH * general) / (sum(own.values()) + SMOOTH))


def token(char: str) -> str:
    """What a character counts as: kana, marks and look-alikes as themselves, others as their kind."""
    if char == EDGE:
        return EDGE
    char = unicodedata.normalize("NFKC", char)[:1] if char not in _ALIKE else char
    return char if char in _ALIKE or kind(char) in "かカ、" else kind(char)


def kind(char: str) -> str:
    if not char:
        return EDGE
    if "ぁ" <= char <= "ゖ":
        return "か"
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "カ"
    if char in NUMERALS:
        return "数"
    if "一" <= char <= "鿿" or char in "々〆〇漢":
        return "漢"
    if char.isdigit():
        return "0"
    return "A" if char.isalpha() else "、"


def counted(texts: Iterable[str]) -> Neighbours:
    """The pairs of texts without line breaks."""
    pairs: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    for text in texts:
        for a, b in pairwise(token(c) for c in text if not c.isspace()):
            pairs.setdefault(a, Counter())[b] += 1
            kinds.setdefault(kind(a), Counter())[b] += 1
    return Neighbours({a: dict(c) for a, c in pairs.items()}, {a: dict(c) for a, c in kinds.items()})


@cache
def neighbours() -> Neighbours:
    data = json.loads(FILE.read_text("utf-8"))
    return Neighbours(data["pairs"], data["kinds"])


def settled(readings: Sequence[Reading], known: Neighbours, before: str = EDGE) -> list[Reading]:
    """The line with every character that has a look-alike for a rival settled by picture and neighbours together.

    ``before`` is what the line above ended with, where this one goes on with it.
    """
    if not readings:
        return []
    if len(readings) == 1 and before == EDGE:
        return [_alone(readings[0])]
    choices = [_choices(r) for r in readings]
    if len(readings) == 1:  # what stands alone shows the model no size: it may be any that looks alike
        choices = [[(readings[0].text, readings[0].confidence), *((t, UNSEEN) for t in _ALIKE.get(readings[0].text, ""))]]
    best = {text: (log(max(p, FLOOR)) + LIKELY * known.likelihood(token(before), token(text)), [text]) for text, p in choices[0]}
    for options in choices[1:]:
        step: dict[str, tuple[float, list[str]]] = {}
        for text, p in options:
            own = log(max(p, FLOOR))
            score, way = max(
                ((total + own + LIKELY * known.likelihood(token(last), token(text)), way) for last, (total, way) in best.items()),
                key=lambda found: found[0],
            )
            step[text] = (score, [*way, text])
        best = step
    _, texts = max(best.values(), key=lambda found: found[0])
    return [r if r.text == text else replace(r, text=text) for r, text in zip(readings, texts, strict=True)]


def _alone(reading: Reading) -> Reading:
    """A character with no neighbours: what items are numbered with (イ, ロ, ハ) rather than a word of its own."""
    other = LONE.get(reading.text)
    return replace(reading, text=other) if other in {text for text, _ in reading.rivals} else reading


def _choices(reading: Reading) -> list[tuple[str, float]]:
    alike = _ALIKE.get(reading.text, "")
    return [(reading.text, reading.confidence), *((t, p) for t, p in reading.rivals if t in alike)]
