"""Where a text says what the field is: templates of Japanese definition, and the phrase each one yields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.fields.lexicon import field_words, pattern, word_lists

_END = (
    r"(?:だけ|のみ|の一点|一本|ただ一つ|の(?:一つ|ひとつ|1つ|一領域|一本|一分野|1分野)|という[一1]?(?:分野|領域|技術|もの))?(?:である|であり"
    r"|であって|です|でございます|とする|とします|とし[、たてま]|に限|に絞|に定め|と定め|を選|を掲げ|に特化"
    r"|に設定|と設定|を据え|に決|と決|にほかならない|に尽きる|"
    r"とした|に関する(?:科学)?技術をい|と名付|と呼|と称|と言|をい[うい]|を指|を対象|に専念|に集中|を取り上げ|に置|に焦点|に的を|。|$)"
)
_QUOTED = r"[「『“\"〈《]([^「」『』“”\"〈〉《》]{3,60})[」』”\"〉》]"
_PHRASE = r"([^。「」『』\n\t]{3,70}?)(?:[(（][^()（）]{0,60}[)）])?"
_NAMING = re.compile(
    rf"(?:以下|これを|それを|名づけて|名付けて|総称|略して|呼び名|呼称|名を|言い換え|別名)[^。「」]{{0,24}}?(?:{_QUOTED}"
    rf"|(?:これを|それを){_PHRASE})(?=とは|と(?:略|総称|呼|称|い[うい]|言|申|名付|書|も|する)|で統一|$)"
)
_TIDY_HEAD = re.compile(
    r"^(?:すなわち|つまり|まず|次の|この|その|これは|本構想では|ただ一つ|[、,:：\s]|(?:本|この|当)(?:構想|提案"
    r"|事業|地域)(?:で|は|の|が))+"
)
_TIDY_TAIL = re.compile(r"(?:[、,。:：;\s]|だけ|のみ|など|等|の一点|に係る領域|という(?:分野|領域|技術|一分野))+$")
_NOTE = re.compile(r"^([^()（）]{3,})[(（].*$", re.DOTALL)
_ARROWS = re.compile(r".*[→⇒≫⇨▶]\s*")
_BOUNDARY = re.compile(
    r"[、。,]|[一-龠ァ-ヴー々]は|(?:構想|提案|事業|地域|本県|本市|我々|われわれ|当県|ここに|私たち)が|(?:対象"
    r"|領域|分野|範囲|焦点|照準|的|主題|テーマ)を"
)
_WORDED, _BOXES = re.compile(r"[一-龠ァ-ヴA-Za-z]"), re.compile(r"[☑□■☐]")
MIN_LENGTH, MAX_LENGTH = 3, 60
_SHORT_CELL = 60


@dataclass(frozen=True, slots=True)
class Phrase:
    """text[start:end] may be the field; ``template`` names the wording that says so."""

    start: int
    end: int
    template: str
    quoted: bool = False
    signs: frozenset[str] = frozenset()  # of its frame, where only the frame of the sentence says so


@cache
def _templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    strong, weak, choosing = field_words().pattern, *(pattern("domain", k).pattern for k in ("weak", "choosing"))
    topic = r"(?:には|とは|としては|として|は|を|:|=|に)[、,]?\s*"
    return (
        (
            "topic_strong",
            re.compile(
                rf"(?:{strong})[」』]?(?:[^。、「」をはが]{{0,16}})?{topic}(?:ただ一つ、)?(?:{_QUOTED}"
                rf"|{_PHRASE}){_END}"
            ),
        ),
        (
            "topic_chosen",
            re.compile(
                rf"(?:{strong})[」』]?(?:[(（][^()（）]*[)）])?と(?:する|した|定める|定めた"
                rf"|して[^。「」]{{0,24}}?)(?:の|もの|対象)は[、,]?\s*(?:{_QUOTED}|{_PHRASE}){_END}"
            ),
        ),
        (
            "chosen_by_plan",
            re.compile(
                rf"(?:構想|提案|事業|地域|プラン|クラスター|私たち|われわれ|我々|本県|当方|当市|本市)[^。、]{{0,12}}?(?:{choosing})(?:こと)?"
                rf"(?:の|もの|対象|範囲|領域|分野|技術|主題)は[、,]?\s*(?:{_QUOTED}|{_PHRASE}){_END}"
            ),
        ),
        (
            "chosen",
            re.compile(
                rf"(?:{choosing})(?:こと)?(?:の|もの|対象|範囲|領域|分野|技術|主題"
                rf"|テーマ)(?:の範囲)?は[、,]?\s*(?:{_QUOTED}|{_PHRASE}){_END}"
            ),
        ),
        ("topic_weak", re.compile(rf"(?:{weak})(?:は|とは|として(?:は)?|には|を|:)[、,]?\s*(?:{_QUOTED}|{_PHRASE}){_END}")),
        ("topic_narrowed", re.compile(rf"(?:{weak})(?:は|を)[、,]?\s*(?:{_QUOTED}|{_PHRASE})(?:の一点|だけ|のみ)?に(?:限|絞|特化|しぼ)")),
        ("narrowed", re.compile(rf"{_QUOTED}(?:の一点|のみ|だけ|一本)?(?:に|へと?)(?:限定|特化|絞|集中|照準|的を絞|焦点|専念)")),
        ("quoted_near", re.compile(rf"(?:{strong})[^。「」]{{0,40}}{_QUOTED}")),
    )


_AS_FIELD = (
    r"(?:を|と(?:称|呼|名付)[^。、]{{0,4}}、?)[^。、「」]{{0,25}}?(?:{strong})(?:の名)?(?:とする|とし|として"
    r"|に定め|に選|に設定|に掲げ|に据え|と定め|と位置|にする|にし|に決め|に指定)"
)
_NARROWED = re.compile(r"(?:の一点|のみ|だけ|一本)?(?:に|へと?)(?:限定|特化|絞り込|絞る|絞った|絞って|専念|的を絞|焦点を|照準を)")


def phrases(text: str) -> Iterator[Phrase]:
    """Every phrase a text (matching view) offers as the field."""
    for name, template in _templates():
        for found in template.finditer(text):
            group = next(i for i in range(1, found.re.groups + 1) if found[i] is not None)
            yield from tidied(text, *found.span(group), name, quoted=text[found.start(group) - 1] in '「『“"〈《')
    as_field = re.compile(_AS_FIELD.format(strong=field_words().pattern))
    for name, verb in (("as_field", as_field), ("narrowed", _NARROWED)):
        for found in verb.finditer(text):
            yield from _before(text, found.start(), name)
    for found in _NAMING.finditer(text):
        group = 1 if found[1] is not None else 2
        yield from tidied(text, *found.span(group), "named", quoted=group == 1)


def value_phrase(text: str, start: int = 0) -> Iterator[Phrase]:
    """The phrase a label cell or a line under a heading holds: its quotation, else its first sentence without notes."""
    quoted = re.match(rf"\s*{_QUOTED}", text[start:])
    if quoted:
        yield from tidied(text, start + quoted.start(1), start + quoted.end(1), "value", quoted=True)
        return
    inner = re.findall(_QUOTED, text[start:])
    if len(inner) == 1 and len(text) - start <= _SHORT_CELL:
        at = text.index(inner[0], start)
        yield from tidied(text, at, at + len(inner[0]), "value", quoted=True)
    stop = re.search(r"。|\n|※", text[start:])
    end = start + stop.start() if stop else len(text)
    yield from tidied(text, start, end, "value")


def _before(text: str, end: int, name: str) -> Iterator[Phrase]:
    """The noun phrase that ends before a verb: back to a quotation mark, a comma or a topic."""
    if text[end - 1 : end] in "」』”":
        start = max(text.rfind(q, 0, end - 1) for q in "「『“")
        if start >= 0:
            yield from tidied(text, start + 1, end - 1, name, quoted=True)
        return
    begin = max((m.end() for m in _BOUNDARY.finditer(text, max(0, end - 80), end)), default=max(0, end - 60))
    yield from tidied(text, begin, end, name)


def tidied(text: str, start: int, end: int, name: str, quoted: bool = False, signs: frozenset[str] = frozenset()) -> Iterator[Phrase]:
    """The phrase without leading words, trailing particles and notes in brackets; nothing where too little stays."""
    if not quoted:
        head = _TIDY_HEAD.match(text[start:end])
        start += head.end() if head else 0
        if note := _NOTE.match(text[start:end]):
            end = start + note.end(1)
        if arrow := _ARROWS.search(text, start, end):
            start = arrow.end()
        tail = _TIDY_TAIL.search(text[start:end])
        end = start + tail.start() if tail else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if MIN_LENGTH <= end - start <= MAX_LENGTH and _WORDED.search(text, start, end) and not _ticked(text[start:end]):
        yield Phrase(start, end, name, quoted, signs)


def _ticked(phrase: str) -> bool:
    """Options to tick (☑情報 □環境, ○防災 福祉) and no phrase."""
    return bool(_BOXES.search(phrase)) or len(re.findall("[○◯●]", phrase)) > 1


def is_broad(phrase: str) -> bool:
    """Is it a whole science or branch of industry rather than a speciality?"""
    bare = re.sub(r"(?:関連)?(?:分野|領域|産業|技術)$", "", phrase)
    broad = set(word_lists("domain")["broad"])
    parts = [p for p in re.split(r"[・、/及びとや]+", bare) if p]
    return bool(parts) and all(p in broad or phrase in broad for p in parts)
