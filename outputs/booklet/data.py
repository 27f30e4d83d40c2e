"""The comparison of a call as JSON ("call/2")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractors.values import Evidence
from models.call import CallComparison, Mention, Partnership, ReviewerTies, SharedName
from models.overlap.call import NearCopy
from models.sensitivity import Sensitivity

SCHEMA = "call/2"

Node = dict[str, Any]


def call_to_json(c: CallComparison, fingerprint: str = "") -> Node:
    """Proposals go by their names in the run; every finding carries its passages."""
    return {
        "schema": SCHEMA,
        "fingerprint": fingerprint,
        "proposals": [
            {"name": e.name, "title": e.title, "region": e.region, "bloc": e.bloc, "domain": e.domain, "topic": e.topic} for e in c.entrants
        ],
        "groups": [list(group) for group in c.groups],
        "wide_area": [_partnership(p) for p in c.partnerships],
        "outward": [{"region": o.region, **_mentions([o.mention])[0]} for o in c.outward],
        "shared": [_shared(s) for s in c.shared],
        "near_copies": [_copy(n) for n in c.copies],
        "interests": [_ties(t) for t in c.interests],
        "widely_named": [{"name": b.name, "count": b.count} for b in c.common],
        "reviewers": [{"name": r.name, "affiliations": list(r.affiliations), "title": r.title, "role": r.role} for r in c.reviewers],
        "left_out": list(c.left_out),
        "partly_read": list(c.partly_read),
        "ranking": _ranking(c.ranking) if c.ranking else None,
    }


def _evidence(found: Sequence[Evidence]) -> list[Node]:
    return [{"quote": e.quote, "page": e.page, "bbox": e.bbox.as_list() if e.bbox else None} for e in found]


def _mentions(told: Sequence[Mention]) -> list[Node]:
    return [{"name": m.name, "evidence": _evidence(m.evidence)} for m in told]


def _partnership(p: Partnership) -> Node:
    levels = [{"name": m.name, "level": m.level, "weight": m.weight, "sentence": m.sentence} for m in p.pair.levels]
    told = {"first": p.pair.first, "second": p.pair.second, "score": round(p.pair.score, 3), "mention": p.pair.mention}
    return {**told, "sentence": p.pair.sentence, "levels": levels, "mentions": _mentions(p.mentions)}


def _shared(s: SharedName) -> Node:
    return {"kind": s.kind, "name": s.name, "sentence": s.sentence, "mentions": _mentions(s.mentions)}


def _copy(n: NearCopy) -> Node:
    passages = [{"first": _evidence([a])[0], "second": _evidence([b])[0]} for a, b in n.evidence]
    return {"first": n.first, "second": n.second, "share": round(n.share, 3), "sentence": n.sentence, "passages": passages}


def _ties(t: ReviewerTies) -> Node:
    ties = [
        {"name": name, "level": tie.level.value, "matched": tie.matched, "sentence": tie.sentence, "evidence": _evidence(tie.evidence)}
        for name, tie in t.ties
    ]
    return {"reviewer": t.reviewer.name, "ties": ties}


def _ranking(s: Sensitivity) -> Node:
    """Ranks are 1-based; a range is [best, worst]."""
    proposals = [
        {"name": p.name, "rank": p.rank, "total": p.total, "error": p.error}
        | {"by_weights": list(p.by_weights), "by_grades": list(p.by_grades)}
        for p in s.proposals
    ]
    sections = [
        {
            "id": d.id,
            "points": round(d.points, 2),
            "doubled_points": round(d.doubled_points, 2),
            "agreement": round(d.agreement, 3),
            "moved": [{"name": name, "from": before, "to": after} for name, before, after in d.moved],
        }
        for d in s.sections
    ]
    return {"proposals": proposals, "sections": sections, "agreement": round(s.agreement, 3), "spread": s.spread, "draws": s.draws}
