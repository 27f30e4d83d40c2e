"""A small invented call: four proposals whose ties can be counted by hand, and an embedder that counts characters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

import numpy as np

from corpus.reviewers import Reviewer
from extractors.records import Facility, FacilityStatus, Fields, ResearchTheme
from extractors.values import Evidence, Value
from models.call import CallComparison, compare_call
from models.embedding import Embedder
from models.overlap import ProposalProfile, profile_of
from tests.numbers_documents import document

Member = tuple[str, ProposalProfile, Fields]
GLASS, FISH = "金属ガラスの精密成形", "養殖魚の免疫増強"
JST, ROBOTS = "科学技術振興事業団", "株式会社汐彩ロボティクス"
COPIED = "過冷却液体の粘性流動を使い、歯車の歯面を一回の押込みで仕上げて後加工を要しない。"
REVIEWERS = (
    Reviewer("磯部遼太郎", ("みさき大学",), "みさき大学教授", "座長"),
    Reviewer("浜名潤", (JST,), "科学技術振興事業団参事"),
    Reviewer("岬洋子", ("波止場監査法人",), "波止場監査法人代表社員"),
)


class CountingEmbedder:
    """Unit vectors of hashed character pairs: texts with the same words are near, without a model."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.full((len(texts), 512), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for pair in pairwise(text):
                vectors[row, int(hashlib.md5("".join(pair).encode()).hexdigest(), 16) % 512] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def told(text: str, page: int = 1) -> Value[str]:
    return Value(text, 0.9, (Evidence(text, page, None),))


def member(
    name: str, region: str, prefecture: str, domain: str, *texts: str,
    partners: tuple[str, ...] = (), people: tuple[str, ...] = (), companies: tuple[str, ...] = (),
    institutions: tuple[str, ...] = (), facilities: tuple[str, ...] = (),
) -> Member:  # fmt: skip
    fields = Fields(
        title=told(f"{region}構想"),
        region=told(region),
        prefectures=(told(prefecture),),
        specific_domain=told(domain),
        core_research_institutions=tuple(map(told, institutions)),
        companies=tuple(map(told, companies)),
        infrastructure=tuple(Facility(f, FacilityStatus.EXISTING, 0.9, ()) for f in facilities),
        themes=tuple(ResearchTheme(f"課題{i}", person, "") for i, person in enumerate(people, 1)),
        partner_regions=tuple(told(p, 2) for p in partners),
    )
    return name, profile_of(document(f"特定領域は{domain}とする。", *texts), fields), fields


def members() -> list[Member]:
    """仙台 and 八戸 neighbour each other with like domains, 仙台 names 八戸; a and d share text; b and c a person and a company."""
    return [
        member(
            "a", "仙台地域", "宮城県", GLASS, COPIED, "---", "八戸地域と連携する。", f"{JST}の支援を受けた。",
            "みさき大学大学院工学研究科が成形機を開発する。",
            partners=("八戸地域",), institutions=("みさき大学", JST), facilities=("地域共同研究センター",),
        ),
        member(
            "b", "八戸地域", "青森県", f"{GLASS}と量産", "研究統括は汐見直継が務める。", "---", f"{ROBOTS}が装置を作る。",
            f"{JST}の事業に採択された。", "高輝度放射光の大型実験ホールを使う。",
            people=("汐見直継", "岡"), companies=(ROBOTS,), institutions=(JST,), facilities=("地域共同研究センター",),
        ),
        member(
            "c", "高松地域", "香川県", FISH, "汐見　直継が課題を率いる。", f"{JST}の報告書による。", f"{ROBOTS}と給餌機を作る。",
            people=("汐見 直継", "岡"), companies=(ROBOTS,),
        ),
        member("d", "鹿児島地域", "鹿児島県", "焼酎粕の乾燥", COPIED, "みさき大学の浅瀬教授の論文を引いた。"),
    ]  # fmt: skip


def compared(of: Sequence[Member] | None = None, reviewers: Sequence[Reviewer] = REVIEWERS) -> CallComparison:
    return compare_call(members() if of is None else of, reviewers, cast(Embedder, CountingEmbedder()))
