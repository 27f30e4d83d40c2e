"""Wide-area cooperation: which regions of a call with like domains should work together, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from corpus.regions import Nearness, nearness
from extractors.view import squash
from models.assessment import LevelMatch
from models.embedding import Embedder
from models.overlap.likeness import background, centred
from models.overlap.profile import ProposalProfile
from models.overlap.terms import terms

NEAR = {
    Nearness.SAME_MUNICIPALITY: ("同一地域", 1.0),
    Nearness.WITHIN_PREFECTURE: ("同一都道府県", 2.0),
    Nearness.SAME_PREFECTURE: ("同一都道府県", 2.0),
    Nearness.NEIGHBOURING: ("隣接", 1.5),
    Nearness.SAME_BLOC: ("同一ブロック", 0.7),
    Nearness.ELSEWHERE: ("遠隔", -1.0),
    Nearness.MISSING: ("不明", 0.0),
}
MENTION = {2: ("双方が記載", 2.0), 1: ("一方のみ記載", 1.0), 0: ("記載なし", 0.0)}
LIKENESS_WEIGHT, SHOWN_FROM = 1.0, 1.5
FIELDS = ((0.8, "類似"), (0.2, "やや類似"), (float("-inf"), "異なる"))
PLACED = {
    "同一地域": "同一の地域であり",
    "同一都道府県": "同一の都道府県にあり",
    "隣接": "隣接する地域であり",
    "同一ブロック": "同一の地域ブロックにあり",
    "遠隔": "離れた地域であり",
    "不明": "位置関係は確認できず",
}
JOINED = {"類似": "分野が類似しており", "やや類似": "分野がやや類似しており", "異なる": "分野は異なるものの"}


@dataclass(frozen=True, slots=True)
class Cooperation:
    """Two proposals whose regions could work together. ``levels`` sum to ``score``."""

    first: str
    second: str
    regions: tuple[str, str]
    score: float
    levels: tuple[LevelMatch, ...]
    mention: str
    sentence: str


def cooperation_candidates(profiles: Sequence[ProposalProfile], embedder: Embedder) -> tuple[Cooperation, ...]:
    """Pairs ranked; those that neither are near with like domains nor mention each other are left out."""
    if len(profiles) < 2:
        return ()
    likeness = domain_likeness(profiles, embedder)
    pairs = [_pair(profiles[i], profiles[j], float(likeness[i, j])) for i, j in combinations(range(len(profiles)), 2)]
    return tuple(sorted((p for p in pairs if p.score >= SHOWN_FROM or p.mention != MENTION[0][0]), key=lambda p: -p.score))


def domain_likeness(profiles: Sequence[ProposalProfile], embedder: Embedder) -> NDArray[np.float64]:
    """n × n: nearest short names either way, in standard deviations over all pairs with the background's fields."""
    ground = background(embedder)
    sets = [centred(embedder.encode(p.phrases or (p.title or p.file,)), ground.mean) for p in profiles]
    chance = np.concatenate([(own @ ground.fields.T).max(axis=1) for own in sets])
    out = np.zeros((len(sets), len(sets)))
    for i, j in combinations(range(len(sets)), 2):
        cosines = sets[i] @ sets[j].T
        raw = (cosines.max(axis=0).mean() + cosines.max(axis=1).mean()) / 2
        out[i, j] = out[j, i] = (raw - chance.mean()) / max(float(chance.std()), 1e-6) + CHANCE_SHIFT
    return out


CHANCE_SHIFT = 1.5  # the nearest of many background fields lies above a chance pair of proposals


def _pair(a: ProposalProfile, b: ProposalProfile, likeness: float) -> Cooperation:
    near, near_weight = NEAR[nearness(a.area, b.area)]
    told = _mentions(a, b) + _mentions(b, a)
    mention, mention_weight = MENTION[told]
    field = next(name for floor, name in FIELDS if likeness >= floor)
    names = (a.region or a.file, b.region or b.file)
    place = f"{names[0]}と{names[1]}は{near}の関係にあります。"
    domains = f"特定領域は「{a.domain}」と「{b.domain}」で、{field}です。"
    levels = (
        LevelMatch("地域", near, names[0], names[1], near_weight, place),
        LevelMatch("分野", field, a.domain, b.domain, likeness * LIKENESS_WEIGHT, domains),
        LevelMatch("相互の記載", mention, "", "", mention_weight, _mention_sentence(a, b, told)),
    )
    common = sorted(terms(" ".join(a.phrases)) & terms(" ".join(b.phrases)))
    words = f"（共通する語：{'、'.join(common[:4])}）" if common else ""
    begin = f"{names[0]}と{names[1]}は、{PLACED[near]}、{JOINED[field]}{words}、"
    return Cooperation(a.file, b.file, names, sum(level.weight for level in levels), levels, mention, begin + END[told])


END = {
    2: "双方が連携を記載しています。",
    1: "連携の記載は一方のみです。相手方の意向を確認してください。",
    0: "連携の記載はいずれにもありません。可能性を確認してください。",
}


def _mentions(a: ProposalProfile, b: ProposalProfile) -> int:
    return int(bool(b.region) and any(squash(p) == squash(b.region) for p in a.partners))


def _mention_sentence(a: ProposalProfile, b: ProposalProfile, told: int) -> str:
    if told == 1:
        one, other = (a, b) if _mentions(a, b) else (b, a)
        return f"{one.region}の提案書だけが{other.region}との連携を記載しています。"
    return "双方の提案書が互いとの連携を記載しています。" if told else "いずれの提案書にも互いとの連携の記載がありません。"
