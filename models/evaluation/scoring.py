"""Scores assessments (JSON, form "assessment/1") against gold files, figure by figure, and keeps the misses."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.evaluation.figures import Figure, Reliability, Tally, match, mean, ratio, weighted_kappa
from models.evaluation.sameness import covers, same_domain, same_facility, same_institution, squash

Json = dict[str, Any]

CRITERION = "criterion"
HEADQUARTERS = ("本部長", "事業総括", "研究統括")
TALLIES = (
    "specific_domain", "core_institution", "core_research_institutions", "infrastructure", "headquarters", "quantities",
    "criteria_absent", "overlap_duplicates", "wide_area", "budget_total", "budget_by_year",
)  # fmt: skip
RATIOS = ("read", "facility_status", "budget_consistent", "evidence_page", "criteria_evidence_at_3", "criteria_evidence_at_1")


@dataclass(frozen=True, slots=True)
class Miss:
    proposal: str
    what: str
    wanted: object
    got: object

    def __str__(self) -> str:
        return f"{self.proposal}: {self.what}: wanted {self.wanted!r}, got {self.got!r}"


def _evidence(node: Json | None) -> list[Json]:
    return (node or {}).get("evidence") or []


def _value(node: Json | None) -> Any:
    return (node or {}).get("value")


class Scorer:
    """Counts every figure over the proposals added to it."""

    def __init__(self) -> None:
        self.tally = {k: Tally() for k in TALLIES}
        self.right: dict[str, list[bool]] = {k: [] for k in RATIOS}
        self.grades: list[tuple[int, int]] = []
        self.sure_grades: list[tuple[int, int]] = []
        self.ranks: list[float] = []
        self.background: list[float] = []
        self.misses: list[Miss] = []
        self.reliability = Reliability()
        self.sure: dict[str, list[tuple[float, bool]]] = {}  # kind of value → confidence and whether it was right

    def add(self, name: str, gold: Json, told: Json | None) -> None:
        """One proposal; ``told`` None counts as read with everything missing."""
        self.right["read"].append(told is not None and (told.get("document") or {}).get("status") in {"ok", "partial"})
        told = told or {}
        fields = told.get("fields") or {}
        self._single(name, "specific_domain", gold, fields, same_domain)
        self._single(name, "core_institution", gold, fields, same_institution)
        self._cores(gold["core_research_institutions"], fields.get("core_research_institutions") or [])
        self._facilities(name, gold["infrastructure"], fields.get("infrastructure") or [])
        self._budget(name, gold.get("budget"), fields.get("budget"))
        self._headquarters(gold.get("headquarters") or {}, fields.get("headquarters") or {})
        self._quantities(gold["quantities"], fields.get("quantities") or [])
        self._criteria(name, gold["criteria"], {c.get("id"): c for c in told.get("criteria") or []})
        self._overlaps(name, gold, told)
        self._wide_area(gold, told)

    def report(self) -> dict[str, Figure]:
        figures: dict[str, Figure] = {k: t.figure() for k, t in self.tally.items()}
        figures |= {k: ratio(v) for k, v in self.right.items()}
        figures["criteria_grade"] = {"weighted_kappa": weighted_kappa(self.grades), "n": len(self.grades)}
        figures["overlap_ranking"] = {"auc": mean(self.ranks), "n": len(self.ranks)}
        figures["overlap_background_flags"] = {"mean": mean(self.background), "n": len(self.background)}
        return figures

    def further_report(self) -> dict[str, Figure]:
        """Figures beyond the common ones: calibration, and grades where the program did not abstain."""
        return {
            "calibration_error": {"ece": self.reliability.expected_calibration_error(), "n": len(self.reliability.pairs)},
            "criteria_grade_not_abstained": {"weighted_kappa": weighted_kappa(self.sure_grades), "n": len(self.sure_grades)},
        }

    def _miss(self, name: str, what: str, wanted: object, got: object) -> None:
        self.misses.append(Miss(name, what, wanted, got))

    def _sure(self, kind: str, node: Json | None, right: bool) -> None:
        if node and node.get("confidence") is not None:
            self.reliability.add(float(node["confidence"]), right)
            self.sure.setdefault(kind, []).append((float(node["confidence"]), right))

    def _page(self, gold: Json, found: Json) -> None:
        """The first evidence of a right value must stand on a page that states it."""
        pages = [p for p in gold.get("pages", []) if p]
        cited = [e.get("page") for e in _evidence(found)]
        if pages:
            self.right["evidence_page"].append(bool(cited) and cited[0] in pages)

    def _single(self, name: str, key: str, gold: Json, fields: Json, same: Callable[[Json, object], bool]) -> None:
        want, got = gold.get(key), fields.get(key)
        value = _value(got)
        hit = bool(want and value and same(want, value))
        self.tally[key].add(hit, bool(value), bool(want))
        if value:
            self._sure(key, got, hit)
        if hit:
            self._page(want or {}, got or {})
        elif want or value:
            self._miss(name, key, want and want["value"], value)

    def _cores(self, want: Sequence[Json], got: Sequence[Json]) -> None:
        pairs = match(want, got, lambda w, f: same_institution(w, f.get("value")))
        self.tally["core_research_institutions"].add(len(pairs), len(got), len(want))
        right = [id(f) for _, f in pairs]
        for found in got:
            self._sure("core_research_institutions", found, id(found) in right)

    def _facilities(self, name: str, want: Sequence[Json], got: Sequence[Json]) -> None:
        pairs = match(want, got, lambda w, f: same_facility(w, f.get("name")))
        self.tally["infrastructure"].add(len(pairs), len(got), len(want))
        for wanted, found in pairs:
            self.right["facility_status"].append(wanted["status"] == found.get("status"))
            self._page(wanted, found)
        right = [id(f) for _, f in pairs]
        for found in got:
            self._sure("infrastructure", found, id(found) in right)
        if len(pairs) < max(len(want), len(got)):
            self._miss(name, "infrastructure", [w["name"] for w in want], [f.get("name") for f in got])

    def _budget(self, name: str, want: Json | None, got: Json | None) -> None:
        wanted, found = (want or {}).get("total_yen"), (got or {}).get("total_yen")
        hit = wanted is not None and wanted == found
        self.tally["budget_total"].add(hit, found is not None, wanted is not None)
        if found is not None:
            self._sure("budget", got, hit)
        if hit:
            self._page(want or {}, got or {})
        elif wanted is not None or found is not None:
            self._miss(name, "budget total", wanted, found)
        years, told = ({y["fy"]: y["yen"] for y in (b or {}).get("by_year") or []} for b in (want, got))
        self.tally["budget_by_year"].add(sum(told.get(fy) == yen for fy, yen in years.items()), len(told), len(years))
        if years != told:
            self._miss(name, "budget by year", years, told)
        if want:
            consistent = want["consistent"] == (got or {}).get("consistent")
            self.right["budget_consistent"].append(consistent)
            if not consistent:
                self._miss(name, "budget consistent", want["consistent"], (got or {}).get("consistent"))

    def _headquarters(self, want: Json, got: Json) -> None:
        names = {k: _value(got.get(k)) for k in HEADQUARTERS}
        hits = {k: bool(want.get(k) and names[k] and squash(want[k]) == squash(names[k])) for k in HEADQUARTERS}
        self.tally["headquarters"].add(sum(hits.values()), sum(map(bool, names.values())), sum(bool(want.get(k)) for k in HEADQUARTERS))
        for role, name in names.items():
            if name:
                self._sure("headquarters", got.get(role), hits[role])

    def _quantities(self, want: Sequence[Json], got: Sequence[Json]) -> None:
        def same(w: Json, f: Json) -> bool:
            return w["what"] == f.get("what") and f.get("value") is not None and abs(float(f["value"]) - float(w["value"])) < 1e-6

        kinds = {w["what"] for w in want}
        told = [q for q in got if q.get("what") in kinds]
        pairs = match(want, told, same)
        self.tally["quantities"].add(len(pairs), len(told), len(want))
        right = [id(f) for _, f in pairs]
        for found in told:
            self._sure("quantities", found, id(found) in right)

    def _criteria(self, name: str, want: dict[str, Json], got: dict[Any, Json]) -> None:
        for cid, gold in want.items():
            found = got.get(cid) or {}
            grade = int(found.get("grade") or 0)
            self.grades.append((gold["grade"], grade))
            if found.get("confidence") is not None:
                self.sure.setdefault(CRITERION, []).append((float(found["confidence"]), gold["grade"] == grade))
            if not found.get("abstained"):
                self.sure_grades.append((gold["grade"], grade))
            absent, said = gold["grade"] == 0, grade == 0
            self.tally["criteria_absent"].add(absent and said, said, absent)
            if gold["quotes"]:
                self._evidence_at(name, cid, gold["quotes"], [e.get("quote", "") for e in _evidence(found)])

    def _evidence_at(self, name: str, cid: str, quotes: Sequence[str], shown: Sequence[str]) -> None:
        for k in (1, 3):
            hit = any(covers(s, q) for s in shown[:k] for q in quotes)
            self.right[f"criteria_evidence_at_{k}"].append(hit)
        if not hit:
            self._miss(name, f"criterion {cid}", quotes[0], shown[0] if shown else None)

    def _overlaps(self, name: str, gold: Json, told: Json) -> None:
        records = gold.get("programmes")
        if not records:
            return
        overlaps = told.get("overlaps") or []
        flagged = {o.get("programme_id") for o in overlaps if o.get("label") == "duplicate"}
        ours = {r["id"]: r["label"] for r in records}
        want = {i for i, label in ours.items() if label == "duplicate"}
        self.background.append(len(flagged - ours.keys()))
        flagged &= ours.keys()
        self.tally["overlap_duplicates"].add(len(want & flagged), len(flagged), len(want))
        score = {o.get("programme_id"): float(o.get("score") or 0) for o in overlaps}
        for dup in want:
            for other, label in ours.items():
                if label != "duplicate":
                    a, b = score.get(dup, 0.0), score.get(other, 0.0)
                    self.ranks.append(1.0 if a > b else 0.5 if a == b else 0.0)
        if want != flagged:
            self._miss(name, "overlaps", sorted(want), sorted(map(str, flagged)))

    def _wide_area(self, gold: Json, told: Json) -> None:
        want = {squash(p) for p in (gold.get("wide_area") or {}).get("partners", [])}
        partners = (told.get("wide_area") or {}).get("partners", [])
        got = {squash(p.get("value") if isinstance(p, dict) else p) for p in partners}
        self.tally["wide_area"].add(len(want & got), len(got), len(want))


def gold_names(folder: Path) -> list[str]:
    return sorted(p.name.removesuffix(".gold.json") for p in folder.glob("*.gold.json"))


def read_gold(folder: Path, name: str) -> Json:
    gold: Json = json.loads((folder / f"{name}.gold.json").read_text("utf-8"))
    return gold


def score_folder(gold_folder: Path, assessments: Path) -> Scorer:
    """Scores NAME.json in ``assessments`` against every NAME.gold.json; one that is missing counts as not read."""
    scorer = Scorer()
    for name in gold_names(gold_folder):
        file = assessments / f"{name}.json"
        scorer.add(name, read_gold(gold_folder, name), json.loads(file.read_text("utf-8")) if file.exists() else None)
    return scorer
