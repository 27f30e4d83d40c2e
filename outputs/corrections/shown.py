"""A decision as it is shown beside the machine's value."""

from __future__ import annotations

from outputs.corrections.records import Decision, Verdict
from outputs.corrections.subjects import STATUS_WORDS, Kind, kind_of
from outputs.wording import display, in_yen, japanese_date, money, printable, short

NOTHING = "記載なし"


def who(d: Decision) -> str:
    """分析担当、令和8年11月24日."""
    return f"{printable(d.person)}、{japanese_date(d.made_at.astimezone().date())}"


def value_label(subject: str, value: str | None, nothing: str = NOTHING) -> str:
    """A value as printed: 515百万円（515,000,000円）, 2　具体的な記載, 計画."""
    if value is None:
        return nothing
    kind = kind_of(subject)
    if kind is Kind.YEN:
        return money(int(value)) if int(value) % 10**4 == 0 else in_yen(int(value))
    if kind is Kind.GRADE:
        return f"{value}　{display().grade[int(value)]}"
    if kind is Kind.STATUS:
        return next((word for word, status in STATUS_WORDS.items() if status == value), value)
    return short(value)


def concerns(d: Decision, machine_value: str | None) -> bool:
    """A value judged wrong concerns that value alone; what is right holds whatever the machine says now."""
    return d.verdict is not Verdict.WRONG or d.machine_value == machine_value


def addition(d: Decision) -> str:
    """An item of a list that the machine missed: 追加：いそ高専（分析担当、令和8年11月24日）."""
    return f"追加：{value_label(d.subject, d.value)}（{who(d)}）"


def remark(d: Decision | None, machine_value: str | None) -> str:
    """「修正：515百万円（分析担当、令和8年11月24日）」; "" where nobody decided."""
    if d is None or not concerns(d, machine_value):
        return ""
    if d.verdict is Verdict.WRONG:
        return f"誤り：正しい値は未記入（{who(d)}）"
    if d.value == machine_value:
        return f"確認済み（{who(d)}）"
    return f"修正：{value_label(d.subject, d.value)}（{who(d)}）"
