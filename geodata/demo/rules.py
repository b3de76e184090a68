"""The default visit rules, as the product ships them, for people whose rhythm is invented."""

import json

from geodata.demo.divisions import FIXTURES

CATEGORIES = FIXTURES / "categories" / "categories.json"
RULES = FIXTURES / "rules" / "rules.json"


def read_categories() -> dict[str, int]:
    """Code and key of every care category."""
    rows = json.loads(CATEGORIES.read_text(encoding="utf-8"))
    return {row["fields"]["code"]: row["pk"] for row in rows}


def read_intervals() -> dict[str, int]:
    """Days between visits, by category code and by occupancy."""
    code = {key: code for code, key in read_categories().items()}
    rows = [row["fields"] for row in json.loads(RULES.read_text(encoding="utf-8"))]
    return {code[row["category"]] if row["category"] else row["occupancy"]: row["days"] for row in rows}
