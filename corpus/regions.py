"""The report's 30 regions of the feasibility study, prefectures and municipalities, and how near two places are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

from corpus.errors import CorpusError
from corpus.tables import read_table

DATA = Path(__file__).parent / "data"
REGION_COLUMNS = ("name", "prefectures", "municipalities", "aliases", "neighbours", "bloc")
WHOLE_PREFECTURE = re.compile(r"全域|全県|県内|道内|府内")
AREA_ENDINGS = ("地域", "地方", "広域", "圏")
BLOC_WORDS = {"北海道", "東北", "関東", "北陸", "中部", "東海", "近畿", "関西", "中国", "四国", "九州", "沖縄"}
SAME_BLOC = {"東海": "中部", "関西": "近畿"}


@dataclass(frozen=True, slots=True)
class Region:
    """One region of the feasibility study, named as the report prints it."""

    name: str
    prefectures: tuple[str, ...]
    municipalities: tuple[str, ...]  # the principal ones of 2002
    aliases: tuple[str, ...]  # how proposals also call it
    neighbours: tuple[str, ...]  # of the 30
    bloc: str


@dataclass(frozen=True, slots=True)
class Area:
    """What a printed place name comes to. All empty: no place in Japan was recognised."""

    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()  # in the form of 2002 and in today's
    prefectures: tuple[str, ...] = ()
    blocs: tuple[str, ...] = ()
    whole_prefecture: bool = False
    name: str = ""  # as printed, squashed

    def __bool__(self) -> bool:
        return bool(self.regions or self.municipalities or self.prefectures or self.blocs)


class Nearness(IntEnum):
    """How near two areas are, widest first. ``MISSING`` is its own level."""

    MISSING = -1
    ELSEWHERE = 0
    SAME_BLOC = 1
    NEIGHBOURING = 2
    SAME_PREFECTURE = 3  # another region of it
    WITHIN_PREFECTURE = 4  # one of the two is the whole prefecture
    SAME_MUNICIPALITY = 5


def squash_place(text: str) -> str:
    """A place name for comparing: NFKC, no white space, brackets, dots or dashes."""
    return re.sub(r"[\s・()（）「」〔〕\-‐−–—―ー]", "", unicodedata.normalize("NFKC", text))


@cache
def load_regions(path: Path = DATA / "regions" / "regions.csv") -> tuple[Region, ...]:
    """The 30 regions, exactly as the report names them. Raises CorpusError with every fault of the file."""
    rows = read_table(path, REGION_COLUMNS)
    regions = tuple(
        Region(r["name"], _split(r["prefectures"]), _split(r["municipalities"]), _split(r["aliases"]), _split(r["neighbours"]), r["bloc"])
        for r in rows
    )
    faults = list(_region_faults(regions))
    if faults:
        raise CorpusError(path.name, faults)
    return regions


def _region_faults(regions: tuple[Region, ...]) -> Iterable[str]:
    names = {r.name for r in regions}
    for region in regions:
        if not region.prefectures or not region.municipalities:
            yield f"{region.name}：都道府県又は市町村がありません。"
        for other in region.neighbours:
            if other not in names:
                yield f"{region.name}：隣接地域「{other}」は一覧にありません。"
        for prefecture in region.prefectures:
            if prefecture not in prefecture_blocs():
                yield f"{region.name}：都道府県「{prefecture}」は一覧にありません。"


@cache
def _prefecture_rows() -> tuple[dict[str, str], ...]:
    return read_table(DATA / "regions" / "prefectures.csv", ("name", "bloc", "neighbours"))


@cache
def prefecture_blocs() -> dict[str, str]:
    return {r["name"]: r["bloc"] for r in _prefecture_rows()}


@cache
def prefecture_neighbours() -> dict[str, frozenset[str]]:
    return {r["name"]: frozenset(_split(r["neighbours"])) for r in _prefecture_rows()}


@cache
def successors() -> dict[str, str]:
    """Municipalities that were merged or renamed, to the one that follows them."""
    return {r["name"]: r["successor"] for r in _former_rows()}


@cache
def _former_rows() -> tuple[dict[str, str], ...]:
    return read_table(DATA / "regions" / "former_municipalities.csv", ("name", "prefecture", "successor", "until"))


@cache
def municipality_prefectures() -> dict[str, frozenset[str]]:
    """Every municipality's name, of today and of 2002, to the prefectures that have one so called."""
    found: dict[str, set[str]] = {}
    for row in read_table(DATA / "municipalities.csv", ("type", "prefecture", "name")):
        if row["type"] == "municipality":
            found.setdefault(row["name"], set()).add(row["prefecture"])
    for row in _former_rows():
        found.setdefault(row["name"], set()).add(row["prefecture"])
    return {name: frozenset(prefectures) for name, prefectures in found.items()}


@cache
def area_prefectures() -> dict[str, frozenset[str]]:
    """Old provinces and other areas that people name (但馬, 東予, 十勝), to the prefectures they lie in."""
    found: dict[str, set[str]] = {}
    for row in read_table(DATA / "regions" / "areas.csv", ("name", "prefectures")):
        found.setdefault(row["name"], set()).update(_split(row["prefectures"]))
    return {name: frozenset(prefectures) for name, prefectures in found.items()}


@cache
def place_stems() -> frozenset[str]:
    """What may stand before 地域: areas, and municipalities without their 市, 町 or 村 (鳥栖, 函館); one character is no place."""
    towns = (re.sub("[市町村区]$", "", name) for name in municipality_prefectures())
    return frozenset(stem for stem in (*area_prefectures(), *towns) if len(stem) > 1)


