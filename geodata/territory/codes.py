"""Codes of areas: text, the significant digits of the national code, so that the prefix is the tree.

2 province, 4 city, 6 county (GB/T 2260), 9 township (GB/T 10114), 12 village, 15 grid (12 + 3 of our own).
"""

import re

LENGTHS = {"province": 2, "city": 4, "county": 6, "township": 9, "village": 12, "grid": 15}
"""Digits of a code at each level, from the top down."""

LEVELS = tuple(LENGTHS)
_DIGITS = re.compile(r"\A[0-9]+\Z", re.ASCII)


def level_of(code: str) -> str | None:
    """The level that a code's length tells, or None when it is no code."""
    if not _DIGITS.match(code):
        return None
    return next((level for level, length in LENGTHS.items() if length == len(code)), None)


def parent_code(code: str) -> str | None:
    """The code one level up; None above a province."""
    shorter = [length for length in LENGTHS.values() if length < len(code)]
    return code[: shorter[-1]] if shorter else None


def ancestors(code: str) -> list[str]:
    """Codes above this one, from the top down."""
    return [code[:length] for length in LENGTHS.values() if length < len(code)]


def is_within(code: str, other: str) -> bool:
    """Does the first lie in the second, or equal it?"""
    return code.startswith(other)


def level_below(level: str) -> str | None:
    """The next finer level; None below a grid."""
    place = LEVELS.index(level) + 1
    return LEVELS[place] if place < len(LEVELS) else None


def levels_below(level: str) -> tuple[str, ...]:
    """All finer levels, from the top down."""
    return LEVELS[LEVELS.index(level) + 1 :]
