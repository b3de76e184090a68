"""Pages are turned in one way, and polygons turn the way RFC 7946 asks."""

from itertools import pairwise

import pytest

from geodata.base.periods import today
from tests import village as v

PAGED = ["households/?", "visits/?first=2000-01-01&", "cards/?area=430382&", "pairings/?area=430382&"]


@pytest.mark.parametrize("address", PAGED)
def test_next_is_a_whole_address_that_the_link_header_tells_too(places, county, address):
    v.link(v.member(places.west), places.homes[1])
    first = county.get(f"{address}limit=1")
    following = first.json()["next"]
    assert following.startswith("http://testserver/api/v1/")
    assert first["Link"] == f'<{following}>; rel="next"'
    assert county.get(following).status_code == 200


@pytest.mark.parametrize("address", PAGED)
def test_the_last_page_has_no_link(places, county, address):
    last = county.get(f"{address}limit=500")
    assert last.json()["next"] is None and "Link" not in last


def test_who_reads_one_page_is_told_how_many_there_are(places, county):
    page = county.get("households/?limit=2").json()
    assert (page["numberMatched"], page["numberReturned"]) == (len(places.homes), 2)


def test_a_long_list_is_not_counted_to_its_end(places, county, monkeypatch):
    """OGC API Features lets numberMatched be left out; `next` goes on all the same."""
    there = len(places.homes)
    for most, told in ((there, {"numberMatched": there}), (there - 1, {"numberMatchedAtLeast": there - 1})):
        monkeypatch.setattr("geodata.coverage.households.COUNTED", most)
        page = county.get("households/?limit=1").json()
        assert {name: count for name, count in page.items() if name.startswith("numberMatched")} == told
        assert len(page["features"]) == 1 and page["next"]


def outer_rings(features):
    shapes = [feature["geometry"] for feature in features if feature["geometry"]]
    return [part[0] for shape in shapes for part in shape["coordinates"] if shape["type"] == "MultiPolygon"]


@pytest.mark.parametrize("address", ["areas/", "coverage/?area=430382&by=grid"])
def test_outer_rings_are_counter_clockwise(places, county, address):
    answer = county.get(address, Accept="application/geo+json").json()
    rings = outer_rings(answer["features"])
    assert rings
    for ring in rings:
        assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) < 0


def test_a_reader_that_asks_for_parts_is_told_that_there_are_none(places, county):
    answer = county.get(f"areas/?on={today()}", Range="bytes=0-99")
    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "none")
