"""What stands against a change, whoever proposes it: each with its sentence, and nothing is written."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.people.models import Resident
from geodata.register.confirming import confirm
from geodata.register.deciding import refuse
from geodata.register.finding import find_change
from geodata.register.models import RegisterChange
from geodata.register.proposing import propose
from tests import village as v
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
YEAR = dt.timedelta(days=365)
OF_THE_HOME = {
    "a kind that is none": ("danced", {}, "no such kind"),
    "a field that is none": ("empty", {"mood": "good"}, "“mood” is not recognised here"),
    "nothing where something has to be said": ("care_added", {}, "has to be said"),
    "a phone that is none": ("corrected", {"phones": ["one"]}, "cannot be taken"),
    "a point without its quality": ("corrected", {"point": {"lon": 112.5, "lat": 27.9}}, "cannot be taken"),
    "an ID number": ("corrected", {"address": "430382199001011239"}, "ID numbers are never stored"),
    "nothing different": ("corrected", {"phones": []}, "Nothing of this is different"),
    "no new head": ("new_head", {"why": "death"}, "Say who is head now"),
    "two new heads": ("new_head", {"why": "death", "resident": 1, "head_name": "例"}, "Say who is head now"),
    "a head who does not live there": ("new_head", {"why": "death", "resident": 999_999}, "no such resident"),
    "a resident who does not live there": ("resident_died", {"resident": 999_999}, "no such resident"),
    "going along from elsewhere": ("split", {"head_name": "例", "who": [999_999]}, "no such resident"),
    "a move to nowhere": ("moved", {}, "Say where"),
    "a grid of another village": ("moved", {"grid": "430382100202001"}, "no such grid"),
    "an unknown care category": ("care_added", {"category": "luck"}, "category is not recognised"),
    "the same care again": ("care_added", {"category": "low_income"}, "already recorded for these days"),
    "an unknown care record": ("care_ended", {"record": 999_999}, "no such care record"),
    "back before they left": ("seasonal", {"back_on": "2020-01-01"}, "come back after"),
    "merged into nobody": ("merged", {"into": "nobody"}, "no such household to go on in"),
    "the same way of living": ("came_back", {}, "recorded so already"),
}


@pytest.mark.parametrize(("kind", "said", "words"), OF_THE_HOME.values(), ids=OF_THE_HOME)
def test_a_change_that_cannot_be_is_refused(desk, home, kind, said, words):
    with pytest.raises((BadInput, Conflict), match=words):
        desk.done(kind, home, **said)
    assert not RegisterChange.objects.exists()


@pytest.mark.parametrize("kind", ["moved_out", "dissolved"])
def test_nothing_changes_of_a_household_that_has_left(desk, home, kind):
    desk.done(kind, home)
    with pytest.raises(Conflict, match="Nobody of this household is here"):
        desk.done("empty", home)


def test_what_is_dissolved_does_not_come_back(desk, home):
    desk.done("dissolved", home)
    with pytest.raises(Conflict, match="does not come back"):
        desk.done("came_back", home)


def test_history_is_not_rewritten(desk, home):
    desk.done("empty", home)
    with pytest.raises(Conflict, match="Something later is recorded"):
        desk.on(desk.day - YEAR).done("moved_out", home)


def test_two_absences_do_not_overlap(desk, home, places):
    with owner():
        home.absences.create(period=(desk.day, None), village=places.west)
    with pytest.raises(Conflict, match="An absence is already recorded"):
        desk.done("seasonal", home)


def test_a_number_is_given_once(desk, home, places):
    with pytest.raises(Conflict, match="number is already taken"):
        desk.done("new", area=places.west.code, head_name="例新户", number=home.number)


@pytest.mark.parametrize("area", ["", "430382100", "430382100201999"])
def test_a_new_household_lives_in_a_village(desk, area):
    with pytest.raises(BadInput, match="in which village"):
        desk.done("new", area=area, head_name="例新户")


def test_a_new_household_of_another_village_is_not_found(desk, places):
    with pytest.raises(NotFound):
        desk.done("new", area=places.far.code, head_name="例新户")


@pytest.mark.parametrize("ahead", [dt.timedelta(days=32), -30 * YEAR])
def test_a_day_is_near(desk, home, ahead):
    proposal = replace(desk.asked("empty", home), effective_on=desk.day + ahead)
    with pytest.raises(BadInput, match="within the next 31 days"):
        propose(proposal=proposal, by=desk.by, scope=desk.scope, at=v.NOON, today=desk.day)


def test_a_change_of_another_day_waits_for_it(desk, home):
    proposal = replace(desk.asked("empty", home), effective_on=desk.day + dt.timedelta(days=3))
    said = {"by": desk.by, "scope": desk.scope, "at": v.NOON}
    change, _new = propose(proposal=proposal, today=desk.day, **said)
    assert change.state == "proposed"
    with pytest.raises(Conflict, match="takes effect on"):
        confirm(change=change, today=desk.day, **said)
    assert confirm(change=change, today=proposal.effective_on, **said).state == "confirmed"


def test_another_content_under_the_same_id_is_refused(desk, home):
    proposal = desk.asked("empty", home)
    said = {"scope": desk.scope, "at": v.NOON, "today": desk.day}
    propose(proposal=proposal, by=desk.by, **said)
    with pytest.raises(Conflict, match="already proposed with other content"):
        propose(proposal=replace(proposal, kind="moved_out"), by=desk.by, **said)


def test_somebody_elses_id_is_refused_as_well(desk, home):
    proposal = desk.asked("empty", home)
    said = {"scope": desk.scope, "at": v.NOON, "today": desk.day}
    propose(proposal=proposal, by=desk.by, **said)
    other = replace(proposal, kind="corrected", payload={"size": 7})
    with pytest.raises(Conflict, match="already proposed with other content"):
        propose(proposal=other, by=v.user(), **said)


def test_what_somebody_else_has_decided_meanwhile_is_not_decided_again(desk, home):
    proposal = replace(desk.asked("empty", home), effective_on=desk.day + dt.timedelta(days=3))
    said = {"by": desk.by, "scope": desk.scope, "at": v.NOON}
    change, _new = propose(proposal=proposal, today=desk.day, **said)
    refuse(change=change, reason="例", version=1, **said)
    with pytest.raises(Stale):
        refuse(change=change, reason="例", version=1, **said)


def test_a_neighbour_does_not_find_it(desk, home, places):
    change = desk.done("empty", home)
    assert find_change(change.pk, scope=desk.scope) == change
    with pytest.raises(NotFound):
        find_change(change.pk, scope=v.every_right(places.homes[3]))


def test_who_has_died_is_no_resident_any_more(desk, home):
    with owner():
        who = Resident.objects.create(household=home, village=home.village, name="例居民")
    desk.done("resident_died", home, resident=who.pk)
    with pytest.raises(BadInput, match="no such resident"):
        desk.done("resident_left", home, resident=who.pk)


def test_ids_are_by_chance():
    assert RegisterChange().client_id != RegisterChange().client_id != uuid.UUID(int=0)
