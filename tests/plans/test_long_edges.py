"""A village with a straight edge of 10.6 km: whoever proposes its grids, their land is the village's."""

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.geometry.projection import flat_at
from geodata.geometry.proposals import propose_rebalance, propose_split
from geodata.people.snapshot import village_lands
from geodata.plans.editing import create_plan, replace_drawing
from geodata.plans.persistence import geos, multi
from geodata.plans.proposing import Wish, proposed
from geodata.plans.snapshot import snapshots
from geodata.territory.models import Boundary
from tests import village as v
from tests.plans.conftest import NOON
from tests.roles import owner

CORNERS = [(0, 0), (6.2, 6.0), (4.7, 7.6), (-1.5, 1.6)]
"""Of a slanting rectangle, in kilometres or nearly: its long edges have no vertex in between."""
MILLIMETRES = 20.0
"""Square metres that new vertices, rounded to a millimetre, may cost along 35 km of border."""


def degrees(x, y):
    return round(v.WEST + 0.5 + x * 0.0123, 8), round(v.SOUTH + y * 0.0110, 8)


@pytest.fixture
def slanting(places):
    """The village west as that rectangle, in two halves, with 60 households in the first and 20 in the second."""
    rim = shapely.Polygon([degrees(*corner) for corner in CORNERS])
    cut = [degrees(3.1, 3.0), degrees(1.6, 4.6)]
    lower = shapely.Polygon([degrees(*CORNERS[0]), cut[0], cut[1], degrees(*CORNERS[3])])
    upper = shapely.Polygon([cut[0], degrees(*CORNERS[1]), degrees(*CORNERS[2]), cut[1]])
    with owner():
        Boundary.objects.filter(area__in=[places.east, *places.grids[2:]]).delete()
        for area, shape in ((places.west, rim), (places.grids[0], lower), (places.grids[1], upper)):
            Boundary.objects.filter(area=area).update(geometry=geos(multi(shape)))
    chance = np.random.default_rng(5)
    for count, grid, low in ((60, 0, 0.02), (20, 1, 0.52)):
        for along, across in chance.uniform((low, 0.1), (low + 0.45, 0.9), (count, 2)):
            place = degrees(6.2 * along - 1.5 * across, 6.0 * along + 1.6 * across)
            v.household(places.grids[grid], Point(*place, srid=4326))
    return places


def land_of(area, level="grid"):
    rows = Boundary.objects.on(today()).filter(**{"area__parent" if level == "grid" else "area": area})
    return shapely.from_wkb([bytes(row.geometry.wkb) for row in rows])


def missing(rim, grids) -> float:
    """Square metres that are the village's and no grid's, or the other way round."""
    plane = flat_at(np.array([rim], dtype=object))
    (outline,) = plane.on_paper(np.array([rim], dtype=object))
    return float(shapely.symmetric_difference(outline, shapely.union_all(plane.on_paper(grids))).area)


def test_the_edge_is_that_long(slanting):
    (rim,) = land_of(slanting.west, "village")
    (outline,) = flat_at(np.array([rim])).on_paper(np.array([rim]))
    xy = shapely.get_coordinates(outline)
    assert np.hypot(*np.diff(xy, axis=0).T).max() > 10_000


@pytest.mark.parametrize("kind", ["split", "rebalance"])
def test_what_the_editor_proposes_is_published_as_all_of_the_village(slanting, planner, through, kind):
    plan = create_plan(
        name="例",
        villages=[slanting.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例：户数不均",
    )
    drawing, figures = proposed(snapshots(plan.villages, on=today()), Wish(kind, target=16))
    assert figures["valid"]
    plan = replace_drawing(
        plan=plan,
        version=plan.version,
        drawing=drawing,
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
    )
    through(plan, drawn=False)
    (rim,) = land_of(slanting.west, "village")
    grids = land_of(slanting.west)
    assert len(grids) == (5 if kind == "split" else 2)
    assert missing(rim, grids) < MILLIMETRES


@pytest.mark.parametrize("kind", ["split", "rebalance"])
def test_what_the_command_proposes_is_all_of_the_village(slanting, kind):
    """Its grids meet the village's edge between two vertices ten kilometres apart."""
    (village,) = village_lands(slanting.west.code, on=today())
    propose = propose_split if kind == "split" else propose_rebalance
    (proposal,) = propose([village.land])
    (rim,) = land_of(slanting.west, "village")
    grids = village.plane.on_earth(proposal.grids, np.array([rim, *village.borders], dtype=object))
    assert missing(rim, grids) < MILLIMETRES


def test_command_and_editor_measure_on_one_plane(slanting):
    (village,) = village_lands(slanting.west.code, on=today())
    (snapshot,) = snapshots([slanting.west.pk], on=today())
    assert village.plane == snapshot.plane
    assert shapely.equals_exact(village.land.outline, snapshot.outline)
