"""/register/: what waits is confirmed or refused in a batch, by whoever decides in the village."""

import uuid

import pytest

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.register.models import RegisterChange
from tests import village as v
from tests.pages.conftest import reader
from tests.register.every_kind import SAID
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def office(places):
    return reader(v.officer("village_officer", places.west))


@owner()
def waiting(home: Household, kind: str, **payload: object) -> RegisterChange:
    return RegisterChange.objects.create(
        client_id=uuid.uuid4(), body_hash="0" * 64, kind=kind, household=home, village=home.village, payload=payload,
        effective_on=today(), proposed_by=v.user(), proposed_at=v.NOON,
    )  # fmt: skip


def decided(who, decision: str, *changes: RegisterChange, **more: str):
    form = {"decision": decision, "change": [change.pk for change in changes], **more}
    return who.client.post("/register/decide/", form, follow=True).content.decode()


def test_it_tells_what_waits_in_words(office, places):
    home = places.homes[0]
    waiting(home, "moved_out", where="例市", phone="13800001111")
    shown = office.text("/register/")
    assert "Moved out" in shown and home.head_name in shown and "13800001111" in shown


@pytest.mark.parametrize("kind", SAID)
def test_every_kind_is_told_in_words(office, places, kind):
    told = SAID[kind](places.homes[0], places.homes[1], places)
    home = told.pop("home") or places.homes[0]
    told.pop("area", None)
    waiting(home, kind, **told)
    assert "not there any more" not in office.text("/register/")


def test_a_move_to_another_village_waits_there_and_both_see_what_came_of_it(office, places):
    receiving, home = reader(v.officer("village_officer", places.east)), places.homes[0]
    change = waiting(home, "moved_across", village=places.east.code, head_name=home.head_name)
    with owner():
        RegisterChange.objects.update(into=places.east)
    assert f'id="c-{change.pk}"' not in office.text("/register/")
    assert f'id="c-{change.pk}"' in receiving.text("/register/")
    assert "1 change is decided." in decided(receiving, "confirm", change)
    assert all(f"({receiving.user.name})" in who.text("/register/") for who in (office, receiving))


def test_what_is_ticked_is_confirmed_and_what_is_not_possible_is_told(office, places):
    home = places.homes[0]
    changes = [waiting(home, "moved_out"), waiting(home, "dissolved"), waiting(home, "empty")]
    shown = decided(office, "confirm", *changes[:2])
    assert "1 change is decided." in shown and "Nobody of this household is here any more." in shown
    states = RegisterChange.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["confirmed", "proposed", "proposed"]


def test_a_rows_own_button_confirms_it_alone_whatever_is_ticked(office, places):
    changes = [waiting(home, "moved_out") for home in places.homes[:2]]
    assert f'name="one" value="{changes[1].pk}"' in office.text("/register/")
    office.post("/register/decide/", {"change": changes[0].pk, "one": changes[1].pk, "reason": "例"})
    states = RegisterChange.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["proposed", "confirmed"]


def test_refusing_needs_a_reason_which_stands_there_afterwards(office, places):
    change = waiting(places.homes[0], "empty")
    assert "Say why the change is refused." in decided(office, "refuse", change)
    assert "例：不属实" in decided(office, "refuse", change, reason="例：不属实")


def test_nothing_ticked_is_told(office):
    assert "Tick the changes" in decided(office, "confirm")


def test_a_neighbours_change_is_as_unknown_as_none(places):
    change, who = waiting(places.homes[0], "empty"), reader(v.officer("village_officer", places.east))
    answer = who.post("/register/decide/", {"decision": "confirm", "change": [change.pk]})
    change.refresh_from_db()
    assert (answer.status_code, change.state) == (404, "proposed")


@pytest.mark.parametrize("kind", ["planner", "department_officer", "large_leader"])
def test_who_decides_nothing_does_not_open_it(places, kind):
    who = reader(v.officer(kind, places.county if kind != "large_leader" else places.town))
    assert who.get("/register/").status_code == 403


def test_it_is_asked_by_kind(office, places):
    waiting(places.homes[0], "empty")
    assert places.homes[0].head_name not in office.text("/register/?kind=moved_out")


def test_what_waits_shows_what_is_recorded_and_what_it_is_to_be(office, places):
    home = places.homes[0]
    with owner():
        Household.objects.filter(pk=home.pk).update(phones=["13800001111"], occupancy="seasonal")
    waiting(home, "corrected", phones=["13800002222"])
    waiting(home, "moved_out")
    shown = " ".join(office.text("/register/").split())
    assert "<del>13800001111</del> → <b>13800002222</b>" in shown
    assert "→ <b>moved away</b>" in shown


def test_more_than_one_change_of_a_household_is_marked_with_its_turn(office, places):
    waiting(places.homes[0], "corrected", phones=["13800001111"])
    waiting(places.homes[0], "corrected", phones=["13800002222"])
    waiting(places.homes[1], "empty")
    shown = office.text("/register/")
    assert "1 of 2 that wait for this household" in shown and "2 of 2 that wait" in shown
    assert shown.count("More than one says: phones.") == 2


def test_a_new_household_leads_to_those_that_it_may_be(office, places):
    home = places.homes[0]
    with owner():
        RegisterChange.objects.create(
            client_id=uuid.uuid4(), body_hash="0" * 64, kind="new", village=places.west, effective_on=today(),
            payload={"head_name": home.head_name}, proposed_by=v.user(), proposed_at=v.NOON,
        )  # fmt: skip
    shown = office.text("/register/")
    assert "May be there already" in shown and f'href="/households/{home.token}/"' in shown


def test_what_was_just_confirmed_is_undone_where_the_message_stands(office, places):
    home = places.homes[0]
    change = waiting(home, "corrected", phones=["13800002222"])
    shown = decided(office, "confirm", change)
    change.refresh_from_db()
    notice = shown.split('class="notice undo"')[1].split("</form>")[0]
    assert f"/households/{home.token}/" in notice and f'name="version" value="{change.version}"' in notice
    undone = office.client.post(
        f"/register/changes/{change.pk}/move/", {"move": "undo", "version": change.version}, follow=True
    )
    assert "everything is as it was before" in undone.content.decode()
    assert "notice undo" not in office.text(f"/register/?done={change.pk}")


def test_only_what_one_has_confirmed_oneself_is_offered_to_be_undone(office, places):
    change = waiting(places.homes[0], "empty")
    decided(reader(v.officer("village_officer", places.west)), "confirm", change)
    assert "notice undo" not in office.text(f"/register/?done={change.pk}&done=x")
    line = office.text("/register/").split("Recently decided")[1]
    assert f"/households/{places.homes[0].token}/#changes" in line
