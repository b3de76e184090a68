"""One visit: its versions, correcting, voiding and undoing it."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from geodata.base.periods import between, today
from geodata.contacts.models import ContactLink
from geodata.visits.models import Visit
from geodata.visits.record import UNDO, Report, record_visit
from tests import village as v
from tests.roles import owner


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


def form_of(visit: Visit, **changes: object) -> dict[str, object]:
    usual = {"client_id": uuid.uuid4(), "outcome": "met", "mode": "door", "day": today(), "note": "second", "seen": f"{visit.pk}.valid"}  # fmt: skip
    return {f"visit-{name}": value for name, value in {**usual, **changes}.items()}


def test_a_correction_shows_both_versions(address, contact, visit):
    answer = contact.post(f"{address}correct/", form_of(visit))
    page = contact.text(answer.url)
    assert "first" in page and "second" in page and "Corrected by a newer version" in page
    assert "corrected, versions" in contact.text(f"/households/{visit.household.token}/")


def test_the_form_is_filled_with_what_is_recorded(address, contact):
    page = contact.text(address)
    assert "> first</textarea>" in page
    assert re.search(r'value="met"[^>]*checked', page)


def test_a_correction_adds_nobody_who_did_not_go(address, contact, visit):
    contact.post(f"{address}correct/", form_of(visit, visitors=[contact.user.pk]))
    assert Visit.objects.get(corrects=visit).person_times == 1


def test_what_changed_meanwhile_is_told_and_nothing_is_overwritten(address, contact, insider, visit):
    insider.post(f"{address}correct/", form_of(visit, note="by the office"))
    answer = contact.post(f"{address}correct/", form_of(visit))
    assert answer.status_code == 422 and "Someone else has changed this visit" in answer.content.decode()
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


def test_undone_on_the_page_though_the_household_was_given_away_meanwhile(address, contact, visit):
    with owner():
        ContactLink.objects.filter(household=visit.household).update(
            period=between(v.LONG_AGO, today()), end_reason="handed_over"
        )
    answers = [contact.post(f"{address}undo/", {}) for _time in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/")] * 2
    visit.refresh_from_db()
    assert (visit.state, visit.void_reason) == ("voided", "undone")


def test_too_late_it_says_so_and_the_visit_stands(address, contact, visit):
    with owner():
        Visit.objects.filter(pk=visit.pk).update(entered_at=timezone.now() - UNDO * 2)
    assert contact.post(f"{address}undo/", {}).url == f"/households/{visit.household.token}/"
    assert "too late to undo" in contact.text(f"/households/{visit.household.token}/")
    visit.refresh_from_db()
    assert visit.state == "valid"


def test_how_long_it_is_the_authors_to_change_is_told(address, contact, visit, monkeypatch):
    monkeypatch.setattr("gridmap.pages.visits.visit.AUTHOR_DAYS", 45)
    with owner():
        Visit.objects.filter(pk=visit.pk).update(entered_at=timezone.now() - dt.timedelta(days=50))
    assert "may change it for 45 days" in contact.text(address)


def test_what_was_undone_says_so_in_the_readers_language(address, contact, visit):
    contact.post(f"{address}undo/", {})
    for page in (address, f"/households/{visit.household.token}/", "/visits/?which=voided"):
        text = contact.client.get(page, headers={"Accept-Language": "zh-hans"}).content.decode()
        assert "已撤销" in text and "undone" not in text, page


def test_a_wrong_value_is_told_beside_its_field(address, contact, visit):
    answer = contact.post(f"{address}correct/", form_of(visit, day="2999-01-01"))
    assert answer.status_code == 422 and "is in the future" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("insider", 200), ("planner", 403)])
def test_it_is_for_those_who_see_the_household(request, address, who, status):
    assert request.getfixturevalue(who).get(address).status_code == status


@pytest.mark.parametrize("who", ["neighbour", "outsider", "planner"])
@pytest.mark.parametrize("what", ["correct/", "void/", "undo/"])
def test_others_change_nothing(request, address, visit, who, what):
    status = 403 if who == "planner" and what != "undo/" else 404
    assert request.getfixturevalue(who).post(f"{address}{what}", form_of(visit)).status_code == status
    visit.refresh_from_db()
    assert visit.state == "valid"
