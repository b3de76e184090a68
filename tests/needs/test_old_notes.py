"""Old notes of visits: offered once to who wrote them, made into needs by that person alone, gone when the offer is over."""

import datetime as dt
import uuid

import pytest

from geodata.base.errors import Conflict, NotFound
from geodata.base.periods import today
from geodata.needs import retention
from geodata.needs.models import Need
from geodata.needs.note_models import OldNotes
from geodata.needs.notes import Chosen, leave_note, make_need_of, old_notes
from geodata.people.models import Household
from geodata.visits.models import Visit
from tests import village as v
from tests.needs.conftest import Desk
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


@owner()
def offered(desk: Desk, *, days: int = 30) -> OldNotes:
    return OldNotes.objects.create(
        user=desk.by, since=today() - dt.timedelta(days=365), before=v.NOON + dt.timedelta(days=3650),
        until=today() + dt.timedelta(days=days),
    )  # fmt: skip


@owner()
def noted(
    desk: Desk, home: Household, *, note: str = "例屋顶漏雨", days: int = 100, **values: object
) -> Visit:
    return v.visit(home, today() - dt.timedelta(days=days), by=desk.by, note=note, **values)


def notes(desk: Desk, **asked: object) -> list[str]:
    return [one.note for one in old_notes(by=desk.by, scope=desk.scope, on=today(), **asked)]


def made(desk: Desk, note: Visit, chosen: Chosen | None = None) -> tuple[Need, bool]:
    chosen = chosen or Chosen(uuid.uuid4(), "problem", "housing")
    return make_need_of(
        visit=note.client_id, chosen=chosen, by=desk.by, scope=desk.scope, at=v.NOON, today=today()
    )


def test_own_notes_of_the_last_year_are_offered_to_who_wrote_them_and_nobody_else(people, home):
    noted(people.contact, home)
    noted(people.contact, home, note="例太早", days=366)
    noted(people.contact, home, note="")
    noted(people.village, home, note="例别人的")
    assert notes(people.contact) == []
    offered(people.contact)
    assert notes(people.contact) == notes(people.contact, home=home) == ["例屋顶漏雨"]
    assert notes(people.village) == []


def test_a_need_is_raised_on_the_day_of_the_visit_which_keeps_its_note(people, home):
    offered(people.contact)
    note = noted(people.contact, home)
    chosen = Chosen(uuid.uuid4(), "problem", "housing", 2)
    need, new = made(people.contact, note, chosen)
    again, anew = made(people.contact, note, chosen)
    assert (new, anew, again.pk, Need.objects.count()) == (True, False, need.pk, 1)
    assert (need.raised_on, need.visit_id, need.source, need.text) == (note.day, note.pk, "visit", note.note)
    assert Visit.objects.get(pk=note.pk).note == "例屋顶漏雨"
    assert notes(people.contact) == []
    with pytest.raises(Conflict):
        made(people.contact, note)


def test_nobody_makes_a_need_of_another_s_note(people, home):
    offered(people.contact)
    offered(people.village)
    note = noted(people.contact, home)
    with pytest.raises(NotFound):
        made(people.village, note)
    with pytest.raises(NotFound):
        leave_note(visit=note.client_id, by=people.village.by, scope=people.village.scope, today=today())


def test_what_stays_a_note_is_offered_no_more_said_once_or_twice(people, home):
    offered(people.contact)
    note = noted(people.contact, home)
    for _time in range(2):
        leave_note(visit=note.client_id, by=people.contact.by, scope=people.contact.scope, today=today())
    assert notes(people.contact) == [] and Need.objects.count() == 0


def test_after_thirty_days_it_is_gone_and_so_is_its_row(people, home):
    offer = offered(people.contact, days=-1)
    note = noted(people.contact, home)
    assert notes(people.contact) == []
    for refused in (lambda: made(people.contact, note), lambda: leave(people.contact, note)):
        with pytest.raises(Conflict):
            refused()
    with owner():
        assert retention.old_notes(offer.until, True) == 0
        assert retention.old_notes(today(), True) == 1 and not OldNotes.objects.exists()


def leave(desk: Desk, note: Visit) -> None:
    leave_note(visit=note.client_id, by=desk.by, scope=desk.scope, today=today())


def test_what_is_noted_after_the_update_is_a_note(people, home):
    offer = offered(people.contact)
    note = noted(people.contact, home)
    with owner():
        OldNotes.objects.filter(pk=offer.pk).update(before=note.entered_at)
    assert notes(people.contact) == []
