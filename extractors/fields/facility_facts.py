"""What is said of one facility: size, area, rooms, status, operator, occupancy, opening, use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extractors.fields.facility_kinds import kind_of_facility
from extractors.fields.lexicon import pattern
from extractors.numbers import NUMERAL, fold, numeral_value
from extractors.view import view

_AREA = re.compile(rf"(?P<n>{NUMERAL})\s*(?P<u>㎡|m2|平方メートル|平米|平方m|坪|ヘクタール|ha)")
_ROOMS = re.compile(
    rf"(?P<n>{NUMERAL})\s*(?:室|区画|部屋)|(?:研究室|実験室|貸室|貸研究室|貸実験室|共同研究室"
    rf"|居室)\s*(?P<m>{NUMERAL})(?!\s*(?:台|名|人|件|年|月|㎡|平方))"
)
_SIZE = re.compile(
    rf"(?:(?:延床面積|延べ床面積|床面積|延床|延べ|建物|計|各|約|うち|敷地)\s*)*(?:{NUMERAL})\s*(?:㎡|m2"
    rf"|平方メートル|平米|坪|ヘクタール|ha|室|区画|棟)(?:[、,(][^。、]{{0,24}}?(?:室|㎡|台|基|平方メートル"
    rf"|区画)\)?)*"
)
_TO_SQUARE_METRES = {"坪": 3.305785, "ヘクタール": 10_000.0, "ha": 10_000.0}
_DATE = (
    r"(?:平成|昭和|H|S|平)?\s*(?<![0-9])(?:(?:19|20)[0-9]{2}|[0-9一二三四五六七八九十元]{1,3})\s*(?:年度?"
    r"|\.)\s*(?:[0-9一二三四五六七八九十]{1,3}\s*月|(?<=\.)(?:1[0-2]|[1-9])(?!\d)|末|秋|春|夏|冬)?(?:末|初め)?"
)
_OPENS = re.compile(rf"({_DATE})[^。、]{{0,14}}?(?:竣工|しゅん工|完成|開設|開所|供用|開館|オープン|開業|できる|建設|稼働|整備)")
_OCCUPANCY = re.compile(r"(?:[^。、\s]{0,20}(?:室|区画|社|戸)(?:が|は|に)?)?(?:入居率|稼働率|利用率|入居|満室|空室|空き|稼働)[^。\s]{0,40}")
_MARK = 4  # characters of a cell that says no more than 既存, 計画中
_BODY = re.compile(r"[^0-9、。:=]{1,24}")  # who runs it; a cell about how it runs has figures or is a sentence
_CHECKED = re.compile(r"[☑■☒✓✔レ●]\s*([^□☐☑■☒\s]{1,8})")
_PAST = re.compile(rf"{_DATE}\s*(?:から|に)?\s*(?:設置|開設|開所|開館|開業|竣工|移転|完成|発足)(?:済|。|、|$|、|し)")


_MARK_PLANNED = re.compile(r"\s*(?:新設|新築|新|計画中?|予定|整備予定|建設予定|新設予定)(?=[\s　、。(（]|$)")
_MARK_EXISTING = re.compile(r"\s*(?:既存|既設|既|現有)(?=[\s　、。(（]|$)")


@dataclass(frozen=True, slots=True)
class Facts:
    """The words of one facility as printed in its row or sentence."""

    size: str = ""
    area_m2: float | None = None
    rooms: int | None = None
    operator: str = ""
    occupancy: str = ""
    opens: str = ""
    use: str = ""
    kind: str = ""


def facts_of(name: str, row: dict[str, str], whole: str) -> Facts:
    """``row``: column head → cell text (matching view); ``whole``: everything said in the row or sentence."""
    size = _cell(row, "size_heads") or _first(_SIZE, whole)
    told = fold(size or whole)
    running, use = _cell(row, "operator_heads"), _cell(row, "use_heads")
    operator = running if _BODY.fullmatch(running) else ""
    status = _state(row, use) or ("" if operator else running)
    return Facts(
        size=size,
        area_m2=_area(told),
        rooms=_rooms(told),
        operator=operator,
        occupancy=status or _first(_OCCUPANCY, whole),
        opens=_opening(whole),
        use="" if use == status else use,
        kind=kind_of_facility(name, operator),
    )


def _state(row: Mapping[str, str], use: str) -> str:
    """What a column of its own says of how the facility is run; a column 現況と用途 is such a one, too."""
    heads = pattern("infrastructure", "occupancy_heads")
    return next((v for head, v in row.items() if len(v) > _MARK and (heads.fullmatch(head) or (v == use and heads.search(head)))), "")


def _cell(row: dict[str, str], heads: str) -> str:
    wanted = pattern("infrastructure", heads)
    exact = next((v for head, v in row.items() if wanted.fullmatch(head)), "")
    return exact or next((v for head, v in row.items() if wanted.search(head)), "")


def _first(found: re.Pattern[str], text: str) -> str:
    match = found.search(text)
    return match[0].strip() if match else ""


def _opening(text: str) -> str:
    match = _OPENS.search(text) if pattern("infrastructure", "planned").search(text) else None
    return match[1].strip() if match else ""


def _area(text: str) -> float | None:
    match = _AREA.search(text)
    return float(numeral_value(match["n"])) * _TO_SQUARE_METRES.get(match["u"], 1.0) if match else None


def _rooms(text: str) -> int | None:
    match = _ROOMS.search(text)
    return int(numeral_value(match["n"] or match["m"])) if match else None


def status_features(name: str, row: dict[str, str], whole: str) -> dict[str, float]:
    """Named features for existing or planned (1 means it speaks for what it says)."""
    mark = _cell(row, "status_heads")
    ticked = " ".join(_CHECKED.findall(mark) or ([mark] if not re.search(r"[□☐]", mark) else []))
    planned, existing = pattern("infrastructure", "planned"), pattern("infrastructure", "existing")
    features = {
        "provisional_name": bool(re.search(r"仮称|[(（]仮[)）]", name)) or bool(re.search(re.escape(view(name)) + r"\s?[(（]仮称", whole)),
        "says_planned": bool(planned.search(whole)),
        "says_existing": bool(existing.search(whole)),
        "building_planned": bool(
            re.search(
                r"(?:竣工|しゅん工|完成|開設|開所|供用|建設|建築|開館|整備|設置|新築|できる|着工|オープン|Open|使用開始|使い始め|使えるよう"
                r"|開業)[^。]{0,10}(?:予定|見込|計画|めざ|目指)|建築中|建設中|工事中|設計中|造成中|(?:竣工|完成|開設|開所|供用|開業|開館)する|未着工|(?:1[4-9]|十[四五六七八九]|200[2-9])年度?[^。]{0,10}(?:開く|開き|開設|設け|つく|建て|完成|竣工)|(?:までに|秋に|春に|新たに|これから)[^。]{0,12}(?:建て|設け|つく|作|造)(?:る|て|って|ます)",
                whole,
            )
        ),
        "past_opening": bool(_PAST.search(whole)),
        "marked_planned": bool(re.search(r"新設|計画|予定|整備中|新", ticked)) or any(map(_MARK_PLANNED.match, row.values())),
        "marked_existing": bool(re.search(r"既|現有|稼働", ticked)) or any(map(_MARK_EXISTING.match, row.values())),
        "size_planned": bool(re.search(r"計画|予定|約", _cell(row, "size_heads"))),
        "before_2002": bool(re.search(r"昭和|S[3-6]\d|(?:平成|H)\s*(?:元|[1-9](?!\d)|1[0-3](?!\d))|19\d\d年|200[01]年", whole)),
        "in_future": bool(
            re.search(
                r"(?:平成|H)?\s*1[4-9]\s*[年.]|(?:平成|H)\s*1[4-9](?![\d,])|十[四五六七八九]年(?!度?に開|間)|200[2-9]年|201\d年|['’‘]0[2-9]年",
                whole,
            )
        ),
    }
    return {k: float(v) for k, v in features.items() if v}
