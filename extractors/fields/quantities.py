"""Counts that a proposal states of itself: 研究機関数, 研究者数, 共同研究数, 受託研究数, 特許数, 参加企業数 …

Every number with a fitting counter is a candidate; named features say how near the word for the thing stands, what the
number's scope is, and whether other counts of the region's research stand beside it. ``extract_quantities`` decides by
weights in the data file; a learned ranker may take its place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from extractors.candidates import Candidate
from extractors.dates import find_fiscal_years
from extractors.document import Document
from extractors.fields.quantity_counts import Count, counts, kinds_of
from extractors.fields.quantity_features import Told, features_of, reasons_of, score
from extractors.fields.quantity_goals import extract_goals
from extractors.fields.quantity_words import CLUB_KIND, kinds, scope_name, sign
from extractors.fields.statements import squeeze, statements
from extractors.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

FIELD = "quantities"
THRESHOLD = 0.0  # a weak candidate is shown with its low confidence rather than kept back
EVEN_ODDS, SLOPE = 0.3, 1.2  # of confidence over weight: fitted by eye to what was right on proposals read so far
CLUB_OF_COMPANIES = "研究会会員数"  # 会員54社: members that are companies without being called so
MAX_QUOTE = 120


def quantity_candidates(document: Document, docs: Mapping[int, Doc] | None = None) -> tuple[Candidate, ...]:
    """Every count that could be one of the known kinds, with its features. ``payload`` is the Quantity it would become."""
    told = statements(document)
    found = [(name, count) for s in told for count in counts(s) for name in kinds_of(count)]
    return tuple(_candidate(name, count, found) for name, count in found)


def _candidate(name: str, count: Count, found: Told) -> Candidate:
    features = features_of(name, count, found)
    what = _what(name, count)
    confidence = round(1 / (1 + math.exp(-SLOPE * (score(features) - EVEN_ODDS))), 3)
    evidence = (count.statement.evidence(*_quote_span(count)),)
    scope = next(
        (m.group() for m in (sign("whole_scope").search(count.lead + count.after), sign("field_scope").search(count.lead)) if m), ""
    )
    unit = count.counter if count.counter not in ("", "つ") else kinds()[name]["unit"]
    record = Quantity(what, count.value, unit, confidence, evidence, _year(count), scope_name(scope), reasons_of(features))
    return Candidate(FIELD, f"{what}={count.value:g}", f"{what}={count.value:g}", evidence, features, record)


_MEMBERS_ALONE = re.compile("会員(?:数?は|が)?$")
_PART = re.compile(
    r"(?:うち|中で|これらの中で)?[、,]?([^。、()（）うち]{2,14}?)"
    r"(?:に関する|に係る|に関連する|に関わる|関連|分野)(?:の)?(?:もの|件数|研究)?(?:は|が|に限る|では)"
)


def _what(name: str, count: Count) -> str:
    """The canonical name; a part that the text sets apart (駆動部品に関するものは…) is named in brackets."""
    if name == CLUB_KIND:
        alone = _MEMBERS_ALONE.search(count.before) or count.after.startswith("を会員")
        return CLUB_OF_COMPANIES if alone and "企業" not in count.before else name
    if name in ("共同研究数", "受託研究数"):
        part = _PART.search(count.lead)
        whole = sign("whole_scope").search(count.lead + _sentence_before(count))
        if part and not re.match("本|当|この", part.group(1)) and (whole or "うち" in count.lead[: part.end()]):
            return f"{name}（{part.group(1).lstrip('はがも')}）"
    return name


def _sentence_before(count: Count) -> str:
    start = count.sentence[0]
    return squeeze(count.statement.folded[max(0, start - 60) : start])


def _quote_span(count: Count) -> tuple[int, int]:
    start, end = count.sentence
    if end - start <= MAX_QUOTE:
        return start, end
    return max(start, count.number.start - MAX_QUOTE // 2), min(end, count.end + MAX_QUOTE // 3)


def _year(count: Count) -> str:
    text = count.statement.folded[count.sentence[0] : count.end + 24]
    dates = [d for d in find_fiscal_years(text) if d.start <= count.end - count.sentence[0] + 6]
    return text[dates[-1].start : dates[-1].end] if dates else ""


def extract_quantities(document: Document, docs: Mapping[int, Doc] | None = None) -> tuple[Quantity, ...]:
    """One quantity for each kind, the candidate with the most weight where it has enough; then market sizes and goals."""
    return (*decide(quantity_candidates(document, docs)), *extract_goals(document))


def decide(candidates: Iterable[Candidate]) -> tuple[Quantity, ...]:
    """The best candidate for each ``what``."""
    best: dict[str, tuple[float, Quantity]] = {}
    for candidate in candidates:
        record = cast(Quantity, candidate.payload)
        weight = score(candidate.features)
        if weight > THRESHOLD and (record.what not in best or weight > best[record.what][0]):
            best[record.what] = (weight, record)
    return tuple(record for _, record in best.values())
