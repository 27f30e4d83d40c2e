"""Built from _lines.c where there is a C compiler; laid.py tells what the function does."""

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import NDArray

shape: tuple[int, int, int, int]

def lines(
    columns: Sequence[NDArray[Any] | bytes], side: float, scale_of: Callable[[float, float], tuple[float, float]]
) -> tuple[Any, ...] | None: ...
