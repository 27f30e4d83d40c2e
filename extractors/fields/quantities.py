"""Counts that a proposal states of itself: 研究機関数, 研究者数, 共同研究数, 受託研究数, 特許数, 参加企業数 …

Every number with a fitting counter is a candidate; named features say how near the word for the thing stands, what the
number's scope is, and whether other counts of the region's research stand beside it. ``extract_quantities`` decides by
weights in the data file; a learned ranker may take its place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from extractors.candidates import Candidate
from extractors.dates import find_fiscal_years
from extractors.document import Document
from extractors.fields.statements import Statement, squeeze, statements
from extractors.numbers import Number, find_numbers
from extractors.records import Quantity
from extractors.values import Feature

if TYPE_CHECKING:
    from spacy.tokens import Doc

FIELD = "quantities"
THRESHOLD = 0.0  # a weak candidate is shown with its low confidence rather than kept back
EVEN_ODDS = 1.0  # the weight at which a candidate is as likely right as wrong
MAX_NEIGHBOURS = 3
NEAR_CHARS = 60
MAX_BARE = 10000  # a larger figure without a counter is money
_DATA = Path(__file__).parent / "data" / "quantity_words.yaml"
_APPROXIMATE = r"\s*(?:余り?|余|強|弱|近く)?\s*"
_ORDINAL = re.compile(r"(?:第|数|課題|テーマ|T|様式第|注|表|図|No\.?)\s*$")
_CLUB_NAMES = {"社のみ": "研究会会員数", "企業": "研究会の会員企業数"}
CLUB_KIND = "研究会の会員企業数"


@cache
def quantity_words() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(_DATA.read_text("utf-8")))


@cache
def _sign(name: str) -> re.Pattern[str]:
    return re.compile(quantity_words()["signs"][name])


@cache
def _kind(name: str, part: str) -> re.Pattern[str]:
    return re.compile(quantity_words()["kinds"][name][part])


@dataclass(frozen=True, eq=False)
class _Count:
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

    @property
    def block_lead(self) -> str:
        return squeeze(self.statement.folded[: self.number.start])

    @property
    def near(self) -> str:
        """What stands before the number in the block, as far as it can still bear on it."""
        return self.block_lead[-NEAR_CHARS:]

    @property
    def value(self) -> float:
        return float(self.number.value)


def _counts(statement: Statement) -> Iterator[_Count]:
    text = statement.folded
    data = quantity_words()
    counters = re.compile(_APPROXIMATE + "(" + "|".join(k["counters"] for k in data["kinds"].values()) + f"|(?={data['noun_after']}))")
    ends: list[int] = []
    values: list[tuple[str, float]] = []
    for number in find_numbers(text):
        match = counters.match(text, number.end)
        if match is None and number.value < MAX_BARE and re.search(data["bare_before"], squeeze(text[: number.start])[-12:]):
            match = re.compile(data["bare_after"] + "()").match(text, number.end)
        if match is None or _ORDINAL.search(text[: number.start]) or number.value != int(number.value):
            continue
        sentence = statement.sentence_at(number.start)
        since = max([sentence[0], *[e for e in ends if e > sentence[0]]])
        before, lead = text[since : number.start], text[sentence[0] : number.start]
        after = text[match.end() : min(sentence[1], match.end() + 30)]
        ends.append(match.end())
        alike = [v for c, v in values if c == match.group(1)]
        is_sum = len(alike) >= 2 and any(abs(sum(alike[i:]) - float(number.value)) < 0.5 for i in range(len(alike) - 1))
        values.append((match.group(1), float(number.value)))
        yield _Count(statement, number, match.group(1), match.end(), sentence, squeeze(before), squeeze(lead), squeeze(after), is_sum)


def quantity_candidates(document: Document, docs: Mapping[int, Doc] | None = None) -> tuple[Candidate, ...]:
    """Every count that could be one of the known kinds, with its features. ``payload`` is the Quantity it would become."""
    told = statements(document)
    found = [(name, count) for s in told for count in _counts(s) for name in _kinds_of(count)]
    return tuple(_candidate(name, count, found) for name, count in found)


def _kinds_of(count: _Count) -> Iterator[str]:
    for name in quantity_words()["kinds"]:
        fits = _kind(name, "counters").match(count.counter) if count.counter else "after" in quantity_words()["kinds"][name]
        if fits and _is_told(name, count) and not _other_cue_nearer(name, count):
            yield name


def _is_told(name: str, count: _Count) -> bool:
    words = count.statement.label + count.statement.head + count.block_lead
    if "after" in quantity_words()["kinds"][name] and _kind(name, "after").search(count.after):
        return True
    if not count.counter:
        return bool(re.search(quantity_words()["bare_before"], count.before) and _kind(name, "cue").search(count.before[-8:]))
    if name == CLUB_KIND and re.search(quantity_words()["club"], words + count.statement.context):
        return True
    return bool(_kind(name, "cue").search(words)) or name == "参加企業数" or (name == "研究機関数" and bool(_self_counter(count)))


def _self_counter(count: _Count) -> bool:
    return bool(_kind("研究機関数", "self_counters").match(count.counter))


# features --------------------------------------------------------------------------------------


def _candidate(name: str, count: _Count, found: Sequence[tuple[str, _Count]]) -> Candidate:
    features = _features(name, count, found)
    what = _what(name, count)
    features = {f"{name}:{k}" if k in quantity_words()["kind_weights"].get(name, {}) else k: v for k, v in features.items()}
    confidence = round(1 / (1 + math.exp(-(score(features) - EVEN_ODDS))), 3)
    evidence = (count.statement.evidence(*_quote_span(count)),)
    scope = next(
        (m.group() for m in (_sign("whole_scope").search(count.lead + count.after), _sign("field_scope").search(count.lead)) if m), ""
    )
    unit = count.counter if count.counter not in ("", "つ") else quantity_words()["kinds"][name]["unit"]
    record = Quantity(what, count.value, unit, confidence, evidence, _year(count), scope, _reasons(features))
    return Candidate(FIELD, f"{what}={count.value:g}", f"{what}={count.value:g}", evidence, features, record)


def _features(name: str, count: _Count, found: Sequence[tuple[str, _Count]]) -> dict[str, float]:
    cue = _kind(name, "cue")
    label = count.statement.label + "/" + count.statement.head
    kind = quantity_words()["kinds"][name]
    wider = count.lead + re.split(r"[(（\d]", count.after)[0]
    features = {
        "cue_near": bool(cue.search(count.before)),
        "cue_in_label": bool(cue.search(label)),
        "cue_in_sentence": bool(cue.search(count.lead)) and not cue.search(count.before),
        "cue_in_block": bool(cue.search(count.block_lead)) and not cue.search(count.lead),
        "cue_in_section": name == "参加企業数" and bool(re.search("企業", "".join(count.statement.block.section[-1:]))),
        "cue_after": "after" in kind and bool(_kind(name, "after").search(count.after)),
        "company_word": name == CLUB_KIND and bool(re.search("(?:企業|会社|法人)(?:会員)?(?:は|が)?$", count.before)),
        "sum_of_before": count.is_sum,
        "sentence_start": name == "参加企業数" and not count.lead,
        "self_counter": name == "研究機関数" and _self_counter(count),
        "section": bool(_kind(name, "section").search(count.statement.context)),
        "others_nearby": _others_nearby(name, count, found) if kind["potential"] else 0,
        "total_row": bool(re.match(r"(?:合?計|総計|全体)", count.statement.label)),
        "item_row": bool(
            count.statement.cell is not None
            and count.statement.head
            and not re.match(r"(?:合?計|総計|全体)", count.statement.label)
            and not cue.search(count.before)
            and cue.search(count.statement.head)
        ),
        "from_to": bool(re.match(r"(?:から|の?うち)\s*[\d一二三四五六七八九十]", count.after)),
        "all_of_them": bool(re.match(r"(?:とも|はいずれも|全社|すべて|に絞)", count.after)),
        "club": name != CLUB_KIND
        and bool(re.search(quantity_words()["club"] + "|会員", count.near + count.statement.label))
        and count.counter in ("社", "名", "人"),
        "member_of_club": name == CLUB_KIND and bool(re.search(quantity_words()["club"], count.near + count.statement.context)),
        "other_section": bool(re.search(quantity_words()["other_section"], count.statement.context))
        and not _kind(name, "section").search(label),
    }
    scoped = {
        "dismissed": wider,
        "whole_scope": wider,
        "field_scope": count.lead,
        "total": count.before,
        "total_anywhere": count.lead,
        "subset": count.before,
        "target": wider,
        "other_programme": count.lead + count.statement.context,
        "transfer_office": count.lead,
        "person": count.lead,
        "survey": wider,
        "facility": count.lead + count.statement.context,
        "asked": wider,
        "venture": wider,
        "market": count.lead,
        "every": count.before[-6:] + count.after[:2],
        "joint_application": wider,
        "contributed": wider,
        "contributed_label": label + "".join(count.statement.block.section[-1:]),
    }
    features.update({sign: bool(_sign(sign).search(text)) for sign, text in scoped.items()})
    features["subset"] = features["subset"] and not _sign("field_scope").search(count.before)
    return {feature: float(value) for feature, value in features.items() if value}


def _other_cue_nearer(name: str, count: _Count) -> bool:
    """Is the count another kind's, its word standing nearer before the number? Companies are told apart by other signs."""
    if count.counter in ("社", ""):
        return False
    kinds = quantity_words()["kinds"]
    if any(
        "after" in kinds[other] and other != name and kinds[other]["after"].startswith("^") and _kind(other, "after").search(count.after)
        for other in kinds
    ):
        return True
    ends = {
        other: max((m.end() for m in _kind(other, "cue").finditer(count.lead)), default=-1)
        for other in quantity_words()["kinds"]
        if _kind(other, "counters").match(count.counter)
    }
    return max(ends.values()) > ends[name]


