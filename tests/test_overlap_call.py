"""Between the proposals of one call, and their reviewers."""

from __future__ import annotations

from dataclasses import replace

from corpus.reviewers import Reviewer, load_reviewers
from models.embedding import Embedder
from models.overlap.call import cooperation_candidates, map_call, near_copies, shared_resources
from models.overlap.interests import InterestLevel, find_interests
from models.overlap.profile import profile_of
from tests.overlap_texts import document, fields, known

TEXT = "金属ガラスを加熱して軟らかくし、金型に押し込んで微小な歯車を成形する技術を開発する。合金の組成と温度の条件を広く求める。"
OTHER = "海藻に含まれる多糖を酵素で小さく切り分け、腸の働きを助ける食品の素材とする。安全の試験と量産の工程を三年で整え、水産会社が売る。"
A = profile_of(
    document(("研究", TEXT), file="a.pdf"),
    fields("仙台地域", "宮城県", "金属ガラスの精密成形", companies=(known("株式会社甲精機"),)),
)
B = profile_of(
    document(("研究", TEXT), file="b.pdf"),
    fields("山形地域", "山形県", "非晶質合金の精密成形", companies=(known("甲精機（株）"),)),
)
C = profile_of(
    document(("研究", OTHER), file="c.pdf"),
    fields("高松地域", "香川県", "海藻の多糖の利用", companies=(known("乙水産株式会社"),)),
)


def test_the_same_text_twice_is_a_near_copy() -> None:
    (copy,) = near_copies((A, B, C))
    assert {copy.first, copy.second} == {"a.pdf", "b.pdf"}
    assert copy.share == 1.0
    assert copy.evidence[0][0].quote == copy.evidence[0][1].quote


def test_a_company_in_two_proposals_under_two_spellings() -> None:
    shared = [s for s in shared_resources((A, B, C)) if s.kind == "company"]
    assert [(s.name, s.files) for s in shared] == [("株式会社甲精機", ("a.pdf", "b.pdf"))]


def test_neighbours_with_like_domains_come_first_and_say_who_mentions_whom(embedder: Embedder) -> None:
    found = cooperation_candidates((replace(A, partners=("山形地域",)), B, C), embedder)
    assert found[0].regions == ("仙台地域", "山形地域")
    assert found[0].mention == "一方のみ記載"
    assert "相手方の意向を確認してください" in found[0].sentence
    assert sum(level.weight for level in found[0].levels) == found[0].score


def test_the_map_puts_like_domains_together(embedder: Embedder) -> None:
    clusters = {cluster.files for cluster in map_call((A, B, C), embedder).clusters}
    assert clusters == {("a.pdf", "b.pdf"), ("c.pdf",)}
    assert map_call((), embedder).clusters == ()


def test_the_committee_of_the_report_is_the_sample() -> None:
    assert len(load_reviewers()) == 15
    assert next(r for r in load_reviewers() if r.name == "田中道七").affiliations == ("立命館大学", "関西TLO株式会社")


def test_interests_of_reviewers_with_their_passages() -> None:
    reviewers = (
        Reviewer("甲野太郎", ("京都大学工学部",)),
        Reviewer("乙山花子", ("日本銀行",)),
        Reviewer("丙川次郎", ("別の大学",)),
        Reviewer("丁田三郎", ("立命館大学",)),
    )
    text = "研究統括は甲野 太郎とする。立命館大学の研究者も加わる。資金は日本銀行の調査による。"
    ours = fields("京都地域", "京都府", "質量分析", core_research_institutions=(known("京都大学大学院工学研究科"),))
    found = find_interests(reviewers, document(("体制", text)), ours)
    assert [(i.reviewer.name, i.level) for i in found] == [
        ("甲野太郎", InterestLevel.PERSON),
        ("甲野太郎", InterestLevel.PARTICIPANT),
        ("乙山花子", InterestLevel.MENTIONED),
        ("丁田三郎", InterestLevel.MENTIONED),
    ]
    assert "甲野 太郎" in found[0].evidence[0].quote
