"""What is done on somebody's behalf counts by the row, and a training by how many came."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.entitlements.models import AgencyService, Training
from geodata.entitlements.recording import Held, Helped, record_agency_service, record_training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
DAY = dt.timedelta(days=1)


@pytest.fixture
def helped(home):
    return Helped(household=home.token, what="例代交材料", day=today(), result="handed_in")


def records(desk, helped, client_id=None):
    told = {"client_id": client_id or uuid.uuid4(), "helped": helped, "today": today()}
    return desk.does(record_agency_service, **told)


def test_each_is_a_person_time_and_a_repeat_is_the_same(people, helped, entitlement):
    told = replace(helped, entitlement=entitlement.pk, handed_in="430382197001011234 复印件")
    key = uuid.uuid4()
    made, new = records(people.contact, told, key)
    assert new
    assert records(people.contact, told, key) == (made, False)
    assert made.agent == people.contact.by.name
    assert "1970" not in made.handed_in
    records(people.leader, helped)
    assert AgencyService.objects.count() == 2
    with pytest.raises(Conflict):
        records(people.contact, replace(told, what="例"), key)


def test_an_id_that_somebody_else_has_used_is_refused(people, places, helped):
    key = uuid.uuid4()
    records(people.neighbour, replace(helped, household=places.homes[1].token), key)
    with pytest.raises(Conflict):
        records(people.contact, helped, key)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"what": " "}, BadInput),
        ({"agent": "例" * 41}, BadInput),
        ({"result": "perhaps"}, BadInput),
        ({"day": dt.date(2999, 1, 1)}, BadInput),
        ({"household": "neighbour"}, NotFound),
        ({"resident": 1}, NotFound),
        ({"entitlement": 1}, NotFound),
    ],
    ids=["nothing", "long", "result", "a day to come", "a neighbour's", "no resident", "no entitlement"],
)
def test_what_cannot_be_recorded(people, places, helped, changes, error):
    if "household" in changes:
        changes = {"household": places.homes[1].token}
    with pytest.raises(error):
        records(people.contact, replace(helped, **changes))


@pytest.mark.parametrize("who", ["large", "planner", "civil_affairs"])
def test_whoever_only_reads_records_none(people, helped, who):
    with pytest.raises((NotAllowed, NotFound)):
        records(getattr(people, who), helped)


@pytest.fixture
def held(coal, places):
    return Held(day=today(), area=places.west.code, policies=["coal"], attended=34, speaker="例老师")


def test_a_training_is_a_number(people, held):
    made = people.village.does(record_training, held=held, today=today())
    assert (made.attended, made.policies) == (34, ["coal"])
    seen = {
        name: Training.objects.within(desk.scope).count()
        for name, desk in vars(people).items()
    }  # fmt: skip
    assert {name for name, count in seen.items() if count} == {
        "leader", "village", "large", "township", "county", "civil_affairs", "water",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"attended": 0}, BadInput),
        ({"day": dt.date(2999, 1, 1)}, BadInput),
        ({"place": "例" * 101}, BadInput),
        ({"policies": ["gold"]}, NotFound),
        ({"area": "430382101201"}, NotFound),
    ],
    ids=["nobody", "a day to come", "long", "no policy", "a neighbour's"],
)
def test_what_was_no_training(people, held, changes, error):
    with pytest.raises(error):
        people.village.does(record_training, held=replace(held, **changes), today=today())


def test_a_large_leader_holds_none(people, held):
    with pytest.raises(NotAllowed):
        people.large.does(record_training, held=held, today=today())
