"""Whose phone was last heard of when: noted at every run, one row a phone, and shown before households are taken away."""

import uuid

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from geodata.accounts.models import Phone, User
from geodata.accounts.phones import MOST, note_phone
from geodata.base.periods import today
from geodata.contacts.last_seen import Heard, heard_of, of_grids
from geodata.contacts.models import Member
from geodata.pairing.proposals import stage
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from tests import village as v
from tests.roles import owner

READY = "/today/ready/"
WORKBENCH = "/pairings/?area=430382100201"


def seen_with(who, key: uuid.UUID, waiting: int):
    return who.client.get(READY, headers={"X-Phone": str(key), "X-Waiting": str(waiting)})


def test_a_phone_that_asks_is_noted_once_and_written_over(contact):
    key = uuid.uuid4()
    seen_with(contact, key, 3)
    seen_with(contact, key, 1)
    assert [phone.waiting for phone in Phone.objects.filter(user=contact.user)] == [1]


@pytest.mark.parametrize(
    "told",
    [{}, {"X-Phone": "x", "X-Waiting": "1"}, {"X-Waiting": "-5"}, {"X-Phone": "1" * 32, "X-Waiting": "x"}],
)
def test_whoever_tells_nothing_of_use_is_not_noted(contact, told):
    assert contact.client.get(READY, headers=told).status_code == 200
    assert not Phone.objects.exists()


def test_beyond_the_most_the_longest_silent_makes_room(contact):
    keys = [uuid.uuid4() for _number in range(MOST + 2)]
    for key in keys:
        note_phone(user=contact.user, key=key, waiting=0, at=timezone.now())
    assert set(Phone.objects.values_list("key", flat=True)) == set(keys[2:])


def test_a_hand_over_shows_what_is_still_on_the_way(contact, insider):
    seen_with(contact, uuid.uuid4(), 2)
    page = insider.client.get(f"/members/{contact.user.member.pk}/", headers={"Accept-Language": "en"})
    assert "2 visits waited" in page.content.decode()


def test_a_change_of_one_contact_shows_what_is_still_on_the_way(contact, insider, home):
    seen_with(contact, uuid.uuid4(), 2)
    assert "2 visits waited" in insider.text(f"{home}contact/")


def test_the_workbench_shows_whose_households_may_be_given_away(places, contact, insider):
    seen_with(contact, uuid.uuid4(), 2)
    assert "When their phones were last online" not in insider.text(WORKBENCH), "a gap takes from nobody"
    with owner():
        Member.objects.filter(user=contact.user).update(ability="away")
    assert "2 visits waited" in insider.text(WORKBENCH)


def test_taking_a_proposal_over_shows_whose_households_it_takes(places, contact, insider):
    seen_with(contact, uuid.uuid4(), 2)
    v.member(places.west, point=v.middle(0, 0))
    made = stage(area=places.west, by=insider.user, on=today(), at=v.NOON, from_scratch=True)
    assert made.lines.filter(former=contact.user.member, member__isnull=False).exists()
    assert "2 visits waited" in insider.text(f"/proposals/{made.pk}/")
    insider.post(f"/proposals/{made.pk}/decide/", {"reject": "yes"})
    assert "visits waited" not in insider.text(f"/proposals/{made.pk}/"), "nothing is left to be taken"


@pytest.mark.parametrize(("kind", "told"), [("small_leader", True), ("planner", False)])
def test_the_end_of_a_post_shows_what_is_still_on_the_way(places, administrator, kind, told):
    who = v.officer(kind, places.grids[0] if kind == "small_leader" else places.west)
    note_phone(user=who, key=uuid.uuid4(), waiting=2, at=timezone.now())
    assert ("2 visits waited" in administrator.text(f"/posts/{who.posts.get().pk}/")) is told


def test_of_many_the_first_are_named_and_the_others_counted():
    many = [Heard(f"n{number}", None, 0) for number in range(23)]
    with translation.override("zh-hans"):
        page = render_to_string("components/phones.html", {"phones": many})
    assert ("n19" in page, "n20" in page, page.count("<li>")) == (True, False, 20)
    assert "另有3人" in page


def test_a_redraw_asks_for_the_leaders_of_its_grids(places):
    silent, busy = (v.officer("small_leader", grid) for grid in places.grids[:2])
    v.officer("small_leader", places.grids[3])
    note_phone(user=busy, key=uuid.uuid4(), waiting=4, at=timezone.now())
    found = of_grids([places.west.pk], on=today())
    assert [(one.name, one.waiting) for one in found] == [(str(busy), 4), (str(silent), 0)]
    assert found[1].seen_at is None


def test_it_takes_one_query_for_everybody(places, django_assert_num_queries):
    users = [v.user() for _number in range(5)]
    with django_assert_num_queries(1):
        heard_of(users)


@pytest.fixture
def closed(contact) -> tuple[User, str]:
    """(the account, what its phone keeps): closed after the phone was signed in."""
    seal = contact.client.get(READY).json()["seal"]
    with owner():
        User.objects.filter(pk=contact.user.pk).update(is_active=False)
    return contact.user, seal


def letter(home, **values: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "household": home.token, "day": today().isoformat(), **values}


def left(client, seal: str, visits: list[object]):
    return client.post("/today/left/", {"seal": seal, "visits": visits}, content_type="application/json")


def test_a_closed_accounts_phone_hands_in_what_waits_and_no_more(places, closed, nobody):
    user, seal = closed
    sent = letter(places.homes[0])
    for _time in range(2):
        answer = left(nobody.client, seal, [sent]).json()
        assert (answer["closed"], answer["results"][0]["state"]) == (True, "waiting")
    assert [(one.maker, one.why) for one in HeldVisit.objects.all()] == [(user, "closed")]
    assert not Visit.objects.filter(entered_by=user).exists()


def test_while_an_account_is_open_its_seal_does_nothing(places, contact, nobody):
    seal = contact.client.get(READY).json()["seal"]
    answer = left(nobody.client, seal, [letter(places.homes[0])])
    assert (answer.status_code, answer.json()) == (200, {"closed": False, "results": []})
    assert not HeldVisit.objects.exists()


@pytest.mark.parametrize("seal", ["", "x", "1:2:3", None, 7])
def test_without_a_seal_of_ours_nothing_is_said(places, closed, nobody, seal):
    answer = left(nobody.client, seal, [letter(places.homes[0])])
    assert (answer.status_code, answer.json()) == (403, {"closed": False})
    assert not HeldVisit.objects.exists()


@pytest.mark.parametrize("visits", [[{}], ["x"], [{"client_id": "x"}], "x", {"a": 1}])
def test_what_is_no_visit_is_refused(closed, nobody, visits):
    assert left(nobody.client, closed[1], visits).status_code in (400, 403)


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"visits":' + "[" * 100_000, '{"seal": NaN}', "\xff", "null"]
)
def test_what_is_no_json_is_refused(places, nobody, body):
    answer = nobody.client.post("/today/left/", body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 403


def test_without_the_right_to_visit_the_outbox_is_still_there(planner):
    page = planner.client.get("/today/", headers={"Accept-Language": "en"})
    assert page.status_code == 403
    assert 'id="outbox"' in page.content.decode()
    assert f'data-account="{planner.user.pk}"' in page.content.decode()
