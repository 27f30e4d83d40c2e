"""What the even pitch of Japanese type tells of an OCR line: characters read twice, full-width forms, spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

EVEN = 0.035  # how far a line's pitch may lie from an em and still be even
WIDE_RUN = 0.75  # em a character; Latin runs set wider are full-width forms
MIN_STEPS = 4  # from one character to the next that tell a line's pitch
MIN_EVEN = 8  # characters a line needs to show its pitch
TRAILING = frozenset("、。，．）」』】〕,.)")  # their ink stands left in the em
LEADING = frozenset("（「『【〔(")
NARROW = frozenset("0123456789０１２３４５６７８９・：；:;!！?？Iil|｜")
WAVES = "て一"
UNITS = "年度月日名％%"
POINTS = (".", "．")
NUMERIC = "0123456789０１２３４５６７８９,，.．"
ZERO, ROUND = "〇", "〇○◯0O０Ｏ"
CHINESE = "一二三四五六七八九十〇"
GROUPING, GROUP = ",，、", 3
POINT = "・"  # the decimal point of Chinese numerals
FILLED = 0.5  # confidence of a zero nothing but its room tells of
HALF, QUARTER = 0.5, 0.25  # em
_ASCII = re.compile(r"[!-~]")
_AREA = re.compile(r"(?:延べ|延床|床面積|面積)[^。、]{0,4}[0-9０-９][0-9０-９，,．.]*(?P<metre>[mｍ])(?:[2２TＴ'’])?(?=$|[、。）)])")
_AFTER_DIGIT = {"干": "千", "十": "千"}
_ZEROS = str.maketrans("OoＯｏ〇", "00０００")


@dataclass(frozen=True, slots=True)
class Symbol:
    """One character as OCR read it; left and right in pixels of the page."""

    text: str
    confidence: float
    left: float
    right: float


def settle(symbols: Sequence[Symbol], gaps: Sequence[tuple[float, float]], em: float) -> list[Symbol]:
    """The line's characters without doubled ones, in the width they are printed in, spaces where the paper is white.

    ``gaps`` are the wider white stretches inside the line.
    """
    filled = _refilled(symbols, gaps)
    gaps = _real(symbols, gaps, em)
    return _spaced(_areas(_mended(_widened(filled, gaps, em))), gaps)


def _real(symbols: Sequence[Symbol], gaps: Sequence[tuple[float, float]], em: float) -> list[tuple[float, float]]:
    """The gaps too wide for the white that marks and digits bring with them."""
    kept: list[tuple[float, float]] = []
    for left, right in gaps:
        middle = (left + right) / 2
        before = next((s.text for s in reversed(symbols) if (s.left + s.right) / 2 < middle), "")
        after = next((s.text for s in symbols if (s.left + s.right) / 2 > middle), "")
        own = HALF * (before in TRAILING) + HALF * (after in LEADING)
        own += QUARTER * ((before in NARROW) + (after in NARROW))
        if (right - left) / em >= 1.05 + own:
            kept.append((left, right))
    return kept


def _blank(gaps: Sequence[tuple[float, float]], left: float, right: float, em: float) -> float:
    """The em of white between two places."""
    return sum(max(1.0, round((b - a) / em - 0.25)) for a, b in gaps if a >= left - em / 2 and b <= right + em / 2)


def _excess(symbols: Sequence[Symbol], gaps: Sequence[tuple[float, float]], em: float) -> float:
    """How many characters too many stand in the line if each takes an em."""
    left, right = symbols[0].left, symbols[-1].left
    return len(symbols) - 1 - ((right - left) / em - _blank(gaps, left, right, em))


def _refilled(symbols: Sequence[Symbol], gaps: Sequence[tuple[float, float]]) -> list[Symbol]:
    """Zeros of Chinese numerals (一五〇〇〇), of which the model skips some, as many as there is room for."""
    steps = sorted(_middle(b) - _middle(a) for a, b in pairwise(symbols))
    if len(steps) < MIN_STEPS:
        return list(symbols)
    pitch = steps[len(steps) // 2]
    done: list[Symbol] = []
    for i, symbol in enumerate(symbols):
        if done and done[-1].text == ZERO and done[-1].right > _middle(symbol):
            continue  # a zero that was filled in already
        done.append(symbol)
        end = next((k for k in range(i + 1, len(symbols)) if symbols[k].text not in ROUND), len(symbols))
        grouped = symbol.text in GROUPING + POINT and i and symbols[i - 1].text in CHINESE
        if end == len(symbols) or not (symbol.text in CHINESE or grouped):
            continue
        here, there = _middle(symbol), _middle(symbols[end])
        room = round((there - here) / pitch) - 1
        room = min(room, GROUP) if grouped else room
        first = here + pitch if grouped else here  # white belongs to a mark
        if room < end - i or any(a < there and b > first for a, b in gaps):  # as many as were read, or none missing
            continue
        sure = min((s.confidence for s in symbols[i + 1 : end]), default=FILLED)
        done += [Symbol(ZERO, sure, here + (n - 0.5) * pitch, here + (n + 0.5) * pitch) for n in range(1, room + 1)]
    return done


def _middle(symbol: Symbol) -> float:
    return (symbol.left + symbol.right) / 2


def _widened(symbols: Sequence[Symbol], gaps: Sequence[tuple[float, float]], em: float) -> list[Symbol]:
    even = len(symbols) >= MIN_EVEN and abs(_excess(symbols, gaps, em)) <= max(0.5, EVEN * len(symbols))
    done = list(symbols)
    for start, end in _latin_runs(symbols):
        last = symbols[end].left if end < len(symbols) else symbols[end - 1].left + em
        if even or (last - symbols[start].left) / em / (end - start) >= WIDE_RUN:
            for i in range(start, end):
                done[i] = replace(done[i], text="".join(_wide(c) for c in done[i].text))
    return done


def _latin_runs(symbols: Sequence[Symbol]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i, symbol in enumerate(symbols):
        if _ASCII.match(symbol.text):
            if runs and runs[-1][1] == i:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
    return runs


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char


def _mended(symbols: list[Symbol]) -> list[Symbol]:
    """Slips that digits beside them give away: Ｏ in a number is 0, 干 behind a digit 千, a comma read as two marks."""
    done: list[Symbol] = []
    for i, symbol in enumerate(symbols):
        before = done[-1].text[-1:] if done else ""
        after = symbols[i + 1].text if i + 1 < len(symbols) else ""
        text = symbol.text
        if before.isdigit() and text in _AFTER_DIGIT and (after.isdigit() or (after and after in "万円億人")):
            text = _AFTER_DIGIT[text]
        if before and before in NUMERIC and text in "OoＯｏ〇" and _numeric(after):
            text = text.translate(_ZEROS)
        behind = "".join(s.text for s in symbols[i + 2 : i + 3])
        if text in ROUND and (_among_chinese(done) or (after == POINT and behind in CHINESE and behind)):
            text = ZERO
        if text in "OoＯｏ" and not (before and before.isascii()) and after in POINTS and behind.isdigit():
            text = text.translate(_ZEROS)
        if text in WAVES and before and (before.isdigit() or before in UNITS) and after and (after.isdigit() or after in "平昭Ｈ"):
            text = _range_mark(text, symbols, i)
        if before in (",", "，", ".", "．") and text in (",", "，", ".", "．") and len(done) > 1 and done[-2].text.isdigit():
            continue
        done.append(symbol if text == symbol.text else replace(symbol, text=text))
    return done


def _among_chinese(done: Sequence[Symbol]) -> bool:
    """Does a Chinese numeral go on here, a grouping mark between or not?"""
    before = [s.text for s in done[-2:]]
    return bool(before) and (before[-1] in CHINESE or (before[-1] in GROUPING + POINT and before[0] in CHINESE))


def _range_mark(text: str, symbols: Sequence[Symbol], i: int) -> str:
    """て and 一 between figures stand for ～, which the model does not know; 一 may also be the dash of a number."""
    if text == "て" or symbols[i - 1].text in UNITS:
        return "～"
    near = "".join(s.text for s in symbols[max(0, i - 8) : i + 6])
    return "～" if re.search("[年度月名件Ｈ]", near) else "－"


def _numeric(after: str) -> bool:
    return not after or after[0] in NUMERIC or after[0] in "OoＯｏ〇円千万"


def _areas(symbols: list[Symbol]) -> list[Symbol]:
    """㎡, which the model reads as m, where the line speaks of an area."""
    text = "".join(s.text[:1] for s in symbols)
    found = _AREA.search(text)
    if found is None:
        return symbols
    at = found.start("metre")
    return [*symbols[:at], replace(symbols[at], text="㎡"), *symbols[found.end() :]]


def _spaced(symbols: Sequence[Symbol], gaps: Sequence[tuple[float, float]]) -> list[Symbol]:
    """The symbols edge to edge (OCR's own edges are rough), with a space for every gap."""
    done: list[Symbol] = []
    for symbol in symbols:
        if done:
            middle, before = (symbol.left + symbol.right) / 2, (done[-1].left + done[-1].right) / 2
            between = [g for g in gaps if before < (g[0] + g[1]) / 2 < middle]
            for a, b in between:
                done[-1] = replace(done[-1], right=max(done[-1].left, a))
                done.append(Symbol("\u3000", 1.0, a, b))
            edge = between[-1][1] if between else max(symbol.left, done[-1].left)
            done[-1] = replace(done[-1], right=edge)
            symbol = replace(symbol, left=edge, right=max(edge, symbol.right))
        done.append(symbol)
    return done
