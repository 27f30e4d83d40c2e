"""The short names a document gives: 以下「X」という。, （略称X）, （X）, 愛称X, 「X」は…をいう."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.name_spans import NameSpan
from extractors.names import name_key, parse_name
from extractors.view import squash

_PAREN = re.compile(r"\s*[(（]([^()（）]{1,60}(?:[(（][^()（）]*[)）])?[^()（）]{0,40})[)）]")
_MARKED = re.compile(
    r"(?:以下|略称|愛称|通称|略して|略|英文略称|呼称|別称)[、,:は]?\s*(?:単に|本書では|本提案書では"
    r"|本資料では|本文では)?[「『“\"]?([^「」『』“”\"。、,;)(]{1,24}?)[」』”\"]?"
    r"(?=\s*(?:という|といい|と略|と呼|とする|と称|$|。|、|,|;|」))"
)
_TABLE_OF = re.compile(r"[「『]([^「」『』]{2,14})[」』](?:とは|は|=|:)\s*([^、。「」]{4,40}?)(?=をいい|をいう|を指|のこと|、|。|$)")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.\-]{1,11}")
_PLACE = re.compile(r".*(?:[都道府県市区町村郡]|地区|キャンパス|国立|県立|市立|仮称|新設|既存|代表|幹事|会長|理事長|統括|事務局)$")

_SCHOOLS = {"大": "大学", "高専": "高等専門学校"}


@dataclass(frozen=True, slots=True)
class ShortName:
    """``short`` stands for ``full`` from offset ``at`` on."""

    short: str
    full: str
    marked: bool  # said to be one (以下…という), not only in brackets behind the name


def short_names(text: str, spans: Iterable[NameSpan]) -> Iterator[ShortName]:
    """The short names given in one text (matching view) for the bodies named in it."""
    for span in spans:
        full = text[span.start : span.end]
        if not span.back and (note := _PAREN.match(text, span.end)):
            yield from _in_brackets(full, note[1])
    for entry in _TABLE_OF.finditer(text):
        if _is_short_of(entry[1], entry[2]):
            yield ShortName(entry[1], entry[2].strip(), True)


def _in_brackets(full: str, note: str) -> Iterator[ShortName]:
    marked = [m[1].strip() for m in _MARKED.finditer(note)]
    for short in marked:
        if 1 < len(short) <= 20 and not _PLACE.fullmatch(short):
            yield ShortName(short, full, True)
    first = re.split(r"[、,。;]", note)[0].strip()
    if not marked and (_LATIN.fullmatch(first) or _is_short_of(first, full)):
        yield ShortName(first, full, False)


def _is_short_of(short: str, full: str) -> bool:
    """Are the letters of ``short`` those of ``full``, in order, and at least two?"""
    bare = squash(parse_name(full).bare)
    letters = squash(short)
    if not 2 <= len(letters) < len(bare) or _PLACE.fullmatch(short):
        return False
    rest = iter(bare)
    return all(letter in rest for letter in letters)


class Identities:
    """Which names mean the same body in one document: short names, names without their prefecture, everyday ones."""

    def __init__(self, shorts: Iterable[ShortName], names: Iterable[str], everyday: dict[str, str]) -> None:
        self._full: dict[str, str] = {}
        for short in shorts:
            self._full.setdefault(name_key(parse_name(short.short).bare), parse_name(short.full).key)
        for short_text, full_text in everyday.items():
            self._full.setdefault(name_key(short_text), parse_name(full_text).key)
        self._names: dict[str, set[str]] = {}
        for name in names:
            parsed = parse_name(name)
            self._names.setdefault(self._follow(parsed.key), set()).add(name)
        self._suffixes = self._merge_suffixes()

    def key(self, name: str) -> str:
        """The identity key a name leads to."""
        key = self._follow(parse_name(name).key)
        return self._suffixes.get(key, key)

    def expand(self, key: str) -> str:
        """A name that begins with a short name (金研新素材…, 産総研中国センター), with the short name written out."""
        for short in sorted(self._full, key=len, reverse=True):
            if len(short) >= 2 and key.startswith(short) and len(key) > len(short) and not key.startswith(self._full[short]):
                return self._full[short] + key[len(short) :]
        return key

    def _follow(self, key: str) -> str:
        for _ in range(4):
            if key not in self._full or self._full[key] == key:
                break
            key = self._full[key]
        return key

    def _merge_suffixes(self) -> dict[str, str]:
        """A name that ends exactly one longer name means that one (新世紀産業機構 → 富山県新世紀産業機構)."""
        merged: dict[str, str] = {}
        for key in self._names:
            tail = re.sub(r"^(県立|市立|道立|府立|都立|県|市|道|府|都|国立)", "", key)
            longer = [k for k in self._names if len(k) > len(key) and k.endswith(tail)] if len(tail) >= 5 else []
            if len(longer) == 1:
                merged[key] = longer[0]
        merged |= self._schools()
        return {k: merged.get(v, v) for k, v in merged.items()}

    def _schools(self) -> dict[str, str]:
        """A school's short form that only one school named in full fits (北見工大 → 北見工業大学, 長岡高専 → 長岡工業高等専門学校)."""
        found: dict[str, str] = {}
        for key in self._names:
            ending = next((full for short, full in _SCHOOLS.items() if key.endswith(short) and not key.endswith(full)), "")
            full = [k for k in self._names if ending and k.endswith(ending) and k[:2] == key[:2] and _is_short_of(key, k)]
            if len(full) == 1:
                found[key] = full[0]
        return found
