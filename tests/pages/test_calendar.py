"""/calendar/: what is told of a year, and a day that the county sets."""

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.calendar.loading import load_year
from geodata.calendar.models import WorkDay
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def loaded(places):
    with owner():
        for year in (2026, 2027):
            load_year(year, at=timezone.now())


def test_a_year_is_told_with_its_days_and_a_coming_one_with_what_is_not_known(loaded, county):
    assert "2026-02-14" in county.text("/calendar/?year=2026")
    assert "adjusted days not yet published" not in county.text("/calendar/?year=2026").split("<table")[0]
    assert "2027: adjusted days not yet published" in county.text("/calendar/?year=2027")


@pytest.mark.parametrize("year", ["", "abcd", "1000", "9999", "２０２６"])
def test_any_year_that_is_asked_for_is_answered(loaded, county, year):
    assert county.get(f"/calendar/?year={year}").status_code == 200


def test_without_a_calendar_the_page_says_what_happens(places, county):
    assert "are loaded" in county.text("/calendar/")


def test_the_county_sets_a_day_and_takes_it_back(loaded, county):
    told = {"day": today().isoformat(), "what": "free", "name": "抗洪"}
    assert county.post("/calendar/", told).status_code == 302
    assert WorkDay.objects.get(day=today()).source == "county"
    assert county.post("/calendar/", told | {"what": "back"}).status_code == 302
    assert county.post("/calendar/", told | {"what": "back"}).status_code == 422


def test_others_look_and_set_nothing(loaded, contact):
    assert contact.get("/calendar/").status_code == 200
    assert "Set a day" not in contact.text("/calendar/")
    assert contact.post("/calendar/", {"day": today().isoformat(), "what": "free"}).status_code == 403
