"""One proposal as plain text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from corpus.rubrics import Rubric
from models.assessment import Assessment
from outputs.packet.build import packet_view
from outputs.packet.view import CriterionView, Entry, PacketView, Quote, Row

RULE = "─" * 60
INDENT = "  "


def report_text(a: Assessment, rubric: Rubric) -> str:
    """Everything the packet shows but the bars, a line a fact."""
    view = packet_view(a, rubric, date.today())
    return "\n".join(_lines(view)) + "\n"


def _lines(v: PacketView) -> Iterator[str]:
    yield v.title
    yield f"{v.file}（{v.pages}）　{v.status_label}"
    if v.rejected:
        yield from (f"{INDENT}{p.message}" for p in v.problems)
        return
    yield from _part("概要", _overview(v))
    yield from _part("構想と体制", _rows((*v.plan[1:], *v.organisation), v))
    yield from _part("研究テーマ", _themes(v))
    yield from _part("施設", _facilities(v))
    yield from _part("事業費", _budget(v))
    yield from _part("評価項目別の記載", _criteria(v))
    yield from _part("既存事業との重複", _overlaps(v))
    yield from _part("広域連携", _rows(v.wide_area, v))
    yield from _part("数量", _quantities(v))
    yield from _part("ヒアリングでの質問案", (f"{i}. {q}" for i, q in enumerate(v.questions, 1)))
    yield from _part("読取りの問題", (f"{p.place}　{p.message}".strip() for p in v.problems))
    yield from _part("版", (f"{label}：{text}" for label, text in v.versions))


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"■ {title}", RULE, *found)


def _overview(v: PacketView) -> Iterator[str]:
    yield "　".join(f"{t.label} {t.value}{t.unit}" for t in v.tiles)
    if v.score:
        yield f"予備評価 {v.score.total}（標準誤差 ±{v.score.error}）"
        yield from (f"{INDENT}{b.title} {b.points} / {b.weight}" for b in v.score.bars)
        yield v.not_merit
    yield from (f"基本要件 {g.id} {g.title}：{g.verdict}　{g.sentence}".rstrip() for g in v.gates)


def _mark(e: Entry, v: PacketView) -> str:
    places = "、".join(q.place for q in (e.places or e.quotes)[:1])
    told = [x for x in (places, e.confidence, v.check if e.check else "") if x]
    return f"（{'、'.join(told)}）" if told else ""


def _rows(rows: Iterable[Row], v: PacketView) -> Iterator[str]:
    for r in rows:
        if not r.entries:
            yield f"{r.label.strip('　')}：{v.not_found}"
        for e in r.entries:
            yield f"{r.label.strip('　')}：{e.text}{_mark(e, v)}"
            yield from (f"{INDENT}※{n}" for n in e.notes)


def _themes(v: PacketView) -> Iterator[str]:
    for t in v.themes:
        who = "　".join(x for x in (t.leader, t.affiliation) if x)
        yield f"{t.title}（{who}）" if who else t.title


def _facilities(v: PacketView) -> Iterator[str]:
    for f in v.facilities:
        details = "、".join(x for x in (f.size or f"規模は{v.not_found}", *f.details) if x)
        yield f"[{f.status}] {f.name}：{details}{_mark(f.entry, v)}"
    if not v.facilities:
        yield v.not_found


def _budget(v: PacketView) -> Iterator[str]:
    b = v.budget
    yield f"総事業費：{b.total.text or v.not_found}{_mark(b.total, v)}"
    yield from (f"{label}：{amount}" for label, amount in b.sources)
    yield from (f"{y.label}：{y.million}百万円（{y.yen}）" for y in b.years)
    if b.verdict:
        yield b.verdict
    yield from (f"{INDENT}※{m.message}" for m in b.mismatches)


def _criteria(v: PacketView) -> Iterator[str]:
    for s in v.sections:
        yield f"{s.id} {s.title}"
        for c in s.criteria:
            yield from _criterion(c, v)


def _criterion(c: CriterionView, v: PacketView) -> Iterator[str]:
    told = "、".join(x for x in (c.grade_label, c.confidence, v.check if c.check else "") if x)
    yield f"{INDENT}{c.marks} {c.id} {c.title}（{told}）"
    yield from (f"{INDENT * 3}{_quote(q)}" for q in c.quotes[:1])
    if c.missing:
        yield f"{INDENT * 3}問：{c.missing}"


def _quote(q: Quote) -> str:
    return f"「{q.text}」（{q.place}）"


def _overlaps(v: PacketView) -> Iterator[str]:
    for o in v.overlaps:
        yield f"[{o.label} {o.score}] {o.name}（{o.kind or o.programme_id}）　{o.disclosed}　{o.treatment}".rstrip("　")
        yield from (f"{INDENT}{text}" for text in (o.sentence, *o.reasons) if text)
    if not v.overlaps:
        yield f"重複又は関連と判定した事業は{v.not_found}。"


def _quantities(v: PacketView) -> Iterator[str]:
    for q in v.quantities:
        yield f"{q.what}：{q.value}　{'　'.join(x for x in (q.year, q.scope) if x)}".rstrip("　") + _mark(q.entry, v)
