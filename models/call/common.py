"""What everybody names is no finding: national bodies, generic names of facilities, names in a large part of the call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from extractors.names import bare_name
from extractors.view import squash
from models.overlap.call import Shared
from models.overlap.institutions import spellings

DATA = Path(__file__).parent / "data" / "common_bodies.yaml"
LEAST_COMMON, COMMON_PART = 4, 1 / 3  # named by so many proposals and by so large a part of the call
MIN_PERSON = 3  # characters: a family name alone names nobody


@cache
def _national() -> frozenset[str]:
    return frozenset(s for name in yaml.safe_load(DATA.read_text("utf-8"))["national"] for s in spellings(name))


@cache
def _generic() -> re.Pattern[str]:
    return re.compile("|".join(yaml.safe_load(DATA.read_text("utf-8"))["generic_facilities"]))


def is_national(name: str) -> bool:
    """Whether the body runs, funds or oversees programmes of the whole country."""
    return bool(spellings(name) & _national())


def is_widely_named(count: int, proposals: int) -> bool:
    return count >= LEAST_COMMON and count > proposals * COMMON_PART


def tells_nothing(found: Shared) -> bool:
    """Whether the same words need not be the same thing: a facility without its owner, a family name alone."""
    if found.kind == "facility":
        return bool(_generic().search(squash(bare_name(found.name))))
    return found.kind == "person" and len(squash(found.name)) < MIN_PERSON


def parted(found: Sequence[Shared], proposals: int) -> tuple[list[Shared], list[Shared]]:
    """The findings, and the bodies that nearly everybody names. A person is always a finding."""
    telling = [s for s in found if not tells_nothing(s)]
    common = [s for s in telling if s.kind != "person" and (is_national(s.name) or is_widely_named(len(s.files), proposals))]
    return [s for s in telling if s not in common], common
