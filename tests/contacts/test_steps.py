"""Changing many contacts in one step, and undoing it."""

import datetime as dt

import pytest

from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import today
from geodata.cards.models import Card
from geodata.contacts.assigning import end_contact, set_contact, set_contacts
from geodata.contacts.batch import Change
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink
from geodata.pairing.undoing import approve, undo
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def boss(places):
    return v.officer("county_officer", places.county)


def later() -> dt.date:
    """Only what was linked today can be taken back, by the clock of the database: not what was linked then."""
    return today() + dt.timedelta(days=8)


def firsts(day: dt.date | None = None) -> dict[int, int]:
    """The first contact of each household on that day, today if none is given."""
    return dict(ContactLink.objects.on(day or today()).primary().values_list("household_id", "member_id"))


def assign(places, boss, who, *numbers, on=None, **more):
    changes = [Change(places.homes[number].pk, who.pk) for number in numbers]
    return set_contacts(changes=changes, by=boss, on=on or today(), **more)


def test_many_households_are_assigned_in_one_step(places, boss):
    who = v.member(places.west)
    applied = assign(places, boss, who, 0, 1)
    assert firsts() == {places.homes[0].pk: who.pk, places.homes[1].pk: who.pk}
    assert (applied.step.households, applied.step.villages, applied.step.by) == (2, [places.west.pk], boss)


def test_what_does_not_fit_is_refused_and_the_rest_is_done(places, boss):
    who = v.member(places.west, capacity=1)
    applied = assign(places, boss, who, 0, 1)
    assert [refused.change.household for refused in applied.refused] == [places.homes[1].pk]
    assert "is at capacity" in applied.refused[0].words
    assert list(firsts()) == [places.homes[0].pk]


def test_a_step_that_changes_nothing_is_none(places, boss):
    assert assign(places, boss, v.member(places.west, ability="ill"), 0).step is None
    assert LinkStep.objects.count() == 0


def test_a_place_that_becomes_free_in_the_step_is_taken(places, boss):
    one, two = v.member(places.west, capacity=1), v.member(places.west)
    v.link(one, places.homes[0])
    changes = [Change(places.homes[0].pk, two.pk), Change(places.homes[1].pk, one.pk)]
    assert set_contacts(changes=changes, by=boss, on=today()).refused == []


def test_many_take_as_many_queries_as_few(places, boss, django_assert_max_num_queries):
    for _home in range(30):
        v.household(places.grids[0], v.middle(0, 0))
    homes = list(type(places.homes[0]).objects.filter(grid=places.grids[0]))
    who = v.member(places.west, capacity=200)
    with django_assert_max_num_queries(14):
        set_contacts(changes=[Change(home.pk, who.pk) for home in homes], by=boss, on=today())
    assert len(firsts()) == 31


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_step_has_a_reason(places, boss, reason):
    with pytest.raises(BadInput):
        assign(places, boss, v.member(places.west), 0, reason=reason)


def test_a_contact_that_was_set_and_ended_today_is_set_again(places, boss):
    who = v.member(places.west)
    link = set_contact(household=places.homes[0], member=who, by=boss, on=today())
    end_contact(link=link, reason="mistake", on=today())
    set_contact(household=places.homes[0], member=who, by=boss, on=today())
    assert firsts() == {places.homes[0].pk: who.pk}


def test_undoing_on_the_same_day_leaves_the_household_as_it_was(places, boss):
    old, who = v.link(v.member(places.west), places.homes[0]), v.member(places.west)
    step = assign(places, boss, who, 0, 1).step
    undo(step=step, by=boss, on=today(), at=v.NOON)
    old.refresh_from_db()
    assert (old.period.upper, old.end_reason) == (None, "")
    assert firsts() == {places.homes[0].pk: old.member_id}
    assert LinkStep.objects.get().undone_by == boss


def test_what_undoing_takes_away_stays_among_the_former_rows(places, boss):
    step = assign(places, boss, v.member(places.west), 1).step
    undo(step=step, by=boss, on=today(), at=v.NOON)
    events = ContactLink.changes.rel.related_model.objects
    kept = events.filter(household=places.homes[1]).order_by("pk")
    assert [row.pgh_label for row in kept] == ["created", "deleted"]


def test_undoing_a_replacement_of_the_day_brings_the_first_choice_back(places, boss):
    one, two = v.member(places.west), v.member(places.west)
    assign(places, boss, one, 0)
    undo(step=assign(places, boss, two, 0).step, by=boss, on=today(), at=v.NOON)
    assert firsts() == {places.homes[0].pk: one.pk}


def test_undoing_an_end_opens_the_contact_again(places, boss):
    link = v.link(v.member(places.west), places.homes[0])
    end_contact(link=link, reason="member_left", on=today(), by=boss)
    undo(step=LinkStep.objects.get(), by=boss, on=today(), at=v.NOON)
    assert firsts() == {places.homes[0].pk: link.member_id}


def test_undoing_on_a_later_day_turns_back_from_that_day_on(places, boss):
    old, who = v.link(v.member(places.west), places.homes[0]), v.member(places.west)
    step = assign(places, boss, who, 0).step
    undo(step=step, by=boss, on=later(), at=v.NOON)
    assert firsts(today()) == {places.homes[0].pk: who.pk}
    assert firsts(later()) == {places.homes[0].pk: old.member_id}


def test_only_the_last_step_of_a_household_is_undone(places, boss):
    first = assign(places, boss, v.member(places.west), 0, 1).step
    assign(places, boss, v.member(places.west), 1)
    with pytest.raises(Conflict):
        undo(step=first, by=boss, on=today(), at=v.NOON)


def test_nothing_is_undone_twice(places, boss):
    step = assign(places, boss, v.member(places.west), 0).step
    undo(step=step, by=boss, on=today(), at=v.NOON)
    with pytest.raises(Conflict):
        undo(step=step, by=boss, on=today(), at=v.NOON)


def test_a_step_whose_cards_are_printed_is_not_undone(places, boss):
    who = v.member(places.west)
    applied = assign(places, boss, who, 0)
    Card.objects.create(
        household=places.homes[0], village=places.west, link=applied.links[0], member=who, printed_on=today()
    )
    with pytest.raises(Conflict, match="Cards have been printed"):
        undo(step=applied.step, by=boss, on=today(), at=v.NOON)


def test_the_approval_of_the_meeting_is_noted_and_taken_away(places, boss):
    step = assign(places, boss, v.member(places.west), 0).step
    approve(step=step, day=later(), text=" 例会通过 ", on=later())
    assert (step.approved_on, step.approval) == (later(), "例会通过")
    approve(step=step, day=None, text="", on=later())
    assert step.approved_on is None


def test_a_meeting_still_to_come_approves_nothing(places, boss):
    step = assign(places, boss, v.member(places.west), 0).step
    with pytest.raises(BadInput):
        approve(step=step, day=later(), text="", on=today())
