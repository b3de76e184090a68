"""A table that can be taken away, and its form."""

ARGUMENTS = {"extract": "extract", "form": "form"}
NUMBERS: dict[str, str] = {}
MADE = {"extract": lambda _home: "households", "form": lambda _home: "csv"}
