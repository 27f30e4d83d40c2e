"""Named features of a count: how near its word stands, what its scope is, what is counted beside it; and their weights."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extractors.document import BlockKind
from extractors.fields.quantity_counts import NEAR_CHARS, Count, self_counter
from extractors.fields.quantity_words import CLUB_KIND, kind_pattern, kinds, quantity_words, sign
from extractors.fields.statements import squeeze
from extractors.values import Feature

MAX_NEIGHBOURS = 3
_NEVER_TINY = ("参加企業数", "研究機関数", "研究者数", "研究会の会員企業数", "外国人研究者数")
_MEMBERS = ("社", "名", "人")
_COMPANY_BEFORE = re.compile("(?:企業|会社|法人)(?:会員)?(?:は|が)?$")
_TOTAL_ROW = re.compile("合?計|総計|全体")
_FROM_TO = re.compile(r"(?:から|の?うち)\s*[\d一二三四五六七八九十]")
_OF_BEFORE = re.compile(r"(?:その|会社の|企業の)?(?:数|人数|件数)は|全部で|合わせて")  # a count of what the sentence before names
_ASIDE = re.compile(r"[(（]?(?:注|※|参考|ちなみに|なお)")
_REMARKS = re.compile("備考|摘要|参考|注")  # the head of a column beside the figures
_PERSONS = re.compile("氏名|名前|代表者|責任者|担当者|研究者(?!数)")  # the head of a column of persons
_BARE_FIGURE = re.compile(r"[約計]?[\d,]+(?:人|名|件|社|機関|編|報)")
_ALL_OF_THEM = re.compile("とも|はいずれも|全社|すべて|に絞")
Told = Sequence[tuple[str, Count]]


def features_of(name: str, count: Count, found: Told) -> dict[str, float]:
    """The features of a count as a quantity of one kind; those weighed apart for the kind bear its name (論文数:person)."""
    features = _words(name, count) | _place(name, count) | _shape(name, count) | _signs(count)
    if kinds()[name]["potential"]:
        features["others_nearby"] = _others_nearby(name, count, found)
    own = quantity_words()["kind_weights"].get(name, {})
    return {f"{name}:{feature}" if feature in own else feature: float(value) for feature, value in features.items() if value}


def _words(name: str, count: Count) -> dict[str, float]:
    """Where the word for the thing counted stands."""
    cue = kind_pattern(name, "cue")
    near = bool(cue.search(count.before)) or (bool(_OF_BEFORE.fullmatch(count.lead)) and bool(cue.search(count.sentence_before)))
    in_sentence = bool(cue.search(count.lead))
    return {
        "cue_near": near,
        "cue_in_label": bool(cue.search(count.label)) or (not count.block_lead and bool(cue.search(count.heading))),
        "cue_in_sentence": in_sentence and not near,
        "cue_in_block": bool(cue.search(count.block_lead)) and not in_sentence,
        "cue_after": "after" in kinds()[name] and bool(kind_pattern(name, "after").search(count.after)),
        "self_counter": name == "研究機関数" and self_counter(count),
        "company_word": name == CLUB_KIND and bool(_COMPANY_BEFORE.search(count.before)),
    }


def _place(name: str, count: Count) -> dict[str, float]:
    """Under which headings and in what part of a table it stands."""
    context, statement = count.statement.context, count.statement
    club = quantity_words()["club"]
    own_section = kind_pattern(name, "section")
    total_row = bool(_TOTAL_ROW.match(statement.label))
    cue = kind_pattern(name, "cue")
    many_rows = _data_rows(count) > 1 and not total_row
    return {
        "section": bool(own_section.search(context)),
        "cue_in_section": name == "参加企業数" and "企業" in count.heading,
        "other_section": bool(re.search(quantity_words()["other_section"], context)) and not own_section.search(count.label),
        "total_row": total_row,
        "item_row": bool(statement.head) and not cue.search(count.before) and bool(cue.search(statement.head)) and many_rows,
        "club": name != CLUB_KIND and count.counter in _MEMBERS and bool(re.search(f"{club}|会員", count.near + statement.label)),
        "member_of_club": name == CLUB_KIND and bool(re.search(club, count.near + context)),
    }


def _data_rows(count: Count) -> int:
    """Rows of the count's table that hold more than heads."""
    table = count.statement.block.table
    return len({c.row for c in table.cells if not c.is_header}) if table is not None else 0


