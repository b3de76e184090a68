"""Tiles as everybody, at every zoom and all over the county and its neighbour: no feature of what is not theirs."""

import pytest

from api.ogc.told import rows_of
from api.tiles import squares
from api.tiles.layers import LAYERS, Layer
from geodata.base.periods import today
from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force
from geodata.geometry.web_map import square_at
from tests.attack.calling import call, leaks, tell
from tests.attack.world import Caller, World, one_transaction
from tests.tiles import features_of

pytestmark = pytest.mark.django_db
PLACES = [(112.5 + 0.005 + 0.01 * column, 27.905) for column in range(7)]
ZOOMS = (0, 8, 9, 11, 13, 14, 15, 16)
LEAST = 2_000


@pytest.fixture(scope="module")
def tally() -> list[int]:
    return []


def cells() -> list[tuple[int, int, int]]:
    """Squares that lie on what is here, and those beside them."""
    found = {
        (zoom, x + right, y + down)
        for zoom in ZOOMS
        for x, y in (square_at(zoom, *place) for place in PLACES)
        for right in (0, 1)
        for down in (0, 1)
    }
    return sorted(cell for cell in found if squares.exists(*cell, nearest=16))


def foreign(world: World, caller: Caller) -> tuple[set[str], set[int]]:
    """Codes of grids and keys of households that lie outside what that role sees."""
    outside = [home for place, home in world.homes.items() if caller.sees(place) == "-"]
    return {home.area.code for home in outside}, {home.row.pk for home in outside}


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_no_square_holds_what_is_not_theirs(world: World, tally: list[int], layer: Layer):
    """As the domain answers in the scope of each, with the second line in force."""
    wrong, shown = [], set()
    for caller in world.callers.values():
        if caller.user is None or caller.role == "deactivated":
            continue  # whoever cannot sign in has no scope: asked below
        grids, homes = foreign(world, caller)
        with one_transaction(), as_web_role():
            scope = scope_in_force(caller.user, on=today())
            rows = rows_of(scope, (layer.level,), on=today()) if layer.level else []
            for zoom, x, y in cells():
                place = {"zoom": zoom, "x": x, "y": y}
                if layer.level:
                    tile = squares.of_areas(layer, rows, on=today(), **place)
                elif zoom >= layer.first:
                    tile = squares.of_households(layer, scope=scope, on=today(), **place)
                else:
                    continue
                tally.append(1)
                for feature in features_of(tile).get(layer.name, []):
                    shown.add(caller.role)
                    code = str(feature.properties.get("code", ""))
                    if feature.id in homes or code in grids or (code and not scope.holds_code(code)):
                        wrong.append(f"{caller.role} {layer.name} {place}: {feature}")
    assert wrong == []
    assert {"county", "planner"} <= shown


def test_nor_does_any_over_http(world: World, tally: list[int]):
    wrong = []
    for caller in world.callers.values():
        for layer in LAYERS.values():
            for lon, lat in PLACES[:1] + PLACES[-1:]:
                x, y = square_at(15, lon, lat)
                path = f"/tiles/{layer.name}/15/{x}/{y}.pbf"
                answer = call(caller, "GET", path, bearer=layer.name == "grids")
                tally.append(1)
                if leaks(world, caller, answer, path) or answer.status not in (200, 204, 401, 403):
                    wrong.append(f"{caller.role} {path}: {answer.status}")
    assert wrong == []


def test_so_many_squares_were_tried(tally: list[int], capsys: pytest.CaptureFixture[str]):
    tell(capsys, f"{len(tally)} squares of {len(LAYERS)} layers")
    assert len(tally) >= LEAST
