"""Names of bodies: legal form, bare name, identity key, kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.institutions import Institutions, load_institutions
from extractors.text import either
from extractors.view import squash, view

_NOTE = re.compile(r"[（(\[〔][^（）()\[\]〔〕]*[)）\]〕]\s*$")
_PROVISIONAL = re.compile(r"[（(]\s*(仮称?|予定|計画中?)[^（）()]*[)）]")
_LEAD = re.compile(r"^(第三セクターの|いわゆる|国の|県の|市の|道の|府の|都の)")


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A body's name taken apart. ``form`` is the id of its legal form ("" where none is printed), ``bare`` the name
    without it, ``key`` equal for spellings that a reader calls the same, ``kind`` how the bare name ends."""

    printed: str
    form: str
    bare: str
    key: str
    kind: str


@cache
def _form_patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    ids = {p: f.id for f in load_institutions().forms for p in f.printed}
    printed = either(ids)
    return re.compile(rf"^(?:の|\s)*({printed})\s*"), re.compile(rf"\s*({printed})$"), ids


def parse_name(text: str) -> ParsedName:
    """A printed name, with or without legal form, note in brackets or spaces."""
    leading, trailing, ids = _form_patterns()
    bare, form = drop_note(view(text).strip()), ""
    bare = _LEAD.sub("", bare)
    for pattern in (leading, trailing, leading):
        while found := pattern.search(bare):
            rest = bare[: found.start()] + bare[found.end() :]
            if not rest:
                break
            form, bare = form or ids[found[1]], rest.strip()
    return ParsedName(text.strip(), form, bare, name_key(bare), kind_of(bare))


def drop_note(text: str) -> str:
    """Without the notes in brackets at the end: （仮称）, （東広島）, （ＩＣＲ）."""
    while (found := _NOTE.search(text)) and found.start() > 1:
        text = text[: found.start()].rstrip()
    return text


def drop_provisional(text: str) -> str:
    return _PROVISIONAL.sub("", text).strip()


def bare_name(text: str) -> str:
    """The name without its legal form and notes, in the matching view."""
    return parse_name(text).bare


def name_key(text: str) -> str:
    """The identity key of a bare name."""
    return squash(text).casefold()


def kind_of(bare: str, institutions: Institutions | None = None) -> str:
    """The kind by the longest ending that fits; "" where none does."""
    endings = (institutions or load_institutions()).body_endings
    return next((kind for ending, kind in endings.items() if bare.endswith(ending)), "")


def facility_kind(bare: str) -> str:
    """The kind of facility by the longest ending that fits; "" where none does. Whose it is, is not looked at (``facility_kinds``)."""
    return next((k for ending, k in load_institutions().facility_endings.items() if bare.endswith(ending)), "")
