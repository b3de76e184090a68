"""When areas meet: by their own rule, by one above them, or as usual."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from geodata.base.errors import BadInput, NotAllowed
from geodata.base.periods import today
from geodata.meetings.models import MeetingRule
from geodata.meetings.rhythm import LAST, THURSDAY, Rhythm
from geodata.meetings.rules import Said, rhythm_of, set_rule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "next_one", "last_one"),
    [("2026-06-30", "2026-07-30", "2026-06-25"), ("2026-06-25", "2026-06-25", "2026-05-28"), ("2026-12-31", "2026-12-31", "2026-11-26")],
)  # fmt: skip
def test_the_last_thursday_of_the_month(day, next_one, last_one):
    rhythm = Rhythm(weekday=THURSDAY, nth=LAST)
    asked = dt.date.fromisoformat(day)
    assert (str(rhythm.next(asked)), str(rhythm.last(asked))) == (next_one, last_one)


def test_every_friday():
    rhythm = Rhythm(weekday=5)
    assert rhythm.next(dt.date(2026, 7, 3)) == dt.date(2026, 7, 3)
    assert rhythm.last(dt.date(2026, 7, 3)) == dt.date(2026, 6, 26)


def says(desk, area, day=None, **values: Any) -> MeetingRule:
    said = Said(**{"level": area.level, "weekday": 1, "time": dt.time(8)} | values)
    return set_rule(area=area, said=said, by=desk.by, scope=desk.scope, at=timezone.now(), on=day or today())


def test_the_nearest_rule_counts(people, places):
    says(people.township, places.town, level="village", weekday=2)
    assert rhythm_of(places.west, on=today()).weekday == 2
    says(people.village, places.west, weekday=3, due_days=5)
    assert rhythm_of(places.west, on=today()).weekday == 3
    assert rhythm_of(places.far, on=today()).weekday == 5
    assert rhythm_of(places.county, on=today()) is None


def test_a_rule_that_is_changed_on_its_day_is_the_same(people, places):
    says(people.village, places.west, weekday=3)
    says(people.village, places.west, weekday=4)
    assert MeetingRule.objects.count() == 1
    says(people.village, places.west, day=today() + dt.timedelta(days=1), weekday=1)
    assert MeetingRule.objects.count() == 2


@pytest.mark.parametrize("said", [{"level": "county"}, {"weekday": 8}, {"due_days": 0}])
def test_what_is_no_rule_is_refused(people, places, said):
    with pytest.raises(BadInput):
        says(people.village, places.west, **said)


def test_an_area_says_when_it_meets_itself(people, places):
    with pytest.raises(NotAllowed):
        says(people.large, places.town)
