"""What a criterion's evidence leaves open, as a question for the hearing that names the proposal's own words."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.rubrics import Criterion
from extractors.passages import Passage
from extractors.records import Fields
from extractors.values import Evidence
from models.criteria.facts import Facts
from models.criteria.words import meets

MAX_QUOTE = 60
NEAR = 0.05  # a passage less likely than this is no help to the questioner
ABSENT, ASSERTED, CONCRETE = 0, 1, 2


def missing_question(
    criterion: Criterion,
    grade: int,
    heard: Sequence[tuple[Passage, Facts | None]],
    nearest: Evidence | None,
    fields: Fields | None,
) -> str:
    """One or two Japanese sentences; empty where nothing is missing.

    ``heard``: the passages that bear on the criterion with their facts, and those that may bear on it without: a figure or a
    year there would mostly be another matter's, while a word that names the aspect is its own.
    """
    question = fill(criterion.question, fields)
    if grade == ABSENT:
        return f"{question}{_near(nearest)}"
    absent = [a.name for a in criterion.aspects if not any(meets(a, p.text, f) for p, f in heard)]
    start = f"{_cite(nearest)}とありますが、" if nearest else ""
    if grade == ASSERTED:
        lacking = f"{_listed(absent)}が" if absent else "裏付けとなる数値や実績、担当者が"
        return f"{start}{lacking}読み取れません。{_asked(question)}"
    if grade == CONCRETE and absent:
        return f"{start}{_listed(absent)}がはっきりしません。補足を伺います。"
    return ""


def fill(template: str, fields: Fields | None) -> str:
    """The template with 【領域】 and 【中核機関】 replaced by what the proposal names, where it names them."""
    domain = fields.specific_domain.value if fields and fields.specific_domain else ""
    core = fields.core_institution.value if fields and fields.core_institution else ""
    text = template.replace("【領域】", f"特定領域「{domain}」" if domain else "特定領域")
    return text.replace("【中核機関】", f"中核機関（{core}）" if core else "中核機関")


def short_title(title: str) -> str:
    """A criterion's title without what it lists after the colon or in brackets."""
    return title.split("：")[0].split("(")[0].split("（")[0]


def _asked(question: str) -> str:
    """What the question asks for, without its first sentence, which says that nothing was found."""
    return question.partition("。")[2] or "具体的な内容を伺います。"


def _near(nearest: Evidence | None) -> str:
    return f"（最も近い記述：{_cite(nearest)}）" if nearest and nearest.score >= NEAR else ""


def _cite(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    quote = evidence.quote if len(evidence.quote) <= MAX_QUOTE else evidence.quote[: MAX_QUOTE - 1] + "…"
    return f"{evidence.page}ページに「{quote.rstrip('。')}」" if evidence.page else f"「{quote.rstrip('。')}」"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:-1]) + f"及び{names[-1]}" if len(names) > 1 else "".join(names)
