"""What to ask at a door, on the household's page: one tap, and the day until which the answer holds."""

import re
import uuid

import pytest

from geodata.policies.models import DoorAnswer
from tests import village as v
from tests.pages.conftest import Reader, reader
from tests.policies.conftest import policy, question, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def contact(places) -> Reader:
    question("heated")
    question("pigs", "number")
    question("roof", "choice", choices=[{"code": "tile", "name": "瓦", "name_en": "tiles"}])
    version(policy(places, "coal"), {"answer": "heated", "is": False})
    version(
        policy(places, "repair"), {"all": [{"answer": "pigs", "is": ">=3"}, {"answer": "roof", "is": "tile"}]}
    )
    return reader(places.homes[0].links.get().member.user)


def tap(who: Reader, home, code: str, value: str, client_id: str = "") -> str:
    """Where it leads back to."""
    told = {"client_id": client_id or str(uuid.uuid4()), "question": code, "value": value}
    answer = who.post(f"/households/{home.token}/answer/", told)
    assert answer.status_code == 302
    return answer["Location"]


def answers() -> dict[str, object]:
    with owner():
        return dict(DoorAnswer.objects.values_list("question__code", "value"))


def test_one_tap_answers_and_the_page_says_until_when_it_holds(contact, places):
    home = places.homes[0]
    page = contact.text(f"/households/{home.token}/")
    assert len(re.findall('name="question"', page)) == 3 and "1 policy hangs on it" in page
    for code, value in (("heated", "no"), ("pigs", "4"), ("roof", "tile")):
        tap(contact, home, code, value)
    assert answers() == {"heated": False, "pigs": 4, "roof": "tile"}
    page = contact.text(f"/households/{home.token}/")
    assert "Nothing is to be asked here now" in page and "holds until" in page and "tiles" in page


def test_two_taps_are_one_answer_and_what_is_none_is_said(contact, places):
    home, same = places.homes[0], str(uuid.uuid4())
    for _ in range(2):
        assert tap(contact, home, "heated", "yes", same) == f"/households/{home.token}/#door"
    assert tap(contact, home, "pigs", "many") == f"/households/{home.token}/"
    assert answers() == {"heated": True}
    assert "This is no answer to the question" in contact.text(f"/households/{home.token}/")


def test_who_does_not_ask_there_is_shown_nothing_of_it(contact, places):
    home = places.homes[0]
    tap(contact, home, "heated", "no")
    planner = reader(v.officer("planner", places.county))
    assert "To ask at the door" not in planner.text(f"/households/{home.token}/")
    other = reader(v.officer("village_officer", places.east))
    told = {"client_id": str(uuid.uuid4()), "question": "heated", "value": "yes"}
    assert other.post(f"/households/{home.token}/answer/", told).status_code == 404
