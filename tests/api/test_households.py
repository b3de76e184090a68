"""Lists of households: pages, boxes, and what is shown to whom."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point

from geodata.base.periods import since, today
from geodata.coverage.figures import LISTS
from geodata.people.models import Household
from geodata.posts.models import Post
from tests import village as v

INSIDE_FIRST = "112.504,27.904,112.506,27.906"


def pages(caller, address: str) -> list[list[str]]:
    found = []
    while address:
        page = caller.get(address).json()
        found.append([home["id"] for home in page["features"]])
        address = page["next"]
    return found


def one(caller, home, query: str = "") -> dict[str, object]:
    features = caller.get(f"households/?{query}").json()["features"]
    return next(feature for feature in features if feature["id"] == home.token)


def test_a_household_is_a_feature_with_its_state(places, county):
    feature = one(county, places.homes[0])
    met = today() - dt.timedelta(days=3)
    assert feature["geometry"] == {"type": "Point", "coordinates": [112.505, 27.905]}
    assert feature["properties"] == {
        "token": places.homes[0].token, "masked": False, "number": places.homes[0].number,
        "head": places.homes[0].head_name, "address": "", "size": None, "occupancy": "lived_in",
        "village": "430382100201", "village_name": "例西村", "grid": "430382100201001", "grid_name": "第一网格",
        "linked": True, "contact": places.homes[0].links.get().member.user.name, "status": "ok",
        "special": True, "last_met": met.isoformat(), "interval": 31,
        "point": "grid",
    }  # fmt: skip


def test_a_household_without_a_point_or_grid_is_listed_with_null(places, county):
    assert one(county, places.homes[4])["geometry"] is None
    assert one(county, places.homes[5])["properties"]["grid"] is None


def test_pages_hold_every_household_once(places, county):
    collected = pages(county, "households/?limit=2")
    assert [len(page) for page in collected] == [2, 2, 2]
    assert len({token for page in collected for token in page}) == 6


def test_a_household_inserted_meanwhile_moves_no_other_one(places, county):
    first = county.get("households/?limit=4").json()
    v.household(places.grids[0], v.middle(0, 0))
    later = pages(county, first["next"])
    seen = [home["id"] for home in first["features"]] + [token for page in later for token in page]
    assert len(seen) == len(set(seen))
    assert {home.token for home in places.homes} <= set(seen)


def test_the_next_page_keeps_the_filter(places, county):
    address = "households/?gap=no_contact&limit=2"
    first = county.get(address).json()
    assert (first["numberMatched"], first["numberReturned"]) == (5, 2)
    assert "gap=no_contact" in first["next"]
    assert sum(map(len, pages(county, address))) == 5


def test_the_last_page_has_no_next(county):
    assert county.get("households/?limit=6").json()["next"] is None


def test_a_box_holds_the_households_in_it(places, county):
    answer = county.get(f"households/?bbox={INSIDE_FIRST}").json()
    assert [home["id"] for home in answer["features"]] == [places.homes[0].token]
    assert answer["numberMatched"] == 1


def test_a_point_on_the_edge_of_a_box_is_in_it(places, county):
    assert (
        county.get("households/?area=430382100201&bbox=112.505,27.905,112.51,27.91").json()["numberMatched"]
        == 1
    )


def test_a_past_day_shows_the_grid_of_that_day(places, county):
    on = today() - dt.timedelta(days=20)
    assert one(county, places.homes[5], f"on={on}")["properties"]["grid"] == "430382100202001"
    assert one(county, places.homes[5], f"on={on}")["properties"]["occupancy"] == "lived_in"


def test_a_planner_sees_masked_households_at_the_centre_of_their_grid(places, planner):
    Household.objects.filter(pk=places.homes[0].pk).update(point=v.middle(1, 0), address="例路1号")
    feature = one(planner, places.homes[0])
    shown = feature["properties"]
    assert (shown["head"], shown["masked"], shown["address"]) == ("例**", True, None)
    assert (shown["special"], shown["interval"], shown["last_met"]) == (None, None, None)
    assert feature["geometry"]["coordinates"] == [112.505, 27.905]


def test_a_box_does_not_tell_where_a_masked_household_really_is(places, planner):
    real = Point(112.5071, 27.9032, srid=4326)
    Household.objects.filter(pk=places.homes[0].pk).update(point=real)
    at_home = planner.get("households/?bbox=112.507,27.903,112.508,27.904").json()
    at_centre = planner.get(f"households/?bbox={INSIDE_FIRST}").json()
    assert (at_home["numberMatched"], at_centre["numberMatched"]) == (0, 1)


HOME = [112.5071, 27.9032]


@pytest.fixture
def off_centre(places):
    """homes[0] away from the middle of its grid."""
    Household.objects.filter(pk=places.homes[0].pk).update(point=Point(*HOME, srid=4326))
    return places.homes[0]


def shown(caller, home, query: str) -> tuple[bool, str]:
    feature = one(caller, home, query)
    return feature["geometry"]["coordinates"] == HOME, feature["properties"]["point"]


@pytest.mark.parametrize(
    "query", ["", "area=430382", "area=430382100", "figure=special", "area=430382100&limit=1"]
)
def test_above_the_village_nobody_gets_a_households_own_point(off_centre, county, query):
    assert shown(county, off_centre, query) == (False, "grid")


@pytest.mark.parametrize("area", ["430382100201", "430382100201001"])
def test_in_a_village_or_grid_those_with_the_duty_get_it(off_centre, county, planner, area):
    assert shown(county, off_centre, f"area={area}") == (True, "own")
    assert shown(planner, off_centre, f"area={area}") == (False, "grid")


def test_whose_duty_is_one_village_gets_points_without_naming_it(
    places, off_centre, insider, by_post, contact
):
    assert shown(insider, off_centre, "") == (True, "own")
    assert shown(by_post("small_leader", places.grids[0]), off_centre, "") == (True, "own")
    assert shown(contact, off_centre, "") == (True, "own")


def test_two_villages_are_above_the_village(places, off_centre, insider):
    Post.objects.create(user=insider.user, kind="cadre", area=places.east, period=since(v.LONG_AGO))
    assert shown(insider, off_centre, "") == (False, "grid")


def test_a_box_above_the_village_does_not_tell_where_a_household_is(off_centre, county):
    box = "bbox=112.507,27.903,112.508,27.904"
    assert county.get(f"households/?{box}").json()["numberMatched"] == 0
    assert county.get(f"households/?area=430382100&{box}").json()["numberMatched"] == 0
    assert county.get(f"households/?area=430382100201&{box}").json()["numberMatched"] == 1


@pytest.mark.parametrize("query", ["figure=special", "gap=special_overdue", "category=low_income"])
def test_a_planner_cannot_ask_who_is_special(planner, query):
    assert planner.get(f"households/?{query}").status_code == 403
    assert planner.get(f"households/?area=430382&{query}").status_code == 403


def test_one_who_looks_after_a_village_and_plans_elsewhere_sees_each_as_allowed(places, by_post):
    caller = by_post("planner", places.county)
    Post.objects.create(user=caller.user, kind="village_officer", area=places.west, period=since(v.LONG_AGO))
    assert one(caller, places.homes[0])["properties"]["masked"] is False
    assert one(caller, places.homes[3])["properties"]["masked"] is True
    assert caller.get("households/?figure=special").json()["numberMatched"] == 1
    assert caller.get("households/?figure=special&area=430382").status_code == 403


def test_a_household_that_has_left_the_grid_is_masked_for_its_former_leader(places, by_post):
    leader = by_post("small_leader", places.grids[2])
    on = today() - dt.timedelta(days=20)
    assert one(leader, places.homes[5], f"on={on}")["properties"]["masked"] is True
    assert one(leader, places.homes[2], f"on={on}")["properties"]["masked"] is False


def test_what_is_asked_for_is_told_as_geojson_or_json(county):
    geojson = "application/geo+json"
    asked = {geojson: geojson, "application/json;indent=4": "application/json", "*/*": geojson}
    for accept, answered in asked.items():
        assert county.get("households/", Accept=accept)["Content-Type"] == answered


def test_no_cache_keeps_household_data(county):
    assert county.get("households/")["Cache-Control"] == "no-store"


TOLD_BY_DETAILS = ("status", "occupancy", "special", "last_met", "interval", "address")


def test_without_details_a_list_tells_neither_status_nor_rhythm_nor_who_lives_there(planner):
    features = planner.get("households/?area=430382").json()["features"]
    assert features
    assert {each["properties"][name] for each in features for name in TOLD_BY_DETAILS} == {None}


@pytest.mark.parametrize("figure", sorted(name for name, figure in LISTS.items() if not figure.open))
def test_without_details_nothing_is_listed_by_visits_or_care(planner, county, figure):
    assert planner.get(f"households/?area=430382&figure={figure}").status_code == 403
    assert county.get(f"households/?area=430382&figure={figure}").status_code == 200


@pytest.mark.parametrize("query", ["window=31", "on=2026-01-15", "figure=linked&window=7"])
def test_without_details_a_list_is_of_today_or_the_end_of_a_month(planner, county, query):
    assert planner.get(f"households/?area=430382&{query}").status_code == 403
    assert county.get(f"households/?area=430382&{query}").status_code == 200


def test_without_details_a_household_is_told_of_today_or_the_end_of_a_month(planner, places):
    path = f"households/{places.homes[0].token}/"
    assert planner.get(f"{path}?on=2026-01-15").status_code == 403
    assert planner.get(path).json()["properties"]["status"] is None
