"""What rules say of a household follows what changes there, by the next step of a worker."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.base.periods import since, today
from geodata.contacts.rights import scope_of
from geodata.jobs import beat, daily
from geodata.people.models import CareRecord
from geodata.policies import matching, rematching
from geodata.policies.matching import Matched
from geodata.policies.models import Matching, PolicyVersion
from geodata.policies.writing import put_in_force
from tests import village as v
from tests.policies.conftest import policy, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


@pytest.fixture
def poor(places):
    """A policy for who has a low income, matched everywhere; nothing waits."""
    of = policy(places, "poor")
    version(of, {"care": "low_income"})
    until_nothing_waits()
    return of


def until_nothing_waits() -> None:
    while beat.do_a_step(today()):
        pass


def holding() -> list[int]:
    with owner():
        return list(
            Matching.objects.exclude(yes=[]).order_by("household").values_list("household", flat=True)
        )


def test_a_care_record_that_ends_is_followed_by_the_next_step(places, poor):
    before = holding()
    assert places.homes[0].pk in before
    with owner():
        CareRecord.objects.filter(household=places.homes[0]).delete()
    assert holding() == before
    until_nothing_waits()
    assert holding() == before[1:]
    assert not rematching.due(today())


def test_a_household_that_is_dissolved_has_no_row(places, poor):
    with owner():
        type(places.homes[0]).objects.filter(pk=places.homes[0].pk).update(occupancy="dissolved")
    until_nothing_waits()
    with owner():
        assert not Matching.objects.filter(household=places.homes[0]).exists()


def test_a_version_that_is_put_in_force_holds_at_once(places, poor):
    draft = version(poor, {"size": ">=1"}, state="checked")
    who = v.officer("county_officer", places.county)
    put_in_force(
        code="poor", number=draft.number, since_day=today(), today=today(), by=who, scope=scope_of(who, on=today()), at=timezone.now()
    )  # fmt: skip
    until_nothing_waits()
    with owner():
        assert set(Matching.objects.filter(yes=[poor.pk]).values_list("household", flat=True)) == {
            home.pk for home in places.homes if home.size
        }


def test_a_day_marks_all_villages(places, poor, it_is):
    with owner():
        PolicyVersion.objects.filter(policy=poor).update(period=since(today() + dt.timedelta(days=1)))
    until_nothing_waits()
    it_is(today() + dt.timedelta(days=1))
    daily.begin_day(today())
    assert rematching.due(today())
    until_nothing_waits()
    assert places.homes[0].pk in holding()


def test_single_households_come_before_villages_and_these_in_parts(places, poor):
    rematching.mark_villages([places.west.pk, places.east.pk])
    with owner():
        type(places.homes[0]).objects.filter(pk=places.homes[0].pk).update(size=9)
    pairs = []
    with owner():
        while rematching.due(today()):
            pairs.append(rematching.match_marked(on=today(), most=1).pairs)
    assert pairs[0] == 1 and len(pairs) == 3


def test_where_a_command_is_killed_workers_go_on_with_the_rest(places, poor, monkeypatch):
    monkeypatch.setattr(matching, "AT_ONCE", 1)
    villages = [places.west.pk, places.east.pk, places.far.pk]
    with owner():
        Matching.objects.all().delete()
    parts = rematching.match_in_parts(villages, on=today())
    assert next(parts)[0] == 1
    parts.close()
    with owner():
        assert set(Matching.objects.values_list("village", flat=True)) == {places.west.pk}
    assert rematching.due(today())
    until_nothing_waits()
    with owner():
        assert set(Matching.objects.values_list("village", flat=True)) > {places.west.pk}


def test_parts_add_up_and_leave_no_mark(places, poor, monkeypatch):
    monkeypatch.setattr(matching, "AT_ONCE", 1)
    villages = [places.west.pk, places.east.pk, places.far.pk]
    found = Matched()
    for _villages, part in rematching.match_in_parts(villages, on=today()):
        found = found.plus(part)
    assert (found.pairs, found.yes + found.no + found.unknown) == (len(places.homes), len(places.homes))
    assert not rematching.due(today())
