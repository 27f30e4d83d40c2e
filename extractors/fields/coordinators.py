"""How many 科学技術コーディネータ the headquarters has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document
from extractors.fields.person_names import people_words
from extractors.fields.statements import block_texts, checked_options, squeeze
from extractors.numbers import Number, find_numbers, fold, mend_digits
from extractors.values import Value, evidence_of

MAX_ROLE_CHARS = 24
MAX_LEAD = 12  # characters between 科学技術コーディネータ and the number
TABLE_CONFIDENCE, PROSE_CONFIDENCE = 0.97, 0.9
_COUNT_LEAD = re.compile(r"\s*(?:[(（][A-Za-z .・]+[)）])?(?:を|は|に|が|:|：|\(|（|として|の?人数は|には|\s)*、?\s*")
_HIRED = re.compile(
    r"[^。]{0,50}(?:の|計|合計)\s*([\d 一二三四五六七八九十]{1,4}\s*[名人])(?:を|と|が|、)?"
    r"[^。]{0,12}(?:雇|置|配|委嘱|採用|充て|常駐|迎|登用|とし|とする|予定)"
)
_TOTAL = re.compile(r"(?:合わせて|あわせて|併せて|合計|計)で?\s*([\d一二三四五六七八九十]{1,3}\s*[名人])")
_SENTENCE = 80  # characters behind the role within which its total is looked for
_COUNTED = re.compile(r"\s*(?:約)?\s*(?:名|人)")


def extract_coordinators(document: Document) -> Value[int] | None:
    """How many 科学技術コーディネータ the headquarters has; None where no number is given."""
    found = [*_coordinators_in_tables(document), *_coordinators_in_prose(document)]
    if not found:
        return None
    best = max(found, key=lambda v: v.confidence)
    others = tuple(dict.fromkeys(f"{v.value}名" for v in found if v.value != best.value))
    flags = (f"科学技術コーディネータの人数が複数あります（{best.value}名、{'、'.join(others)}）。",) if others else ()
    return Value(best.value, best.confidence - 0.2 * bool(others), best.evidence, flags=flags)


def _coordinators_in_tables(document: Document) -> Iterator[Value[int]]:
    label = re.compile(f"{people_words()['coordinator']}|^{people_words()['coordinator_label']}")
    for block in document.tables:
        assert block.table is not None
        for cell in block.table.cells:
            if not label.search(squeeze(cell.text.text)[:MAX_ROLE_CHARS]) or len(squeeze(cell.text.text)) > MAX_ROLE_CHARS:
                continue
            for value in [c for c in block.table.row_cells(cell.row) if c.col > cell.col][:2]:
                count = _count(checked_options(value.text.text), True)
                if count is not None:
                    yield Value(count, TABLE_CONFIDENCE, (evidence_of(value.text),))
                    break


def _coordinators_in_prose(document: Document) -> Iterator[Value[int]]:
    pattern = re.compile(people_words()["coordinator"])
    for _, text in block_texts(document):
        folded = text.normalised.text
        for match in pattern.finditer(folded):
            lead = _COUNT_LEAD.match(folded, match.end())
            begin = lead.end() if lead else match.end()
            stop = re.search(r"[。、]", folded[begin:])
            phrase = folded[begin : begin + (stop.start() if stop else 40)]
            count = _count(phrase[:24], False)
            hired = _HIRED.match(folded, begin)
            if hired is not None and (count is None or not re.match(r"[\d一二三四五六七八九十]", phrase)):
                count, phrase = _count(hired.group(1), False), hired.group()
            total = _TOTAL.search(folded, begin, begin + _SENTENCE)
            if total is not None and "。" not in folded[begin : total.start()]:
                count, phrase = _count(total.group(1), False), folded[begin : total.end()]
            if count is not None:
                first, last = text.normalised.to_printed(match.start(), min(len(folded), begin + len(phrase)))
                yield Value(count, PROSE_CONFIDENCE, (evidence_of(text, first, last),))


def _count(text: str, whole_cell: bool) -> int | None:
    """The first number of people; a cell that only lists parts (食品１名、特許１名) gives their sum."""
    folded = mend_digits(re.sub(r"\s+", "", fold(text)))
    if re.match(r"数[名人]|若干|必要|複数|未定", folded):
        return None
    return next((int(n.value) for n in find_numbers(folded) if _is_head_count(folded, n, whole_cell)), None)


def _is_head_count(text: str, number: Number, whole_cell: bool) -> bool:
    """Is the number one of people, standing at the beginning and not a part (うち１名, 各１名)?"""
    if not _COUNTED.match(text, number.end) or number.value != int(number.value):
        return False
    before = text[: number.start]
    if not whole_cell:
        return len(before) <= MAX_LEAD
    return not before or (bool(re.fullmatch(r"[^\d]{0,8}", before)) and not re.search(r"うち|各", before))
