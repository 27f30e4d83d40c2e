"""The named comparison levels of one proposal and one programme: features for the model, words for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import log
from pathlib import Path

import yaml

from corpus.programmes import Programme, kind_of
from corpus.regions import Area, Nearness, nearness
from extractors.dates import format_fiscal_year
from extractors.view import squash
from models.overlap import institutions as inst
from models.overlap.profile import ProposalProfile

DATA = Path(__file__).parent / "data"
REGION_LEVELS = {
    Nearness.SAME_MUNICIPALITY: ("同一地域", "region_same"),
    Nearness.WITHIN_PREFECTURE: ("都道府県全域", "region_within"),
    Nearness.SAME_PREFECTURE: ("同一都道府県の別地域", "region_prefecture"),
    Nearness.NEIGHBOURING: ("隣接", "region_neighbour"),
    Nearness.SAME_BLOC: ("同一ブロック", "region_bloc"),
    Nearness.ELSEWHERE: ("遠隔", "region_elsewhere"),
    Nearness.MISSING: ("記載なし", "region_missing"),
}
INSTITUTION_FEATURES = {inst.SAME_UNIT: "institution_unit", inst.CORE: "institution_core", inst.SAME_BODY: "institution_body"}
ROLE_FEATURES = {role: f"kind_{role}" for role in ("self", "exchange", "local", "research", "facility")}
ROLE_NAMES = {
    "self": "本事業・その準備調査",
    "exchange": "交流・実用化支援",
    "local": "自治体独自",
    "research": "研究開発",
    "facility": "施設",
    "other": "その他",
}
ASSUMED_YEARS = 5
_NO_RESEARCH = re.compile(r"(?:研究|開発|課題)[^、。]{0,6}(?:は|を)(?:行わ|行な|おこなわ|含ま|持た|もた|実施し)(?:ない|ず)")
SMALL_RATIO, LARGE_RATIO = 0.02, 0.5


@dataclass(frozen=True, slots=True)
class Level:
    """One comparison: which level it came to, what was compared, the features it gives."""

    name: str
    level: str
    ours: str
    theirs: str
    features: Mapping[str, float] = field(default_factory=dict)


def region_level(profile: ProposalProfile, programme: Programme, theirs: Area) -> Level:
    near = nearness(profile.area, theirs)
    level, feature = REGION_LEVELS[near]
    place = programme.region or programme.prefecture
    return Level("地域", level, profile.region or "、".join(profile.prefectures), place, {feature: 1.0})


def common_years(profile: ProposalProfile, programme: Programme) -> range | None:
    """The fiscal years both run; None where the programme's are not said.

    A bound that is not said: five years; a facility runs on.
    """
    start, end = programme.start_fy, programme.end_fy
    if start is None and end is None:
        return None
    start = start if start is not None else (end or 0) - ASSUMED_YEARS + 1
    if end is None:
        kind = kind_of(programme.kind)
        end = profile.end_fy if kind and kind.role == "facility" else start + ASSUMED_YEARS - 1
    return range(max(start, profile.start_fy), min(end, profile.end_fy) + 1)


def overlap_years(profile: ProposalProfile, programme: Programme) -> int | None:
    years = common_years(profile, programme)
    return None if years is None else len(years)


def period_level(profile: ProposalProfile, programme: Programme) -> Level:
    years = overlap_years(profile, programme)
    ours = span(profile.start_fy, profile.end_fy)
    if years is None:
        return Level("期間", "記載なし", ours, "", {"period_missing": 1.0})
    theirs = span(programme.start_fy, programme.end_fy)
    if years == 0:
        return Level("期間", "重ならない", ours, theirs, {"period_none": 1.0})
    return Level("期間", f"{years}年度重なる", ours, theirs, {"period_years": min(years, 3) / 3})


@cache
def span(start: int | None, end: int | None) -> str:
    first = format_fiscal_year(start) if start is not None else ""
    last = format_fiscal_year(end) if end is not None else ""
    return first if first == last else f"{first}～{last}"


def institution_level(profile: ProposalProfile, programme: Programme) -> Level:
    level, ours = inst.institution_level(programme.institution, profile.core_institution, profile.institutions, profile.text)
    feature = INSTITUTION_FEATURES.get(level)
    return Level("機関", level, ours, programme.institution, {feature: 1.0} if feature else {})


def people_level(profile: ProposalProfile, programme: Programme) -> Level:
    if not programme.people:
        return Level("人", "記載なし", "", "")
    shared = [p for p in programme.people if squash(p) and squash(p) in profile.text]
    return Level("人", "共通" if shared else "共通しない", "、".join(shared), "、".join(programme.people), {"people": float(bool(shared))})


def kind_level(programme: Programme) -> Level:
    kind = kind_of(programme.kind)
    role = kind.role if kind else "other"
    feature = ROLE_FEATURES.get(role)
    return Level("事業の種類", ROLE_NAMES[role], "", programme.kind, {feature: 1.0} if feature else {})


@cache
def _activity() -> tuple[tuple[str, ...], tuple[str, ...]]:
    raw = yaml.safe_load((DATA / "activity.yaml").read_text("utf-8"))
    return tuple(raw["research"]), tuple(raw["service"])


def activity_level(programme: Programme) -> Level:
    """Research and development, or service and events: log ratio of the words that say so (prior half a word each)."""
    research, service = _activity()
    head = f"{programme.name} {programme.domain}"
    text = f"{head}\n{head}\n{programme.summary}"
    counts = [sum(map(text.count, words)) for words in (research, service)]
    ratio = log((counts[1] + 0.5) / (counts[0] + 0.5))
    name = "研究開発" if ratio < -SURE else "普及・研修・行事など" if ratio > SURE else "判別しがたい"
    denied = _denial(programme.summary)
    told = {"no_research": 1.0} if denied else {}
    return Level("事業の性格", name, "", denied, {"service": max(-LIMIT, min(LIMIT, ratio)), **told})


def _denial(summary: str) -> str:
    """The clause in which a programme says that it does no research itself, "" where it says no such thing."""
    found = _NO_RESEARCH.search(summary)
    if found is None:
        return ""
    start = max(summary.rfind(mark, 0, found.start()) for mark in "、。") + 1
    return summary[start : found.end()]


SURE, LIMIT = 0.5, 3.0


def scale_level(profile: ProposalProfile, programme: Programme) -> Level:
    if not profile.total_yen or not programme.budget_yen:
        return Level("規模", "記載なし", "", "")
    ratio = programme.budget_yen / profile.total_yen
    name = "小規模" if ratio < SMALL_RATIO else "同程度以上" if ratio >= LARGE_RATIO else "やや小規模"
    return Level("規模", name, yen(profile.total_yen), yen(programme.budget_yen), {"scale_small": float(ratio < SMALL_RATIO)})


def million(amount: int) -> str:
    """In 百万円 without a fraction, 千円 below ten million: for sums that are estimates anyway."""
    return f"{amount / 1e6:,.0f}百万円" if amount >= 10_000_000 else f"{amount / 1000:,.0f}千円"


def yen(amount: int) -> str:
    """百万円 with the yen beside; 千円 below a million."""
    if amount >= 1_000_000:
        millions = f"{amount / 1_000_000:,.1f}".removesuffix(".0")
        return f"{millions}百万円（{amount:,}円）"
    return f"{amount / 1000:,.0f}千円（{amount:,}円）"
