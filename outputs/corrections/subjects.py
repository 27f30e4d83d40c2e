"""Subjects: how a value within a proposal is named from run to run, what it is called in Japanese, what may stand for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import Enum, auto

from extractors.money import parse_money
from outputs.labels import COORDINATORS, COORDINATORS_LABEL, HEADS, LABELS, LIST_FIELDS, PROFILE_LABELS, TOTAL_LABEL
from outputs.wording import fiscal_year

STATUS_WORDS = {"既存": "existing", "計画": "planned"}
ABSENT_WORDS = frozenset({"なし", "無し", "記載なし", "該当なし", "見つかりません"})
HIGHEST_GRADE = 3
LEAST_YEN = 10_000  # a smaller amount was meant in thousands or millions
_SUBJECT = re.compile(r"(?P<field>[a-z_.]+)(?:\[(?P<item>.*)\])?(?P<part>\.status)?", re.DOTALL)


class Kind(Enum):
    TEXT = auto()
    YEN = auto()
    COUNT = auto()
    NUMBER = auto()
    GRADE = auto()
    STATUS = auto()


def split_subject(subject: str) -> tuple[str, str, str]:
    """ "infrastructure[X].status" → ("infrastructure", "X", ".status"); empty where there is no such part."""
    found = _SUBJECT.fullmatch(subject)
    return (found["field"], found["item"] or "", found["part"] or "") if found else (subject, "", "")


def kind_of(subject: str) -> Kind:
    field, item, part = split_subject(subject)
    if part:
        return Kind.STATUS
    if field.startswith("budget"):
        return Kind.YEN
    if field == "criteria":
        return Kind.GRADE
    if field == "quantities":
        return Kind.NUMBER
    return Kind.COUNT if (field, item) == ("headquarters", COORDINATORS) else Kind.TEXT


def subject_label(subject: str) -> str:
    """ "criteria[2.1.5]" → 評価項目 2.1.5."""
    field, item, part = split_subject(subject)
    if field == "budget.by_year":
        return f"事業費 {fiscal_year(int(item))}" if item.isdigit() else "事業費"
    if field.startswith("core_profile."):
        return f"中核機関の{PROFILE_LABELS.get(field.partition('.')[2], '属性')}"
    names = {"budget.total_yen": "総事業費", "criteria": f"評価項目 {item}", "quantities": f"数量 {item}", "headquarters": item}
    names["infrastructure"] = f"施設 {item}{'の区分' if part else ''}"
    return names.get(field) or " ".join(x for x in (LABELS.get(field, field), item) if x)


def subject_of_label(label: str, value: str) -> str | None:
    """The subject of a line a person added under one of the workbook's labels; None: no such label."""
    plain = label.strip()
    if plain in HEADS:
        return f"headquarters[{plain}]"
    if plain in (COORDINATORS, COORDINATORS_LABEL):
        return f"headquarters[{COORDINATORS}]"
    if plain == TOTAL_LABEL:
        return "budget.total_yen"
    field = next((f for f, name in LABELS.items() if name == plain), None)
    profile = next((f"core_profile.{f}" for f, name in PROFILE_LABELS.items() if plain == f"中核機関の{name}"), None)
    return f"{field}[{value}]" if field in LIST_FIELDS else field or profile


def written(subject: str, raw: object) -> str | None:
    """What a person wrote as it is kept; None where they wrote that the proposal says nothing.

    Raises:
        ValueError: it cannot stand for this subject; the message is the end of a Japanese sentence.
    """
    text = unicodedata.normalize("NFKC", plain_text(raw)) if kind_of(subject) is not Kind.TEXT else plain_text(raw)
    if text in ABSENT_WORDS:
        return "0" if kind_of(subject) is Kind.GRADE else None
    return _READERS[kind_of(subject)](text)


def plain_text(raw: object) -> str:
    """A cell's content as text: 3.0 → "3", TRUE as it is, white space at the ends dropped."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw).strip()


def _text(text: str) -> str:
    return text


def _yen(text: str) -> str:
    amount = parse_money(text, "円")
    if amount is None:
        raise ValueError(f"「{text}」は金額として読めません（円の数、又は「515百万円」のように書いてください）")
    if 0 < abs(amount) < LEAST_YEN:
        raise ValueError(f"「{text}」は円としては小さすぎます（円の数、又は「{text}百万円」のように書いてください）")
    return str(amount)


def _count(text: str) -> str:
    found = re.fullmatch(r"([\d,]+)\s*[名人]?", text)
    if not found:
        raise ValueError(f"「{text}」は人数として読めません（整数で書いてください）")
    return str(int(found[1].replace(",", "")))


def _number(text: str) -> str:
    try:
        return plain_text(float(text.replace(",", "")))
    except ValueError:
        raise ValueError(f"「{text}」は数として読めません（単位を付けずに書いてください）") from None


def _grade(text: str) -> str:
    if text not in {str(g) for g in range(HIGHEST_GRADE + 1)}:
        raise ValueError(f"「{text}」は記載の程度として読めません（0～{HIGHEST_GRADE}の整数で書いてください）")
    return text


def _status(text: str) -> str:
    if text not in STATUS_WORDS:
        raise ValueError(f"「{text}」は区分として読めません（{'・'.join(STATUS_WORDS)}のどちらかで書いてください）")
    return STATUS_WORDS[text]


_READERS: dict[Kind, Callable[[str], str]] = {
    Kind.TEXT: _text,
    Kind.YEN: _yen,
    Kind.COUNT: _count,
    Kind.NUMBER: _number,
    Kind.GRADE: _grade,
    Kind.STATUS: _status,
}
