"""Edit distances, without a library: Myers' bit vectors, a word of any length."""

from __future__ import annotations


def distance(a: str, b: str) -> int:
    """Insertions, deletions and substitutions between two texts."""
    return _run(a, b, free=False)


def best_stretch(pattern: str, text: str) -> int:
    """The least distance of ``pattern`` to any stretch of ``text``."""
    return _run(pattern, text, free=True)


def _run(pattern: str, text: str, *, free: bool) -> int:
    if not pattern:
        return 0 if free else len(text)
    places: dict[str, int] = {}
    for i, char in enumerate(pattern):
        places[char] = places.get(char, 0) | 1 << i
    mask, last = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    plus, minus, score = mask, 0, len(pattern)
    best = score
    for char in text:
        equal = places.get(char, 0)
        across = equal | minus
        equal |= ((equal & plus) + plus) ^ plus
        up, down = minus | (~(equal | plus) & mask), plus & equal
        score += bool(up & last) - bool(down & last)
        up = ((up << 1) | (0 if free else 1)) & mask
        down = (down << 1) & mask
        plus, minus = down | (~(across | up) & mask), up & across
        best = min(best, score)
    return best if free else score
