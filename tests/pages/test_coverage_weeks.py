"""The map week by week: each frame says what the page of that day says, in the borders of that day, and nobody is told more."""

import datetime as dt

import pytest
from django.http import QueryDict

from geodata.base.periods import DateRange, today
from geodata.coverage.disclosure import days_for
from geodata.territory.models import Boundary
from tests import village as v
from tests.pages.test_coverage import tones
from tests.roles import owner

PATH = "/coverage/weeks/"
GRID = "430382100201001"

pytestmark = pytest.mark.usefixtures("weeks_kept")


def told(reader, query: str = ""):
    answer = reader.get(f"{PATH}?{query}")
    assert answer.status_code == 200
    return answer.json()


def tones_of(frames, place: int) -> dict[str, str]:
    return {
        one["code"]: one["tones"][place - one["first"]]
        for one in frames["versions"]
        if one["tones"] and one["first"] <= place <= one["last"]
    }


def test_each_frame_says_what_the_page_of_its_day_says(county):
    frames = told(county)
    assert len(frames["days"]) == len(frames["said"]) == len(frames["words"]) == 53
    assert frames["days"][-1] == today().isoformat()
    for place in (52, 51, 40):
        page = county.text(f"/coverage/?on={frames['days'][place]}")
        assert tones_of(frames, place) == tones(page)
        assert frames["said"][place].split("(")[0] in page


def test_a_border_that_holds_is_not_sent_and_a_former_one_is(places, county):
    assert {one["shape"] for one in told(county)["versions"]} == {None}
    since = today() - dt.timedelta(weeks=4)
    with owner():
        now = Boundary.objects.get(area=places.grids[0])
        former = now.geometry
        now.period = DateRange(since, None)
        now.geometry = v.square(0, 0, high=2)
        now.save()
        Boundary.objects.create(area=places.grids[0], period=DateRange(v.LONG_AGO, since), geometry=former)
    before, after = (one for one in told(county)["versions"] if one["code"] == GRID)
    assert (before["first"], before["last"], after["first"], after["last"]) == (0, 47, 48, 52)
    assert before["shape"]["type"] == "MultiPolygon"
    assert after["shape"] is None
    # Seen from a day before, it is the other way round.
    day = today() - dt.timedelta(weeks=8)
    before, after = (one for one in told(county, f"on={day}")["versions"] if one["code"] == GRID)
    assert before["shape"] is None
    assert after["shape"] is not None


def test_a_week_that_is_past_keeps_the_same_frames(county):
    assert told(county, f"on={today() - dt.timedelta(weeks=3)}")["days"] == told(county)["days"]
    other = today() - dt.timedelta(days=10)
    assert told(county, f"on={other}")["days"][-1] == (other + dt.timedelta(days=7)).isoformat()


def test_without_details_it_goes_by_the_ends_of_months(planner):
    frames = told(planner)
    assert set(frames["days"]) <= {day.isoformat() for day in days_for(today())}
    assert {len(one["code"]) for one in frames["versions"] if one["tones"]} == {12}
    for place, day in enumerate(frames["days"]):
        assert tones_of(frames, place) == tones(planner.text(f"/coverage/?on={day}"))
    assert 'aria-label="Month"' in planner.text("/coverage/")


def test_it_is_answered_within_the_readers_areas_alone(outsider):
    assert {one["code"] for one in told(outsider)["versions"]} == {"430382101201001"}
    assert outsider.get(f"{PATH}?area=430382100201").status_code == 404


@pytest.mark.parametrize("query", ["window=30", "category=low_income", f"area={GRID}&by=household"])
def test_what_is_not_kept_by_weeks_is_said(county, query):
    page = county.text(f"/coverage/?{query}")
    assert 'id="week"' not in page
    assert "Week by week" in page
    assert county.get(f"{PATH}?{query}").status_code == 400


def test_the_slider_stands_on_the_day_of_the_page(county):
    assert 'max="52" step="1" value="52"' in county.text("/coverage/")
    query = QueryDict(mutable=True)
    query["on"] = (today() - dt.timedelta(weeks=3)).isoformat()
    assert 'max="52" step="1" value="49"' in county.text(f"/coverage/?{query.urlencode()}")
