"""The programme's budget: total, payers, years, items, and whether the printed figures add up.

Tables and text are read apart and held against each other; what belongs to other programmes stays out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Document
from extractors.fields.budget_checks import agree, item_mismatches, table_mismatches, text_mismatches
from extractors.fields.budget_comparison import cut_off, other_totals, share_mismatches, sum_of_shares, year_mismatches, years_against
from extractors.fields.budget_figures import BudgetTable, Figure, ItemTable, Line
from extractors.fields.budget_items import item_tables
from extractors.fields.budget_mending import mended
from extractors.fields.budget_prose import Mention, mentions
from extractors.fields.budget_tables import budget_tables
from extractors.fields.budget_words import MAX_TOTAL, MIN_TOTAL, PAYERS, Source
from extractors.fields.budget_years import years_in_prose
from extractors.fields.period import programme_years
from extractors.fields.statements import statements
from extractors.records import Budget, BudgetItem, Mismatch, YearAmount
from extractors.values import Evidence, Feature

MIN_TABLE_SCORE = 4.0
AGREES = 2.0  # what it is worth to a table that the text tells its total as the programme's
MIN_SUM_SCORE = 1.0  # an amount that equals the sum of the years told needs no word for a total
NEIGHBOURS = 4  # blocks after the total in which its shares and years are looked for


def extract_budget(document: Document) -> Budget | None:
    """The money the proposal states for the whole programme; None where it states none."""
    told = statements(document)
    years = programme_years(told)
    tables = [t for t in budget_tables(document, years[0]) if t.score >= MIN_TABLE_SCORE and (_total_of(t) or 0) >= MIN_TOTAL]
    used = {t.index for t in tables}
    stated = [m for m in mentions([s for s in told if s.index not in used], years) if m.is_total]
    table = mended(max(tables, key=lambda t: t.score + AGREES * _is_stated(t, stated))) if tables else None
    plain = [t for t in item_tables(document) if t.index not in used and MIN_TOTAL <= t.total.yen <= MAX_TOTAL]
    used |= {t.index for t in plain}
    found = mentions([s for s in told if s.index not in used], years, _total_of(table) or (plain[0].total.yen if plain else None))
    return _Reading(table, plain[0] if plain else None, found, years).budget()


def _without_parts(lines: list[Line]) -> list[Line]:
    """Of 福岡県, 久留米市 and 県・市小計 the last alone, where it is the sum of the others."""
    whole = sum(line.stated for line in lines)
    return next(([line] for line in lines if len(lines) > 2 and 2 * line.stated == whole), lines)


def _item_label(line: Line) -> str:
    """The item's own label; what the region or companies pay is told with who pays (宮城県（自治体負担）), for it is no kind of cost."""
    outer, _, own = line.label.rpartition("/")
    return f"{own}（{outer.split('/')[-1]}）" if outer and line.payer in (Source.LOCAL, Source.PRIVATE) else own


def _is_stated(table: BudgetTable, totals: Sequence[Mention]) -> bool:
    """Is the table's total told in the text as well?"""
    total = _total_of(table)
    return total is not None and any(agree(m, total) for m in totals)


def _total_of(table: BudgetTable | None) -> int | None:
    """The table's printed total, else the sum it gives."""
    if table is None:
        return None
    if table.total_line is not None:
        return table.total_line.stated
    mains = [line for line in table.lines if line.source in PAYERS]
    return sum(line.stated for line in mains or table.lines)


_FOREIGN_SIGNS = {"ほかの金額を表す語", "他事業の語", "額に含まないとある", "他事業の見出し", "ほかの事項の見出し"}


_NO_SHARE = {"ほかの金額を表す語", "他事業の語", "額に含まないとある", "単年度の額", "年度ごとの額"}
_SUM_UP = re.compile(r"^(?:[-・○]?(?:合計|計|総額|総計))")


