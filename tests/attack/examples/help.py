"""A page of help."""

ARGUMENTS = {"page": "page"}
NUMBERS: dict[str, str] = {}
MADE = {"page": lambda _home: "village_officer"}
