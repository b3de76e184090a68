"""The lantern of a household."""

ARGUMENTS = {"lantern": "lantern"}
NUMBERS: dict[str, str] = {}
MADE = {"lantern": lambda home: f"lantern-{home.place}"}
