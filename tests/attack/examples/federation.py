"""Published and gathered coverage have no objects in their addresses."""

ARGUMENTS: dict[str, str] = {}
NUMBERS: dict[str, str] = {}
MADE: dict[str, object] = {}
