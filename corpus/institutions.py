"""Institutions: legal forms, endings, everyday short names, universities. Data: ``corpus/data/institutions``, ``universities.csv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.errors import CorpusError


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One legal form (財団法人) and how it is printed, in the matching view (NFKC)."""

    id: str
    name: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Institutions:
    """``body_endings`` and ``facility_endings`` map an ending to its kind, longest first; ``aliases`` a short name to the full one."""

    version: str
    forms: tuple[LegalForm, ...]
    body_endings: Mapping[str, str]
    facility_endings: Mapping[str, str]
    public_endings: frozenset[str]  # of what is 公設試 where a prefecture, a city or such a body has it
    academic_kinds: frozenset[str]  # of facilities that are 大学施設 where a university has them
    part_endings: frozenset[str]  # of parts that are of their body's kind
    aliases: Mapping[str, str]
    generic_bodies: frozenset[str]  # kinds of bodies, no names
    kana_universities: Mapping[str, str]  # names that hold hiragana, which otherwise parts names (はこだて未来大学), to the official ones
    facility_modifiers: tuple[str, ...]  # what may stand before the kind of a facility without making it a name


def load_institutions() -> Institutions:
    """The shipped lists; raises ``CorpusError`` naming every fault of a file at once."""
    return _load()


@cache
def _load() -> Institutions:
    forms, kinds, aliases, generic = (_read(f"{name}.yaml") for name in ("legal_forms", "kinds", "aliases", "generic"))
    return Institutions(
        version=str(forms["version"]),
        forms=tuple(LegalForm(f["id"], f["name"], tuple(f["printed"])) for f in _check_forms(forms["forms"])),
        body_endings=_endings("kinds.yaml", kinds["bodies"]),
        facility_endings=_endings("kinds.yaml", kinds["facilities"]),
        public_endings=_among(kinds["facilities"], kinds, "public"),
        academic_kinds=frozenset(kinds["academic"]),
        part_endings=_among(kinds["facilities"], kinds, "parts"),
        aliases=dict(aliases["aliases"]),
        generic_bodies=frozenset(generic["bodies"]),
        kana_universities=_kana_universities(),
        facility_modifiers=tuple(generic["modifiers"]),
    )


def _kana_universities() -> dict[str, str]:
    """With and without 公立, which is left out as often as not."""
    rows = csv.DictReader((files("corpus") / "data" / "universities.csv").read_text("utf-8").splitlines())
    names = [row["name"] for row in rows if re.search(r"[ぁ-ん]", row["name"])]
    return {form: name for name in names for form in (name, name.removeprefix("公立"))}


def _read(name: str) -> dict[str, Any]:
    raw = yaml.safe_load((files("corpus") / "data" / "institutions" / name).read_text("utf-8"))
    if not isinstance(raw, dict) or "version" not in raw:
        raise CorpusError(name, ["version がありません。"])
    return raw


def _check_forms(raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: dict[str, str] = {}
    faults = []
    for form in raw:
        for printed in form["printed"]:
            if printed in seen:
                faults.append(f"「{printed}」が {seen[printed]} と {form['id']} の両方にあります。")
            seen[printed] = form["id"]
    if faults:
        raise CorpusError("legal_forms.yaml", faults)
    return raw


def _among(facilities: Mapping[str, list[str]], raw: Mapping[str, list[str]], name: str) -> frozenset[str]:
    """The words of a list that must all be endings of facilities; raises ``CorpusError`` naming those that are none."""
    strange = sorted(set(raw[name]) - {word for words in facilities.values() for word in words})
    if strange:
        raise CorpusError("kinds.yaml", [f"{name} の「{word}」が facilities にありません。" for word in strange])
    return frozenset(raw[name])


def _endings(file: str, raw: Mapping[str, list[str]]) -> dict[str, str]:
    """Ending → kind, the first kind that lists an ending keeping it; longest endings first."""
    found: dict[str, str] = {}
    faults = [f"{kind} に語がありません。" for kind, words in raw.items() if not words]
    if faults:
        raise CorpusError(file, faults)
    for kind, words in raw.items():
        for word in words:
            found.setdefault(word, kind)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))
