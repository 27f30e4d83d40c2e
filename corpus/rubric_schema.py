"""The schema of rubric files: turns their YAML into a Rubric and collects every fault on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.errors import CorpusError
from corpus.rubric import FIELD_NAMES, QUANTITY, Aspect, Criterion, Fact, Role, Rubric, Section, Threshold

TOP_KEYS = {"id", "title", "version", "source", "note", "sections"}
SECTION_KEYS = {"id", "title", "role", "weight", "criteria", "sections"}
CRITERION_KEYS = {
    "id", "title", "page", "weight", "viewpoints", "questions", "cues", "headings", "fields", "aspects", "thresholds", "question",
}  # fmt: skip
MIN_VIEWPOINTS = 3
MAX_VIEWPOINT_CHARS = 200


def parse_rubric(file: str, data: object) -> Rubric:
    """The rubric that the loaded YAML describes.

    Raises CorpusError with all its faults.
    """
    parser = _Parser()
    rubric = parser.rubric(data)
    if parser.faults:
        raise CorpusError(file, parser.faults)
    return rubric


class _Parser:
    def __init__(self) -> None:
        self.faults: list[str] = []
        self.sections: list[Section] = []
        self.criteria: list[Criterion] = []
        self.seen: set[str] = set()

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where}：{what}" if where else what)

    # the parts ---------------------------------------------------------------------------------

    def rubric(self, data: object) -> Rubric:
        top = self.mapping("", data, TOP_KEYS)
        texts = {key: self.text("", top, key, required=key != "note") for key in ("id", "title", "version", "source", "note")}
        for i, raw in enumerate(self.items("", top, "sections", required=True), 1):
            self.section(f"sections[{i}]", raw, None)
        if not self.criteria:
            self.fault("", "評価項目が一つもありません。")
        self.weights()
        return Rubric(sections=tuple(self.sections), criteria=tuple(self.criteria), **texts)

    def section(self, where: str, raw: object, parent: Section | None) -> None:
        node = self.mapping(where, raw, SECTION_KEYS)
        where = self.identify(where, node)
        role = parent.role if parent else self.role(where, node)
        if parent and "role" in node:
            self.fault(where, "role は最上位の区分にだけ書きます。")
        default = 0.0 if role is not Role.SCORED else None if parent is None else 1.0
        weight = self.number(where, node, "weight", default)
        section = Section(str(node.get("id", "")), self.text(where, node, "title"), role, weight, parent.id if parent else "")
        self.sections.append(section)
        subsections = self.items(where, node, "sections")
        criteria = self.items(where, node, "criteria")
        if not subsections and not criteria:
            self.fault(where, "criteria も sections もありません。")
        for i, child in enumerate(criteria, 1):
            self.criterion(f"{where} の criteria[{i}]", child, section)
        for i, child in enumerate(subsections, 1):
            self.section(f"{where} の sections[{i}]", child, section)

    def criterion(self, where: str, raw: object, section: Section) -> None:
        node = self.mapping(where, raw, CRITERION_KEYS)
        where = self.identify(where, node)
        viewpoints = self.texts(where, node, "viewpoints")
        if len(viewpoints) < MIN_VIEWPOINTS:
            self.fault(where, f"viewpoints は{MIN_VIEWPOINTS}文以上必要です（{len(viewpoints)}文）。")
        for text in viewpoints:
            if len(text) > MAX_VIEWPOINT_CHARS:
                self.fault(where, f"viewpoints の文が長すぎます（{len(text)}字、上限{MAX_VIEWPOINT_CHARS}字）：{text[:20]}…")
        self.criteria.append(
            Criterion(
                id=str(node.get("id", "")),
                section=section.id,
                title=self.text(where, node, "title"),
                page=int(self.number(where, node, "page", None)),
                weight=self.number(where, node, "weight", 1.0),
                viewpoints=viewpoints,
                questions=self.texts(where, node, "questions"),
                cues=self.texts(where, node, "cues"),
                headings=self.texts(where, node, "headings"),
                question=self.text(where, node, "question"),
                aspects=tuple(self.aspect(f"{where} の aspects[{i}]", a) for i, a in self.numbered(where, node, "aspects")),
                thresholds=tuple(self.threshold(f"{where} の thresholds[{i}]", t) for i, t in self.numbered(where, node, "thresholds")),
                fields=self.fields(where, node),
            )
        )

    def fields(self, where: str, node: dict[str, Any]) -> tuple[str, ...]:
        names = self.texts(where, node, "fields")
        for name in names:
            if name not in FIELD_NAMES and not (name.startswith(QUANTITY) and len(name) > len(QUANTITY)):
                self.fault(where, f"fields の「{name}」は使えません（{'、'.join(FIELD_NAMES)}、{QUANTITY}数量の名）。")
        return names

    def aspect(self, where: str, raw: object) -> Aspect:
        node = self.mapping(where, raw, {"name", "terms", "facts"})
        facts = []
        for name in self.texts(where, node, "facts"):
            if name in set(Fact):
                facts.append(Fact(name))
            else:
                self.fault(where, f"facts の「{name}」は使えません（{'、'.join(Fact)}）。")
        terms = self.texts(where, node, "terms")
        if not facts and not terms:
            self.fault(where, "terms か facts が必要です。")
        return Aspect(self.text(where, node, "name"), terms, tuple(facts))

    def threshold(self, where: str, raw: object) -> Threshold:
        node = self.mapping(where, raw, {"label", "terms", "also", "minimum_yen", "unless"})
        terms = self.texts(where, node, "terms")
        if not terms:
            self.fault(where, "terms がありません。")
        minimum = int(self.number(where, node, "minimum_yen", None))
        also, unless = self.texts(where, node, "also"), self.texts(where, node, "unless")
        return Threshold(self.text(where, node, "label"), terms, minimum, also, unless)

    def weights(self) -> None:
        """Scored weights must add to something in every place where shares are taken."""
        scored = [s for s in self.sections if s.role is Role.SCORED]
        for section in scored:
            shares = [s.weight for s in scored if s.parent == section.id] + [c.weight for c in self.criteria if c.section == section.id]
            if shares and sum(shares) <= 0:
                self.fault(section.id, "配下の weight の合計が0です。")
        tops = [s.weight for s in scored if not s.parent]
        if tops and sum(tops) <= 0:
            self.fault("", "role: scored の区分の weight の合計が0です。")

    # the values --------------------------------------------------------------------------------

    def mapping(self, where: str, raw: object, allowed: set[str]) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self.fault(where, "「項目: 値」の形ではありません。")
            return {}
        for key in raw:
            if key not in allowed:
                self.fault(where, f"知らない項目「{key}」があります（使えるもの：{'、'.join(sorted(allowed))}）。")
        return raw

    def identify(self, where: str, node: dict[str, Any]) -> str:
        name = node.get("id")
        if not isinstance(name, str) or not name:
            self.fault(where, 'id がないか、文字列ではありません（"1.1" のように引用符で囲みます）。')
            return where
        if name in self.seen:
            self.fault(name, "同じ id が2回使われています。")
        self.seen.add(name)
        return name

    def role(self, where: str, node: dict[str, Any]) -> Role:
        name = node.get("role")
        if name not in set(Role):
            self.fault(where, f"role は {'、'.join(Role)} のいずれかです（{name!r}）。")
            return Role.FLAG
        return Role(name)

    def text(self, where: str, node: dict[str, Any], key: str, *, required: bool = True) -> str:
        value = node.get(key, "")
        if not isinstance(value, str):
            self.fault(where, f"{key} は文字列で書きます（{value!r}）。")
            return ""
        if required and not value.strip():
            self.fault(where, f"{key} がありません。")
        return value.strip()

    def texts(self, where: str, node: dict[str, Any], key: str) -> tuple[str, ...]:
        return tuple(self._texts(where, node, key))

    def _texts(self, where: str, node: dict[str, Any], key: str) -> Iterator[str]:
        for value in self.items(where, node, key):
            if isinstance(value, str) and value.strip():
                yield value.strip()
            else:
                self.fault(where, f"{key} には空でない文字列を並べます（{value!r}）。")

    def items(self, where: str, node: dict[str, Any], key: str, *, required: bool = False) -> list[Any]:
        value = node.get(key)
        if value is None:
            if required:
                self.fault(where, f"{key} がありません。")
            return []
        if not isinstance(value, list):
            self.fault(where, f"{key} は一覧（- で始まる行）で書きます。")
            return []
        return value

    def numbered(self, where: str, node: dict[str, Any], key: str) -> list[tuple[int, Any]]:
        return list(enumerate(self.items(where, node, key), 1))

    def number(self, where: str, node: dict[str, Any], key: str, default: float | None) -> float:
        value = node.get(key, default)
        if value is None:
            self.fault(where, f"{key} がありません。")
            return 0.0
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            self.fault(where, f"{key} は0以上の数で書きます（{value!r}）。")
            return 0.0
        return float(value)
