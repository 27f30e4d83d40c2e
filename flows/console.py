"""What commands print: a progress bar on a terminal, plain lines in a log, tables at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from flows.worker import Outcome
    from models.evaluation.figures import Figure, Reliability
    from models.evaluation.scoring import Miss
    from models.evaluation.ways import Interval
    from outputs.run_folder import RunFiles


def _console() -> Console:
    """A table in a log is as wide as it needs; on a terminal as wide as that."""
    return Console(width=None if sys.stdout.isatty() else 160)


def _status(status: str) -> str:
    from outputs.wording import display

    return display().status[status]


class RunReporter:
    """Tells of each proposal as it is done, and of the whole run at the end."""

    def __init__(self) -> None:
        self._outcomes: list[Outcome] = []
        self._progress: Progress | None = None

    def __enter__(self) -> RunReporter:
        if sys.stderr.isatty():
            columns = (TextColumn("下読み"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
            self._progress = Progress(*columns, console=Console(stderr=True))
            self._progress.start()
            self._task = self._progress.add_task("", total=None)
        else:
            print("下読みを始めます。", file=sys.stderr, flush=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._progress:
            self._progress.stop()

    def report(self, outcome: Outcome, done: int, total: int) -> None:
        self._outcomes.append(outcome)
        if self._progress:
            self._progress.update(self._task, completed=done, total=total, description=outcome.name)
        else:
            kept = "（前回の結果）" if outcome.reused else ""
            line = f"[{done}/{total}] {outcome.name}: {_status(outcome.status)}{kept} {outcome.seconds:.1f}秒 {outcome.message}"
            print(line.rstrip(), file=sys.stderr, flush=True)

    def print_summary(self, files: RunFiles) -> None:
        rows = [[o.name, _status(o.status), o.title, o.message] for o in sorted(self._outcomes, key=lambda o: o.name)]
        print_table(["提案書", "結果", "構想名", "問題"], rows)
        for label, path in files.listing():
            print(f"{label}：{path}")


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(*heads)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    _console().print(table)


def print_figures(figures: Mapping[str, Figure]) -> None:
    """One line a figure, as plain text that diffs well."""
    for name, figure in figures.items():
        parts = (f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {'—' if v is None else v}" for k, v in figure.items())
        print(f"{name:30}", "  ".join(parts))


def print_reliability(reliability: Reliability) -> None:
    """The reliability diagram: what was told with which confidence, and how much of it was right."""
    rows = [
        [f"{b.low:.1f}–{b.high:.1f}", b.n, f"{b.confidence:.2f}", f"{b.accuracy:.2f}", "█" * round(20 * b.accuracy)]
        for b in reliability.bins()
    ]
    print_table(["確信度", "件数", "平均確信度", "正しかった割合", ""], rows)


def print_ways(ways: Mapping[str, Mapping[str, Interval]]) -> None:
    """The criteria's figures by each way of finding evidence, with 95 % intervals (bootstrap over proposals)."""
    print("評価項目の根拠：ほかの方法との比較（[ ] は提案書を引き直して求めた95％区間）")
    heads = list(next(iter(ways.values()), {}))
    print_table(["数値", *heads], [[name, *(row[way] for way in heads)] for name, row in ways.items()])


def print_misses(misses: Iterable[Miss]) -> None:
    print("外れ：")
    for miss in misses:
        print(f"  {miss}")
