"""Counts in sentences: a number with its counter, and the kinds of quantity it could be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.fields.quantity_words import CLUB_KIND, kind_pattern, kinds, quantity_words
from extractors.fields.statements import Statement, squeeze
from extractors.numbers import Number, find_numbers

NEAR_CHARS = 60
AFTER_CHARS = 30
MAX_SUMMANDS = 12
MAX_BARE = 10000  # a larger figure without a counter is money
_BARE_CELL = re.compile(r"\s*[約計]?\s*[\d,〇一二三四五六七八九十百千]+\s*(?:[(（].*[)）])?\s*")
_OTHER_UNIT = re.compile(r"円|[%％]|㎡|平方|億|年度末|比率|割合|資本|従業")
_MONEY_HEADING = re.compile("経費|費用|予算|資金|所要額|お金|使途|使いみち|金の")
_LATER_YEAR = re.compile(r"[、,→⇒]*(?:平成|H)?[\d元一二三四五六七八九十]+年度?(?:は|が|に)?")
_APPROXIMATE = r"\s*(?:余り?|余|強|弱|近く)?\s*"
_ORDINAL = re.compile(r"(?:第|(?<![者関件業社員人点許究文校績])数|課題|テーマ|T|様式第|注|表|図|No\.?)\s*$")


@dataclass(frozen=True, eq=False)
class Count:
    """A number with a counter in a sentence. ``before`` reaches back to the count before it, ``lead`` to the sentence's beginning."""

    statement: Statement
    number: Number
    counter: str
    end: int
    sentence: tuple[int, int]
    before: str
    lead: str
    after: str
    is_sum: bool = False  # of two or more counts just before it
    is_overtaken: bool = False  # by a later year's

    @property
    def label(self) -> str:
        return f"{self.statement.label}/{self.statement.head}"

    @property
    def heading(self) -> str:
        """The nearest heading."""
        return "".join(self.statement.block.section[-1:])

    @property
    def block_lead(self) -> str:
        return squeeze(self.statement.folded[: self.number.start])

    @property
    def sentence_before(self) -> str:
        start = self.sentence[0]
        return squeeze(self.statement.folded[slice(*self.statement.sentence_at(start - 1))]) if start else ""

    @property
    def near(self) -> str:
        """What stands before the number in the block, as far as it can still bear on it."""
        return self.block_lead[-NEAR_CHARS:]

    @property
    def value(self) -> float:
        return float(self.number.value)


@cache
def _counters() -> re.Pattern[str]:
    """A counter just behind a number, or the place of one (41の共同研究)."""
    known = "|".join(kind["counters"] for kind in kinds().values())
    return re.compile(rf"{_APPROXIMATE}({known}|(?={quantity_words()['noun_after']}))")


def _counter_at(statement: Statement, number: Number) -> re.Match[str] | None:
    """The counter of a number; an empty one where the thing counted is told without: 関係機関 8（大学2 …）, 研究者数 | 320."""
    text, data = statement.folded, quantity_words()
    match = _counters().match(text, number.end)
    if match is not None or number.value >= MAX_BARE:
        return match
    if statement.cell is not None and _BARE_CELL.fullmatch(text) and not _counts_otherwise(statement):
        return re.compile("()").match(text, number.end)
    if re.search(data["bare_before"], squeeze(text[: number.start])[-NEAR_CHARS:]):
        return re.compile(data["bare_after"] + "()").match(text, number.end)
    return None


def _counts_otherwise(statement: Statement) -> bool:
    """Does a bare figure in a cell count money or shares, by its labels, its table's unit or the heading over it?"""
    table = statement.block.table
    told = (statement.label, statement.head, *((table.unit, table.caption) if table is not None else ()))
    return bool(_OTHER_UNIT.search("".join(told)) or _MONEY_HEADING.search("".join(statement.block.section[-1:])))


def counts(statement: Statement) -> tuple[Count, ...]:
    """The counts of a statement, left to right; those that a later year's overtakes are marked."""
    found: list[Count] = []
    for number in find_numbers(statement.folded):
        match = _counter_at(statement, number)
        if match is not None and number.value == int(number.value) and not _ORDINAL.search(statement.folded[: number.start]):
            found.append(_count(statement, number, match, found))
    following = [*found[1:], None][: len(found)]
    return tuple(replace(c, is_overtaken=_is_overtaken(c, later)) for c, later in zip(found, following, strict=True))


def _count(statement: Statement, number: Number, match: re.Match[str], earlier: Sequence[Count]) -> Count:
    text = statement.folded
    sentence = statement.sentence_at(number.start)
    since = max(sentence[0], earlier[-1].end if earlier else 0)
    alike = [c.value for c in earlier[-MAX_SUMMANDS:] if c.counter == match.group(1)]
    return Count(
        statement,
        number,
        match.group(1),
        match.end(),
        sentence,
        before=squeeze(text[since : number.start]),
        lead=squeeze(text[sentence[0] : number.start]),
        after=squeeze(text[match.end() : min(sentence[1], match.end() + AFTER_CHARS)]),
        is_sum=_is_sum(alike, float(number.value)),
    )


def _is_overtaken(count: Count, later: Count | None) -> bool:
    """平成10年度42件、11年度55件: is the next count only a later year's of the same thing?"""
    return later is not None and later.counter == count.counter and bool(_LATER_YEAR.fullmatch(later.before))


def _is_sum(before: Sequence[float], value: float) -> bool:
    """Is the value the sum of the last two or more counts before it?"""
    return any(abs(sum(before[i:]) - value) < 0.5 for i in range(len(before) - 1))


def kinds_of(count: Count) -> Iterator[str]:
    """The kinds a count could be: its counter fits, their word is told, and no other kind's word stands nearer."""
    for name in kinds():
        fits = bool(kind_pattern(name, "counters").match(count.counter)) if count.counter else not kinds()[name].get("counted_only")
        if fits and _is_told(name, count) and not _other_cue_nearer(name, count):
            yield name


def _told_after(name: str, count: Count) -> bool:
    return "after" in kinds()[name] and bool(kind_pattern(name, "after").search(count.after))


def _is_told(name: str, count: Count) -> bool:
    """Is the thing counted named before the number, on its label, or just behind it?"""
    cue = kind_pattern(name, "cue")
    words = count.statement.label + count.statement.head + count.block_lead
    if _told_after(name, count):
        return True
    if not count.block_lead and cue.search(count.heading):
        return True
    if not count.counter:
        return bool(cue.search(count.label) if count.statement.cell is not None and not count.before else cue.search(count.lead))
    if name == CLUB_KIND and re.search(quantity_words()["club"], words + count.statement.context):
        return True
    return name == "参加企業数" or bool(cue.search(words)) or (name == "研究機関数" and self_counter(count))


def self_counter(count: Count) -> bool:
    """十四機関, 五大学: the counter itself names what is counted."""
    return bool(kind_pattern("研究機関数", "self_counters").match(count.counter))


def _other_cue_nearer(name: str, count: Count) -> bool:
    """Is the count another kind's, its word standing nearer to the number? Companies are told apart by other signs."""
    if any(_told_after(other, count) and kinds()[other]["after"].startswith("^") for other in kinds() if other != name):
        return True
    if count.counter in ("社", ""):
        return False
    rivals = [other for other in kinds() if kind_pattern(other, "counters").match(count.counter)]
    ends = {other: max((m.end() for m in kind_pattern(other, "cue").finditer(count.lead)), default=-1) for other in rivals}
    return max(ends.values()) > ends[name]
