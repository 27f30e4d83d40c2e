"""The sentences of an overlap, as an official would write them."""

from __future__ import annotations

from corpus.programmes import Programme
from extractors.view import squash
from models.overlap.compare import Candidate
from models.overlap.levels import Level, common_years, million, span
from models.overlap.profile import ProposalProfile

OTHER = "その他"
CONCERN, DIVISION, COOPERATION = "重複投資の懸念", "棲み分けの整理が必要", "成果活用による連携候補"


def level_sentence(level: Level, candidate: Candidate) -> str:
    """One level in one sentence; "" where nothing is said."""
    said = {
        "地域": lambda: _region(level),
        "分野": lambda: _field(level, candidate),
        "機関": lambda: _institution(level),
        "人": lambda: f"{level.ours}が両方に名を連ねています。" if level.level == "共通" else "",
        "期間": lambda: _period(level),
        "事業の種類": lambda: _kind(level),
        "事業の性格": lambda: "" if level.level == "判別しがたい" else f"事業の内容は{level.level}が主です。",
        "規模": lambda: f"予算額は、既存事業が{level.theirs}、本提案が{level.ours}です。" if level.theirs else "",
        "提案書の記載": lambda: _disclosure(level),
    }
    return said[level.name]()


def _kind(level: Level) -> str:
    if not level.theirs or level.theirs == OTHER:
        return ""
    return f"{level.theirs}の事業です。" if level.theirs == level.level else f"{level.theirs}（{level.level}）の事業です。"


def _disclosure(level: Level) -> str:
    if not level.level.startswith("記載あり"):
        return "提案書には、この事業の記載が見当たりません。"
    more = "があり、切り分けの説明もあります" if "切り分け" in level.level else "がありますが、切り分けの説明は見当たりません"
    return f"提案書に「{level.theirs}」の記載{more}。"


def _region(level: Level) -> str:
    ours, theirs = level.ours or "提案地域", level.theirs
    return {
        "同一地域": f"実施地域はいずれも{ours}です。",
        "都道府県全域": f"実施地域（{theirs}）は提案地域（{ours}）を含みます。",
        "同一都道府県の別地域": f"実施地域（{theirs}）は提案地域（{ours}）と同じ都道府県の別の地域です。",
        "隣接": f"実施地域（{theirs}）は提案地域（{ours}）に隣接します。",
        "同一ブロック": f"実施地域（{theirs}）は提案地域（{ours}）と同じ地方ブロックにあります。",
        "遠隔": f"実施地域（{theirs}）は提案地域（{ours}）と離れています。",
    }.get(level.level, "既存事業の実施地域の記載がありません。")


def _field(level: Level, candidate: Candidate) -> str:
    words = f"（共通する語：{'、'.join(candidate.shared)}）" if candidate.shared else ""
    ours, theirs = level.ours or "提案の特定領域", level.theirs
    if level.level == "記載なし":
        return "既存事業の分野の記載がありません。"
    return f"分野は、本提案の「{ours}」と既存事業の「{theirs}」とで{level.level}と認められます{words}。"


def _institution(level: Level) -> str:
    return {
        "同一部局": f"実施機関の{level.theirs}は、本提案にも参加しています。",
        "中核機関と同一": f"実施機関の{level.theirs}は、本提案の中核機関と同一です。",
        "同一機関": f"実施機関の{level.theirs}は、本提案に参加する{level.ours or level.theirs}と同じ機関です。",
        "提案書に名称あり": f"実施機関の{level.theirs}の名称が提案書にあります。",
        "異なる機関": f"実施機関の{level.theirs}は、提案書に見当たりません。",
    }.get(level.level, "")


def _period(level: Level) -> str:
    if level.level == "記載なし":
        return "既存事業の実施期間の記載がありません。"
    if level.level == "重ならない":
        return f"実施期間（{level.theirs}）は、本提案の期間（{level.ours}）と重なりません。"
    return f"実施期間（{level.theirs}）は、本提案の期間（{level.ours}）と{level.level.removesuffix('る')}ります。"


def summary(candidate: Candidate, field: str, treatment: str, profile: ProposalProfile) -> str:
    """The flag as an official would write it: what overlaps, whether and how the proposal tells it, the money of those years.

    ``field``: the level of field it came to.
    """
    running, alone = NEARNESS[field]
    when = _when(candidate, profile)
    said = f"{running}、{when}" if when else alone
    begin = f"{printed_name(candidate)}は、{_where(candidate)}{said}事業です"
    return f"{begin}（{treatment}）。{_roles(candidate)}{money(profile, candidate.programme)}"


