"""Where a text can say what the plan is about without a word for "field": frames of the sentence, not lists of wordings.

A cleft (…のは、Xである), an identity (本構想はXの構想である), what is set apart as the only thing (Xだけ, X以外は…ない), a sentence that
is only a noun phrase taken up by the next (「X」。これに尽きる), a case of a verb of choosing, a label cell, a heading with its
phrase. Each phrase carries signs; their weights say how surely it is the field. Wherever the text names its field outright,
that weighs more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from extractors.fields.domain_phrases import MAX_LENGTH, MIN_LENGTH, Phrase, tidied
from extractors.fields.lexicon import pattern, word_lists

_OPEN, _CLOSE = '「『“"〈《', '」』”"〉》'
_QUOTED = rf"[{_OPEN}](?P<quoted>[^{_OPEN}{_CLOSE}]{{3,60}})[{_CLOSE}]"
_NOTE = r"(?:\s?[(（][^()（）]{0,60}[)）])?"
_NP = rf"(?:{_QUOTED}|(?P<plain>[^。「」『』\n\t]{{3,70}}?)){_NOTE}"
_ONLY = r"(?:だけ|のみ|一本|ただ一つ|の一点|以外(?:に|へ|の|は|を)|それだけ|に尽き|に限)"
_NOT = r"(?:な[いく]|せず|ません|ぬ)"
_CLEFT = re.compile(
    rf"(?P<about>[^。、\n]{{0,40}}(?:の|もの|こと|対象|相手))[はが][、,]?\s?{_NP}"
    rf"(?P<end>{_ONLY}|であ|です|だ[。、]|にほかなら|にあ|、|。|$)"
)
_IDENTITY = re.compile(
    rf"(?P<about>[^。、\n]{{1,40}}?)(?:とは|には|は)[、,]?\s?{_NP}"
    rf"(?P<end>{_ONLY}|の(?:構想|提案|計画|クラスター|拠点)であ|であ|です|、この|、これ|、その|。|$)"
)
_CASES = re.compile(rf"{_NOTE}(?:だけ|のみ|の一点|一本)?(?:を(?:もって)?|に|へ)(?![のは])")
_EXCEPT = re.compile(
    rf"しか[^。、]{{0,14}}{_NOT}|以外(?:に|へ|の|を)?[^。、]{{0,14}}は[^。、]{{0,16}}{_NOT}|以外(?:に|へ|を)[^。、]{{0,16}}{_NOT}"
)
_NOMINAL = re.compile(
    rf"^\s*(?:{_QUOTED}|(?P<plain>[^。「」『』\n\t、はが]{{2,40}}?[一-龠ァ-ヴーA-Za-z々])){_NOTE}(?:である|です|だ)?。?\s*$"
)
_LEADS_IN = re.compile(r"(?:な[いく]|ません|か|とおりである|とおりです|とおりとする|以下である)[。?？]?\s*$")
_SET_APART = re.compile(
    rf"以外(?:に|へ|の|は|を|には)[^。]{{0,16}}(?:{_NOT}|出さ)|(?:だけ|のみ)(?:である|を|に|。|です|$)|これ?(?:一本|だけ|のみ)"
)
_TAKEN_UP = re.compile(
    r"(?:。|――|—+|─+|、|です。|である。|…+)\s?"
    r"(?=(?:これ|それ|この一|ここ)(?:が|を|に|で|だけ|一本|のみ|以外|こそ|点|語))"
)
_QUOTATION = re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}]{{3,60}})[{_CLOSE}]")
_APPOSED = re.compile(_QUOTATION.pattern + r"(?=の[^。、]{0,6}(?:文字|語|構想|計画|拠点|クラスター)|[。.]?$|である|です)")
_DEFINED = re.compile(rf"(?:{_QUOTATION.pattern}|(?:^|(?<=[。\n]))([^。、「」\s]{{3,30}}?))とは[、:：]")
_NONE_OF_THEM = re.compile(rf"[^。]{{0,12}}(?:いずれも|いずれに|どれも|どちらも)[^。]{{0,14}}{_NOT}")
_TITLED = re.compile(r"^(?P<about>[^「『:：―─—\-]{2,24})(?:\s?[:：=＝]\s?|\s[―─—\-≫>→]+\s|(?=[「『]))(?P<rest>.+)$")
_ADNOMINAL = re.compile(r"[るたいぬうくすむぐぶなの][一-龠ァ-ヴA-Za-z]")
_VERB_BEFORE_NOUN = re.compile(r"[るたいぬうくすむぐぶ][一-龠ァ-ヴA-Za-z]")
_CASED = re.compile(r"[一-龠ァ-ヴーA-Za-z)）」々](?:を|に|が)")
_PAUSE = re.compile(r"[ぁ-ん]、\s?")
_LOOSE_START = re.compile(
    r"(?<=[一-龠ァ-ヴーA-Za-z)）」])(?<!又)(?:で|に|と)?は、?(?=[^ぁ-ん])|(?<=[ぁ-ん])は、|(?:われ|ら|たち|ども|ここで)は"
)
_SUBJECT = re.compile(r"(?<=[一-龠ァ-ヴーA-Za-z々らちも])が、?(?=[^ぁ-ん])")
_LEADS = ("副詞", "接続詞", "連体詞", "感動詞", "補助記号", "助詞", "代名詞", "助動詞")
MIN_WEIGHT = 1.0


@cache
def _stems(name: str) -> re.Pattern[str]:
    return re.compile(word_lists("domain")["frames"][name])


def frame_phrases(text: str, doc: Doc | None = None, base: int = 0) -> Iterator[Phrase]:
    """Every phrase a running text offers by its frame; ``doc`` holds ``text`` at ``base``."""
    previous = ""
    for begin, stop in _sentences(text):
        sentence, following = text[begin:stop], text[stop : stop + 60]
        for start, end, name, about, behind in (*_framed(sentence), *_answering(previous, sentence)):
            quoted = sentence[start - 1 : start] in _OPEN and start > 0
            signs = _signs(name, about, behind, following, quoted)
            if weight_of(signs) >= MIN_WEIGHT:
                start, end = (start + begin, end + begin) if quoted else noun_phrase(text, begin + start, begin + end, doc, base)
                yield from tidied(text, start, end, name, quoted=quoted, signs=signs)
        previous = sentence


def titled_phrase(text: str, start: int = 0) -> Iterator[Phrase]:
    """The phrase of a heading or a line that puts it behind a colon, a dash or in quotation marks."""
    found = _TITLED.match(text[start:].strip())
    if found and len(text) <= 80 and not pattern("domain", "other_names").search(found["about"]):
        at = text.find(found["rest"], start)
        quoted = text[at] in _OPEN
        end = next((i for i in range(at + 1, len(text)) if quoted and text[i] in _CLOSE), len(text.rstrip()))
        case = None if quoted else next((m for m in _CASES.finditer(text, at, end) if _stems("choice").search(text[m.end() : end])), None)
        end = case.start() if case else end
        at, end = (at, end) if quoted else noun_phrase(text, at, end)
        signs = _signs("titled", found["about"], text[end : end + 10], "", quoted)
        if weight_of(signs) >= MIN_WEIGHT:
            yield from tidied(text, at + quoted, end, "titled", quoted=quoted, signs=signs)


def label_signs(label: str) -> frozenset[str]:
    """What a label cell that has no word for the field still says of asking for it; nothing where it asks for something else."""
    if re.search(word_lists("domain")["frames"]["other_labels"], label) or re.search(word_lists("domain")["not_labels"], label):
        return frozenset()
    told = {name for name in ("choice", "kind", "asks") if _stems(name).search(label)}
    return frozenset({"label", *told}) if told else frozenset()


def noun_phrase(text: str, start: int, end: int, doc: Doc | None = None, base: int = 0) -> tuple[int, int]:
    """text[start:end] without what only leads up to the noun phrase at its end, and without a case behind it."""
    start = max([start, *(cut.end() for cut in _LOOSE_START.finditer(text, start, end))])
    for cut in (*_PAUSE.finditer(text, start, end), *_SUBJECT.finditer(text, start, end)):
        if cut.end() > start and not _VERB_BEFORE_NOUN.search(text[cut.end() : end]):  # else the clause may belong to the noun
            start = cut.end()
    for case in reversed(list(_CASED.finditer(text, start, end))):
        if _ADNOMINAL.search(text[case.end() : end]):
            break
        end = case.start() + 1
    while lead := _stems("leads").match(text, start, end):
        start = lead.end()
    return _without_leads(start, end, doc, base), end


def _without_leads(start: int, end: int, doc: Doc | None, base: int) -> int:
    """Past leading adverbs, conjunctions and particles, by GiNZA's parts of speech."""
    if doc is None:
        return start
    span = doc.char_span(start + base, end + base, alignment_mode="contract")
    for token in span or ():
        if not token.tag_.startswith(_LEADS):
            return max(start, token.idx - base) if token.idx - base > start else start
        start = max(start, token.idx + len(token) - base)
    return start


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences; a 。 in quotation marks ends none."""
    begin, depth = 0, 0
    for at, char in enumerate(text):
        depth += (char in "「『(（") - (char in "」』)）")
        if char == "\n" or (char == "。" and depth <= 0):
            depth = 0
            yield begin, at + 1
            begin = at + 1
    if begin < len(text):
        yield begin, len(text)


def _framed(sentence: str) -> Iterator[tuple[int, int, str, str, str]]:
    """(start, end, frame, what stands before, what stands behind) of each phrase in a frame."""
    for name, frame in (("cleft", _CLEFT), ("identity", _IDENTITY)):
        for found in frame.finditer(sentence):
            group = "quoted" if found["quoted"] else "plain"
            yield (*found.span(group), name, found["about"], sentence[found.start("end") :])
    for name, case in (("case", _CASES), ("except", _EXCEPT)):
        for found in case.finditer(sentence):
            yield from _cased(sentence, found.start(), name)
    for found in _APPOSED.finditer(sentence):
        yield (*found.span(1), "apposed", sentence[: found.start()], sentence[found.end() :])
    for found in _DEFINED.finditer(sentence):
        yield (*found.span(1 if found[1] else 2), "defined", sentence[: found.start()], "")
    for found in _QUOTATION.finditer(sentence):
        yield (*found.span(1), "quoting", sentence[: found.start()], sentence[found.end() :])
    yield from _alone(sentence)


def _answering(previous: str, sentence: str) -> Iterator[tuple[int, int, str, str, str]]:
    """A sentence that is only a noun phrase, behind a question, a denial or 次のとおりである."""
    found = _NOMINAL.match(sentence) if _LEADS_IN.search(previous) else None
    if found:
        yield (*found.span("quoted" if found["quoted"] else "plain"), "answer", previous, "")


def _cased(sentence: str, stop: int, name: str) -> Iterator[tuple[int, int, str, str, str]]:
    """The argument of a verb of choosing: Xに…を注ぐ, Xを…に据える; what alone is done: X以外は…ない."""
    begin, end = max(sentence.rfind("。", 0, stop) + 1, stop - MAX_LENGTH), stop
    if sentence[end - 1 : end] in _CLOSE:
        begin, end = max(sentence.rfind(q, 0, end - 1) for q in _OPEN) + 1, end - 1
    if end - begin >= MIN_LENGTH:
        yield begin, end, name, sentence[:end], sentence[stop : stop + 40]


def _alone(sentence: str) -> Iterator[tuple[int, int, str, str, str]]:
    """A noun phrase that is the whole sentence, or the whole of it before これが…."""
    found = _TAKEN_UP.search(sentence)
    if found and found.start() >= 3:
        yield 0, found.start(), "alone", "", sentence[found.end() :]


def _signs(name: str, about: str, behind: str, following: str, quoted: bool) -> frozenset[str]:
    signs = {name}
    around = about + behind
    if _stems("own").search(about):
        signs.add("own")
    if _stems("choice").search(around):
        signs.add("choice")
    if _stems("kind").search(around):
        signs.add("kind")
    if name in ("titled", "answer") and _stems("asks").search(about):
        signs.add("asks")
    if re.match(r"の(?:構想|提案|計画|クラスター|拠点)であ", behind) and "own" in signs:
        signs.add("defines")
    if re.match(r"[」』”]?(?:[(（][^()（）]*[)）])?、(?:すなわち|つまり|言い換え)", behind) and re.search(_ONLY, behind):
        signs.add("only")
    if re.search(_ONLY, behind[:12]) or _SET_APART.search(behind[:30]) or re.match(r"\s?(?:これ|それ)", following):
        signs.add("only")
    if quoted:
        signs.add("quoted")
    topic = about.partition("は")
    if topic[1] and (_stems("choice").search(topic[0]) or _stems("kind").search(topic[0])):
        signs.add("topic")
    denied = name != "except" and bool(_stems("denied").search(behind))
    if denied or _NONE_OF_THEM.match(following) or pattern("domain", "elsewhere").search(about):
        signs.add("elsewhere")
    return frozenset(signs)


def weight_of(signs: frozenset[str]) -> float:
    weights = word_lists("domain")["frames"]["weights"]
    return float(sum(weights.get(s, 0.0) for s in signs))
