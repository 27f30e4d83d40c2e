"""Checks a gold record against itself and against the printed text."""

import re
import unicodedata
from typing import Any

from tests.proposals.pages import squash

GROUPS = {"1": 3, "2.1": 6, "2.2": 5, "3": 2, "4": 2, "4.3": 3, "5": 3}
CRITERIA = tuple(f"{group}.{n}" for group, count in GROUPS.items() for n in range(1, count + 1))
LABELS = {"duplicate", "related", "unrelated"}
KINDS = {"その他", "自治体独自", "地域コンソーシアム研究開発事業", "科学技術振興調整費", "地域結集型共同研究事業", "産業クラスター計画", "RSP事業"}
PROGRAMMES = 6
YEARS = tuple(range(2002, 2007))


def problems(gold: dict[str, Any], printed: str) -> list[str]:
    """What is wrong with the record, one sentence each; `printed` is the whole squashed text."""
    return [*_criteria(gold), *_budget(gold["budget"]), *_values(gold, printed), *_programmes(gold), *_domains(gold)]


def _criteria(gold: dict[str, Any]) -> list[str]:
    told = gold["criteria"]
    out = [f"criterion {c} missing" for c in CRITERIA if c not in told] + [f"criterion {c} unknown" for c in told if c not in CRITERIA]
    out += [f"criterion {c}: grade {v['grade']} with {len(v['quotes'])} quotes" for c, v in told.items() if (v["grade"] > 0) != bool(v["quotes"])]
    return out + [f"criterion {c}: {len(v['quotes'])} quotes" for c, v in told.items() if len(v["quotes"]) > 4]


def _budget(budget: dict[str, Any] | None) -> list[str]:
    if not budget:
        return []
    yearly = sum(y["yen"] for y in budget["by_year"])
    adds_up = (not budget["by_year"] or yearly == budget["total_yen"]) and budget["national_yen"] + budget["local_yen"] == budget["total_yen"]
    return [] if adds_up == budget["consistent"] else [f"budget: by year {yearly}, total {budget['total_yen']}, consistent {budget['consistent']}"]


def _values(gold: dict[str, Any], printed: str) -> list[str]:
    names = [v["value"] for k in ("specific_domain", "core_institution") if (v := gold[k])]
    names += [v["value"] for v in gold["core_research_institutions"]]
    names += [v for f in gold["infrastructure"] for v in (f["name"], f["size"]) if v]
    names += [v for v in gold["headquarters"].values() if isinstance(v, str)] + [gold["title"]]
    missing = [f"not printed: {n}" for n in names if squash(n) not in printed]
    return missing + [f"{q['what']} {q['value']} not in its quotes" for q in gold["quantities"] if not _holds(q)]


def _holds(quantity: dict[str, Any]) -> bool:
    text = unicodedata.normalize("NFKC", "".join(quantity["quotes"])).replace(",", "")
    return str(quantity["value"]) in re.findall(r"\d+", text)


def _programmes(gold: dict[str, Any]) -> list[str]:
    told = gold["programmes"]
    out = [] if len(told) == PROGRAMMES else [f"{len(told)} programmes"]
    out += [f"{p['id']}: label {p['label']}" for p in told if p["label"] not in LABELS]
    return out + [f"{p['id']}: kind {p['kind']}" for p in told if p["kind"] not in KINDS]


def _domains(gold: dict[str, Any]) -> list[str]:
    blank = [k for k in ("specific_domain", "core_institution") if gold[k] is None and not gold["defects"]]
    return [f"{k} is null without a defect that says so" for k in blank]
