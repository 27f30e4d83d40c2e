"""Checks a gold record against itself and against the printed text."""

import re
import unicodedata
from typing import Any

from tests.proposals.pages import squash

GROUPS = {"1": 3, "2.1": 6, "2.2": 5, "3": 2, "4": 2, "4.3": 3, "5": 3}
CRITERIA = tuple(f"{group}.{n}" for group, count in GROUPS.items() for n in range(1, count + 1))
LABELS = {"duplicate", "related", "unrelated"}
KINDS = {
    "その他",
    "自治体独自",
    "地域コンソーシアム研究開発事業",
    "科学技術振興調整費",
    "地域結集型共同研究事業",
    "産業クラスター計画",
    "RSP事業",
}
MAX_QUOTES = 4
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}
PROGRAMMES = range(6, 9)
YEARS = tuple(range(2002, 2007))


def problems(gold: dict[str, Any], printed: str) -> list[str]:
    """What is wrong with the record, one sentence each; `printed` is the whole squashed text."""
    return [*_criteria(gold), *_budget(gold["budget"]), *_values(gold, printed), *_programmes(gold), *_domains(gold)]


def _criteria(gold: dict[str, Any]) -> list[str]:
    told = gold["criteria"]
    out = [f"criterion {c} missing or unknown" for c in {*CRITERIA} ^ {*told}]
    for c, v in told.items():
        count = len(v["quotes"])
        if (v["grade"] > 0) != (count > 0) or count > MAX_QUOTES:
            out.append(f"criterion {c}: grade {v['grade']} with {count} quotes")
    return out


def _budget(budget: dict[str, Any] | None) -> list[str]:
    if not budget:
        return []
    total, yearly = budget["total_yen"], sum(y["yen"] for y in budget["by_year"])
    sources = budget["national_yen"] + budget["local_yen"]
    adds_up = (not budget["by_year"] or yearly == total) and sources == total
    if adds_up == budget["consistent"]:
        return []
    return [f"budget: by year {yearly}, by source {sources}, total {total}, consistent {budget['consistent']}"]


def _values(gold: dict[str, Any], printed: str) -> list[str]:
    names = [v["value"] for k in ("specific_domain", "core_institution") if (v := gold[k])]
    names += [v["value"] for v in gold["core_research_institutions"]]
    names += [v for f in gold["infrastructure"] for v in (f["name"], f["size"]) if v]
    names += [v for v in gold["headquarters"].values() if isinstance(v, str)] + [gold["title"]]
    printed += "".join(squash(q) for f in gold["infrastructure"] for q in f["quotes"])  # what straddles two pages
    missing = [f"not printed: {n}" for n in names if squash(n) not in printed]
    return missing + [f"{q['what']} {q['value']} not in its quotes" for q in gold["quantities"] if not _holds(q)]


def _holds(quantity: dict[str, Any]) -> bool:
    text = unicodedata.normalize("NFKC", "".join(quantity["quotes"])).replace(",", "")
    plain = {int(n) for n in re.findall(r"\d+", text)}
    return quantity["value"] in plain | {_kanji(n) for n in re.findall("[〇一二三四五六七八九十百千]+", text)}


def _kanji(numeral: str) -> int:
    """The value of a Chinese numeral below ten thousand, positional (二〇三) or with places (二百三)."""
    if not set(numeral) & set(_PLACES):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = digit = 0
    for c in numeral:
        if c in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[c], 0
        else:
            digit = _DIGITS[c]
    return total + digit


def _programmes(gold: dict[str, Any]) -> list[str]:
    told = gold["programmes"]
    out = [] if len(told) in PROGRAMMES else [f"{len(told)} programmes"]
    out += [f"{p['id']}: label {p['label']}" for p in told if p["label"] not in LABELS]
    return out + [f"{p['id']}: kind {p['kind']}" for p in told if p["kind"] not in KINDS]


def _domains(gold: dict[str, Any]) -> list[str]:
    blank = [k for k in ("specific_domain", "core_institution") if gold[k] is None and not gold["defects"]]
    return [f"{k} is null without a defect that says so" for k in blank]
