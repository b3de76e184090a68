"""Real places: buildings of Kathmandu as households, counties of Georgia as grids."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point

from geodata.base.periods import since, today
from geodata.contacts.rights import scope_of
from geodata.geometry.arcs import arcs_of
from geodata.people.models import Household, Placement
from geodata.plans.editing import create_plan, draw_plan, replace_drawing
from geodata.plans.moves import approve, submit
from geodata.plans.persistence import opened
from geodata.plans.proposing import Wish, proposed
from geodata.plans.publishing import publish
from geodata.plans.snapshot import snapshots
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.plans.conftest import NOON, as_mover, pencil

DATA = Path(__file__).resolve().parents[1] / "data"


def shapes(name):
    features = json.loads((DATA / name).read_text(encoding="utf-8"))["features"]
    return np.array([shapely.from_geojson(json.dumps(each["geometry"])) for each in features], dtype=object)


def drawn_as(area, shape) -> None:
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)
    multi = geometry if isinstance(geometry, MultiPolygon) else MultiPolygon(geometry, srid=4326)
    Boundary.objects.filter(area=area).delete()
    Boundary.objects.create(area=area, period=since(v.LONG_AGO), geometry=multi)


@pytest.fixture
def kathmandu(places):
    """The village west as the quarter, one grid, and its buildings as households."""
    quarter, extract = shapes("kathmandu/area_of_interest.geojson")[0], shapes("kathmandu/extract.geojson")
    buildings = extract[shapely.get_type_id(extract) == shapely.GeometryType.POLYGON]
    middles = shapely.centroid(buildings)
    Household.objects.filter(pk=places.homes[1].pk).update(grid=places.grids[0])
    Placement.objects.filter(household=places.homes[1]).update(grid=places.grids[0])
    Boundary.objects.filter(area=places.grids[1]).delete()
    Area.objects.filter(pk=places.grids[1].pk).delete()
    for area in (places.west, places.grids[0]):
        drawn_as(area, quarter)
    inside = middles[shapely.contains(quarter, middles)]
    v.households(places.grids[0], [Point(middle.x, middle.y, srid=4326) for middle in inside])
    return places


def test_the_buildings_of_a_quarter_are_split_and_published(kathmandu, planner, approver):
    plan = create_plan(
        name="例",
        villages=[kathmandu.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    drawing, figures = proposed(snapshots(plan.villages, on=today()), Wish("split"))
    plan = replace_drawing(
        plan=plan,
        version=1,
        drawing=drawing,
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        proposal=figures,
    )
    submit(plan=plan, context=as_mover(planner))
    approve(plan=plan, context=as_mover(approver))
    done = publish(plan=plan, context=as_mover(approver), day=today())
    sizes = [
        Household.objects.filter(grid=grid).count()
        for grid in Area.objects.on(today()).filter(parent=kathmandu.west)
    ]
    assert (len(sizes), len(done.made)) == (6, 5)
    assert max(sizes) <= 1.06 * sum(sizes) / len(sizes)
    assert sum(sizes) == Household.objects.filter(village=kathmandu.west).count() > 600


@pytest.fixture
def georgia(places):
    """The village west as the whole of Georgia, each of its 159 counties a grid."""
    counties = shapes("georgia/counties.geojson")
    drawn_as(places.west, shapely.coverage_union_all(counties))
    for number, county in enumerate(counties, start=1):
        code = f"{places.west.code}{number:03d}"
        grid = Area.objects.filter(code=code).first() or v.area(code)
        drawn_as(grid, county)
    return places


def test_counties_drawn_by_their_borders_are_what_they_were(georgia, planner):
    plan = create_plan(
        name="例",
        villages=[georgia.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    (drawn,) = opened(plan, today=today())
    arcs = arcs_of(drawn.shapes)
    lines = drawn.snapshot.plane.on_earth(arcs.lines[arcs.movable], drawn.snapshot.borders)
    (again,) = draw_plan(plan, pencil(*lines), today=today())
    assert len(again.sketches) == 159
    assert [each.key for each in again.sketches] == [each.key for each in drawn.sketches]
    assert again.problems == drawn.problems == []
