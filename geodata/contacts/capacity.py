"""How many households a member looks after: when there is room for one more, and when an office is warned of it."""

WARN_ABOVE = 10
"""Households per member above which an office is warned."""


def has_room(load: int, capacity: int) -> bool:
    """May another household be given to somebody with so many?"""
    return load < capacity


def warned_of(load: int) -> bool:
    """Would an office be warned of one household more? Nobody is suggested of whom it then is."""
    return load >= WARN_ABOVE
