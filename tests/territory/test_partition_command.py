"""`manage.py propose_grids` prints figures and writes nothing."""

import json
from io import StringIO

import numpy as np
import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from geodata.base.periods import today
from geodata.people.models import Household, Placement
from geodata.people.snapshot import village_lands
from geodata.territory.models import Boundary
from tests.roles import owner
from tests.village import SIDE, SOUTH, WEST, area, county, household, link, member, square

KEYS = {
    "grids", "households", "lost", "balance_mean", "balance_worst", "contiguous", "valid", "compactness", "moved",
    "cpu_seconds", "without_point", "outside",
}  # fmt: skip


@pytest.fixture
def paper(db):
    """The west village: 40 households in its first grid, 10 in its second."""
    places = county()
    chance = np.random.default_rng(1)
    for number, grid in [(39, 0), (9, 1)]:
        for x, y in chance.uniform(0.05, 0.95, (number, 2)):
            household(places.grids[grid], Point(WEST + (grid + x) * SIDE, SOUTH + y * SIDE, srid=4326))
    return places


def figures(*arguments):
    out = StringIO()
    call_command("propose_grids", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_village_is_proposed_even_grids(paper):
    counted = figures("--area", paper.west.code, "--target", "25")
    assert counted.keys() >= KEYS
    assert (counted["grids"], counted["households"], counted["lost"]) == (2, 50, 0)
    assert (counted["contiguous"], counted["valid"]) == (True, True)
    assert counted["balance_worst"] <= 1.05
    assert counted["moved"] > 0


def test_rebalancing_moves_no_more_than_it_must(paper):
    counted = figures("--area", paper.west.code, "--rebalance")
    assert counted["moved"] == 40 - int(25 * 1.12)
    assert counted["balance_worst"] <= 1.12


def test_evening_out_tells_what_crosses_a_border_before_then_and_in_a_fresh_split(paper):
    """Five persons look after five households each, strip by strip from the border on."""
    homes = sorted(Household.objects.filter(grid=paper.grids[0]), key=lambda home: -home.point.x)
    for number, home in enumerate(homes[:25]):
        if not number % 5:
            helper = member(paper.west, point=home.point)
        link(helper, home)
    plain = figures("--area", paper.west.code, "--rebalance")
    assert plain["crossing_before"] == 0
    assert plain["crossing_after"] == plain["newly_crossing"] < 5
    assert plain["crossing_fresh"] >= 0
    assert plain["balance_worst"] <= 1.12


def test_a_county_is_all_its_villages(paper):
    counted = figures("--area", paper.county.code)
    assert (counted["villages"], counted["households"], counted["lost"], counted["valid"]) == (3, 52, 0, True)


def test_households_without_a_point_or_outside_their_village_are_named_and_not_lost(paper):
    household(paper.grids[0])
    household(paper.grids[0], Point(WEST - 1, SOUTH, srid=4326))
    counted = figures("--area", paper.west.code)
    assert (counted["without_point"], counted["outside"], counted["households"], counted["lost"]) == (
        1,
        1,
        52,
        0,
    )


def test_nothing_is_written(paper):
    before = [model.objects.count() for model in (Household, Placement, Boundary)]
    figures("--area", paper.west.code, "--target", "10")
    assert [model.objects.count() for model in (Household, Placement, Boundary)] == before


def test_without_json_it_prints_a_line_a_figure(paper):
    out = StringIO()
    call_command("propose_grids", "--area", paper.west.code, stdout=out)
    assert "balance_worst" in out.getvalue()


@pytest.mark.usefixtures("in_english")
def test_an_area_without_villages_is_an_error(paper):
    with pytest.raises(CommandError, match="No village"):
        call_command("propose_grids", "--area", "99")


@pytest.mark.usefixtures("in_english")
def test_grids_that_overlap_cannot_be_rebalanced(paper):
    extra = area("430382100201009", shape=square(0, 0))
    for _ in range(30):
        household(extra, Point(WEST + SIDE / 2, SOUTH + SIDE / 2, srid=4326))
    with pytest.raises(CommandError, match="do not tile"):
        call_command("propose_grids", "--area", paper.west.code, "--rebalance")


def test_a_village_is_read_with_three_queries(paper, django_assert_num_queries):
    with django_assert_num_queries(3):
        (land,) = village_lands(paper.west.code, on=today())
    assert (len(land.grids), len(land.households)) == (2, 50)
    assert np.bincount(land.land.grid).tolist() == [40, 10]


def test_a_village_without_a_boundary_is_as_large_as_its_grids(paper):
    with owner():
        Boundary.objects.filter(area=paper.west).delete()
    (land,) = village_lands(paper.west.code, on=today())
    assert land.land.outline.area == pytest.approx(sum(grid.area for grid in land.land.grids))
