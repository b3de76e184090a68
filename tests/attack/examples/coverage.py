"""Collections of OGC API Features and layers of tiles: households are asked, in which all that is secret would stand."""

from tests.attack.world import Home

ARGUMENTS = {"collection": "collection", "feature": "feature", "layer": "layer"}
NUMBERS: dict[str, str] = {}


def _token(home: Home) -> str:
    return home.row.token


MADE = {
    "collection": lambda _home: "households",
    "feature": _token,
    "layer": lambda _home: "households",
}
