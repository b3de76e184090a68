"""The phone list of a village on paper."""

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from geodata.accounts.models import ApiToken
from geodata.audit.models import AccessEntry
from tests import village as v
from tests.pages.conftest import reader
from tests.roles import owner

PDF = "/members/430382100201/phones.pdf"


@pytest.fixture
def people(places):
    """A leader of a grid and a contact member of the west village, and a member next door."""
    leader = v.officer("small_leader", places.grids[0])
    member, beside = v.member(places.west), v.member(places.east)
    for who, number in ((leader, "10500001111"), (member.user, "10500002222"), (beside.user, "10500003333")):
        v.phone(who, number)
    return leader, member.user, beside.user


def words(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def test_it_names_leaders_and_members_with_their_phones(insider, people):
    text = words(insider.get(PDF))
    for who, number in zip(people[:2], ("10500001111", "10500002222"), strict=True):
        assert who.name in text and number in text
    assert people[2].name not in text and "10500003333" not in text
    assert "Small grid leader" in text and insider.user.name in text


def test_it_tells_how_many_have_no_phone(insider, places):
    v.member(places.west)
    # The other two: the officer who prints it, and the contact member of homes[0].
    assert "3 persons have no phone on record" in words(insider.get(PDF))


def test_it_is_on_record(insider, people):
    words(insider.get(PDF))
    entry = AccessEntry.objects.get(action="export")
    assert (entry.subject, entry.details["list"], entry.details["rows"]) == ("430382100201", "phones", 4)


def test_it_is_printed_by_right(places, neighbour, contact, planner):
    assert neighbour.get(PDF).status_code == 404
    assert planner.get(PDF).status_code == 403
    assert contact.get(PDF).status_code == 403
    assert reader(v.officer("small_leader", places.grids[0])).get(PDF).status_code == 404


def test_a_program_fetches_it_with_a_token(insider, client, people):
    with owner():
        token = ApiToken.issue(user=insider.user, at=timezone.now())
    assert people[0].name in words(client.get(PDF, headers={"Authorization": f"Bearer {token}"}))


def test_it_is_made_village_by_village(county):
    answer = county.get("/members/430382100/phones.pdf")
    assert answer.status_code == 400
    assert "village by village" in answer.content.decode()


def test_members_and_posts_of_a_village_lead_to_it(insider, county):
    assert PDF in insider.text("/members/?area=430382100201")
    assert PDF in county.text("/posts/?area=430382100201")
    assert "phones.pdf" not in county.text("/posts/?area=430382100")
