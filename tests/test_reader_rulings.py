"""Rules are joined as pdfplumber joins its edges."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import merge_edges, snap_edges

from extractors.pdf.glyphs import Rule
from extractors.pdf.rulings import DECIMALS, MIN_RULE, REACH, SNAP, joined

EDGE = st.floats(0, 40).map(lambda x: round(x, 2))
RULES = st.lists(st.builds(lambda flat, at, a, b: Rule(flat, at, min(a, b), max(a, b)), st.booleans(), EDGE, EDGE, EDGE), max_size=30)


def as_pdfplumber(rules: list[Rule]) -> list[Rule]:
    edges = []
    for flat, at, start, end in rules:
        x0, x1, top, bottom = (start, end, at, at) if flat else (at, at, start, end)
        sides = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top}
        edges.append(sides | {"width": x1 - x0, "height": bottom - top, "orientation": "h" if flat else "v"})
    level = [e | {k: round(e[k], DECIMALS) for k in ("x0", "x1", "top", "bottom")} for e in snap_edges(edges, SNAP, SNAP)]
    merged = merge_edges(level, 0, 0, REACH, REACH)
    found = [
        Rule(True, e["top"], e["x0"], e["x1"]) if e["orientation"] == "h" else Rule(False, e["x0"], e["top"], e["bottom"]) for e in merged
    ]
    return [r for r in found if r.end - r.start >= MIN_RULE]


@given(RULES)
def test_rules_are_joined_as_pdfplumber_joins_edges(rules: list[Rule]) -> None:
    assert joined(rules) == as_pdfplumber(rules)