def _when(candidate: Candidate, profile: ProposalProfile) -> str:
    """How the programme's years stand to the proposal's; "" where they are not said."""
    start, end = candidate.programme.start_fy, candidate.programme.end_fy
    if candidate.years != 0:
        return f"期間が{candidate.years}年度重なる" if candidate.years else ""
    if end is not None and end < profile.start_fy:
        return f"{span(end, end)}に終了した"
    return f"{span(start, start)}に始まる" if start is not None and start > profile.end_fy else "期間の重ならない"


def _where(candidate: Candidate) -> str:
    region = next(level for level in candidate.levels if level.name == "地域")
    named = f"（{region.theirs}）" if region.theirs and region.level in ELSEWHERE else ""
    return f"{ELSEWHERE[region.level]}{named}で" if region.level in ELSEWHERE else HERE.get(region.level, "")


def _roles(candidate: Candidate) -> str:
    """What the proposal says of the programme and of how the two are marked off."""
    if not _told(candidate):
        return "提案書にこの事業の記載は見当たりません。"
    if candidate.mention and candidate.mention.addressed:
        return "提案書にはこの事業との切り分けについて記載があります。"
    return "提案書にこの事業の記載はありますが、切り分けの説明は見当たりません。"


HERE = {"同一地域": "同一地域で", "都道府県全域": "同一都道府県の全域を対象とし、"}
ELSEWHERE = {
    "同一都道府県の別地域": "同一都道府県の別の地域",
    "隣接": "隣接する地域",
    "同一ブロック": "同じ地方ブロックの地域",
    "遠隔": "他の地域",
}
NEARNESS = {  # before 期間が…重なる, and alone
    "極めて近い": ("分野が極めて近く", "分野が極めて近い"),
    "近い": ("分野が近く", "分野が近い"),
    "やや近い": ("分野がやや近く", "分野がやや近い"),
    "離れている": ("分野は異なるものの", "分野の異なる"),
    "記載なし": ("分野の記載はないものの", "分野の記載のない"),
}


def printed_name(candidate: Candidate) -> str:
    p = candidate.programme
    kind = "" if p.kind in ("", OTHER) or squash(p.name).startswith(squash(p.kind)) else p.kind
    own = f"{kind}の" if kind == "自治体独自" else kind
    return f"{own}「{p.name}」" + (f"（{p.institution}）" if p.institution else "")


def _told(candidate: Candidate) -> bool:
    return next(level for level in candidate.levels if level.name == "提案書の記載").level.startswith("記載あり")


def question(candidate: Candidate, treatment: str) -> str:
    """What to ask at the hearing."""
    p = candidate.programme
    name, told = f"「{p.name}」", _told(candidate)
    explained = bool(candidate.mention and candidate.mention.addressed)
    if treatment == CONCERN:
        begin = f"提案書に記載のある{name}について" if told else f"提案書に記載のない{name}との関係について"
        ask = "研究内容・参加者・設備のどこが異なるのか、重なる年度の経費をどう区分するのかを示してください。"
        return f"{begin}、{ask}"
    if treatment == DIVISION:
        if explained:
            return f"{name}との切り分けが、実施体制と経費の上でどのように担保されるのかを示してください。"
        return f"{name}と本提案の対象・役割の違いを整理して示してください。"
    if not told:
        return f"{name}との連携又はその成果の活用を予定しているときは、その内容を示してください。"
    if candidate.years == 0:
        return f"{name}の成果又は施設を本提案でどのように活用するのかを示してください。"
    return f"{name}の成果又は施設を本提案でどのように活用するのか、連携の予定を示してください。"


def money(profile: ProposalProfile, programme: Programme) -> str:
    """The money of both sides for the overlapping years, as far as it is known; the programme's as an even share of its whole."""
    p, years = programme, common_years(profile, programme)
    ours = sum(amount for fy, amount in profile.budget_by_year if years and fy in years)
    known = p.budget_yen and p.start_fy is not None and p.end_fy is not None
    if not years or not (known or ours):
        return ""
    told = [f"本提案が{million(ours)}"] if ours else []
    if p.budget_yen and p.start_fy is not None and p.end_fy is not None:
        whole = p.end_fy - p.start_fy + 1
        share = million(round(p.budget_yen * len(years) / whole))
        part = f"約{share}（予算額{million(p.budget_yen)}の年割り）" if whole > len(years) else share
        told.insert(0, f"既存事業が{part}")
    unknown = "" if known else "（既存事業の予算額は一覧に記載がありません）"
    return f"重なる年度（{span(years[0], years[-1])}）の事業費は、{'、'.join(told)}です{unknown}。"