class _Reading:
    """One proposal's figures while they are held against each other."""

    def __init__(self, table: BudgetTable | None, plain: ItemTable | None, found: Sequence[Mention], years: tuple[int, ...]) -> None:
        self.table, self.plain, self.found, self.years = table, plain, found, years
        self.printed = _total_of(table) or (plain.total.yen if plain is not None else None)
        first = years_in_prose([m for m in found if not m.is_total and not _FOREIGN_SIGNS & m.signs.keys()], years)
        self.sum_in_prose = first.total if first is not None and first.complete else None
        self.totals = self._ranked_totals()
        self.headline = self.totals[0] if self.totals else None
        if self.table is not None and self.headline is not None:
            self.table = mended(self.table, self.headline.yen)
        anchors = {m.statement.index for m in self.totals} | ({table.index} if table is not None else set())
        self.near = [m for m in found if m.signs.get("経費の見出し") or any(0 <= m.statement.index - a <= NEIGHBOURS for a in anchors)]
        self.prose_years = years_in_prose([m for m in self.near if m not in self.totals or m.money.years > 1], years)

    def _ranked_totals(self) -> list[Mention]:
        """Statements of the total, those of the best supported amount first."""
        totals = [m for m in self.found if m.is_total or (m.yen == self.sum_in_prose and m.payer is None and m.score >= MIN_SUM_SCORE)]
        if not totals:
            return []
        table_total = self.printed

        def support(mention: Mention) -> float:
            alike = sum(m.score for m in totals if m.yen == mention.yen)
            return alike + (3.0 if table_total is not None and agree(mention, table_total) else 0.0)

        best = max(totals, key=lambda m: (support(m), m.score))
        same = sorted((m for m in totals if m.yen == best.yen), key=lambda m: -m.score)
        return same + sorted((m for m in totals if m.yen != best.yen), key=lambda m: -m.score)

    def budget(self) -> Budget | None:
        total = self.total()
        by_year = self.by_year()
        if total is None and not by_year:
            return None
        mismatches = self.mismatches(total)
        national, private = self.share(Source.NATIONAL), self.share(Source.PRIVATE)
        return Budget(
            total_yen=total,
            confidence=self.confidence(total, mismatches),
            evidence=self.evidence(total),
            national_yen=national,
            local_yen=self.local(total, national, private),
            private_yen=private,
            by_year=by_year,
            items=self.items(),
            consistent=not mismatches if total is not None else None,
            mismatches=tuple(mismatches),
            unit=self.table.unit if self.table is not None else "",
            reasons=tuple(Feature(name, 1.0, weight) for name, weight in self.headline.signs.items()) if self.headline else (),
        )

    # total -------------------------------------------------------------------------------------

    def total(self) -> int | None:
        printed = self.printed
        if self.headline is not None:
            finer = printed is not None and agree(self.headline, printed) and self.headline.yen != printed
            return printed if finer else self.headline.yen
        if printed is not None:
            return printed
        if self.prose_years is not None and self.prose_years.complete:
            return self.prose_years.total
        shares = [self._prose_share(source) for source in PAYERS]
        told = [s for s in shares if s]
        return sum(told) if len(told) >= 2 and MIN_TOTAL <= sum(told) <= MAX_TOTAL else None

    def evidence(self, total: int | None) -> tuple[Evidence, ...]:
        prose = [m.evidence() for m in self.totals if total is not None and (m.yen == total or agree(m, total))]
        cells: list[Evidence] = []
        line = self.table.total_line if self.table is not None else None
        if line is not None and line.total is not None:
            cells = [line.total.evidence]
        elif line is not None:
            cells = [figure.evidence for figure in line.by_year.values()]
        elif self.table is not None:
            cells = [figure.evidence for figure in self.table.lines[0].by_year.values()]
        elif self.plain is not None:
            cells = [self.plain.total.evidence]
        if not prose and not cells and self.prose_years is not None:
            cells = [m.evidence() for m in self.prose_years.by_year.values()]
        return tuple(dict.fromkeys([*prose, *cells]))[:5]

    # payers ------------------------------------------------------------------------------------

    def share(self, source: Source) -> int | None:
        line_total = self._table_share(source)
        return line_total if line_total is not None else self._prose_share(source)

    def _table_share(self, source: Source) -> int | None:
        parts = self._share_lines(source)
        return sum(line.stated for line in parts) if parts else None

    def _share_lines(self, source: Source) -> list[Line]:
        """The table's lines of one payer: its subtotals, else its own lines, else the items it pays."""
        if self.table is None:
            return []
        whole = [line for line in self.table.of(Source.SUBTOTAL) if line.payer is source] or list(self.table.of(source))
        return _without_parts(whole) or [line for line in self.table.of(Source.ITEM) if line.payer is source]

    def _table_places(self, source: Source) -> list[Evidence]:
        """The cells that a payer's share of the table is taken from: its totals where printed, else its first line's years."""
        assert self.table is not None
        parts = self._share_lines(source)
        totals = [line.total.evidence for line in parts if line.total is not None]
        return totals or [figure.evidence for line in parts[:1] for figure in line.by_year.values()]

    def _beside(self, shares: Sequence[Mention]) -> list[Mention]:
        """Amounts without a payer in the sentences of the shares."""
        sentences = {(m.statement.index, m.statement.cell, m.sentence) for m in shares}
        return [m for m in self.found if m.payer is None and m.yen > 0 and (m.statement.index, m.statement.cell, m.sentence) in sentences]

    def _shares(self) -> list[Mention]:
        """Payers' shares in a statement of the total or the blocks after it, else those it sums up."""
        same = [m for m in self.totals if self.headline is not None and m.yen == self.headline.yen]
        for shares in (self._shares_after, self._shares_before):
            for total in same:
                if found := shares(total):
                    return found
        return []

    def _shares_before(self, total: Mention) -> list[Mention]:
        """国庫補助23億円、地元負担2億円の合わせて25億円: amounts of payers just before their sum, in its sentence or the lines above it."""
        index, start = total.statement.index, total.sentence[0]
        near = [m for m in self.found if m.payer is not None and m.yen <= total.yen and not _NO_SHARE & m.signs.keys()]
        inside = [m for m in near if m.statement is total.statement and start <= m.money.start < total.money.start]
        if inside or not _SUM_UP.search(total.before):
            return inside
        return [m for m in near if 0 < index - m.statement.index <= NEIGHBOURS]

    def _shares_after(self, total: Mention) -> list[Mention]:
        index = total.statement.index
        return [
            m
            for m in self.near
            if m.payer is not None
            and m.yen <= total.yen
            and 0 <= m.statement.index - index <= NEIGHBOURS
            and (
                m.statement.index > index
                or (m.statement is total.statement and m.money.start > total.money.start)
                or (
                    m.statement is not total.statement
                    and m.statement.cell is not None
                    and total.statement.cell is not None
                    and m.statement.cell.row >= total.statement.cell.row
                )
            )
            and not _NO_SHARE & m.signs.keys()
        ]

    def local(self, total: int | None, national: int | None, private: int | None) -> int | None:
        """The region's share as told; what is left of the total where it is not told or broken off."""
        told = self.share(Source.LOCAL)
        broken = self.table is None and any(map(cut_off, [*self.own_shares(Source.NATIONAL), *self.own_shares(Source.LOCAL)]))
        if total is None or national is None or private or (told is not None and not broken):
            return told
        return total - national

    def own_shares(self, source: Source) -> list[Mention]:
        """The mentions of one payer's share: of the first place that has any, the outermost in brackets."""
        found = [m for m in self._shares() if m.payer is source]
        if not found:
            return []
        first = found[0].statement.index
        lines = {first, *(m.statement.index for m in found if m.statement.index - first == found.index(m))}
        outer = min(m.depth for m in found if m.statement.index in lines)
        own = [m for m in found if m.depth == outer and m.statement.index in lines]
        return own[:1] if source is Source.NATIONAL else own

    def _prose_share(self, source: Source) -> int | None:
        own = self.own_shares(source)
        return sum(m.yen for m in own) if own else None

    # years and items ---------------------------------------------------------------------------

    def by_year(self) -> tuple[YearAmount, ...]:
        if self.table is not None:
            return tuple(a for year in self.table.years if (a := self._table_year(year)) is not None)
        if self.prose_years is None:
            return ()
        return tuple(YearAmount(year, m.yearly, evidence=(m.evidence(),)) for year, m in sorted(self.prose_years.by_year.items()))

    def _table_year(self, year: int) -> YearAmount | None:
        assert self.table is not None
        national, local = self._year_share(Source.NATIONAL, year), self._year_share(Source.LOCAL, year)
        total = self.table.total_line
        figure = total.by_year.get(year) if total is not None else None
        if figure is not None:
            return YearAmount(year, figure.yen, national, local, (figure.evidence,))
        mains = [line for line in self.table.lines if line.source in PAYERS] or list(self.table.lines)
        figures = [line.by_year[year] for line in mains if year in line.by_year]
        return YearAmount(year, sum(f.yen for f in figures), national, local, tuple(f.evidence for f in figures)) if figures else None

    def _year_share(self, source: Source, year: int) -> int | None:
        figures: list[Figure] = [line.by_year[year] for line in self._share_lines(source) if year in line.by_year]
        return sum(f.yen for f in figures) if figures else None

    def items(self) -> tuple[BudgetItem, ...]:
        if self.table is None:
            named = self.plain.items if self.plain is not None else ()
            return tuple(BudgetItem(label, figure.yen, (figure.evidence,)) for label, figure in named)
        lines = self.table.of(Source.ITEM)
        return tuple(BudgetItem(_item_label(line), line.stated, (line.total.evidence,) if line.total else ()) for line in lines)

    # checks ------------------------------------------------------------------------------------

    def mismatches(self, total: int | None) -> list[Mismatch]:
        found: list[Mismatch] = list(table_mismatches(self.table)) if self.table is not None else []
        found.extend(item_mismatches(self.plain, self.headline) if self.plain is not None else ())
        if self.headline is None:
            return found
        shares = {source: self.own_shares(source) for source in PAYERS}
        if self.table is not None:
            found.extend(text_mismatches(self.headline, self.table))
            found.extend(share_mismatches({s: (m, self._table_share(s), self._table_places(s)) for s, m in shares.items()}))
            found.extend(years_against(self.prose_years, {a.fy: a for a in self.by_year()}) if self.prose_years is not None else ())
        elif self.prose_years is not None:
            found.extend(year_mismatches(self.headline, self.prose_years))
        found.extend(other_totals(self.totals))
        told = [m for own in shares.values() for m in own]
        found.extend(sum_of_shares(self.headline, told, self._beside(told)))
        return found

    def confidence(self, total: int | None, mismatches: Sequence[Mismatch]) -> float:
        """Text and table agreeing is near certain; one of them alone, or a mismatch, less so."""
        printed = self.printed
        if total is None:
            return 0.5
        if self.headline is not None and printed is not None:
            base = 0.98 if agree(self.headline, printed) else 0.6
        else:
            base = 0.93 if self.headline is not None else 0.9
        return round(base - (0.08 if mismatches else 0.0), 2)