def _others_nearby(name: str, count: _Count, found: Sequence[tuple[str, _Count]]) -> int:
    """How many other kinds of the region's research are counted in the same block or the ones beside it."""
    kinds = quantity_words()["kinds"]
    near = {
        other
        for other, c in found
        if other != name
        and kinds[other]["potential"]
        and abs(c.statement.index - count.statement.index) <= 1
        and (_kind(other, "cue").search(c.before + c.statement.label + c.statement.head))
    }
    return min(MAX_NEIGHBOURS, len(near))


def score(features: Mapping[str, float]) -> float:
    """The weighted sum of the data file, in log-odds."""
    weights = _weights()
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())


@cache
def _weights() -> dict[str, float]:
    """The weights of all kinds, and those of one kind as 論文数:person."""
    data = quantity_words()
    own = {f"{kind}:{sign}": float(weight) for kind, signs in data["kind_weights"].items() for sign, weight in signs.items()}
    return {name: float(weight) for name, weight in data["weights"].items()} | own


def _reasons(features: Mapping[str, float]) -> tuple[Feature, ...]:
    return tuple(Feature(name, value, _weights().get(name, 0.0) * value) for name, value in features.items())


# the record ------------------------------------------------------------------------------------

_PART = re.compile(
    r"(?:うち|中で|これらの中で)?[、,]?([^。、()（）うち]{2,14}?)(?:に関する|に係る|に関連する|に関わる|関連|分野)(?:の)?(?:もの|件数|研究)?(?:は|が|に限る|では)"
)


