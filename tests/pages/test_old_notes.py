"""Old notes on pages and by API: offered on today's page and at the household, decided by who wrote them."""

import datetime as dt
import uuid

import pytest

from geodata.base.periods import today
from geodata.needs.models import Need
from geodata.needs.note_models import OldNotes
from geodata.visits.models import Visit
from tests import village as v
from tests.api.conftest import caller
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes(places, contact) -> list[Visit]:
    """Three of the contact's, who is offered them."""
    with owner():
        OldNotes.objects.create(
            user=contact.user, since=today() - dt.timedelta(days=365), before=v.NOON + dt.timedelta(days=3650),
            until=today() + dt.timedelta(days=30),
        )  # fmt: skip
        days = (today() - dt.timedelta(days=number) for number in (30, 60, 90))
        return [v.visit(places.homes[0], day, by=contact.user, note="例漏雨") for day in days]


def test_they_are_offered_on_today_and_at_the_household_and_decided_on_one_page(
    contact, neighbour, places, notes
):
    home = f"/households/{places.homes[0].token}/"
    assert all("/needs/notes/" in contact.text(page) for page in ("/today/", home))
    assert contact.text("/needs/notes/").count("例漏雨") == 3
    assert "例漏雨" not in neighbour.text("/needs/notes/")
    sent = {
        "decision": "make",
        "client_id": uuid.uuid4(),
        "category": "housing",
        "kind": "problem",
        "urgency": "1",
    }
    for _time in range(2):
        assert contact.post(f"/needs/notes/{notes[0].client_id}/", sent).status_code == 302
    need = Need.objects.get()
    assert (need.visit, need.raised_on, need.text) == (notes[0], notes[0].day, "例漏雨")
    assert need.number in contact.text(home)
    contact.post(f"/needs/notes/{notes[1].client_id}/", {"decision": "leave"})
    assert contact.text("/needs/notes/").count("例漏雨") == 1
    assert neighbour.post(f"/needs/notes/{notes[2].client_id}/", sent).status_code == 404
    assert contact.post(f"/needs/notes/{notes[2].client_id}/", {"decision": "x"}).status_code == 404


def test_by_api_it_is_the_same(contact, neighbour, notes):
    who, other = caller(contact.user), caller(neighbour.user)
    told = who.get("needs/notes/").json()["results"]
    assert [line["visit"] for line in told] == [str(note.client_id) for note in notes]
    assert other.get("needs/notes/").json()["results"] == []
    body = {"client_id": str(uuid.uuid4()), "kind": "problem", "category": "housing"}
    address = f"needs/notes/{notes[0].client_id}/"
    assert [who.post(address, body).status_code for _time in range(2)] == [201, 200]
    assert who.post(address, body | {"client_id": str(uuid.uuid4())}).status_code == 409
    assert other.post(address, body | {"client_id": str(uuid.uuid4())}).status_code == 404
    assert who.post(f"needs/notes/{notes[1].client_id}/leave/", {}).status_code == 204
    assert len(who.get("needs/notes/").json()["results"]) == 1
