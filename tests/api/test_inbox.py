"""What cannot be accepted by itself waits with its maker's name, and an office decides. Each id ends once."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from geodata.audit.models import AccessEntry, Notice
from geodata.base.errors import NotFound
from geodata.base.periods import between, today
from geodata.base.scope import Right
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.rights import RIGHTS, scope_of
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.visits import inbox
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.roles import owner

WEEK = dt.timedelta(days=7)


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


@pytest.fixture
def former(home, contact) -> Caller:
    """Gave the household away a week ago."""
    with owner():
        ContactLink.objects.filter(household=home).update(
            period=between(v.LONG_AGO, today() - WEEK), end_reason="handed_over"
        )
    return contact


def body_for(home: Household, ago: int = 0, **values: object) -> dict[str, object]:
    day = today() - dt.timedelta(days=ago)
    return {"client_id": str(uuid.uuid4()), "day": day.isoformat(), "household": home.token, **values}


def hand_in(who: Caller, body: dict[str, object]) -> tuple[int, str]:
    answer = who.post("visits/inbox/", body)
    return answer.status_code, answer.json().get("state", "")


def decide(who: Caller, body: dict[str, object], what: str, **values: object) -> int:
    return who.post(f"visits/inbox/{body['client_id']}/{what}/", values).status_code


def test_it_waits_with_its_makers_name_and_repeats_are_the_same(former, home, insider):
    body = body_for(home, note="一切都好")
    assert [hand_in(former, body) for _time in range(2)] == [(201, "waiting"), (200, "waiting")]
    (line,) = insider.get("visits/inbox/").json()["results"]
    assert (line["maker"], line["why"], line["note"]) == (former.user.name, "right", "一切都好")
    assert not Visit.objects.filter(client_id=body["client_id"]).exists()


def test_what_can_be_recorded_by_now_is_recorded(former, home):
    assert hand_in(former, body_for(home, ago=8)) == (200, "recorded")
    waits = body_for(home)
    hand_in(former, waits)
    v.link(Member.objects.get(user=former.user), home, day=today(), primary=False)
    assert hand_in(former, waits) == (200, "recorded")
    assert HeldVisit.objects.get(client_id=waits["client_id"]).state == "accepted"
    assert hand_in(former, waits) == (200, "accepted")
    assert Visit.objects.filter(client_id=waits["client_id"]).count() == 1


def test_what_is_sent_again_and_recorded_waits_no_longer(contact, home, it_is):
    body = body_for(home, ago=-2)
    assert hand_in(contact, body) == (201, "waiting")
    it_is(today() + dt.timedelta(days=2))
    sent = {key: body[key] for key in ("client_id", "day")}
    assert contact.post(f"households/{home.token}/visits/", sent).status_code == 201
    assert HeldVisit.objects.get(client_id=body["client_id"]).state == "accepted"
    assert contact.post(f"visits/{body['client_id']}/undo/", {}).status_code == 200
    assert not HeldVisit.objects.waiting().exists()


@pytest.mark.parametrize("ago", [-3, 365 * 40])
def test_a_day_that_cannot_be_waits_and_the_office_gives_the_right_one(contact, home, insider, ago):
    body = body_for(home, ago=ago)
    assert (
        contact.post(
            f"households/{home.token}/visits/", {k: body[k] for k in ("client_id", "day")}
        ).status_code
        == 400
    )
    assert hand_in(contact, body) == (201, "waiting")
    assert decide(insider, body, "accept") == 400
    assert decide(insider, body, "accept", day=today().isoformat()) == 200
    visit = Visit.objects.get(client_id=body["client_id"])
    assert (visit.day, visit.entered_by) == (today(), contact.user)
    # The phone that missed the answer asks with what it sent.
    assert hand_in(contact, body) == (200, "accepted")
    again = contact.post(f"households/{home.token}/visits/", {key: body[key] for key in ("client_id", "day")})
    assert again.status_code == 200


def test_the_office_accepts_in_the_makers_name_and_tells_the_maker(former, home, insider):
    body = body_for(home)
    hand_in(former, body)
    assert decide(insider, body, "accept") == 200
    visit = Visit.objects.get(client_id=body["client_id"])
    assert (visit.entered_by, visit.visitors.get().user, visit.day) == (former.user, former.user, today())
    assert decide(insider, body, "accept") == decide(insider, body, "refuse", reason="x") == 409
    with owner():
        assert Notice.objects.get(user=former.user).kind == "visit_accepted"
        assert AccessEntry.objects.filter(action="visit_decided", user=insider.user).count() == 1


def test_a_refusal_needs_a_reason_and_is_told(former, home, insider):
    body = body_for(home)
    hand_in(former, body)
    assert decide(insider, body, "refuse", reason="") == 400
    assert decide(insider, body, "refuse", reason="没有去过") == 200
    answer = former.post("visits/inbox/", body).json()
    assert (answer["state"], answer["reason"]) == ("refused", "没有去过")


def test_the_office_is_told_once_that_something_waits(former, home, insider):
    for _number in range(3):
        hand_in(former, body_for(home))
    with owner():
        assert [one.kind for one in Notice.objects.filter(user=insider.user)] == ["visit_held"]


@pytest.mark.parametrize("kind", [kind for kind in Post.Kind if Right.LINK in RIGHTS[kind]])
def test_whoever_may_decide_is_told_that_something_waits(former, home, kind):
    with owner():
        Post.objects.filter(area__code__in=[home.village.code, home.village.code[:9]]).delete()
        leader = v.officer(kind, home.village)
    hand_in(former, body_for(home))
    with owner():
        assert Notice.objects.filter(user=leader, kind="visit_held").exists()


def test_somebody_above_is_told_where_only_those_who_went_could_decide(former, home):
    with owner():
        Post.objects.filter(area__code__in=[home.village.code, home.village.code[:9]]).delete()
        went = v.officer("medium_leader", home.village)
        above = v.officer("large_leader", home.village.parent)
    hand_in(former, body_for(home, visitors=[former.user.pk, went.pk]))
    with owner():
        assert set(Notice.objects.filter(kind="visit_held").values_list("user", flat=True)) == {above.pk}


def test_handing_in_and_withdrawing_does_not_flood_the_office(former, home, insider):
    for _number in range(4):
        body = body_for(home)
        assert hand_in(former, body) == (201, "waiting")
        assert former.post(f"visits/inbox/{body['client_id']}/withdraw/", {}).status_code == 200
    with owner():
        assert Notice.objects.filter(user=insider.user).count() == 1


def test_handing_in_and_withdrawing_has_an_end(former, home, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_WAITING", 3)
    for _number in range(3):
        body = body_for(home)
        assert hand_in(former, body) == (201, "waiting")
        assert decide(former, body, "withdraw") == 200
    assert former.post("visits/inbox/", body_for(home)).status_code == 409
    with owner():
        HeldVisit.objects.update(received_at=timezone.now() - dt.timedelta(hours=25))
    assert hand_in(former, body_for(home)) == (201, "waiting")


def test_visitors_unknown_to_the_village_can_be_left_out(contact, home, insider, outsider):
    body = body_for(home, visitors=[contact.user.pk, outsider.user.pk])
    assert hand_in(contact, body) == (201, "waiting")
    assert decide(insider, body, "accept") == 400
    assert decide(insider, body, "accept", alone=True) == 200
    assert Visit.objects.get(client_id=body["client_id"]).person_times == 1


def test_it_is_withdrawn_by_its_maker_while_it_waits(former, home, insider):
    body = body_for(home)
    hand_in(former, body)
    assert insider.post(f"visits/inbox/{body['client_id']}/withdraw/", {}).status_code == 404
    assert [decide(former, body, "withdraw") for _time in range(2)] == [200, 200]
    assert decide(insider, body, "accept") == 409


def test_nobody_decides_about_the_own_visit(places, home, insider):
    body = body_for(home, ago=-1)
    assert hand_in(insider, body) == (201, "waiting")
    assert decide(insider, body, "accept", day=today().isoformat()) == 403


def test_whoever_went_along_does_not_decide_either(contact, home, insider):
    body = body_for(home, ago=-1, visitors=[contact.user.pk, insider.user.pk])
    assert hand_in(contact, body) == (201, "waiting")
    assert decide(insider, body, "accept", day=today().isoformat()) == 403


def test_an_unknown_household_and_a_foreign_one_wait_alike_in_the_makers_village(
    places, contact, insider, outsider
):
    bodies = [body_for(places.homes[3]), body_for(places.homes[3]) | {"household": "x" * 22}]
    assert [hand_in(contact, body) for body in bodies] == [(201, "waiting")] * 2
    lines = insider.get("visits/inbox/").json()["results"]
    assert [(line["village"], line["why"]) for line in lines] == [(places.west.code, "household")] * 2
    assert outsider.get("visits/inbox/").json()["results"] == []
    assert [decide(insider, body, "accept") for body in bodies] == [409, 409]


@pytest.mark.parametrize("who", ["neighbour", "outsider", "planner", "contact"])
def test_others_see_and_decide_nothing(request, former, home, who):
    other = request.getfixturevalue(who)
    body = body_for(home)
    hand_in(former, body)
    assert other.get("visits/inbox/").json().get("results", []) == []
    assert decide(other, body, "accept") in (403, 404)
    assert decide(other, body, "refuse", reason="x") in (403, 404)


def test_whoever_never_visited_hands_nothing_in(places, home, planner):
    assert hand_in(planner, body_for(home))[0] == 403
    assert not HeldVisit.objects.exists()


def test_the_id_of_somebody_else_is_a_conflict(places, former, home):
    body = body_for(home)
    hand_in(former, body)
    second = caller(v.member(places.west).user)
    assert hand_in(second, body)[0] == 409
    assert hand_in(former, {**body, "note": "other"})[0] == 409


def test_a_phone_asks_what_became_of_all_it_sent(former, home, insider):
    bodies = {
        "recorded": body_for(home, ago=9),
        "waiting": body_for(home),
        "refused": body_for(home),
        "withdrawn": body_for(home),
    }
    for body in bodies.values():
        hand_in(former, body)
    decide(insider, bodies["refused"], "refuse", reason="没有去过")
    decide(former, bodies["withdrawn"], "withdraw")
    ids = [body["client_id"] for body in bodies.values()]
    answer = former.post("visits/sent/", {"ids": [*ids, str(uuid.uuid4())]}).json()["results"]
    assert [line["state"] for line in answer] == list(bodies)
    assert insider.post("visits/sent/", {"ids": ids}).json()["results"] == []


def test_the_list_takes_few_queries(former, home, insider, django_assert_max_num_queries):
    for _number in range(5):
        hand_in(former, body_for(home))
    with django_assert_max_num_queries(16):
        assert len(insider.get("visits/inbox/").json()["results"]) == 5


def test_an_id_number_is_left_out_and_the_phone_hears_its_own_hash(former, home):
    body = body_for(home, note="身份证11010519491231002X")
    first, second = (former.post("visits/inbox/", body).json() for _time in range(2))
    assert first["body_hash"] == second["body_hash"]
    assert "ID number" in first["left_out"]
    assert "1949" not in HeldVisit.objects.get(client_id=body["client_id"]).note


@pytest.mark.parametrize("verb", ["accept", "refuse"])
def test_the_verb_itself_asks_whose_line_it_is(former, home, neighbour, verb):
    body = body_for(home)
    hand_in(former, body)
    scope = scope_of(neighbour.user, on=today())
    more = {"today": today()} if verb == "accept" else {"reason": "例"}
    held = HeldVisit.objects.get(client_id=body["client_id"])
    with pytest.raises(NotFound):
        getattr(inbox, verb)(held=held, by=neighbour.user, scope=scope, at=timezone.now(), **more)