def _shape(name: str, count: Count) -> dict[str, float]:
    """How the number itself is put."""
    return {
        "sum_of_before": count.is_sum,
        "sentence_start": name == "参加企業数" and not count.lead,
        "overtaken": count.is_overtaken,
        "tiny": count.value < 3 and name in _NEVER_TINY,
        "from_to": bool(_FROM_TO.match(count.after)),
        "all_of_them": bool(_ALL_OF_THEM.match(count.after)),
    }


def _signs(count: Count) -> dict[str, float]:
    """The signs of the data file, each in the words it can stand in."""
    wider = count.lead + re.split(r"[(（\d]", count.after)[0]
    where = {
        "total": count.before,
        "subset": count.before,
        "whole_university": count.before,
        "every": count.before[-6:] + count.after[:2],
        "contributed_label": count.label + count.heading,
        "core": count.lead[-NEAR_CHARS:],
        **dict.fromkeys(("field_scope", "total_anywhere", "transfer_office", "market"), count.lead),
        "person": count.lead + count.after[:6],
        "breakdown": count.after,
        **dict.fromkeys(("other_programme", "facility"), count.lead + count.statement.context),
        **dict.fromkeys(("dismissed", "whole_scope", "target", "survey", "asked", "venture", "joint_application", "contributed"), wider),
    }
    found = {name: float(bool(sign(name).search(text))) for name, text in where.items()}
    aside = bool(_ASIDE.match(count.lead)) or bool(_REMARKS.match(count.statement.head))
    found["aside"] = float(count.statement.block.kind is BlockKind.NOTE or aside)
    found["person"] = max(found["person"], float(_in_a_persons_row(count)))
    if sign("field_scope").search(count.before):
        found["subset"] = found["aside"] = 0.0  # うち本領域に係るもの is the programme's own count, in a note as well
    found["aside"] = max(found["aside"], float(_beside_a_figure(count)))
    return found


def _in_a_persons_row(count: Count) -> bool:
    """Is the row one person's, by the head over its label: 代表者, 氏名?"""
    table, cell = count.statement.block.table, count.statement.cell
    if table is None or cell is None or not count.statement.label:
        return False
    heads = [head.text.text for label in table.row_labels(cell) for head in table.column_labels(label)]
    return any(_PERSONS.search(squeeze(head)) for head in heads)


def _beside_a_figure(count: Count) -> bool:
    """Is the count told in words beside a cell that is nothing but the figure asked for: 研究者数 | 126人 | 全教官733人のうち…?"""
    table, cell = count.statement.block.table, count.statement.cell
    if table is None or cell is None or _BARE_FIGURE.fullmatch(squeeze(cell.text.text)):
        return False
    values = [c for c in table.row_cells(cell.row) if not c.is_label and not c.is_header and c.col < cell.col]
    return any(_BARE_FIGURE.fullmatch(squeeze(c.text.text)) for c in values)


def _others_nearby(name: str, count: Count, found: Told) -> int:
    """How many other kinds of the region's research are counted in the same block or the ones beside it."""
    known = kinds()
    near = {
        other
        for other, c in found
        if other != name
        and known[other]["potential"]
        and abs(c.statement.index - count.statement.index) <= 1
        and (kind_pattern(other, "cue").search(c.before + c.statement.label + c.statement.head))
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
    own = {f"{kind}:{name}": float(weight) for kind, signs in data["kind_weights"].items() for name, weight in signs.items()}
    return {name: float(weight) for name, weight in data["weights"].items()} | own


def reasons_of(features: Mapping[str, float]) -> tuple[Feature, ...]:
    """Each feature with what it carried, in log-odds."""
    return tuple(Feature(name, value, _weights().get(name, 0.0) * value) for name, value in features.items())
