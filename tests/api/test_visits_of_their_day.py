"""A visit is judged by the right that its maker had on its day, and one's own id is known before any scope."""

import datetime as dt
import uuid

import pytest

from geodata.base.periods import between, today
from geodata.contacts.models import ContactLink, Member
from geodata.coverage.models import HouseholdFacts
from geodata.people.models import Household
from geodata.people.placing import move
from geodata.posts.models import Post
from geodata.visits.models import Visit
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.roles import owner

WEEK = dt.timedelta(days=7)


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


@pytest.fixture
def leader(places) -> Caller:
    return caller(v.officer("small_leader", places.grids[0]))


def body_of(ago: int = 0, **values: object) -> dict[str, object]:
    day = today() - dt.timedelta(days=ago)
    return {"client_id": str(uuid.uuid4()), "day": day.isoformat(), **values}


def send(who: Caller, home: Household, body: dict[str, object]) -> int:
    return who.post(f"households/{home.token}/visits/", body).status_code


def undo(who: Caller, body: dict[str, object]) -> int:
    return who.post(f"visits/{body['client_id']}/undo/", {}).status_code


@owner()
def give_away(home: Household, *, on: dt.date) -> None:
    ContactLink.objects.filter(household=home).update(
        period=between(v.LONG_AGO, on), end_reason="handed_over"
    )


@owner()
def end_membership(who: Caller, *, on: dt.date) -> None:
    Member.objects.filter(user=who.user).update(period=between(v.LONG_AGO, on))


@owner()
def end_post(who: Caller, *, on: dt.date) -> None:
    Post.objects.filter(user=who.user).update(period=between(v.LONG_AGO, on))


@owner()
def moved_away(home: Household, places: v.County, *, on: dt.date) -> None:
    """To the other grid of the village."""
    move(household=home, grid=places.grids[1], on=on)


@pytest.fixture(params=["given away", "membership ended", "household moved", "post ended", "in no grid"])
def lost(request, places, home, contact, leader):
    """(who made it, how the right ends on a day): each way in which a household leaves a phone."""
    ways = {
        "given away": (contact, lambda on: give_away(home, on=on)),
        "membership ended": (contact, lambda on: end_membership(contact, on=on)),
        "household moved": (leader, lambda on: moved_away(home, places, on=on)),
        "post ended": (leader, lambda on: end_post(leader, on=on)),
        "in no grid": (leader, lambda on: owner()(move)(household=home, grid=None, on=on)),
    }
    return ways[request.param]


def test_a_visit_of_the_days_of_the_right_is_recorded(lost, home):
    who, end = lost
    end(today() - WEEK)
    assert send(who, home, body_of(8)) == 201
    # The morning of the day on which it was given away.
    assert send(who, home, body_of(7)) == 201
    assert Visit.objects.filter(entered_by=who.user).count() == 2


def test_a_former_right_is_enough_for_a_quarter_only(lost, home):
    who, end = lost
    end(today() - WEEK)
    assert [send(who, home, body_of(ago)) for ago in (92, 93)] == [201, 403]


def test_a_visit_after_it_is_refused_in_words(lost, home):
    who, end = lost
    end(today() - WEEK)
    answer = who.post(f"households/{home.token}/visits/", body_of(5))
    assert (answer.status_code, Visit.objects.filter(entered_by=who.user).count()) == (403, 0)
    assert "village office" in answer.json()["errors"][0]["remedy"]


def test_after_a_lost_answer_the_same_visit_is_known_and_undone(lost, home):
    who, end = lost
    body = body_of()
    assert send(who, home, body) == 201
    end(today())
    assert send(who, home, body) == 200
    assert who.get(f"visits/{body['client_id']}/").json()["household"] == home.token
    assert [undo(who, body), undo(who, body)] == [200, 200]
    assert Visit.objects.get(client_id=body["client_id"]).void_reason == "undone"


def test_the_facts_follow_what_is_sent_and_undone_from_outside(lost, home):
    who, end = lost
    end(today())
    before = HouseholdFacts.objects.get(household=home).last_met
    body = body_of()
    assert send(who, home, body) == 201
    assert HouseholdFacts.objects.get(household=home).last_met == today()
    assert undo(who, body) == 200
    assert HouseholdFacts.objects.get(household=home).last_met == before


def test_the_same_id_with_another_content_is_still_a_conflict(lost, home):
    who, end = lost
    body = body_of(note="一次")
    send(who, home, body)
    end(today())
    assert send(who, home, {**body, "note": "两次"}) == 409


def test_others_neither_repeat_nor_undo_nor_read_it(places, home, contact, outsider, planner):
    body = body_of()
    send(contact, home, body)
    for other in (outsider, planner):
        assert send(other, home, body) in (403, 404)
        assert undo(other, body) == 404
        assert other.get(f"visits/{body['client_id']}/").status_code in (403, 404)


def test_whoever_never_had_the_right_gets_the_same_answer_as_for_no_household(places, home, outsider):
    known, unknown = (
        outsider.post(f"households/{token}/visits/", body_of()) for token in (home.token, "x" * 22)
    )
    assert known.status_code == unknown.status_code == 404
    assert known.json()["detail"].replace(home.token, "") == unknown.json()["detail"].replace("x" * 22, "")


def test_a_household_that_is_opened_for_one_visit_opens_no_other_door(places, home, contact):
    give_away(home, on=today())
    assert send(contact, home, body_of()) == 201
    assert contact.get(f"households/{home.token}/").status_code in (403, 404)
    assert contact.get("today/").status_code in (200, 403)


def test_one_who_looks_after_it_today_enters_older_visits_too(places, home):
    late = caller(v.member(places.west).user)
    v.link(Member.objects.get(user=late.user), home, day=today(), primary=False)
    assert send(late, home, body_of(30)) == 201
