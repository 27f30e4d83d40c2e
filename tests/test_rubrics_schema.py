"""Rubric files: they load, they say what the report says, and a bad one gets all its faults at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from corpus.errors import CorpusError
from corpus.rubric_schema import parse_rubric
from corpus.rubrics import RUBRIC_FOLDER, Role, list_rubrics, load_rubric
from models.prescore import weights_used


@pytest.mark.parametrize("name", list_rubrics())
def test_shipped_rubrics_load_and_are_complete(name: str) -> None:
    rubric = load_rubric(name)
    assert rubric.id == name
    for criterion in rubric.criteria:
        assert criterion.question.endswith("。"), criterion.id
        assert criterion.cues, criterion.id
        assert criterion.headings, criterion.id
        assert criterion.aspects, criterion.id


def test_the_annex_has_its_criteria_in_order() -> None:
    ids = [c.id for c in load_rubric().criteria]
    research = [f"2.1.{i}" for i in range(1, 7)]
    industry = [f"2.2.{i}" for i in range(1, 6)]
    effort = ["4.1", "4.2", "4.3.1", "4.3.2", "4.3.3"]
    assert ids == ["1.1", "1.2", "1.3", *research, *industry, "3.1", "3.2", *effort, "5.1", "5.2", "5.3"]
    assert {c.page for c in load_rubric().criteria} == {9}


def test_technical_evaluation_outweighs_management_and_that_regional_effort() -> None:
    rubric = load_rubric()
    points = weights_used(rubric)
    technical, management, effort = (sum(v for k, v in points.items() if k.startswith(s)) for s in ("2", "3", "4"))
    assert technical > management > effort > 0
    assert technical + management + effort == pytest.approx(100)
    assert {rubric.role(i) for i in ("1.1", "1.3")} == {Role.GATE}
    assert {rubric.role(i) for i in ("5.1", "5.3")} == {Role.FLAG}


def test_the_first_screening_has_the_reports_figures() -> None:
    thresholds = load_rubric("fs-first-screening-2001").by_id["S1.2"].thresholds
    assert [t.minimum for t in thresholds] == [300_000_000_000, 100_000_000_000]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(
        """
id: bad
title: ""
version: 1
source: x
colour: red
sections:
  - id: "1"
    title: a
    role: judge
    criteria:
      - {id: "1.1", title: t, page: x, viewpoints: [a], question: q, aspects: [{name: n, facts: [joy]}]}
      - {id: "1.1", title: t, page: 1, viewpoints: [a, b, c], question: ""}
  - id: "2"
    title: b
    role: scored
    weight: -3
""",
        encoding="utf-8",
    )
    with pytest.raises(CorpusError) as caught:
        load_rubric(file)
    told = "\n".join(caught.value.faults)
    expected = ("title がありません", "version は文字列", "colour", "judge", "page は0以上の数", "3文以上", "joy", "同じ id")
    for part in (*expected, "question がありません", "weight は0以上", "criteria も sections もありません"):
        assert part in told, part


@pytest.mark.parametrize("text", ["", "[]", "id: x", "a: [", "sections: {a: 1}"])
def test_what_is_no_rubric_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError):
        load_rubric(file)


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(CorpusError, match="chiteki-cluster-2002"):
        load_rubric("no-such-rubric")


def test_the_example_of_the_howto_is_a_valid_rubric() -> None:
    text = (RUBRIC_FOLDER / "HOWTO.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    assert parse_rubric("HOWTO.md", yaml.safe_load(example.group(1))).criteria[0].id == "1.1"
