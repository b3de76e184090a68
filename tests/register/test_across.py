"""A household moves to another village: one change that both see and the receiving one confirms."""

import datetime as dt

import pytest

from geodata.audit.models import Notice
from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.base.rls import as_web_role
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import scope_in_force
from geodata.people.models import CareRecord, Household
from geodata.register.balance import movements, present
from geodata.register.confirming import confirm, confirm_all
from geodata.register.finding import find_change
from geodata.register.models import RegisterChange
from geodata.register.proposing import propose
from geodata.register.undoing import undo
from tests import village as v
from tests.register.every_kind import somebody
from tests.register.test_undo import everything

pytestmark = [pytest.mark.django_db, pytest.mark.owner("each request takes the web role for somebody else")]


@pytest.fixture
def receiving(places):
    """Of the other village alone."""
    return v.officer("village_officer", places.east)


@pytest.fixture
def leaving(desk):
    """Of the village that is left alone."""
    return desk.by


def said(user, desk):
    return {"by": user, "scope": scope_in_force(user, on=desk.day), "at": v.NOON}


@pytest.fixture
def change(desk, home, places, leaving, receiving) -> RegisterChange:
    with as_web_role():
        asked = desk.asked("moved_across", home, village=places.east.code, address="例路3号")
        return propose(proposal=asked, today=desk.day, **said(leaving, desk))[0]


def confirmed(user, desk, change):
    with as_web_role():
        return confirm(change=change, today=desk.day, **said(user, desk))


def newcomer(change) -> Household:
    change.refresh_from_db()
    [new] = Household.objects.filter(pk__in=change.households).exclude(pk=change.household_id)
    return new


def test_it_waits_for_the_receiving_village_which_is_told(change, receiving, home):
    assert (change.state, change.payload["head_name"]) == ("proposed", home.head_name)
    assert [(one.user, one.kind) for one in Notice.objects.all()] == [(receiving, "change_proposed")]


def test_both_villages_see_it_and_nobody_else(change, desk, leaving, receiving, places):
    for user in (leaving, receiving):
        with as_web_role():
            assert find_change(change.pk, scope=said(user, desk)["scope"]) == change
    with as_web_role(), pytest.raises(NotFound):
        find_change(change.pk, scope=said(v.officer("village_officer", places.far), desk)["scope"])


def test_the_village_that_is_left_decides_nothing(change, desk, leaving):
    with pytest.raises(NotAllowed):
        confirmed(leaving, desk, change)


def test_it_leaves_here_and_lives_there(change, desk, home, receiving, places, fresh):
    who = somebody(home)
    CareRecord.objects.filter(household=home).update(resident=who)
    confirmed(receiving, desk, change)
    new = newcomer(change)
    assert (fresh(home).occupancy, fresh(home).village) == ("moved_away", places.west)
    assert (new.village, new.head_name, new.address, new.grid) == (
        places.east,
        home.head_name,
        "例路3号",
        None,
    )
    [there] = new.residents.all()
    who.refresh_from_db()
    assert (there.name, who.moved_out_on, who.household) == (who.name, desk.day, home)
    assert [record.period.upper for record in home.care_records.all()] == [desk.day]
    assert [(record.resident, record.period.upper) for record in new.care_records.all()] == [(there, None)]
    assert not ContactLink.objects.filter(household__in=[home, new], period__endswith=None).exists()


def test_visits_stay_where_they_were_made(change, desk, home, receiving):
    before = home.visits.count()
    confirmed(receiving, desk, change)
    assert (home.visits.count(), newcomer(change).visits.count()) == (before, 0)


def test_the_receiving_village_undoes_it_to_the_last_digit(change, desk, home, receiving):
    somebody(home)
    before = everything()
    confirmed(receiving, desk, change)
    assert everything() != before
    with as_web_role():
        undo(change=change, **said(receiving, desk))
    assert everything() == before


def test_it_shows_the_other_village_no_longer_than_it_writes(change, desk, home, receiving):
    with as_web_role():
        confirm(change=change, today=desk.day, **said(receiving, desk))
        assert not Household.objects.filter(pk=home.pk).exists()


def test_a_wave_that_fails_shows_nothing_afterwards(change, desk, home, receiving, places):
    home.occupancies.update(occupancy="dissolved")
    Household.objects.filter(pk=home.pk).update(occupancy="dissolved")
    with as_web_role():
        [decided] = confirm_all(changes=[change], today=desk.day, **said(receiving, desk))
        assert decided.error and not Household.objects.filter(pk=home.pk).exists()


def test_the_balance_is_right_in_both_villages(change, desk, receiving, places):
    villages = [places.west.pk, places.east.pk]
    before = present(villages, on=desk.day)
    confirmed(receiving, desk, change)
    after, next_day = present(villages, on=desk.day), desk.day + dt.timedelta(days=1)
    counted = {
        one.village: (one.kind, one.came, one.went)
        for one in movements(villages, first=desk.day, after=next_day)
    }
    assert counted == {places.west.pk: ("moved_out", 0, 1), places.east.pk: ("moved_in", 1, 0)}
    assert {village: after[village] - before[village] for village in villages} == {
        places.west.pk: -1, places.east.pk: 1,
    }  # fmt: skip


def test_an_office_of_both_villages_confirms_its_own_at_once(desk, home, places):
    with as_web_role():
        asked = desk.asked("moved_across", home, village=places.east.code)
        office = v.officer("township_officer", places.town)
        assert propose(proposal=asked, today=desk.day, **said(office, desk))[0].state == "confirmed"


@pytest.mark.parametrize("code", ["430382100201", "430382100202001", "430382100"])
def test_it_goes_to_another_village(desk, home, leaving, code):
    with as_web_role(), pytest.raises(BadInput) as told:
        propose(
            proposal=desk.asked("moved_across", home, village=code), today=desk.day, **said(leaving, desk)
        )
    assert told.value.field == "payload.village"
