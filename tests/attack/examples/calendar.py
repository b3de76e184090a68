"""The calendar has no objects in its addresses."""

ARGUMENTS: dict[str, str] = {}
NUMBERS: dict[str, str] = {}
MADE: dict[str, object] = {}
