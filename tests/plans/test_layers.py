"""Line layers: loaded from files within the county, in place of the last, and used by proposals."""

import json
from io import StringIO

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.people.snapshot import village_lands
from geodata.plans.line_layers import layers_of, lines_near
from geodata.plans.models import LayerLine
from geodata.plans.proposing import Wish, proposed
from geodata.plans.snapshot import snapshots
from geodata.territory.models import Boundary
from tests import village as v
from tests.plans.conftest import line

ROAD = line((0.35, -1), (0.35, 2))
AWAY = shapely.LineString([(100, 20), (101, 21)])

pytestmark = [
    pytest.mark.owner("a layer is loaded by a command of the owner"),
    pytest.mark.usefixtures("in_english"),
]


@pytest.fixture
def file(tmp_path):
    """`file(*shapes)`: a GeoJSON of them; the first is called 例路."""

    def write(*shapes):
        path = tmp_path / "roads.geojson"
        features = [
            {
                "type": "Feature",
                "properties": {"name": "" if place else "例路"},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for place, shape in enumerate(shapes)
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def load(path, *more, area="430382", kind="road") -> str:
    out = StringIO()
    call_command("import_lines", path, "--area", area, "--kind", kind, *more, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_would_be_and_writes_nothing(places, file):
    assert "1 lines in 例县, 1 outside it." in load(file(ROAD, AWAY))
    assert layers_of(places.county.pk) == {}


def test_lines_of_the_county_are_kept_with_their_names_and_cut_at_its_box(places, file):
    load(file(ROAD, AWAY), "--apply")
    (kept,) = LayerLine.objects.all()
    assert (kept.name, kept.county, kept.source) == ("例路", places.county, "roads.geojson")
    west, south, east, north = kept.geometry.extent
    assert (west, east) == (ROAD.bounds[0], ROAD.bounds[2])
    assert ROAD.bounds[1] < south < north <= ROAD.bounds[3]


def test_a_layer_takes_the_place_of_the_last_of_its_kind_only(places, file):
    load(file(ROAD), "--apply")
    load(file(ROAD), "--apply", kind="river")
    load(file(shapely.MultiLineString([ROAD, line((1.5, 0), (1.5, 1))])), "--apply")
    assert layers_of(places.county.pk) == {"river": 1, "road": 2}


def test_only_lines_in_the_box_are_near(places, file):
    load(file(ROAD), "--apply")
    land = {"county": places.county.pk, "kinds": ["road"]}
    assert lines_near([shapely.box(*ROAD.bounds)], **land).count() == 1
    assert lines_near([shapely.box(100, 20, 101, 21)], **land).count() == 0


@pytest.mark.parametrize(
    ("shapes", "words"),
    [((), "no lines"), ((ROAD, shapely.box(112.5, 27.9, 112.51, 27.91)), "Row 2 is not a line")],
)
def test_a_file_without_lines_is_refused_in_words(places, file, shapes, words):
    with pytest.raises(CommandError, match=words):
        load(file(*shapes), "--apply")


def test_the_area_is_a_county(places, file):
    with pytest.raises(CommandError, match="no county 430382100201"):
        load(file(ROAD), area=places.west.code)


def cut_by_the_road(*arguments) -> int:
    """Neighbours on two sides of the road, and in one grid, in a split into two."""
    out = StringIO()
    call_command(
        "propose_grids", "--area", "430382100201", "--target", "30", "--json", *arguments, stdout=out
    )
    return json.loads(out.getvalue())


@pytest.fixture
def by_the_road(places):
    """24 households west of the road, 26 east of it."""
    chance = np.random.default_rng(3)
    for number, low, high in ((24, 0.02, 0.33), (24, 0.37, 0.98)):
        for x, y in chance.uniform((low, 0.05), (high, 0.95), (number, 2)):
            v.household(places.grids[0], Point(v.WEST + x * v.SIDE, v.SOUTH + y * v.SIDE, srid=4326))
    return places


def test_a_split_rather_ends_at_the_road(by_the_road, file):
    from geodata.geometry.partition import Options
    from geodata.geometry.proposals import propose_split
    from geodata.geometry.topology import NOWHERE
    from geodata.management.commands.propose_grids import _dividers

    load(file(ROAD), "--apply")
    lands = village_lands("430382100201", on=today())
    (near,) = _dividers(lands, ["road"])
    assert len(near) == 1

    def across(dividers) -> int:
        """Pairs of households of one grid with the road between them."""
        (proposal,) = propose_split([lands[0].land], Options(count=2), dividers)
        points, grid = lands[0].land.points, proposal.grid
        side = points[:, 0] < near[0].coords[0][0]
        return sum(
            int((side & (grid == each)).sum()) * int((~side & (grid == each)).sum())
            for each in set(grid.tolist()) - {NOWHERE}
        )

    assert across([near]) <= across([None])
    assert across([near]) < 60


def test_the_command_takes_layers_and_says_so(by_the_road, file):
    load(file(ROAD), "--apply")
    assert cut_by_the_road("--along", "road")["parameters"]["along"] == ["road"]
    assert cut_by_the_road()["parameters"]["along"] == []
    with pytest.raises(CommandError, match="dividing from scratch"):
        cut_by_the_road("--along", "road", "--rebalance")


def test_a_countys_first_split_goes_along_a_road(by_the_road, file):
    """No village has a grid with a border yet: the layer is looked for by the villages' outlines."""
    load(file(ROAD), "--apply")
    Boundary.objects.filter(area__level="grid").delete()
    assert cut_by_the_road("--along", "road")["grids"] > 1


def test_the_price_of_a_proposal_for_contacts_is_told(by_the_road):
    helper = v.member(by_the_road.west, point=v.middle(0, 0))
    for home in Household.objects.filter(village=by_the_road.west):
        v.link(helper, home)
    here = snapshots([by_the_road.west.pk], on=today())
    _drawings, figures = proposed(here, Wish("split", target=20))
    assert figures["crossing_before"] == 1
    assert figures["crossing_after"] - figures["newly_crossing"] <= 1
    assert figures["newly_crossing"] > 0


def test_beside_evening_out_stands_what_a_fresh_split_would_cost(by_the_road):
    helper = v.member(by_the_road.west, point=v.middle(0, 0))
    for home in Household.objects.filter(village=by_the_road.west):
        v.link(helper, home)
    here = snapshots([by_the_road.west.pk], on=today())
    _drawings, even = proposed(here, Wish("rebalance"))
    assert even["crossing_fresh"] >= 0
    assert even["crossing_after"] >= even["crossing_before"]
    assert "crossing_fresh" not in proposed(here, Wish("split"))[1]
