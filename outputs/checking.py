"""Which values are marked 要確認."""

from __future__ import annotations

import re

from outputs.wording import FIELD, threshold

_KIND = re.compile(r"[a-z_]+")


def needs_check(confidence: float, subject: str = FIELD) -> bool:
    """``subject`` (or its field alone) tells which kind of value it is: "core_profile.staff", "headquarters[本部長]"."""
    kind = _KIND.match(subject)
    return confidence < threshold(kind[0] if kind else FIELD)
