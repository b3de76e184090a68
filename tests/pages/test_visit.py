"""One visit: its versions, correcting, voiding and undoing it."""

import re
import uuid

import pytest
from django.utils import timezone

from geodata.periods import today
from geodata.visits.models import Visit
from geodata.visits.record import Report, record_visit


@pytest.fixture
def visit(places, contact) -> Visit:
    """Entered just now by the contact member of homes[0]."""
    report = Report(household=places.homes[0].pk, day=today(), note="first")
    return record_visit(
        client_id=uuid.uuid4(), report=report, by=contact.user, at=timezone.now(), today=today()
    )[0]


@pytest.fixture
def address(visit) -> str:
    return f"/visits/{visit.client_id}/"


def told(visit: Visit, **changes: object) -> dict[str, object]:
    usual = {"client_id": uuid.uuid4(), "outcome": "met", "mode": "door", "day": today(), "note": "second", "seen": f"{visit.pk}.valid"}  # fmt: skip
    return {f"visit-{name}": value for name, value in {**usual, **changes}.items()}


def test_a_correction_shows_both_versions(address, contact, visit):
    answer = contact.post(f"{address}correct/", told(visit))
    page = contact.text(answer.url)
    assert "first" in page and "second" in page and "corrected by a newer version" in page
    assert "corrected, versions" in contact.text(f"/households/{visit.household.token}/")


def test_the_form_is_filled_with_what_is_recorded(address, contact):
    page = contact.text(address)
    assert "> first</textarea>" in page
    assert re.search(r'value="met"[^>]*checked', page)


def test_a_correction_adds_nobody_who_did_not_go(address, contact, visit):
    contact.post(f"{address}correct/", told(visit, visitors=[contact.user.pk]))
    assert Visit.objects.get(corrects=visit).person_times == 1


def test_what_changed_meanwhile_is_told_and_nothing_is_overwritten(address, contact, insider, visit):
    insider.post(f"{address}correct/", told(visit, note="by the office"))
    answer = contact.post(f"{address}correct/", told(visit))
    assert answer.status_code == 422 and "changed by someone else" in answer.content.decode()
    assert Visit.objects.filter(corrects=visit).get().note == "by the office"


def test_voiding_asks_for_a_reason(address, contact, visit):
    seen = f"{visit.pk}.valid"
    assert contact.post(f"{address}void/", {"seen": seen, "reason": ""}).status_code == 422
    contact.post(f"{address}void/", {"seen": seen, "reason": "another house"})
    assert "another house" in contact.text(f"/households/{visit.household.token}/")


def test_undo_is_offered_right_after_and_voids(address, contact, visit):
    assert f"{address}undo/" in contact.text(f"/households/{visit.household.token}/")
    contact.post(f"{address}undo/", {})
    visit.refresh_from_db()
    assert (visit.state, visit.void_reason) == ("voided", "undone")


def test_what_was_undone_says_so_in_the_readers_language(address, contact, visit):
    contact.post(f"{address}undo/", {})
    for page in (address, f"/households/{visit.household.token}/", "/visits/?which=voided"):
        told = contact.client.get(page, headers={"Accept-Language": "zh-hans"}).content.decode()
        assert "已撤销" in told and "undone" not in told, page


def test_a_wrong_value_is_told_beside_its_field(address, contact, visit):
    answer = contact.post(f"{address}correct/", told(visit, day="2999-01-01"))
    assert answer.status_code == 422 and "lies in the future" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("insider", 200), ("neighbour", 404), ("outsider", 404), ("planner", 404), ("auditor", 404)])  # fmt: skip
def test_it_is_for_those_who_see_the_household(request, address, who, status):
    assert request.getfixturevalue(who).get(address).status_code == status


@pytest.mark.parametrize("who", ["neighbour", "outsider", "planner"])
@pytest.mark.parametrize("what", ["correct/", "void/", "undo/"])
def test_others_change_nothing(request, address, visit, who, what):
    assert request.getfixturevalue(who).post(f"{address}{what}", told(visit)).status_code == 404
    visit.refresh_from_db()
    assert visit.state == "valid"
