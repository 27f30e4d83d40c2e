"""Institutions, leaders, companies and facilities that several proposals of a call count as theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.values import Evidence
from extractors.view import squash
from models.overlap.institutions import spellings
from models.overlap.profile import ProposalProfile

LABELS = {"institution": "機関", "person": "研究者・役職者", "company": "企業", "facility": "施設"}
ASK = {
    "institution": "参加の範囲と経費の区分を確認してください。",
    "person": "従事の割合（エフォート）と役割を確認してください。",
    "company": "それぞれの提案での負担と役割を確認してください。",
    "facility": "利用の時期と区画が重ならないか確認してください。",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """One name counted in several proposals."""

    kind: str  # institution, person, company, facility
    name: str
    files: tuple[str, ...]
    regions: tuple[str, ...]
    evidence: tuple[Evidence, ...]  # the first passage of each
    sentence: str
    places: tuple[Evidence | None, ...] = ()  # in the order of ``files``, None where the name was not found in a passage


def shared_resources(profiles: Sequence[ProposalProfile]) -> tuple[Shared, ...]:
    """Names that stand in two proposals or more, people and companies first, then by how many count them."""
    holders: dict[tuple[str, str], list[tuple[ProposalProfile, str]]] = {}
    for profile in profiles:
        for kind, key, name in dict.fromkeys(_names(profile)):
            rows = holders.setdefault((kind, key), [])
            if all(p is not profile for p, _ in rows):
                rows.append((profile, name))
    found = [_shared(kind, rows) for (kind, _), rows in holders.items() if len(rows) > 1]
    order = {"person": 0, "company": 1, "facility": 2, "institution": 3}
    return tuple(sorted(found, key=lambda s: (order[s.kind], -len(s.files), s.name)))


def _names(profile: ProposalProfile) -> Iterator[tuple[str, str, str]]:
    companies = {_key(c) for c in profile.companies}
    groups = (("institution", profile.institutions), ("company", profile.companies), ("facility", profile.facilities))
    for kind, names in groups:
        for name in names:
            if kind != "institution" or _key(name) not in companies:
                yield kind, _key(name), name
    for person in profile.people:
        yield "person", squash(person), person


def _key(name: str) -> str:
    return min(spellings(name), default="")


def _shared(kind: str, rows: Sequence[tuple[ProposalProfile, str]]) -> Shared:
    name = max((name for _, name in rows), key=len)
    regions = tuple(p.region or p.file for p, _ in rows)
    sentence = f"{LABELS[kind]}「{name}」が{'、'.join(regions)}の{len(rows)}件の提案書に挙げられています。{ASK[kind]}"
    places = tuple(passage_with(p, own) for p, own in rows)
    return Shared(kind, name, tuple(p.file for p, _ in rows), regions, tuple(filter(None, places)), sentence, places)


def passage_with(profile: ProposalProfile, name: str) -> Evidence | None:
    """The first passage that holds the name, spaces and marks aside."""
    wanted = squash(name)
    return next((p.evidence() for p in profile.passages if wanted and wanted in squash(p.quote)), None)
