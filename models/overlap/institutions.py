"""Institution levels: is the programme's body one of the proposal's own, through forms, faculties and successors?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import yaml

from corpus.programmes import DATA
from extractors.names import bare_name
from extractors.view import squash

SAME_UNIT, CORE, SAME_BODY = "同一部局", "中核機関と同一", "同一機関"
NAMED, DIFFERENT, MISSING = "提案書に名称あり", "異なる機関", "記載なし"
PARENT = re.compile(r"^(.{2,12}?(?:大学|高等専門学校|高専|短期大学|機構|研究所))(?=.)")
GENERAL = re.compile(r"^(?:.{1,3}[都道府県]|.{1,6}[市区町村]|.{2,4}経済産業局|国)$")


@cache
def _lines() -> tuple[frozenset[str], ...]:
    raw = yaml.safe_load((DATA / "successors.yaml").read_text("utf-8"))
    return tuple(frozenset(squash(name) for name in group) for group in raw)


def spellings(name: str) -> frozenset[str]:
    """The squashed bare name and those of its predecessors and successors."""
    own = squash(bare_name(name))
    return frozenset({own, *(other for group in _lines() if own in group for other in group)}) - {""}


def parent_of(name: str) -> str:
    """The body a unit belongs to: 東北大学金属材料研究所 → 東北大学; "" where it is none's."""
    match = PARENT.match(bare_name(name))
    return match[1] if match else ""


def institution_level(theirs: str, core: str, own: Sequence[str], text: str) -> tuple[str, str]:
    """(level, our name it was matched with). ``text`` is the proposal's, squashed; ``own`` its participants as read."""
    if not theirs:
        return MISSING, ""
    names = spellings(theirs)
    if core and names & spellings(core):
        return CORE, core
    if GENERAL.match(bare_name(theirs)):
        return NAMED if any(n in text for n in names) else DIFFERENT, theirs
    parent = parent_of(theirs)
    if any(n in text for n in names):
        return (SAME_UNIT if parent else SAME_BODY), next((o for o in own if spellings(o) & names), theirs)
    ours = [o for o in own if parent and squash(o).startswith(squash(parent))]
    if parent and (ours or squash(parent) in text):
        return SAME_BODY, ours[0] if ours else parent
    return DIFFERENT, ""
