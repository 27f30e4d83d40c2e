"""What the extracted fields say of a criterion: where a partner region was found, wide-area cooperation is told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as parts_of
from dataclasses import is_dataclass
from typing import Any

import numpy as np

from corpus.rubric import QUANTITY, Rubric
from extractors.records import Fields
from extractors.values import Evidence
from models.criteria.logistic import Array

SUPPORT_NAMES = ("field_asked", "field_found")


def field_support(rubric: Rubric, fields: Fields | None) -> Array:
    """m × len(SUPPORT_NAMES): whether the criterion names fields, and log(1 + the passages they were found in).

    All 0 where no fields were extracted at all.
    """
    if fields is None:
        return np.zeros((len(rubric.criteria), len(SUPPORT_NAMES)))
    found = [sum(len(list(_evidence(value))) for name in c.fields for value in _values(fields, name)) for c in rubric.criteria]
    return np.array([[float(bool(c.fields)), float(np.log1p(count))] for c, count in zip(rubric.criteria, found, strict=True)])


def _values(fields: Fields, name: str) -> Iterator[Any]:
    if name.startswith(QUANTITY):
        yield from (q for q in fields.quantities if q.what == name.removeprefix(QUANTITY))
    else:
        yield getattr(fields, name)


def _evidence(value: Any) -> Iterator[Evidence]:
    """The passages of a value, a record of values, or many of them."""
    if isinstance(value, tuple):
        for item in value:
            yield from _evidence(item)
    elif hasattr(value, "evidence"):
        yield from value.evidence
    elif is_dataclass(value):
        for part in parts_of(value):
            yield from _evidence(getattr(value, part.name))
