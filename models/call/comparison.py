"""From the proposals' profiles to the comparison of the call."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.regions import report_name
from corpus.reviewers import Reviewer
from extractors.document import Document
from extractors.records import Fields
from extractors.values import Evidence, Value
from extractors.view import squash
from models.call.common import is_national, is_widely_named, parted
from models.call.records import CallComparison, CommonBody, Entrant, Mention, Outward, Partnership, ReviewerTies, SharedName
from models.embedding import Embedder
from models.overlap.call import Cooperation, Shared, cooperation_candidates, map_call, near_copies, shared_resources
from models.overlap.call.cooperation import FIELDS, MENTION
from models.overlap.call.shared import passage_with
from models.overlap.institutions import spellings
from models.overlap.interests import Interest, InterestLevel, find_interests
from models.overlap.profile import ProposalProfile

Member = tuple[str, ProposalProfile, Fields]  # the proposal's name in the run, its profile and fields
MOST_QUOTES = 2
LIKE = FIELDS[0][1]
NUMBERED = re.compile(r"^\d{1,2}(?![\d次元相層軸液段級号年月A-Za-z])")  # the number of a theme, not 3次元


def compare_call(members: Sequence[Member], reviewers: Sequence[Reviewer], embedder: Embedder) -> CallComparison:
    """Holds the proposals against each other and against the reviewers; nothing is decided, everything has its passages."""
    profiles = [replace(profile, file=name, region=_region(profile)) for name, profile, _ in members]
    fields = {name: own for name, _, own in members}
    by_name = {p.file: p for p in profiles}
    shared, everywhere = parted(shared_resources(profiles), len(profiles))
    ties, commonplace = _ties(profiles, fields, reviewers)
    return CallComparison(
        entrants=tuple(map(_entrant, profiles)),
        groups=tuple(cluster.files for cluster in map_call(profiles, embedder).clusters),
        partnerships=tuple(_partnership(pair, by_name, fields) for pair in cooperation_candidates(profiles, embedder) if _is_telling(pair)),
        outward=tuple(_outward(profiles, fields)),
        shared=tuple(_shared(s, fields) for s in shared),
        copies=near_copies(profiles),
        interests=_by_reviewer(reviewers, ties),
        common=_common(everywhere, commonplace),
        reviewers=tuple(reviewers),
    )


def _region(profile: ProposalProfile) -> str:
    """By the known name where the place is one region: proposals name each other by those."""
    return profile.area.regions[0] if len(profile.area.regions) == 1 else profile.region


def _entrant(p: ProposalProfile) -> Entrant:
    topic = p.domain or (NUMBERED.sub("", p.phrases[0]) if p.phrases else "")
    return Entrant(p.file, p.title, p.region, p.area.blocs[0] if p.area.blocs else "", p.domain, topic)


def _shared(found: Shared, fields: dict[str, Fields]) -> SharedName:
    pairs = zip(found.files, found.places, strict=True)
    mentions = tuple(Mention(file, (e,) if e else _of_field(fields[file], found.name)) for file, e in pairs)
    return SharedName(found.kind, found.name, mentions, found.sentence)


def _of_field(fields: Fields, name: str) -> tuple[Evidence, ...]:
    """Where the name was read; a name the proposal only abbreviates stands in no passage as it is."""
    wanted = spellings(name)
    values = (*fields.core_research_institutions, *fields.universities, *fields.companies)
    read = [(v.value, v.evidence) for v in values] + [(f.name, f.evidence) for f in fields.infrastructure]
    return next((evidence[:MOST_QUOTES] for own, evidence in read if spellings(own) & wanted), ())


# wide-area cooperation -------------------------------------------------------------------------


def _is_telling(pair: Cooperation) -> bool:
    """Neighbours by the map alone are no candidates: one names the other, or the domains are alike and not only somewhat so."""
    return pair.mention != MENTION[0][0] or any(level.name == "分野" and level.level == LIKE for level in pair.levels)


def _partnership(pair: Cooperation, profiles: dict[str, ProposalProfile], fields: dict[str, Fields]) -> Partnership:
    sides = ((pair.first, pair.second), (pair.second, pair.first))
    told = (_names_partner(profiles[own], fields[own], profiles[other].region) for own, other in sides)
    return Partnership(pair, tuple(mention for mention in told if mention))


def _names_partner(profile: ProposalProfile, fields: Fields, region: str) -> Mention | None:
    """Where the proposal names the other's region as a partner; None where it does not."""
    named = next((v for v in fields.partner_regions if region and squash(report_name(v.value)) == squash(region)), None)
    return _mention(profile, named) if named else None


def _mention(profile: ProposalProfile, named: Value[str]) -> Mention:
    found = named.evidence or tuple(filter(None, (passage_with(profile, named.value),)))
    return Mention(profile.file, found[:MOST_QUOTES])


def _outward(profiles: Sequence[ProposalProfile], fields: dict[str, Fields]) -> Iterator[Outward]:
    inside = {squash(p.region) for p in profiles}
    for p in profiles:
        yield from (Outward(v.value, _mention(p, v)) for v in fields[p.file].partner_regions if squash(report_name(v.value)) not in inside)


# interests -------------------------------------------------------------------------------------


def _ties(
    profiles: Sequence[ProposalProfile], fields: dict[str, Fields], reviewers: Sequence[Reviewer]
) -> tuple[list[tuple[str, Interest]], list[CommonBody]]:
    """The ties, and the bodies of reviewers that are named too widely for a mere mention to be one."""
    found = [(p.file, tie) for p in profiles for tie in _of_proposal(p, fields[p.file], reviewers)]
    mentions = Counter(tie.matched for _, tie in found if tie.level is InterestLevel.MENTIONED)
    common = {body for body, count in mentions.items() if is_national(body) or is_widely_named(count, len(profiles))}
    kept = [(name, tie) for name, tie in found if tie.level is not InterestLevel.MENTIONED or tie.matched not in common]
    return kept, [CommonBody(body, mentions[body]) for body in sorted(common)]


def _of_proposal(profile: ProposalProfile, fields: Fields, reviewers: Sequence[Reviewer]) -> Iterator[Interest]:
    """One tie a reviewer and body, the closest."""
    seen: set[tuple[str, str]] = set()
    for tie in find_interests(reviewers, Document(profile.file, ""), fields, profile.passages):
        key = (tie.reviewer.name, tie.matched)
        if key not in seen:
            seen.add(key)
            yield tie


def _by_reviewer(reviewers: Sequence[Reviewer], ties: Sequence[tuple[str, Interest]]) -> tuple[ReviewerTies, ...]:
    order = list(InterestLevel)
    own = {r: sorted((t for t in ties if t[1].reviewer == r), key=lambda t: order.index(t[1].level)) for r in reviewers}
    told = [ReviewerTies(r, tuple(found)) for r, found in own.items() if found]
    return tuple(sorted(told, key=lambda t: order.index(t.ties[0][1].level)))


def _common(everywhere: Iterable[Shared], commonplace: Iterable[CommonBody]) -> tuple[CommonBody, ...]:
    counts = {s.name: len(s.files) for s in everywhere}
    for body in commonplace:
        counts[body.name] = max(body.count, counts.get(body.name, 0))
    return tuple(CommonBody(name, count) for name, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])))
