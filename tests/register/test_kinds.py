"""What each kind of change does, where there is more to tell than that it can be undone."""

import datetime as dt

import pytest
from django.db import connection

from geodata.base.periods import since
from geodata.cards.models import Card
from geodata.contacts.models import ContactLink
from geodata.people.access import find_household
from geodata.people.models import CareRecord, Household
from geodata.register.models import RegisterEffect
from tests import village as v
from tests.register.every_kind import somebody
from tests.roles import owner

pytestmark = pytest.mark.django_db
MARKET = {"lon": 112.515, "lat": 27.905, "quality": "phone"}
"""In the second grid of the west village."""


def contacts(home: Household) -> dict[int, bool]:
    """Members who look after it now, and whether as the first."""
    return dict(
        ContactLink.objects.filter(household=home, period__endswith=None).values_list("member", "primary")
    )


def test_a_new_household_gets_the_next_number_and_the_grid_of_its_point(desk, places):
    made = Household.objects.get(
        pk=desk.done("new", area=places.west.code, head_name="例新户", point=MARKET).households[0]
    )
    largest = max(
        int(home.number) for home in Household.objects.filter(village=places.west).exclude(pk=made.pk)
    )
    assert (int(made.number), len(made.number)) == (largest + 1, 7)
    assert (made.grid, made.occupancy, made.placements.get().period) == (
        places.grids[1],
        "lived_in",
        since(desk.day),
    )


def test_when_the_head_dies_another_is_head_and_there_is_one_less(desk, home, fresh):
    old, new = somebody(home, home.head_name), somebody(home, "例配偶")
    with owner():
        Household.objects.filter(pk=home.pk).update(size=3)
    desk.done("new_head", home, why="death", resident=new.pk)
    assert (fresh(home).head_name, fresh(home).size) == ("例配偶", 2)
    old.refresh_from_db()
    assert old.died_on == desk.day


def test_a_move_without_a_point_gives_the_old_point_up(desk, home, fresh):
    desk.done("moved", home, address="例路2号")
    assert (fresh(home).point, fresh(home).address, fresh(home).grid) == (None, "例路2号", home.grid)


def test_a_move_with_a_point_goes_to_its_grid(desk, home, places, fresh):
    desk.done("moved", home, point=MARKET)
    assert fresh(home).grid == places.grids[1]
    assert [row.grid for row in home.placements.order_by("period")] == places.grids[:2]


def test_who_moves_out_has_no_contact_any_more(desk, home, fresh):
    desk.done("moved_out", home, where="例市")
    assert (fresh(home).occupancy, contacts(home)) == ("moved_away", {})
    assert ContactLink.objects.get(household=home).end_reason == "household_left"


def test_whoever_is_away_for_a_season_says_where_and_comes_back(desk, home, fresh):
    back = (desk.day + dt.timedelta(days=90)).isoformat()
    desk.done("seasonal", home, where="例市", phone="13800001111", stays="elderly", back_on=back)
    [absence] = home.absences.all()
    assert (fresh(home).occupancy, absence.where, absence.period.upper.isoformat()) == (
        "seasonal",
        "例市",
        back,
    )
    desk.done("came_back", home)
    assert fresh(home).occupancy == "lived_in"
    assert home.absences.get().period.upper == desk.day + dt.timedelta(days=1)


def test_who_splits_off_takes_the_own_care_along(desk, home):
    who = somebody(home)
    with owner():
        CareRecord.objects.filter(household=home).update(resident=who)
    made = Household.objects.get(pk=desk.done("split", home, head_name="例分户", who=[who.pk]).households[-1])
    who.refresh_from_db()
    assert (who.household, made.grid, made.ancestry.get().source) == (made, home.grid, home)
    assert [record.period.upper for record in home.care_records.all()] == [desk.day]
    assert [record.period for record in made.care_records.all()] == [since(desk.day)]


def test_a_merger_keeps_visits_cards_and_the_token(desk, home, neighbour, fresh):
    link = ContactLink.objects.get(household=home)
    with owner():
        card = Card.objects.create(
            household=home, village=home.village, link=link, member=link.member, printed_on=desk.day
        )
    token, visits = home.token, home.visits.count() + neighbour.visits.count()
    desk.done("merged", home, into=neighbour.token, number="this")
    card.refresh_from_db()
    assert (neighbour.visits.count(), home.visits.count(), card.household) == (visits, 0, neighbour)
    assert find_household(token, scope=desk.scope) == neighbour
    assert (fresh(neighbour).number, fresh(home).number) == (home.number, neighbour.number)
    assert fresh(home).occupancy == "dissolved"


def test_a_merger_leaves_one_first_contact(desk, home, neighbour, places):
    first = v.member(places.west)
    v.link(first, neighbour)
    [member] = contacts(home)
    desk.done("merged", home, into=neighbour.token)
    assert contacts(neighbour) == {first.pk: True, member: False}


def test_who_had_nobody_gets_the_contact_of_the_other(desk, home, neighbour):
    [member] = contacts(home)
    desk.done("merged", home, into=neighbour.token)
    assert (contacts(neighbour), contacts(home)) == ({member: True}, {})


def test_tokens_go_on_through_two_mergers(desk, home, neighbour, places):
    last = v.household(places.grids[0])
    token = home.token
    desk.done("merged", home, into=neighbour.token)
    desk.done("merged", neighbour, into=last.token)
    assert find_household(token, scope=desk.scope) == last


def test_care_that_ends_on_its_first_day_holds_for_that_day(desk, home):
    desk.done("care_added", home, category="destitute")
    record = CareRecord.objects.get(household=home, category__code="destitute")
    desk.done("care_ended", home, record=record.pk)
    record.refresh_from_db()
    assert record.period.upper == desk.day + dt.timedelta(days=1)


def test_nothing_is_noted_after_a_change(desk, home):
    desk.done("empty", home)
    with owner():
        before = RegisterEffect.objects.count()
        Household.objects.filter(pk=home.pk).update(size=9)
        assert RegisterEffect.objects.count() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('gridmap.change', true)")
        assert cursor.fetchone() == ("",)
