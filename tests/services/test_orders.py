"""From ordering to a rating: what each may do, and what is told to whom."""

import datetime as dt
import uuid

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.services import moving
from geodata.services.finding import find_order
from geodata.services.models import OrderOffer, ServiceOrder
from geodata.services.words import State
from tests import village as v
from tests.lives import settle_laws
from tests.roles import owner
from tests.services.conftest import a_team, fresh

pytestmark = pytest.mark.django_db
LATER = v.NOON + dt.timedelta(hours=1)


def test_an_order_goes_from_the_card_to_its_rating(people, home, team):
    order = people.contact.orders(home, text="例去赶集", place="例村口")
    people.village.does(moving.dispatch, order, teams=[team.pk])
    people.driver.does(moving.take, order)
    people.driver.does(moving.begin, order)
    people.driver.does(moving.finish, order, persons=3, trips=2, result="例已送到")
    done = people.contact.does(moving.rate, order, answer="satisfied", how="visit")
    assert (done.state, done.team_id, done.persons, done.trips, done.answer) == (
        "rated",
        team.pk,
        3,
        2,
        "satisfied",
    )
    moves = list(done.steps.values_list("move", flat=True))
    assert moves == ["order", "dispatch", "take", "begin", "finish", "rate"]
    settle_laws()


def test_it_gets_a_number_of_its_township_and_a_day(order):
    assert order.number.startswith("430382100-2026-S")
    assert (order.due_at.date() - v.NOON.date()).days >= 5
    with owner():
        entry = AccessEntry.objects.get(action="order_recorded")
    assert entry.subject == order.number


def test_the_same_id_again_is_the_same_order(people, home):
    report = people.contact.told(home, text="例")
    first = people.contact.orders(report=report)
    assert people.contact.orders(report=report) == first
    other = people.contact.told(home, text="例别的")
    with pytest.raises(Conflict):
        people.contact.orders(report=type(other)(**{**vars_of(other), "client_id": report.client_id}))
    with pytest.raises(Conflict):
        people.village.orders(report=report)


def vars_of(report):
    return {name: getattr(report, name) for name in report.__slots__}


def test_an_id_number_is_not_kept(people, home):
    order = people.contact.orders(home, text="例 11010119900307777X 要去")
    assert "11010119900307777X" not in fresh(order).text


@pytest.mark.parametrize("who", ["large", "county"])
def test_who_reads_alone_orders_nothing(people, home, who):
    with pytest.raises(NotAllowed):
        getattr(people, who).orders(home)


def test_a_household_outside_is_not_there(people, home, places):
    with pytest.raises(NotFound):
        people.neighbour.orders(home)
    with pytest.raises(NotAllowed):
        people.planner.orders(home)
    with pytest.raises(NotFound):
        people.leader.orders(area=places.grids[1].code, place="例村口")


def test_what_cannot_be_ordered_is_refused(people, home, places):
    with pytest.raises(BadInput):
        people.contact.orders(home, item="moon_ride")
    with pytest.raises(BadInput):
        people.contact.orders(home, item="", field="daily")
    with pytest.raises(BadInput):
        people.village.orders(area=places.west.code)


def test_a_place_is_ordered_for_without_a_household(people, places):
    order = people.village.orders(area=places.grids[0].code, place="例村口")
    assert (order.household_id, order.village_id, order.grid_id) == (None, places.west.pk, places.grids[0].pk)


def test_a_wish_is_of_a_field_and_of_no_service(people, home):
    order = people.contact.orders(home, item="", field="daily", text="例想要一盏灯")
    assert (order.wish, order.item_id, order.field) == (True, None, "daily")


def test_three_are_asked_at_most_and_nobody_is_asked_twice(people, order, places, team):
    teams = [a_team(places.west, name=f"例{number}").pk for number in range(3)]
    people.village.does(moving.dispatch, order, teams=teams[:2])
    with pytest.raises(BadInput):
        people.village.does(moving.dispatch, order, teams=[teams[2], team.pk])
    with pytest.raises(BadInput):
        people.village.does(moving.dispatch, order, teams=teams[:1])
    again = people.township.does(moving.dispatch, order, teams=teams[2:])
    assert sorted(fresh(again).teams) == teams


def test_who_does_not_serve_there_is_not_asked(people, order, places):
    elsewhere = a_team(places.east, name="例东", of="law")
    with pytest.raises(NotFound):
        people.village.does(moving.dispatch, order, teams=[elsewhere.pk])
    with pytest.raises(NotFound):
        people.village.does(moving.dispatch, order, users=[people.planner.by.pk])


def test_the_contact_member_does_not_dispatch(people, order, team):
    with pytest.raises(NotAllowed):
        people.contact.does(moving.dispatch, order, teams=[team.pk])


def test_a_person_of_the_village_takes_it(people, order):
    people.leader.does(moving.dispatch, order, users=[people.neighbour.by.pk])
    people.neighbour.sees()
    taken = people.neighbour.does(moving.take, fresh(order))
    assert (taken.taken_by_id, taken.team_id) == (people.neighbour.by.pk, None)


