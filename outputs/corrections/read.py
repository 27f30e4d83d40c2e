"""A reviewed workbook → decisions. Nothing is taken over while a single row cannot be understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from outputs.corrections.errors import CorrectionsError
from outputs.corrections.records import Decision, Verdict
from outputs.corrections.rows import ReviewRow, review_rows
from outputs.corrections.subjects import plain_text, subject_of_label, written
from outputs.labels import LIST_FIELDS
from outputs.wording import display
from outputs.workbook.review import RIGHT, WRONG, RowKey

VERDICTS = {RIGHT: RIGHT, "正しい": RIGHT, "○": RIGHT, "〇": RIGHT, WRONG: WRONG, "誤り": WRONG, "×": WRONG, "✕": WRONG}

OPEN_SHEETS = ("項目", "施設")  # to which lines may be added
LONGEST_ADDED = 1_000


@dataclass(frozen=True, slots=True)
class Reviewer:
    person: str
    made_at: datetime


class RowError(ValueError):
    """One fault of one row."""


def read_decisions(file: Path, reviewer: Reviewer) -> tuple[Decision, ...]:
    """What a person decided in ``file`` since it was written; rows left as they were decide nothing.

    Raises:
        CorrectionsError: with every fault of every row.
    """
    rows = review_rows(file)
    keyed, faults = _keys(rows)
    digests = {key.name: key.sha256 for _, key in keyed}
    faults += _twice(keyed)
    found: list[Decision] = []
    for row, key in (*keyed, *((row, None) for row in rows if _is_new(row))):
        try:
            found += _of_key(row, key, reviewer) if key else _of_new_row(row, digests, reviewer)
        except ValueError as fault:
            faults.append((row, str(fault)))
    if faults:
        ordered = sorted(faults, key=lambda f: (rows.index(f[0]), f[1]))
        raise CorrectionsError(file.name, [f"{row.place}：{message}。" for row, message in ordered])
    return tuple(found)


def _keys(rows: Sequence[ReviewRow]) -> tuple[list[tuple[ReviewRow, RowKey]], list[tuple[ReviewRow, str]]]:
    keyed, faults = [], []
    for row in rows:
        try:
            if row.key:
                keyed.append((row, RowKey.from_text(row.key)))
        except (ValueError, TypeError):
            faults.append((row, "隠れた列の鍵が壊れています（元の一覧表から行を写し直してください）"))
    return keyed, faults


def _twice(keyed: Sequence[tuple[ReviewRow, RowKey]]) -> list[tuple[ReviewRow, str]]:
    """Rows copied together with their key: which of them holds cannot be known, unless they say the same."""
    first: dict[tuple[str, str], ReviewRow] = {}
    faults = []
    for row, key in keyed:
        other = first.setdefault((key.sha256, key.subject), row)
        if (row.correction, row.verdict, row.status) != (other.correction, other.verdict, other.status):
            faults.append((row, f"{other.place}と同じ値の行ですが、修正が異なります（写した行なら、隠れた列の鍵を消してください）"))
    return faults


def _of_key(row: ReviewRow, key: RowKey, reviewer: Reviewer) -> Iterator[Decision]:
    _check_place(row, key)
    verdict = _verdict(row)
    if (row.correction, verdict) != (_as_read(key.given), key.verdict) and (row.correction or verdict):
        yield _in_list(_decide(row, key, verdict, reviewer))
    if row.status and row.status != key.given_status:
        of_status = replace(key, subject=f"{key.subject}.status", machine_value=key.status)
        yield _decision(of_status, Verdict.CORRECTED, written(of_status.subject, row.status), reviewer)


def _in_list(d: Decision) -> Decision:
    """What was written where a list is empty is its first item."""
    empty_list = d.subject in LIST_FIELDS and d.value is not None
    return replace(d, subject=f"{d.subject}[{d.value}]") if empty_list else d


def _check_place(row: ReviewRow, key: RowKey) -> None:
    """The key belongs to its row, and nobody wrote over the machine's value."""
    if row.proposal and row.proposal != key.name:
        raise RowError(f"提案「{row.proposal}」と隠れた列の鍵（{key.name}）が合いません（並べ替えは表の全体を選んで行ってください）")
    machine = display().not_found if key.machine_value is None else key.machine_value
    if _squashed(row.shown) not in {_squashed(machine), _squashed(plain_text(_number(machine)))}:
        way_out = "直した値は修正値の欄に書いてください"
        raise RowError(f"読み取った値の欄が「{row.shown}」に書き換えられています（元は「{machine}」。{way_out}）")


