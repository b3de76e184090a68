"""Recording a visit by form."""

import datetime as dt
import re
import uuid

import pytest

from geodata.base.periods import today
from geodata.contacts.assigning import end_contact
from geodata.needs.models import Need
from geodata.visits.models import Visit
from tests import village as v


@pytest.fixture
def told() -> dict[str, object]:
    """What the form sends when nothing but the button is touched."""
    usual = {
        "client_id": uuid.uuid4(),
        "outcome": "met",
        "mode": "door",
        "day": today().isoformat(),
        "note": "",
    }
    return {f"visit-{name}": value for name, value in usual.items()}


def entered(by) -> Visit:
    return Visit.objects.get(entered_by=by.user)


def test_the_form_as_it_stands_records_a_visit(home, contact, told):
    answer = contact.post(f"{home}visits/", told)
    assert (answer.status_code, answer.url) == (302, home)
    assert (entered(contact).outcome, entered(contact).day, entered(contact).person_times) == (
        "met",
        today(),
        1,
    )
    assert "The visit is recorded" in contact.text(home)


def test_the_same_form_twice_is_one_visit(home, contact, told):
    answers = [contact.post(f"{home}visits/", told) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Visit.objects.filter(entered_by=contact.user).count() == 1


def test_the_same_form_with_other_content_is_refused_in_words(home, contact, told):
    contact.post(f"{home}visits/", told)
    answer = contact.post(f"{home}visits/", told | {"visit-note": "other"})
    assert answer.status_code == 422
    assert "already recorded with different content" in answer.content.decode()
    # Sent once more it is a visit of its own, as the sentence says.
    assert f'value="{told["visit-client_id"]}"' not in answer.content.decode()


def test_each_opening_of_the_page_has_an_id_of_its_own(home, contact):
    ids = [re.search(r'name="visit-client_id" value="([^"]+)"', contact.text(home))[1] for _time in range(2)]
    assert ids[0] != ids[1]


def test_others_who_went_along_count_as_visitors(places, home, contact, told):
    leader = v.officer("small_leader", places.grids[0])
    assert leader.name in contact.text(home)
    contact.post(f"{home}visits/", told | {"visit-visitors": [leader.pk]})
    assert set(entered(contact).visitors.values_list("user", flat=True)) == {contact.user.pk, leader.pk}


def test_a_stranger_is_no_visitor(home, contact, outsider, told):
    answer = contact.post(f"{home}visits/", told | {"visit-visitors": [outsider.user.pk]})
    assert answer.status_code in (302, 422)
    assert not Visit.objects.filter(visitors__user=outsider.user).exists()


@pytest.mark.parametrize(
    ("name", "value", "told_of"),
    [
        ("day", lambda: (today() + dt.timedelta(days=1)).isoformat(), "is in the future"),
        ("day", "1999-12-31", "before 2000"),
        ("day", "soon", "valid date"),
        ("day", "", "required"),
        ("outcome", "dancing", "valid choice"),
        ("mode", "letter", "valid choice"),
        ("brought", ["gold"], "valid choice"),
        ("note", "x" * 501, "500"),
        ("note", "a\x00b", "Null characters"),
        ("client_id", "1", "This form is incomplete"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(home, contact, told, name, value, told_of):
    typed = value() if callable(value) else value
    answer = contact.post(f"{home}visits/", told | {f"visit-{name}": typed})
    assert answer.status_code == 422
    assert told_of in answer.content.decode()
    assert not Visit.objects.filter(entered_by=contact.user).exists()


def test_a_refused_form_keeps_what_was_typed(home, contact, told):
    answer = contact.post(f"{home}visits/", told | {"visit-day": "soon", "visit-note": "roof <leaks>"})
    assert "roof &lt;leaks&gt;" in answer.content.decode()


def test_an_ended_contact_records_nothing(places, home, contact, told):
    end_contact(link=places.homes[0].links.get(), reason="member_left", on=today() - dt.timedelta(days=9))
    assert contact.post(f"{home}visits/", told).status_code == 403


def test_a_form_of_the_morning_is_still_taken_when_the_contact_ends_at_noon(places, home, contact, told):
    end_contact(link=places.homes[0].links.get(), reason="member_left", on=today())
    answer = contact.post(f"{home}visits/", told)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_form_without_its_token_is_refused_with_a_page(home, contact, told):
    contact.client.handler.enforce_csrf_checks = True
    answer = contact.post(f"{home}visits/", told)
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_what_was_needed_is_a_need_with_its_visit_and_the_note_stays_a_note(home, contact, told):
    need = {"need-text": "例水管漏水", "need-category": "water", "need-kind": "request", "need-urgency": "2"}
    sent = told | need | {"visit-note": "例茶"}
    for _time in range(2):
        assert contact.post(f"{home}visits/", sent).status_code == 302
    made = Need.objects.get()
    assert (made.visit, made.kind, made.urgency, made.category.code) == (
        entered(contact),
        "request",
        2,
        "water",
    )
    assert entered(contact).note == "例茶"
    assert made.number in contact.text(f"/needs/{made.number}/")
    told["visit-client_id"] = uuid.uuid4()
    both = {"need-text": "例", "need-spot": "on", "need-sensitive": "on"}
    assert contact.post(f"{home}visits/", told | both).status_code == 422
    assert Visit.objects.filter(entered_by=contact.user).count() == Need.objects.count() == 1
