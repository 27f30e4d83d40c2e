"""What each mention of a body says about its role: named features from labels, headings, sentences, dependencies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.tokens import Doc, Token

from extractors.fields.lexicon import pattern, role_labels, role_words
from extractors.fields.role_functions import function_features
from extractors.mentions import Mention, Naming
from extractors.units import Unit, doc_of

_LIST_BACK = re.compile(
    r"(?:この|以上の|上記の?|前記の?|右の)\s*[0-9一二三四五六七八九]+\s*(?:つ|者|機関|校|大学|団体"
    r"|か所)?(?:の(?:機関|大学|者))?[をがは]、?"
)
_SCOPE_END = re.compile(
    r"であり|であって|とし、|とする|とします|を充て|に充て|を指定し|がその|が中心|ほか|である。|です。|を核"
    r"|に置き|[がは]、?(?:協力|分担|参加|加わ)|として参加|のもと"
    r"|(?:参加|参画|協力|連携|分担|支援)(?:研究)?(?:機関|団体|企業)[\s:]"  # the label of the next list in one cell
)
_LEADS_TO = re.compile(
    r"(?:[0-9一二三四五六七八九]+(?:つ|者|機関|校))?[、,:=(（]?\s*(?:である|となる|の|すなわち|つまり"
    r"|として)?[、,:=]?\s*"
)
_RENAMED = re.compile(r"\s*[(（「]?\s*(?:以下|略称|通称)?[、「]?\s*")
_SUBJECT = re.compile(
    r"\s*(?:[(（][^()（）]*(?:[(（][^()（）]*[)）])?[^()（）]*[)）])?(?:の[0-9一二三四五六]+(?:機関|者|つ|大学"
    r"|校))?[がは]、?[^。、]{0,8}"
)
_LISTED = re.compile(r"\s*[」』]?[)）]?\s*(?:[(（][^()（）]{0,40}[)）])?\s*(?:及び|および|並びに|と|、|・|／|/|,|\+|＋|&)\s*")
_BULLET = 4  # characters of a bullet or number before a name
_BETWEEN = 60  # characters between role word and name beyond which they say little of each other
_BODY_ENTITY = re.compile("Corporation|Company|School|Institut|Organization|Facility|Research|Group")
_APPOINTING = frozenset(
    [
        "指定",
        "充てる",
        "当てる",
        "担う",
        "する",
        "定める",
        "選定",
        "選ぶ",
        "置く",
        "務める",
        "委ねる",
        "委託",
        "引き受ける",
        "据える",
        "為る",
        "成る",
        "位置付ける",
        "決する",
        "運営",
        "受託",
        "担当",
    ]
)


def role_features(mention: Mention, role: str, naming: Naming, docs: Mapping[int, Doc]) -> dict[str, float]:
    """The features of one mention for one role ("core_institution" or "core_research_institutions"); 0 left out."""
    features: dict[str, bool | float] = {}
    features |= _by_label(mention, role, naming)
    features |= _by_heading(mention, role, naming)
    features |= _by_sentence(mention, role, naming)
    features |= function_features(mention, role, naming)
    if features.get("sentence"):
        features["governed"] = _governed(mention, docs)
    features["entity"] = _entity(mention, docs)
    return {name: float(value) for name, value in features.items() if value}


def inherit_from_list(mentions: list[Mention], told: list[dict[str, float]]) -> None:
    """In a list (A及びB) what introduces the first name holds for all: changes ``told`` in place."""
    made_of: list[int] = []
    for i in range(1, len(mentions)):
        before, here = mentions[i - 1], mentions[i]
        if before.unit is not here.unit or before.end > here.start:
            continue
        between = here.unit.view[before.end : here.start]
        if _LISTED.fullmatch(between) or (before.key == here.key and _RENAMED.fullmatch(between)):
            for name in ("attributive", "topic", "back_list"):
                if told[i - 1].get(name) and not told[i].get("negative") and not told[i].get("beyond"):
                    told[i][name] = told[i - 1][name]
            made_of.append(i)
    for i in reversed(made_of):
        if told[i].get("made") and not told[i - 1].get("negative"):
            told[i - 1]["made"] = told[i]["made"]


def _by_label(mention: Mention, role: str, naming: Naming) -> dict[str, bool | float]:
    unit = mention.unit
    label = " ".join(unit.labels)
    wanted, other = role_labels(role), pattern("roles", "other_labels")
    labelled = bool(wanted.search(label)) and not _wrong_core(label, role)
    first = naming.of(unit)[:1] == [mention]
    whole = len(unit.text) - unit.start <= (mention.end - mention.start) + 26
    declared = bool(pattern("roles", "self_declared").search(_table_heads(unit)))
    return {
        "label": labelled and not declared,
        "label_first": labelled and first and not declared,
        "label_whole": labelled and whole and not declared,
        "label_name": labelled and bool(re.search(r"名称|団体名|名", label)),
        "label_other": bool(other.search(label)) and not labelled,
        "self_declared": declared,
        "early_label": labelled and not declared and unit.block.page <= 2,
    }


def _wrong_core(label: str, role: str) -> bool:
    """中核研究機関 is no 中核機関, and コア研究機関 no 研究実施機関."""
    return role == "core_institution" and bool(
        re.search(r"研究|R&D|コア", label) or pattern("roles", "core_research_institutions", "labels").search(label)
    )


def _table_heads(unit: Unit) -> str:
    if unit.table is None:
        return ""
    return " ".join(c.text.text for c in unit.table.row_cells(0)) + unit.table.caption


def _by_heading(mention: Mention, role: str, naming: Naming) -> dict[str, bool | float]:
    heading = mention.unit.heading
    under = bool(role_labels(role).search(heading)) and not _wrong_core(heading, role)
    first = under and next((m for m in naming.mentions if m.unit.heading == heading), None) is mention
    starts = mention.start - mention.unit.start <= _BULLET
    subject = under and starts and (first or role != "core_institution")
    return {"heading": under, "heading_first": first, "heading_subject": subject}


def _by_sentence(mention: Mention, role: str, naming: Naming) -> dict[str, bool | float]:
    unit = mention.unit
    begin, stop = unit.sentence(mention.start, mention.end)
    sentence = unit.view[begin:stop]
    words = [m for m in role_words(role).finditer(sentence) if not _wrong_core(m[0], role)]
    negative = bool(pattern("roles", "negations").search(_own_clause(sentence, mention.end - begin, words, mention.start - begin)))
    others = bool(pattern("roles", "other_programmes").search(sentence))
    found: dict[str, bool | float] = {"negative": negative, "host": _hosts(sentence, mention, begin)}
    found["profile"] = bool(pattern("roles", "profile").search(_around(unit, begin, stop)))
    if words:
        found |= _near_word(mention, sentence, begin, words, negative, others)
    found["back_list"] = _pointed_back(unit, stop, role)
    if not words:
        found["next_sentence"] = _said_next(mention, stop, role, naming) and not negative
    return found


def _own_clause(sentence: str, end: int, words: list[re.Match[str]], start: int) -> str:
    """What the sentence goes on to say of the name: all of it, or its clause where the role word came before the name."""
    rest = sentence[end:]
    if any(w.end() <= start for w in words) and (stop := _SCOPE_END.search(rest)):
        return rest[: stop.end()]
    following = next((w for w in words if w.start() >= end), None)
    comma = sentence.find("、", following.end()) if following else -1
    return sentence[end:comma] if comma >= 0 else rest


def _near_word(
    mention: Mention, sentence: str, begin: int, words: list[re.Match[str]], negative: bool, others: bool
) -> dict[str, bool | float]:
    start, end = mention.start - begin, mention.end - begin
    before = min((start - w.end() for w in words if w.end() <= start), default=999)
    after = min((w.start() - end for w in words if w.start() >= end), default=999)
    appointed = bool(pattern("roles", "appointments").search(sentence[end:]))
    if _beyond(sentence, words, start):
        return {"beyond": True}
    close = min(before, after) <= _BETWEEN
    return {
        "sentence": close and not negative and not others,
        "sentence_negative": negative,
        "sentence_other_programme": others,
        "topic": _topic(sentence, words, start) and not others,
        "attributive": before < 999 and bool(_LEADS_TO.fullmatch(sentence[start - before : start])) and not others,
        "made": _made(sentence, words, end) and not negative and not others,
        "appointed": appointed and close and not negative and not others,
        "decided": close and bool(pattern("roles", "decided").search(sentence)) and not negative,
        "declared_sentence": bool(pattern("roles", "self_declared").search(sentence)),
    }


def _made(sentence: str, words: list[re.Match[str]], end: int) -> bool:
    """「Xを中核機関に」, 「X（…）が中核機関となり」: the name first, then the role word."""
    following = next((w for w in words if w.start() >= end), None)
    if following is None or following.start() - end > _BETWEEN:
        return False
    between, behind = sentence[end : following.start()], sentence[following.end() : following.end() + 8]
    if re.match(r"[^。]{0,60}?を[^。]{0,12}?$", between):
        return True
    return bool(_SUBJECT.fullmatch(between)) and bool(re.match(r"と?(?:なっ|なり|なる|して|を務め|を担|の役|であ|です)", behind))


def _topic(sentence: str, words: list[re.Match[str]], start: int) -> bool:
    """「中核機関は、X…」: the role word is the topic and the name follows it."""
    return any(
        w.end() <= start
        and re.match(r"(?:[」』](?:という。?|とする。?)?[)）]?)?(?:に)?(?:は|として(?:は)?|には|を|:|=)", sentence[w.end() : w.end() + 10])
        for w in words
    )


def _beyond(sentence: str, words: list[re.Match[str]], start: int) -> bool:
    """Is what the role word says over before the name comes (コア研究機関はAであり、Bは…)?"""
    before = [w.end() for w in words if w.end() <= start]
    return bool(before) and bool(_SCOPE_END.search(sentence, max(before), start)) and not any(w.start() >= start for w in words)


def _hosts(sentence: str, mention: Mention, begin: int) -> bool:
    behind = sentence[mention.end - begin : mention.end - begin + 12]
    return "本部" in sentence and bool(re.match(r"(の中|内)?(に(置|設|お)|内に|内\)|に設置)", behind))


def _around(unit: Unit, begin: int, stop: int) -> str:
    """The sentence with the one after it, or the whole table."""
    if unit.table is not None:
        return view_of_table(unit)
    return unit.view[begin : stop + 80]


def view_of_table(unit: Unit) -> str:
    return unit.block.text.normalised.text


def _pointed_back(unit: Unit, stop: int, role: str) -> bool:
    """「この２つをコア研究機関とします」 within the next two sentences."""
    following = unit.view[stop : stop + 160]
    back = _LIST_BACK.search(following)
    return bool(back and role_words(role).match(following, back.end()))


def _said_next(mention: Mention, stop: int, role: str, naming: Naming) -> bool:
    """「Xです。知事が中核機関に指定します。」: the next sentence gives the role and names nobody else."""
    unit = mention.unit
    if stop >= len(unit.view):
        return False
    begin, end = unit.sentence(stop, stop + 1)
    others = [m for m in naming.of(unit) if begin <= m.start < end and m.key != mention.key]
    following = unit.view[begin:end]
    return not others and bool(role_words(role).search(following)) and bool(pattern("roles", "appointments").search(following))


def _governed(mention: Mention, docs: Mapping[int, Doc]) -> bool:
    """Does an appointing verb govern the name, by GiNZA's dependencies?"""
    token = _last_token(mention, docs)
    for _ in range(4):
        if token is None or token.head is token:
            break
        token = token.head
        if token.lemma_ in _APPOINTING or token.norm_ in _APPOINTING:
            return True
    return False


def _entity(mention: Mention, docs: Mapping[int, Doc]) -> bool:
    token = _last_token(mention, docs)
    return token is not None and bool(_BODY_ENTITY.search(token.ent_type_))


def _last_token(mention: Mention, docs: Mapping[int, Doc]) -> Token | None:
    doc = doc_of(mention.unit, docs)
    if doc is None:
        return None
    at = max(mention.unit.base, 0) + mention.end - 1
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    return span[-1] if span is not None and len(span) else None
