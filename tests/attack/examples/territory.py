"""A square of the base below the areas: it holds nothing about anybody, and is asked for by everybody."""

from geodata.territory.models import BaseShape
from tests.attack.world import Home

ARGUMENTS = {"version": "base", "zoom": "zoom", "x": "column", "y": "row"}
NUMBERS: dict[str, str] = {}


def _base(_home: Home) -> str:
    told = {"kind": "road", "rank": 1, "credit": "例", "synthetic": True}
    line = "SRID=4326;LINESTRING(112.5 27.9, 112.52 27.92)"
    shape, _new = BaseShape.objects.get_or_create(version="0123456789abcdef", geometry=line, defaults=told)
    return shape.version


MADE = {"base": _base, "zoom": lambda _home: "9", "column": lambda _home: "416", "row": lambda _home: "214"}
