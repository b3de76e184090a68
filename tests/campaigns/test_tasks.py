"""Tasks at places: who gives them, whose they are, and who sees them."""

import pytest

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.campaigns.models import PlaceTask
from geodata.campaigns.opening import move_on
from geodata.campaigns.tasks import TaskReport, area_at, give_task, middle_of, move_task
from tests import village as v

pytestmark = pytest.mark.django_db


def said(places: v.County, **more: object) -> TaskReport:
    told = {
        "area": places.west.code,
        "geometry": v.middle(0, 0),
        "what": "snow",
        "department": "civil_affairs",
    } | more
    return TaskReport(**told)  # type: ignore[arg-type]


@pytest.fixture
def task(campaign, people, places, opened) -> PlaceTask:
    return give_task(campaign=campaign, report=said(places), at=opened, **people.county.told)


def test_the_department_moves_it_on(task, people, opened):
    assert list(PlaceTask.objects.within(people.water.scope)) == [task]
    for state in ("begun", "done"):
        assert move_task(key=task.key, state=state, at=opened, **people.water.told).state == state
    with pytest.raises(Conflict):
        move_task(key=task.key, state="begun", at=opened, **people.water.told)


def test_a_leader_sees_it_and_moves_it_not(task, people, opened):
    assert not PlaceTask.objects.within(people.contact.scope).exists()
    with pytest.raises(NotFound):
        move_task(key=task.key, state="done", at=opened, **people.contact.told)
    with pytest.raises(NotAllowed):
        move_task(key=task.key, state="done", at=opened, **people.village.told)


def test_offices_above_the_village_give_it(campaign, people, places, opened):
    with pytest.raises(NotAllowed):
        give_task(campaign=campaign, report=said(places), at=opened, **people.village.told)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"department": "nobody"}, BadInput),
        ({"what": "noise"}, BadInput),
        ({"area": "430382100"}, NotFound),
        ({"area": "430382100299"}, NotFound),
    ],
    ids=["nobody", "noise", "a township", "no village"],
)
def test_what_cannot_be_given_is_refused(campaign, people, places, opened, more, error):
    with pytest.raises(error):
        give_task(campaign=campaign, report=said(places, **more), at=opened, **people.county.told)


def test_none_is_given_once_it_is_closed(campaign, people, places, opened):
    closed = move_on("close", campaign=campaign, at=opened, **people.county.told)
    with pytest.raises(Conflict):
        give_task(campaign=closed, report=said(places), at=opened, **people.county.told)


def test_a_place_is_in_its_grid_and_outside_there_is_none(places):
    point = v.middle(0, 0)
    assert area_at((point.x, point.y), under=places.county.code, on=today()) == places.grids[0].code
    with pytest.raises(BadInput) as refused:
        area_at((1.0, 2.0), under=places.county.code, on=today())
    assert refused.value.field == "place"


def test_the_middle_of_a_village_lies_inside_it(places):
    middle = middle_of(places.west.code, on=today())
    assert area_at(middle.coords, under=places.county.code, on=today()).startswith(places.west.code)
    with pytest.raises(BadInput) as refused:
        middle_of("430382100299", on=today())
    assert refused.value.field == "village"
