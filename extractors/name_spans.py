"""Where bodies are named in a text: legal forms, then noun runs that end as names of bodies do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from corpus.institutions import load_institutions
from extractors.text import either
from extractors.view import view

_HARD = "、。,;:()「」『』【】《》\\s※◎○□☑⇒→／/＝=|≒％%"
_REGION = re.compile(rf"[^{_HARD}]{{1,40}}")
_JOINTS = re.compile(r"及び|および|並びに|ならびに|または|又は|ほか|など|及|並")
LONGEST_KANA = 12  # characters of such a name before its last run of kanji
_PARTICLE = re.compile(r"[ぁ-ん]")
_NAME_CHARS = "一-龠々〇ヶァ-ヴー・A-Za-z0-9&＆'’"
_CHAR_RUN = re.compile(rf"[{_NAME_CHARS}－-]{{2,60}}")
_LEADING_NOISE = re.compile(
    r"^(本|同|両|各|当|他|全|元|前|現|旧|新設|既存|主に|県内|市内|道内|府内|都内|域内|学内|(?:平成)?\d+年度?(?:\d+月)?(?:\d+日)?|第\d+回?"
    r"|その他|うち|このうち|[・\-\d])+"
)
_BARE_FACULTY = re.compile(r"[^大]{1,8}(学部|研究科|研究院|学科|専攻|大学院|教養部|学系)|大学院.{0,8}|(工|医|理|農|歯|薬|文|法|経済)学部.*")
_BACK = re.compile(
    r"(?<![一-龠々])同(財団|機構|公社|協会|センター|研究所|大学|法人|社|所|会社|高専|学部|研究科"
    r"|事業団)(?![一-龠々ァ-ヶー])"
)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """text[start:end] names a body. ``back``: only by a back-reference (同財団)."""

    start: int
    end: int
    back: bool = False


def find_names(text: str, doc: Doc | None = None, base: int = 0) -> list[NameSpan]:
    """The spans of ``text`` that name bodies, in order, none overlapping.

    ``doc`` is the analysed text that holds ``text`` at offset ``base``; without it runs of kanji, katakana and Latin
    letters stand in for noun runs.
    """
    seen = view(text)
    taken: list[NameSpan] = []
    for span in (*_formed(seen), *_back_references(seen), *_ended(seen, _runs(seen, doc, base))):
        if all(span.end <= t.start or span.start >= t.end for t in taken):
            taken.append(span)
    return sorted(taken, key=lambda s: s.start)


def find_facilities(text: str, doc: Doc | None = None, base: int = 0) -> list[tuple[int, int]]:
    """The spans that name buildings and facilities, by their endings; the provisional mark behind a name included."""
    seen = view(text)
    found = []
    for run in _runs(seen, doc, base):
        for start, end in _pieces(seen, *run):
            match = _facility_endings().match(seen[start:end])
            lead = _noise(match[0]) if match else 0
            if match and len(match[0]) - lead > 3 and not is_generic_facility(match[0][lead:]):
                provisional = re.match(r"\s?\(仮称[^()、,]{0,6}\)", seen[start + match.end() :])
                found.append((start + lead, start + match.end() + (provisional.end() if provisional else 0)))
    return found


def is_generic_facility(name: str) -> bool:
    """A kind of facility and no name (共同実験室, サイエンスパーク): nothing stays without its endings and plain modifiers."""
    return name in load_institutions().generic_bodies or not _generic_parts().sub("", name)


@cache
def _generic_parts() -> re.Pattern[str]:
    words = [*load_institutions().facility_endings, *load_institutions().facility_modifiers]
    return re.compile(rf"(?:{either(words)})|[0-9の・及び並びにと]")


@cache
def _facility_endings() -> re.Pattern[str]:
    return re.compile(
        ".+(?:" + "|".join(map(re.escape, load_institutions().facility_endings)) + ")(?:[0-9一二三四五六七八九]+(?:号館|階|号棟))?"
    )


@cache
def _forms() -> re.Pattern[str]:
    return re.compile(f"(?:{either(p for f in load_institutions().forms for p in f.printed)})")


@cache
def _endings() -> re.Pattern[str]:
    institutions = load_institutions()
    words = [w for w, kind in institutions.body_endings.items() if kind not in ("company", "municipality", "government")]
    return re.compile(".+(?:" + "|".join(map(re.escape, words)) + ")")


@cache
def _stop_endings() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, load_institutions().body_endings)) + ")(?=[ぁ-ん]|及|並|$)")


def _formed(text: str) -> Iterator[NameSpan]:
    """Names with a legal form before or behind."""
    reached = 0
    for form in _forms().finditer(text):
        if form.start() < reached:
            continue
        before = re.search(rf"[{_NAME_CHARS}]{{2,30}}$", text[reached : form.start()])
        after = _REGION.match(text, form.end() + (1 if text[form.end() : form.end() + 1] == " " else 0))
        if before and form[0] not in ("財団法人", "社団法人", "(財)", "㈶", "独立行政法人") and _is_behind(text, form):
            start = reached + before.start()
            yield NameSpan(start + _noise(text[start : form.start()]), form.end())
            reached = form.end()
        elif after:
            end = after.start() + _name_length(after[0])
            if end - after.start() >= 2:
                yield NameSpan(form.start(), end)
                reached = end


def _is_behind(text: str, form: re.Match[str]) -> bool:
    following = text[form.end() : form.end() + 1]
    return not following or not re.match(rf"[{_NAME_CHARS}]", following) or following in "及並"


def _name_length(region: str) -> int:
    """How much of the text after a legal form is the name: to the first ending before a particle, else to a particle."""
    joint = _JOINTS.search(region, 1)
    region = region[: joint.start()] if joint else region
    region = region.split("・(")[0]
    stop = _stop_endings().search(region)
    if stop:
        return stop.end()
    particle = re.search(r"(?<=[一-龠々ァ-ヴーA-Za-z0-9])[ぁ-ん]", region)
    return particle.start() if particle else len(region.rstrip("・"))


def _back_references(text: str) -> Iterator[NameSpan]:
    return (NameSpan(m.start(), m.end(), back=True) for m in _BACK.finditer(text))


def _ended(text: str, runs: Iterable[tuple[int, int]]) -> Iterator[NameSpan]:
    """Noun runs cut after the last ending of a body."""
    for start, end in runs:
        for piece_start, piece_end in _pieces(text, start, end):
            found = _endings().match(text[piece_start:piece_end])
            if not found:
                continue
            lead = _noise(found[0])
            name = found[0][lead:]
            if (
                name
                and not all(part in load_institutions().generic_bodies for part in name.split("・"))
                and len(name) > 2
                and not (name.endswith("室") and is_generic_facility(name))
                and not _JOINTS.match(name)
                and not _BARE_FACULTY.fullmatch(name)
            ):
                end = piece_start + found.end()
                yield NameSpan(_with_kana(text, _with_first_kana(text, piece_start + lead), end), end)


def _with_kana(text: str, start: int, end: int) -> int:
    """The start of a university whose own kana parted its name (公立はこだて|未来大学)."""
    covering = (m.start() for m in _kana_universities().finditer(text, max(start - LONGEST_KANA, 0), end) if m.start() < start < m.end())
    return min(covering, default=start)


@cache
def _kana_universities() -> re.Pattern[str]:
    return re.compile(either(load_institutions().kana_universities))


def _with_first_kana(text: str, start: int) -> int:
    """A name whose first syllable was taken for a particle (と|くしま…): with it, where a mark stands before."""
    if start >= 1 and re.match(r"[ぁ-ん]{2}", text[start - 1 : start + 1]) and (start == 1 or text[start - 2] in _HARD + "「『\n"):
        return start - 1
    return start


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A noun run between the 、 and 及び that join names; ・ joins names where a body ends before it."""
    at = start
    for joint in re.finditer(r"及び|並びに|及|・", text[start:end]):
        piece = text[at : start + joint.start()]
        if joint[0] != "・" or _endings().fullmatch(piece) or re.fullmatch(r".{1,6}[都道府県市町村]", piece):
            yield at, start + joint.start()
            at = start + joint.end()
    yield at, end


