"""The sheets of what was judged: criteria, overlaps, problems; and the legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.rubrics import Rubric
from models.assessment import CriterionResult, Overlap, OverlapLabel
from outputs.packet.budget_view import budget_view
from outputs.packet.criteria_views import HIGHEST_GRADE, all_parts, marks
from outputs.packet.entries import Source
from outputs.packet.overlap_views import DISCLOSED, UNDISCLOSED, flagged, signed
from outputs.wording import CRITERION, display, threshold, thresholds_label
from outputs.workbook.common import CHECK, CONFIDENCE, PAGE, PROPOSAL, QUOTE, Listed, Row, each, sure, text, where
from outputs.workbook.review import GRADE, KEY, RECORD, VERDICT
from outputs.workbook.tables import Cell, Column, Format, Table, Tone


def criteria_table(proposals: Sequence[Listed], rubric: Rubric) -> Table:
    columns = (
        PROPOSAL,
        Column("番号", 8),
        Column("評価項目", 44),
        Column("区分", 18),
        Column("記載の程度", 9, Format.COUNT),
        Column("印", 9),
        Column("記載", 15),
        CONFIDENCE,
        CHECK,
        GRADE,
        VERDICT,
        Column("予備評価の点", 10, Format.DECIMAL),
        PAGE,
        QUOTE,
        Column("ページ２", 10, Format.COUNT),
        Column("引用２", 44),
        Column("ページ３", 10, Format.COUNT),
        Column("引用３", 44),
        Column("質問案・足りない記載", 50),
        RECORD,
        KEY,
    )
    return Table("評価項目", display().not_merit, columns, each(proposals, lambda p: _criteria(p, rubric)), frozen=3)


def _criteria(p: Listed, rubric: Rubric) -> Iterator[Row]:
    score = p.assessment.prescore
    points = {x.id: x.points for x in all_parts(score.sections if score else ())}
    found = {c.id: c for c in p.assessment.criteria}
    for c in rubric.criteria:
        if (result := found.get(c.id)) is not None:
            named = (Cell(c.id), Cell(c.title), Cell(rubric.section_by_id[c.section].title))
            yield (*named, *_criterion(p, result, points.get(c.id)))


def _criterion(p: Listed, c: CriterionResult, points: float | None) -> Row:
    tone = Tone.ABSENT if c.grade == 0 else Tone.GOOD if c.grade == HIGHEST_GRADE else Tone.PLAIN
    check = c.abstained or c.confidence < threshold(CRITERION)
    grade = (Cell(c.grade, tone=tone), Cell(marks(c.grade)), Cell(display().grade[c.grade], tone=tone))
    shown = c.evidence[:HIGHEST_GRADE] if c.grade else ()
    places = [cell for i in range(HIGHEST_GRADE) for cell in where(p, shown[i : i + 1])]
    subject = f"criteria[{c.id}]"
    correction, verdict, record = p.review(subject)
    return (*grade, *sure(c.confidence, check), correction, verdict, Cell(points), *places, text(c.missing), record, p.key(subject))


def overlaps_table(proposals: Sequence[Listed]) -> Table:
    columns = (
        PROPOSAL,
        Column("既存事業", 40),
        Column("種別", 22),
        Column("判定", 12),
        Column("重複の確率", 10, Format.PERCENT),
        Column("取扱いの案", 20),
        Column("提案書の記載", 16),
        Column("所見", 50),
        Column("比較の内訳", 50),
        PAGE,
        QUOTE,
        Column("質問案", 40),
        Column("出典", 40),
        Column("一覧の番号", 16),
    )
    note = "照合した一覧のうち、重複の疑い又は関連と判定した事業です。"
    return Table("既存事業との重複", note, columns, each(proposals, _overlaps), frozen=2)


def _overlaps(p: Listed) -> Iterator[Row]:
    for o in flagged(p.assessment.overlaps):
        duplicate = o.label is OverlapLabel.DUPLICATE
        label = Cell(display().overlap[o.label.value if o.label else ""], tone=Tone.ALERT if duplicate else Tone.PLAIN)
        disclosed = Cell(DISCLOSED, tone=Tone.GOOD) if o.disclosed else Cell(UNDISCLOSED, tone=Tone.CHECK)
        source = Cell(o.programme_source or None, o.programme_source if o.programme_source.startswith("http") else "")
        told = (Cell(o.programme_name or o.programme_id), text(o.programme_kind), label, Cell(o.score), text(o.treatment), disclosed)
        why = (text(o.sentence), text(_levels(o)))
        yield (*told, *why, *where(p, o.evidence), text(o.question), source, Cell(o.programme_id))


def _levels(o: Overlap) -> str:
    return "\n".join(f"{m.name}{'：' if m.level else ''}{m.level}（{signed(m.weight)}）" for m in o.levels)


def problems_table(proposals: Sequence[Listed]) -> Table:
    columns = (PROPOSAL, Column("種類", 14), PAGE, Column("内容", 90))
    note = "読取りの問題、予算の不一致、見つからない評価項目の順です。"
    return Table("問題点", note, columns, each(proposals, _problems))


def _problems(p: Listed) -> Iterator[Row]:
    a = p.assessment
    tone = Tone.ALERT if a.document.status.value == "rejected" else Tone.CHECK
    for x in a.document.problems:
        yield Cell("読取り", tone=tone), Cell(x.page, p.links.page(x.page) if x.page else ""), Cell(x.message)
    for m in budget_view(a.fields.budget, Source(p.links.pdf)).mismatches:
        page, href = (m.quotes[0].page, m.quotes[0].href) if m.quotes else (0, "")
        yield Cell("予算の不一致", tone=Tone.ALERT), Cell(page or None, href), Cell(m.message)
    for c in a.criteria:
        if c.grade == 0:
            yield Cell("記載なし", tone=Tone.ABSENT), Cell(None), Cell(f"{c.id}　{c.missing or display().not_found}")


def legend_table(rubric: Rubric) -> Table:
    d = display()
    grades = [(f"記載の程度 {g}　{marks(g)}", f"{d.grade[g]}：{d.grade_meaning[g]}。") for g in range(HIGHEST_GRADE, -1, -1)]
    told = [
        ("予備評価・記載の程度", d.not_merit),
        *grades,
        ("確からしさ", "読み取った値が正しい見込み（確率）。"),
        (d.check, f"確からしさが{thresholds_label()}に満たない値、又は記載の程度を判定しきれない評価項目。原文で確認してください。"),
        (d.not_found, "該当する記載を見つけられなかったことを示します。記載がないと断定するものではありません。"),
        (
            "修正値・確認",
            "黄色の欄です。値が正しければ「正」、誤りなら「誤」を選び、正しい値が分かれば修正値に書きます。提案書に記載がないときは「なし」と書きます。",
        ),
        ("修正の取込み", "「shitayomi corrections import review.xlsx」で取り込みます。修正は機械の値と並べて残り、次回からも示されます。"),
        ("リンク", "「提案」は下読み票、「ファイル」と「ページ」は提案書のPDFを開きます。ファイルを移すとリンクは切れます。"),
        ("評価の視点", f"{rubric.title}（{rubric.id} {rubric.version}）　出典：{rubric.source}"),
    ]
    rows = tuple((Cell(a), Cell(b)) for a, b in told)
    return Table("凡例", "このブックの読み方", (Column("用語", 28), Column("意味", 110)), rows)