def test_once_taken_the_other_offers_are_over(people, order, team, places, driver):
    other = a_team(places.west, people.neighbour.by, name="例乙")
    people.village.does(moving.dispatch, order, teams=[team.pk, other.pk])
    people.driver.does(moving.take, order)
    assert sorted(OrderOffer.objects.filter(order=order).values_list("answer", flat=True)) == [
        "over",
        "taken",
    ]
    assert fresh(order).teams == [team.pk]
    with pytest.raises((Conflict, NotAllowed)):
        type(people.neighbour)(people.neighbour.by).does(moving.take, order)


def test_an_offer_that_has_timed_out_is_not_taken(people, offered):
    with pytest.raises(Conflict):
        people.driver.does(moving.take, offered, at=v.NOON + dt.timedelta(days=9))


def test_refused_by_the_last_it_waits_again(people, offered):
    people.driver.does(moving.refuse_order, offered, reason="例车坏了")
    again = fresh(offered)
    assert (again.state, again.teams) == (State.ORDERED, [])
    assert list(again.steps.values_list("move", flat=True))[-2:] == ["refuse", "return"]
    settle_laws()


def test_given_back_it_waits_again(people, offered, team):
    people.driver.does(moving.take, offered)
    people.driver.does(moving.give_back, offered, reason="例病了")
    again = fresh(offered)
    assert (again.state, again.team_id, again.taken_by_id, again.teams) == ("ordered", None, None, [])
    people.village.does(moving.dispatch, again, teams=[team.pk])
    assert people.driver.does(moving.take, again).state == "taken"


def test_cancelled_nobody_is_asked_any_more(people, offered):
    people.contact.does(moving.cancel, offered, reason="例不用了")
    assert (fresh(offered).state, fresh(offered).teams) == ("cancelled", [])
    with pytest.raises(Conflict):
        people.contact.does(moving.cancel, offered, reason="例")


def test_whoever_has_served_does_not_ask_how_it_was(people, order):
    people.leader.does(moving.dispatch, order, users=[people.contact.by.pk])
    people.contact.does(moving.take, order)
    people.contact.does(moving.finish, order)
    with pytest.raises(NotAllowed):
        people.contact.does(moving.rate, order, answer="satisfied")
    assert people.leader.does(moving.rate, order, answer="mostly").answer == "mostly"


def test_nor_do_the_others_of_the_team(people, offered, team):
    with owner():
        team.members.create(user=people.contact.by, period=team.period)
    people.driver.does(moving.take, offered)
    people.driver.does(moving.finish, offered, at=LATER)
    with pytest.raises(NotAllowed):
        people.contact.does(moving.rate, offered, answer="satisfied")


def test_who_is_not_satisfied_says_why(people, offered):
    people.driver.does(moving.take, offered)
    people.driver.does(moving.finish, offered)
    with pytest.raises(BadInput):
        people.contact.does(moving.rate, offered, answer="not")
    with pytest.raises(BadInput):
        people.contact.does(moving.rate, offered, answer="great")
    rated = people.contact.does(moving.rate, offered, answer="not", reason="例来晚了")
    assert rated.steps.last().reason == "例来晚了"


@pytest.mark.parametrize("told", [{"persons": 0}, {"trips": -1}])
def test_for_how_many_it_was_is_a_whole_number(people, offered, told):
    people.driver.does(moving.take, offered)
    with pytest.raises(BadInput):
        people.driver.does(moving.finish, offered, **told)


def test_an_older_version_is_refused(people, order, team):
    people.village.does(moving.dispatch, order, teams=[team.pk])
    with pytest.raises(Stale):
        people.contact.does(moving.cancel, order, reason="例", version=order.version)


def test_nobody_makes_what_people_make(order):
    with pytest.raises(NotAllowed):
        moving.step(order, "cancel", by=None, at=v.NOON, scope=None, reason="例")


def test_a_team_sees_what_is_offered_to_it_and_nothing_else(people, order, home, team):
    def seen() -> list[ServiceOrder]:
        people.driver.sees()
        first = list(ServiceOrder.objects.all())
        assert list(ServiceOrder.objects.within(people.driver.scope, by=people.driver.by.pk)) == first
        return first

    assert seen() == []
    people.village.sees()
    people.village.does(moving.dispatch, order, teams=[team.pk])
    assert seen() == [order]
    people.driver.does(moving.refuse_order, order, reason="例")
    assert seen() == []


def test_the_day_after_it_has_ended_a_team_sees_nothing(people, offered, team, driver):
    with owner():
        team.period = (v.LONG_AGO, today() + dt.timedelta(days=1))
        team.save()
    assert scope_of(driver, on=today()).teams == {team.pk}
    assert scope_of(driver, on=today() + dt.timedelta(days=1)).grants == ()


def test_orders_are_shown_where_the_right_holds(people, order):
    for who, sees in (("leader", 1), ("county", 1), ("neighbour", 0), ("planner", 0), ("driver", 0)):
        desk = getattr(people, who)
        desk.sees()
        assert ServiceOrder.objects.count() == sees, who
        assert ServiceOrder.objects.within(desk.scope, by=desk.by.pk).count() == sees, who


def test_an_unknown_number_is_nobodys_order(people):
    with pytest.raises(NotFound):
        find_order(uuid.uuid4(), by=people.village.by, scope=people.village.scope)
    with pytest.raises(NotAllowed):
        find_order("430382100-2026-S0001", by=people.planner.by, scope=people.planner.scope)
