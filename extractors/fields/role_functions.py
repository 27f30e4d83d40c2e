"""What a body is said to do, where no word gives it the role: takes the money, runs the programme, hires and keeps the books.

The groups of stems are in ``roles.yaml`` under ``functions``; a sentence (with its label, in a table) that speaks of this
plan and not of another programme counts.
"""

from __future__ import annotations

import re
from functools import cache

from extractors.fields.lexicon import pattern, word_lists
from extractors.mentions import Mention, Naming
from extractors.units import Unit

_PLAN = "plan"
_SHORT_CELL = 60  # characters of a cell that is only a name with its notes
_REACH = 100  # characters around a name within which a sentence still speaks of it


@cache
def _groups(role: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(stems) for name, stems in word_lists("roles")["functions"][role].items()}


def function_features(mention: Mention, role: str, naming: Naming) -> dict[str, bool | float]:
    """``does_GROUP`` for each group told of the body, ``does_many`` for two or more of them; of another programme: ``elsewhere``."""
    text = _about(mention, naming)
    if pattern("roles", "other_programmes").search(text):
        return {"elsewhere": True}
    if pattern("roles", "negations").search(text):
        return {}
    told = {f"does_{name}": True for name, stems in _groups(role).items() if stems.search(text)}
    acts = len(told) - (f"does_{_PLAN}" in told)
    return {**told, "does_some": acts > 0 and f"does_{_PLAN}" in told, "does_many": acts > 1}


def _about(mention: Mention, naming: Naming) -> str:
    """The sentence around the name; in a table the row, or under a label what the cell says up to the next name."""
    unit = mention.unit
    if unit.cell is None:
        begin, stop = unit.sentence(mention.start, mention.end)
        return unit.view[max(begin, mention.start - _REACH) : min(stop, mention.end + _REACH)]
    if len(unit.text) <= _SHORT_CELL:
        return _row(unit)
    others = [m.start for m in naming.of(unit) if m.start >= mention.end]
    lead = unit.labels if naming.of(unit)[:1] == [mention] else ()
    return " ".join((*lead, unit.view[mention.start : min([mention.end + _REACH, *others])]))


def _row(unit: Unit) -> str:
    row = " ".join(c.text.text for c in unit.table.row_cells(unit.cell.row)) if unit.table and unit.cell else unit.view
    return (" ".join(unit.labels) + " " + row)[: 3 * _REACH]
