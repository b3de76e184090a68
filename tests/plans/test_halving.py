"""A grid cut into two halves of as many households."""

import dataclasses

import pytest
import shapely
from django.contrib.gis.geos import Point

from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import today
from geodata.geometry.topology import NOWHERE
from geodata.plans.editing import draw_plan
from geodata.plans.halving import halved
from geodata.plans.persistence import opened
from tests import village as v
from tests.plans.conftest import BORDER, pencil


@pytest.fixture
def peopled(places):
    """Nine households in a row beside the one of the first grid."""
    for step in range(1, 10):
        v.household(places.grids[0], Point(v.WEST + 0.001 * step, v.SOUTH + 0.002, srid=4326))
    return places


def drawn(draft):
    return opened(draft, today=today())


def test_both_halves_have_as_many_households_and_the_rest_stays(peopled, draft):
    code = peopled.grids[0].code
    done = halved(drawn(draft), key=code)
    (village,) = done.drawing
    assert done.keys == (code, f"{peopled.west.code}n1")
    assert sorted((village.grid == place).sum() for place in (0, 1)) == [5, 5]
    assert village.problems == []
    assert [sketch.area for sketch in village.sketches] == [0, NOWHERE, 1]
    assert shapely.equals(village.shapes[2], village.snapshot.present[1])


def test_the_border_drawn_as_lines_gives_the_same_grids(peopled, draft):
    done = halved(drawn(draft), key=peopled.grids[0].code)
    lines = [BORDER, *shapely.get_parts(done.border)]
    (again,) = draw_plan(draft, pencil(*lines), today=today())
    assert sorted(sketch.key for sketch in again.sketches) == sorted(
        sketch.key for sketch in done.drawing[0].sketches
    )
    assert again.problems == []


def test_households_in_one_place_cannot_be_parted(places, draft):
    with pytest.raises(BadInput):
        halved(drawn(draft), key=places.grids[0].code)


def test_a_grid_that_is_not_there_or_locked_is_not_split(peopled, draft):
    (village,) = drawn(draft)
    with pytest.raises(BadInput):
        halved([village], key="nothing")
    held = [dataclasses.replace(each, locked=True) for each in village.sketches]
    with pytest.raises(Conflict):
        halved([dataclasses.replace(village, sketches=held)], key=peopled.grids[0].code)
