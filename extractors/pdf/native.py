"""PDFium's functions called by address, with handles as plain integers: at a third of the cost of pointer objects."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy.typing as npt


def address(handle: Any) -> int:
    """Where a handle or a function of PDFium is; 0 of none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def by_address(function: Any, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    """The function that takes a handle (an address) and then ``arguments``."""
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)(address(function))


def addresses(table: npt.NDArray[Any]) -> range:
    """The addresses of a table's rows, for PDFium to write to."""
    width = table.strides[0]
    return range(table.ctypes.data, table.ctypes.data + len(table) * width, width)


def call_all(calls: Iterator[int]) -> None:
    """Makes the calls for what they write."""
    deque(calls, maxlen=0)