def _what(name: str, count: _Count) -> str:
    """The canonical name; a part that the text sets apart (駆動部品に関するものは…) is named in brackets."""
    if name == CLUB_KIND:
        return name if "企業" in count.before or not count.before.endswith("会員") else _CLUB_NAMES["社のみ"]
    if name in ("共同研究数", "受託研究数"):
        part = _PART.search(count.lead)
        whole = _sign("whole_scope").search(count.lead + _sentence_before(count))
        if part and not re.match("本|当|この", part.group(1)) and (whole or "うち" in count.lead[: part.end()]):
            return f"{name}（{part.group(1).lstrip('はがも')}）"
    return name


def _sentence_before(count: _Count) -> str:
    start = count.sentence[0]
    return squeeze(count.statement.folded[max(0, start - 60) : start])


def _quote_span(count: _Count) -> tuple[int, int]:
    start, end = count.sentence
    return (start, end) if end - start <= 120 else (max(start, count.number.start - 60), min(end, count.end + 40))


def _year(count: _Count) -> str:
    text = count.statement.folded[count.sentence[0] : count.end + 24]
    dates = [d for d in find_fiscal_years(text) if d.start <= count.end - count.sentence[0] + 6]
    return text[dates[-1].start : dates[-1].end] if dates else ""


# deciding --------------------------------------------------------------------------------------


def extract_quantities(document: Document, docs: Mapping[int, Doc] | None = None) -> tuple[Quantity, ...]:
    """One quantity for each kind: the candidate with the most weight, where it has enough."""
    return decide(quantity_candidates(document, docs))


def decide(candidates: Iterable[Candidate]) -> tuple[Quantity, ...]:
    """The best candidate for each ``what``; equal values support each other."""
    best: dict[str, tuple[float, Quantity]] = {}
    for candidate in candidates:
        record = cast(Quantity, candidate.payload)
        weight = score(candidate.features)
        if weight > THRESHOLD and (record.what not in best or weight > best[record.what][0]):
            best[record.what] = (weight, record)
    return tuple(replace(record) for _, record in best.values())
