"""Questions at doors by API: asked where the right to entitlements itself holds, answered once, and told with the day of expiry."""

import hashlib
import uuid
from typing import Any

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.policies.matching import match_villages
from geodata.policies.models import DoorAnswer, Matching
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.policies.conftest import policy, question, version
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(places):
    question("heated")
    for code in ("coal", "repair"):
        version(policy(places, code), {"answer": "heated", "is": False})
    with owner():
        match_villages([places.west.pk], on=today())
    return places.homes[0]


def body(**more: object) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "question": "heated",
        "value": False,
        "day": today().isoformat(),
        **more,
    }


def test_what_is_asked_at_a_door_is_answered_and_told_with_its_expiry(contact, asked):
    address = f"households/{asked.token}/"
    [one] = contact.get(f"{address}door/").json()["questions"]
    assert (one["code"], one["words"], one["policies"], one["resident"]) == ("heated", "heated", 2, None)
    answer = contact.post(f"{address}answers/", body())
    assert (answer.status_code, answer.json()["questions"]) == (201, [])
    [held] = contact.get(f"{address}door/").json()["answers"]
    assert (held["value"], held["expires_on"] > today().isoformat()) == (False, True)
    with owner():
        assert len(Matching.objects.get(household=asked).yes) == 2
        assert AccessEntry.objects.filter(action="door_answered", subject=asked.token).count() == 1


def test_the_same_again_is_the_same_and_another_content_is_refused(contact, asked):
    told, address = body(), f"households/{asked.token}/answers/"
    first, again = contact.post(address, told), contact.post(address, told)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["body_hash"] == again.json()["body_hash"]
    assert contact.post(address, told | {"value": True}).status_code == 409
    with owner():
        assert DoorAnswer.objects.count() == 1


def test_who_does_not_ask_there_finds_no_door(neighbour, planner, by_post, places, asked):
    department = caller(v.officer("department_officer", places.county))
    for who, opened, answered in ((neighbour, 404, 404), (department, 403, 404), (planner, 403, 403)):
        assert who.get(f"households/{asked.token}/door/").status_code == opened
        assert who.post(f"households/{asked.token}/answers/", body()).status_code == answered


@pytest.mark.parametrize(
    ("more", "field"),
    [({"value": "often"}, "value"), ({"value": [1]}, "value"), ({"day": "2100-01-01"}, "on")],
)
def test_what_is_no_answer_is_told_with_its_field(contact, asked, more, field):
    answer = contact.post(f"households/{asked.token}/answers/", body(**more))
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"], bool(fault["remedy"])) == (400, field, True)


def test_the_phone_takes_along_what_to_ask(contact: Caller, asked):
    told = contact.get("today/").json()["questions"]
    assert [one["code"] for one in told[asked.token]] == ["heated"]
    contact.post(f"households/{asked.token}/answers/", body())
    assert contact.get("today/").json()["questions"] == {}


def test_questions_are_listed(contact: Caller, asked):
    [one] = contact.get("door-questions/").json()["results"]
    assert (one["code"], one["lasts_days"], one["type"]) == ("heated", 365, "yesno")


def test_the_hash_is_the_one_that_a_phone_works_out(contact: Caller, asked):
    """tests/scripts/outbox.test.js has the same text."""
    day = today().isoformat()
    told = contact.post(f"households/{asked.token}/answers/", body()).json()
    content = f'["heated","{asked.token}",null,false,"{day}","door"]'
    assert told["body_hash"] == hashlib.sha256(content.encode()).hexdigest()