def _noise(name: str) -> int:
    found = _LEADING_NOISE.match(name)
    return found.end() if found else 0


def _runs(text: str, doc: Doc | None, base: int) -> list[tuple[int, int]]:
    if doc is None:
        return [m.span() for m in _CHAR_RUN.finditer(text)]
    return _noun_runs(text, doc, base)


def _noun_runs(text: str, doc: Doc, base: int) -> list[tuple[int, int]]:
    """Maximal runs of nouns, affixes, numbers and the marks that stand within names."""
    found: list[tuple[int, int]] = []
    start = end = -1
    for token in doc:
        at = token.idx - base
        if at + len(token) <= 0 or at >= len(text):
            continue
        if _joins(token.tag_, token.text) and at >= 0 and at + len(token) <= len(text):
            start, end = (start, at + len(token)) if start >= 0 and at == end else _flush(found, start, end, at, at + len(token))
        else:
            _flush(found, start, end, -1, -1)
            start = end = -1
    _flush(found, start, end, -1, -1)
    return found


def _flush(found: list[tuple[int, int]], start: int, end: int, new_start: int, new_end: int) -> tuple[int, int]:
    if start >= 0 and end > start:
        found.append((start, end))
    return new_start, new_end


def _joins(tag: str, text: str) -> bool:
    return (
        tag.startswith(("名詞", "接頭辞", "接尾辞-名詞", "記号", "固有名詞"))
        or text in ("・", "ー", "-", "&", "ヶ")
        or (tag.startswith("形状詞") and not _PARTICLE.search(text))
    )
