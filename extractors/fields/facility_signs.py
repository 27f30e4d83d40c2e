"""Signs that a text offers a facility: a heading about places of work, sizes told, use or plans told, refusals."""

from __future__ import annotations

import re
from functools import cache

from extractors.fields.lexicon import pattern, word_lists
from extractors.numbers import NUMERAL
from extractors.units import Unit
from extractors.view import view

SIZE_UNIT = re.compile(rf"㎡|平方メートル|平米|m2|坪|ヘクタール|\dha|{NUMERAL}\s*(?:室|区画)|延べ|延床")
SIZE_TOLD = re.compile(rf"{NUMERAL}\s*(?:㎡|平方メートル|平米|m2|坪|区画|室)(?!長)")
EQUIPMENT = re.compile(rf"{NUMERAL}\s*(?:台|基|機|時間|社|件|名|人)")
_TO_BE_MADE = re.compile(r"(?:建て|設け|つく|作|造|開|新設|整備|開設)(?:る|く|られ|って|て|する|し|され)")
_LISTED = re.compile(
    r"(?:つ目|つめ|番目|一つ|ひとつ|二つ|もう一つ|最初|(?:研究|実験|試作)?(?:拠点|場所?|舞台))は"
)  # ひとつめは X, 拠点は X
_PLACE_OF_WORK = re.compile(
    r"(?<![市工立職現登])場$|どこで|(?:働|使|行|や|す)[くうる](?:所|ところ)|[Ff]acilit|FACILIT|[Ww]here|[Ii]nfrastructure|[Aa]ssets"
)
_PLACES_FOLLOW = re.compile(
    r"(?:研究|実験|仕事|開発|活動)の(?:場|場所|拠点)(?:は|として|には)|働き場|次の.{0,4}(?:施設|場所|[かカヶ]所)(?:を|で|に)"
)
SIZES_OF_A_PASSAGE = 2


def is_refused(text: str) -> bool:
    """Is something said here not to be used for research: not at all, or only as a hall for meetings?"""
    return bool(pattern("infrastructure", "unused").search(text) or _only_a_hall().search(text))


@cache
def _only_a_hall() -> re.Pattern[str]:
    return re.compile("|".join(word_lists("infrastructure")["only_a_hall"]))


def is_used(text: str) -> bool:
    """Is something said here to be used, or to be made for it?"""
    words = any(pattern("infrastructure", words).search(text) for words in ("used", "planned"))
    return words or bool(_TO_BE_MADE.search(text) or _LISTED.search(text))


def about_facilities(unit: Unit) -> bool:
    """Does the unit stand under a heading or caption about facilities?"""
    wanted, not_ = pattern("infrastructure", "headings"), pattern("infrastructure", "not_headings")
    told = {unit.heading, *unit.block.section[-1:], unit.table.caption if unit.table else ""}
    return any((wanted.search(t) or _PLACE_OF_WORK.search(t)) and not not_.search(t) for t in map(view, told)) or _tells_sizes(unit)


def _tells_sizes(unit: Unit) -> bool:
    """Running text that gives floor areas or rooms of several places, or says that it names the places of work, is about
    facilities, whatever stands over it."""
    headings = " ".join(map(view, (unit.heading, *unit.block.section[-1:])))
    other = pattern("infrastructure", "not_headings").search(headings)
    sizes = len(SIZE_TOLD.findall(unit.view))
    return unit.table is None and not other and (sizes >= SIZES_OF_A_PASSAGE or bool(_PLACES_FOLLOW.search(unit.view)))
