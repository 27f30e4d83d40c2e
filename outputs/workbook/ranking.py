"""The sheet of the ranking by pre-score: the ranges it moves in, and each proposal's rank when a section counts twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.rubrics import Rubric
from extractors.document import Status
from models.sensitivity import Sensitivity, rank_sensitivity
from outputs.wording import display
from outputs.workbook.common import PROPOSAL, Listed, Row
from outputs.workbook.tables import Cell, Column, Format, Table, Tone


def ranking_tables(proposals: Sequence[Listed], rubric: Rubric) -> tuple[Table, ...]:
    """One table; none where there is nothing to rank."""
    readable = {p.name: p for p in proposals if p.assessment.document.status is not Status.REJECTED}
    found = rank_sensitivity({name: p.assessment.criteria for name, p in readable.items()}, rubric)
    return (_table(found, readable),) if found else ()


def _table(s: Sensitivity, listed: dict[str, Listed]) -> Table:
    columns = (
        PROPOSAL,
        Column("順位", 8, Format.COUNT),
        Column("予備評価", 10, Format.DECIMAL),
        Column("標準誤差", 10, Format.DECIMAL),
        *(Column(f"{by}による幅（{end}）", 12, Format.COUNT) for by in ("配点", "判定") for end in ("最良", "最低")),
        *(Column(f"「{d.id}　{d.title}」の配点が2倍のときの順位", 16, Format.COUNT) for d in s.sections),
        Column("状態", 13),
    )
    tried = f"配点を±{s.spread:.0%}程度動かし、又は判定を確率に従って引き直した{s.draws}通り"
    note = f"{display().not_merit}幅は、{tried}のうち9割が収まる順位です。"
    return Table("順位と配点", note, columns, tuple(_rows(s, listed)))


def _rows(s: Sensitivity, listed: dict[str, Listed]) -> Iterator[Row]:
    doubled = [{name: then for name, _, then in d.moved} for d in s.sections]
    for p in s.proposals:
        others = [then.get(p.name, p.rank) for then in doubled]
        status = listed[p.name].assessment.document.status
        yield (
            listed[p.name].first,
            *(Cell(value) for value in (p.rank, p.total, p.error, *p.by_weights, *p.by_grades)),
            *(Cell(rank, tone=Tone.PLAIN if rank == p.rank else Tone.CHECK) for rank in others),
            Cell(display().status[status.value], tone=Tone.CHECK if status is Status.PARTIAL else Tone.PLAIN),
        )