def _verdict(row: ReviewRow) -> str:
    if row.verdict and row.verdict not in VERDICTS:
        raise RowError(f"確認の「{row.verdict}」が分かりません（{RIGHT}・{WRONG}のどちらかを書いてください）")
    return VERDICTS.get(row.verdict, "")


def _decide(row: ReviewRow, key: RowKey, verdict: str, by: Reviewer) -> Decision:
    machine = key.machine_value
    if not row.correction:
        kind = Verdict.CONFIRMED if verdict == RIGHT else Verdict.WRONG
        return _decision(key, kind, machine if verdict == RIGHT else None, by)
    value = written(key.subject, row.correction)
    if verdict == RIGHT and value != machine:
        way_out = f"修正するなら「{WRONG}」に、正しければ修正値を消してください"
        raise RowError(f"確認が「{RIGHT}」なのに修正値「{row.correction}」があります（{way_out}）")
    return _decision(key, Verdict.CONFIRMED if value == machine else Verdict.CORRECTED, value, by)


def _decision(key: RowKey, verdict: Verdict, value: str | None, by: Reviewer) -> Decision:
    return Decision(key.sha256, key.subject, verdict, value, key.machine_value, by.person, by.made_at, key.name)


def _is_new(row: ReviewRow) -> bool:
    """A line without a key: a person's, with the value in either column (the program's own longest values have no key)."""
    told = row.proposal and row.sheet in OPEN_SHEETS and 0 < len(row.shown) <= LONGEST_ADDED
    return not row.key and bool(row.decided or told)


def _of_new_row(row: ReviewRow, digests: Mapping[str, str], by: Reviewer) -> Iterator[Decision]:
    """A line a person added: what the program missed."""
    if row.proposal not in digests:
        raise RowError(f"提案「{row.proposal}」がこの一覧表にありません（足した行の「提案」には他の行と同じ名前を書いてください）")
    value = row.correction or (row.shown if row.shown != display().not_found else "")
    subject = _new_subject(row, value)
    if not value:
        raise RowError("足した行に修正値がありません")
    right = written(subject, value)
    yield Decision(digests[row.proposal], subject, Verdict.CORRECTED, right, None, by.person, by.made_at, row.proposal)
    if row.status:
        status = f"{subject}.status"
        told = written(status, row.status)
        yield Decision(digests[row.proposal], status, Verdict.CORRECTED, told, None, by.person, by.made_at, row.proposal)


def _new_subject(row: ReviewRow, value: str) -> str:
    if row.sheet == "施設":
        return f"infrastructure[{value}]"
    subject = subject_of_label(row.label, value) if row.sheet == "項目" else None
    if subject is None:
        raise RowError(
            f"足した行の項目「{row.label}」が分かりません（「項目」シートにある項目名を書いてください）"
            if row.sheet == "項目"
            else "このシートには行を足せません（「項目」又は「施設」のシートに足してください）"
        )
    return subject


def _as_read(given: str) -> str:
    return plain_text(_number(given))


def _number(text: str) -> float | str:
    """A number as the spreadsheet gives it back; other text as it is."""
    try:
        return float(text)
    except ValueError:
        return text


def _squashed(text: str) -> str:
    return "".join(text.split())
