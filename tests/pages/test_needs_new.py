"""/needs/new/ and /needs/mine/: an office records a need, and everybody finds what waits for him or her."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geodata.base.periods import today
from geodata.needs import moving
from geodata.needs.beside import ask_more_time, supervise
from geodata.needs.models import Need
from tests import village as v
from tests.needs.conftest import Desk, People, home, need, people, water
from tests.pages.conftest import reader
from tests.roles import owner

__all__ = ("home", "need", "people", "water")
pytestmark = pytest.mark.usefixtures("in_english")


def sent(desk: Desk, **told: object):
    usual = {
        "client_id": uuid.uuid4(), "kind": "problem", "category": "water", "urgency": 1, "source": "phone", "text": "例：井干了",
        "raised_on": today().isoformat(),
    }  # fmt: skip
    return reader(desk.by).post("/needs/new/", usual | told)


def test_a_household_is_found_and_its_need_recorded(people: People, home):
    who = reader(people.village.by)
    assert f"/needs/new/?household={home.token}" in who.text(f"/needs/new/?q={home.number}")
    assert home.head_name in who.text(f"/needs/new/?household={home.token}")
    told = {"household": home.token, "client_id": uuid.uuid4(), "title": "例：饮水"}
    for _time in range(2):
        assert sent(people.village, **told).status_code == 302
    made = Need.objects.get()
    assert (made.household, made.text, made.source, made.state) == (home, "例：井干了", "phone", "new")


def test_on_the_page_of_a_household_stand_its_needs_by_right(people: People, home, need):
    path = f"/households/{home.token}/"
    with owner():
        people.contact.records(home, text="例：干部的事", sensitive=True)
    for desk in (people.contact, people.village, people.township):
        shown = reader(desk.by).text(path)
        assert "例井干了" in shown and f"/needs/new/?household={home.token}" in shown
        assert "例：干部的事" not in shown
    assert "例井干了" not in reader(people.planner.by).text(path)


def test_a_grid_needs_no_point_and_a_village_does(people: People, places):
    assert sent(people.village, place=places.grids[0].code).status_code == 302
    answer = sent(people.village, place=places.west.code)
    assert answer.status_code == 422
    assert sent(people.village, place=places.west.code, point="112.505 27.905").status_code == 302
    assert Need.objects.filter(household=None).count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_stays(people: People, home):
    wrong = {"household": home.token, "others": "999", "parties": "例甲、例乙"}
    answer = sent(people.village, **wrong)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Not found in this village: 999." in text and "例甲、例乙" in text
    answer = sent(people.village, household=home.token, parties="例甲")
    assert answer.status_code == 422 and "Only a dispute has parties." in answer.content.decode()
    assert not Need.objects.exists()


def test_it_concerns_several_is_settled_at_once_or_begins_above(people: People, home, places):
    other = places.homes[1]
    sent(
        people.village,
        household=home.token,
        others=other.number,
        settled="例：已修好",
        kind="dispute",
        parties="例甲",
    )
    sent(people.township, household=home.token, level=2)
    settled, above = Need.objects.order_by("pk")
    assert (settled.state, settled.others.get().household) == ("done", other)
    assert (above.level, above.state) == (2, "new")
    assert 'name="settled"' not in reader(people.township.by).text(f"/needs/new/?household={home.token}")


def test_a_sensitive_one_names_whom_it_is_about(people: People, home):
    answer = sent(people.contact, household=home.token, sensitive="on", whom=[people.village.by.pk])
    [made] = Need.objects.all()
    assert answer["Location"] == f"/needs/{made.number}/" and made.named == [people.village.by.pk]
    assert "例：井干了" not in reader(people.contact.by).text(answer["Location"])


def test_who_records_nothing_opens_no_form_and_nobody_elsewhere(people: People, home):
    for desk in (people.large, people.planner, people.water):
        assert reader(desk.by).get("/needs/new/").status_code == 403
    assert reader(people.large.by).get("/needs/mine/").status_code == 200
    assert sent(people.neighbour, household=home.token).status_code == 404
    assert not Need.objects.exists()


def mine(desk: Desk) -> set[str]:
    shown = reader(desk.by).text("/needs/mine/")
    names = ("to_move", "to_grant", "to_follow_up", "to_revisit", "supervisions")
    return {name for name in names if f'id="{name}"' in shown}


def test_what_waits_is_told_to_whose_turn_it_is(people: People, need, home):
    assert mine(people.village) == mine(people.leader) == {"to_move"}
    assert mine(people.contact) == mine(people.township) == mine(people.large) == set()
    people.township.does(supervise, need, note="例")
    assert mine(people.village) == {"to_move", "supervisions"}
    people.village.does(moving.accept, need)
    people.village.does(moving.begin, need)
    with owner():
        Need.objects.update(due_at=v.NOON + dt.timedelta(days=9))
    people.village.does(ask_more_time, need, until=v.NOON + dt.timedelta(days=20), reason="例")
    assert mine(people.township) == {"to_grant"}
    people.village.does(moving.finish, need, result="例：好了")
    assert mine(people.contact) == mine(people.leader) == {"to_follow_up"}
    assert mine(people.village) == set()
    assert "Nothing waits for you." in reader(people.village.by).text("/needs/mine/")


def test_what_waits_takes_no_query_for_each(people: People, need, home):
    who = reader(people.village.by)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            who.text("/needs/mine/")
        return len(asked)

    queries()
    few = queries()
    for _time in range(3):
        people.contact.records(home, text="例多")
    assert queries() == few