@cache
def _by_name() -> dict[str, Region]:
    return {squash_place(name): region for region in load_regions() for name in (region.name, *region.aliases)}


def region_named(text: str) -> Region | None:
    """The region a printed name means ("大阪地域（彩都）", "彩都地域", "けいはんな"); None where none of the 30 is called so."""
    key = squash_place(text)
    return _by_name().get(key) or _by_name().get(key.removesuffix("地域").removesuffix("エリア"))


def report_name(text: str) -> str:
    """The report's name for a printed region, the printed one where it is none of the 30."""
    region = region_named(text)
    return region.name if region else text


def region_of_municipality(name: str) -> Region | None:
    """The first region that counts the municipality (in its form of 2002 or today's) among its principal ones."""
    forms = {name, successors().get(name, name)}
    return next((r for r in load_regions() if forms & set(r.municipalities)), None)


def locate(text: str, prefecture: str = "") -> Area:
    """The area a printed place means: "静岡県浜松地域", "むつ小川原・八戸エリア", "北海道全域", "京都府;大阪府", "九州"."""
    whole = f"{prefecture} {text}"
    prefectures = [p for p in prefecture_blocs() if p in whole]
    municipalities = _municipalities(text, prefectures) or _stem_cities(text, prefectures)
    regions = _regions(text, prefectures, municipalities)
    prefectures = _unique([*prefectures, *(p for r in regions for p in r.prefectures if not prefectures)])
    wide = bool(prefectures) and not municipalities and not regions
    wide = wide and (bool(WHOLE_PREFECTURE.search(text)) or _only_prefecture(text, prefectures))
    named = [SAME_BLOC.get(b, b) for b in sorted(BLOC_WORDS) if text in (b, *(b + ending for ending in AREA_ENDINGS))]
    blocs = _unique([prefecture_blocs()[p] for p in prefectures] or named)
    return Area(tuple(r.name for r in regions), tuple(municipalities), tuple(prefectures), tuple(blocs), wide, squash_place(text))


def _municipalities(text: str, prefectures: list[str]) -> list[str]:
    found: list[str] = []
    known = municipality_prefectures()
    for match in _municipality_pattern().finditer(text):
        homes = known[match[0]]
        if not prefectures or homes & set(prefectures):
            found += [match[0], successors().get(match[0], match[0])]
    return _unique(found)


def _stem_cities(text: str, prefectures: list[str]) -> list[str]:
    """ "松山地域" in 愛媛県 is the area of 松山市; only where the prefecture is known, for many names recur."""
    stems = re.split(r"[・、]", re.sub(r"(地域|エリア|圏域?|地区)$", "", text))
    if not prefectures or text in stems:
        return []
    known = municipality_prefectures()
    cities = [f"{stem}{suffix}" for stem in stems for suffix in "市町村"]
    return _unique(c for c in cities if known.get(c, frozenset()) & set(prefectures))


@cache
def _municipality_pattern() -> re.Pattern[str]:
    names = sorted(municipality_prefectures(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def _regions(text: str, prefectures: list[str], municipalities: list[str]) -> list[Region]:
    """By its name, by an alias in an area's name, or by its municipalities."""
    exact = region_named(text)
    if exact:
        return [exact]
    stem = squash_place(text)
    for prefecture in prefectures:
        stem = stem.replace(squash_place(prefecture), "")
    area = stem.endswith(("地域", "エリア", "圏"))
    by_alias = [r for r in load_regions() if area and any(squash_place(alias) in stem for alias in r.aliases)]
    found = [r for r in load_regions() if r in by_alias or squash_place(r.name) in squash_place(text)]
    found = [r for r in found if not prefectures or set(prefectures) & set(r.prefectures)]
    return found or [r for r in (region_of_municipality(m) for m in municipalities) if r][:1]


def _only_prefecture(text: str, prefectures: list[str]) -> bool:
    rest = text
    for prefecture in prefectures:
        rest = rest.replace(prefecture, "")
    return not re.sub(r"[;、,\s]", "", rest)


def nearness(ours: Area, theirs: Area) -> Nearness:
    """The level of two areas. Either unknown: MISSING."""
    if not ours or not theirs:
        return Nearness.MISSING
    if set(ours.regions) & set(theirs.regions) or set(ours.municipalities) & set(theirs.municipalities):
        return Nearness.SAME_MUNICIPALITY
    if set(ours.prefectures) & set(theirs.prefectures):
        if ours.name and ours.name == theirs.name and not ours.whole_prefecture:
            return Nearness.SAME_MUNICIPALITY
        return Nearness.WITHIN_PREFECTURE if ours.whole_prefecture or theirs.whole_prefecture else Nearness.SAME_PREFECTURE
    if not ours.prefectures or not theirs.prefectures:  # a bloc: its whole is within it
        return Nearness.SAME_BLOC if set(ours.blocs) & set(theirs.blocs) else Nearness.ELSEWHERE
    return _across_prefectures(ours, theirs)


def _across_prefectures(ours: Area, theirs: Area) -> Nearness:
    beside = {n for p in ours.prefectures for n in prefecture_neighbours()[p]}
    by_name = {n for r in load_regions() if r.name in ours.regions for n in r.neighbours}
    if beside & set(theirs.prefectures) or by_name & set(theirs.regions):
        return Nearness.NEIGHBOURING
    return Nearness.SAME_BLOC if set(ours.blocs) & set(theirs.blocs) else Nearness.ELSEWHERE


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
