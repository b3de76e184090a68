"""Correcting, voiding and undoing a visit: by its author or the line, on the version that was seen."""

import datetime as dt
import hashlib
import uuid

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.visits.models import Visit
from geodata.visits.record import Report, record_visit
from tests import village as v
from tests.api.conftest import Caller, caller


@pytest.fixture
def visit(places, contact) -> Visit:
    """Entered just now by the contact member of homes[0]."""
    report = Report(household=places.homes[0].pk, day=today(), note="first")
    return record_visit(
        client_id=uuid.uuid4(), report=report, by=contact.user, at=timezone.now(), today=today()
    )[0]


def address(visit: Visit, what: str = "") -> str:
    return f"visits/{visit.client_id}/{what}"


def body_of(**values: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "day": today().isoformat(), **values}


def correct(who: Caller, visit: Visit, body: dict[str, object], seen: str = "") -> object:
    tag = seen or who.get(address(visit))["ETag"]
    return who.send("put", address(visit), body, **{"If-Match": tag})


def test_a_correction_is_a_new_version(contact, visit):
    answer = correct(contact, visit, body_of(note="second", outcome="absent"))
    visit.refresh_from_db()
    assert (answer.status_code, visit.state, visit.note) == (201, "corrected", "first")
    assert answer.json()["corrects"] == str(visit.client_id)
    assert contact.get(address(visit)).json()["corrected_by"] == answer.json()["client_id"]


def test_the_same_correction_again_is_the_same_version(contact, visit):
    body, tag = body_of(note="second"), contact.get(address(visit))["ETag"]
    answers = [correct(contact, visit, body, tag) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert Visit.objects.filter(corrects=visit).count() == 1


def test_without_the_version_428_and_with_an_old_one_412(contact, visit):
    assert contact.send("put", address(visit), body_of()).status_code == 428
    tag = contact.get(address(visit))["ETag"]
    correct(contact, visit, body_of(note="second"), tag)
    answer = correct(contact, visit, body_of(note="third"), tag)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (412, "If-Match")
    assert "corrected" in answer.json()["errors"][0]["remedy"]


def test_a_voided_visit_leaves_the_figures_and_stays_on_record(contact, visit):
    tag = contact.get(address(visit))["ETag"]
    answer = contact.post(address(visit, "void/"), {"reason": "another house"}, **{"If-Match": tag})
    assert (answer.json()["state"], answer.json()["void_reason"]) == ("voided", "another house")
    assert Visit.objects.filter(household=visit.household).met().count() == 1


def test_voiding_needs_a_reason_and_the_version(contact, visit):
    assert contact.post(address(visit, "void/"), {"reason": "x"}).status_code == 428
    assert contact.post(address(visit, "void/"), {"reason": ""}, **{"If-Match": "*"}).status_code == 400


def test_undoing_is_for_the_author_within_a_minute(contact, insider, visit):
    assert insider.post(address(visit, "undo/"), {}).status_code == 404
    answers = [contact.post(address(visit, "undo/"), {}) for _time in range(2)]
    assert [answer.json()["void_reason"] for answer in answers] == ["undone", "undone"]
    late = v.visit(visit.household, today(), by=contact.user)
    assert contact.post(address(late, "undo/"), {}).status_code == 409


def test_the_line_corrects_what_others_entered(insider, visit):
    assert correct(insider, visit, body_of(note="by the office")).status_code == 201


def test_another_contact_of_the_household_does_not(places, visit):
    second = v.member(places.west)
    v.link(second, places.homes[0], primary=False)
    assert correct(caller(second.user), visit, body_of()).status_code == 403


def test_after_a_month_only_the_line_corrects(contact, insider, visit):
    Visit.objects.filter(pk=visit.pk).update(entered_at=timezone.now() - dt.timedelta(days=33))
    assert correct(contact, visit, body_of()).status_code == 403
    assert correct(insider, visit, body_of()).status_code == 201


@pytest.mark.parametrize("who", ["neighbour", "outsider"])
def test_for_others_there_is_no_visit(request, visit, who):
    other = request.getfixturevalue(who)
    assert other.get(address(visit)).status_code == 404
    assert correct(other, visit, body_of(), "*").status_code == 404
    for what in ("void/", "undo/"):
        assert other.post(address(visit, what), {"reason": "x"}, **{"If-Match": "*"}).status_code == 404


def test_a_planner_sees_no_visit(planner, visit):
    assert planner.get(address(visit)).status_code == 403


def test_the_answer_to_a_phone_tells_how_wrong_its_clock_is(places, insider):
    home = places.homes[4].token
    clock = (timezone.now() + dt.timedelta(hours=5)).isoformat()
    answer = insider.post(f"households/{home}/visits/", body_of(phone_time=clock))
    assert answer.json()["clock_difference"] == pytest.approx(5 * 3600, abs=60)


def test_the_hash_is_of_what_the_phone_knows(places, insider):
    """As a browser works it out: JSON.stringify of the parts, then SHA-256."""
    home, body = places.homes[4].token, body_of(note='屋顶\n"漏"', brought=["policy", "card"])
    answer = insider.post(f"households/{home}/visits/", body).json()
    text = f'["{home}","{body["day"]}","door","met","屋顶\\n\\"漏\\"",["card","policy"],[],null]'
    assert answer["body_hash"] == hashlib.sha256(text.encode()).hexdigest()
