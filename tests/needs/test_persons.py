"""What a department is told names nobody, and whom a need is about reads nothing of it, whatever the post."""

import pytest

from geodata.audit.models import Notice
from geodata.base import rls
from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_in_force
from geodata.needs import assigning, moving
from geodata.needs.beside_models import Assignment
from geodata.needs.service import do_what_is_due
from geodata.people.models import Resident
from geodata.posts.models import Post
from tests import village as v
from tests.needs.conftest import Desk, People
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def top(people, home, places):
    """With the county; of its household, and of others in the village, some are known by name."""
    for whose, name in ((places.homes[0], "周例"), (places.homes[1], "吴例娃"), (places.homes[1], "高山")):
        Resident.objects.create(household=whose, village=places.west, name=name)
    need = people.village.does(moving.accept, people.contact.records(places.homes[0]))
    up = people.village.does(moving.escalate, need, reason="例")
    return people.township.does(moving.escalate, up, reason="例")


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("请到{head}家查水压", "{head}"),
        ("联系周 例后上门", "周例"),
        ("找吴例娃开门", "吴例娃"),
        ("打138-0013-8000再去", "13800138000"),
        ("打１３８００１３８０００", "13800138000"),
        ("电话0732 5822 3344", "073258223344"),
    ],
)
def test_a_departments_task_with_a_name_or_a_phone_is_refused_and_says_how_to_mend_it(
    people, top, water, task, told
):
    head = top.household.head_name
    with pytest.raises(BadInput) as refused:
        people.county.does(assigning.assign, top, task=task.format(head=head), department=water)
    assert refused.value.field == "task" and told.format(head=head) in str(refused.value.message)
    assert refused.value.remedy
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "task", ["查高山组的水压", "按2026年第12号文件，5月10日前修好，预算120000元", "例查井"]
)
def test_what_only_looks_alike_is_not(people, top, water, task):
    assert people.county.does(assigning.assign, top, task=task, department=water).task == task


def test_an_office_that_sees_the_need_is_told_names(people, home, places):
    need = people.village.does(moving.accept, people.contact.records(home))
    up = people.village.does(moving.escalate, need, reason="例")
    assert people.township.does(assigning.assign, up, task=f"去{home.head_name}家看", area=places.west).pk


def sees(desk: Desk, given: Assignment) -> tuple[int, int, bool]:
    """By plain SQL as the web role: the assignment, its former rows; and whether the verb finds it."""
    with owner(), rls.as_web_role():
        scope_in_force(desk.by, on=today())
        rows = Assignment.objects.filter(pk=given.pk).count()
        former = Assignment.pgh_event_model.objects.filter(pgh_obj_id=given.pk).count()
    try:
        assigning.find_assignment(given.pk, by=desk.by, scope=desk.scope)
    except NotFound:
        return rows, former, False
    return rows, former, True


@pytest.fixture
def about_water(people: People, home, water) -> Assignment:
    """A sensitive need about one of the two officers of a department, assigned to that department."""
    with owner():
        Post.objects.create(
            user=people.large.by,
            kind="department_officer",
            area=water.area,
            department=water,
            period=(v.LONG_AGO, None),
        )
    people.large.__post_init__()
    need = people.contact.records(home, sensitive=True, named=[people.large.by.pk], text="例水利局的人不公")
    held = people.township if need.least_level == 2 else people.county
    accepted = held.does(moving.accept, need)
    if held is people.township:
        accepted = people.county.does(
            moving.accept, people.township.does(moving.escalate, accepted, reason="例")
        )
    return people.county.does(assigning.assign, accepted, task="例核实", department=water)


def test_a_named_officer_of_the_department_neither_reads_nor_answers_it(people, about_water):
    colleague, named = people.water, people.large
    assigning.accept_assignment(assignment=about_water, by=colleague.by, scope=colleague.scope, at=v.NOON)
    assert sees(colleague, about_water) == (1, 1, True)
    assert sees(named, about_water) == (0, 0, False)
    assert list(assigning.assignments_of(named.scope, by=named.by)) == []
    with pytest.raises(NotAllowed):
        assigning.finish_assignment(
            assignment=Assignment.objects.get(), answer="例", by=named.by, scope=named.scope, at=v.NOON
        )
    with owner():
        told = set(Notice.objects.filter(kind="need_assigned").values_list("user_id", flat=True))
        assert colleague.by.pk in told and named.by.pk not in told


def test_who_recorded_a_sensitive_need_reads_none_of_its_assignments(people, about_water):
    assert sees(people.contact, about_water) == (0, 0, False)
    assert sees(people.county, about_water)[::2] == (1, True)


def test_a_sensitive_need_is_told_by_its_own_number_and_stands_in_no_count(people, home):
    plain = [people.contact.records(home, category=category) for category in ("water", "roads")]
    for need in plain:
        people.village.does(moving.accept, need)
        people.village.does(moving.escalate, need, reason="例")
    hidden = people.township.does(moving.accept, people.contact.records(home, sensitive=True, text="例不公"))
    last = max(type(hidden).objects.values_list("remind_at", flat=True))
    do_what_is_due(at=last)
    with owner():
        told = Notice.objects.filter(kind="need_due", user=people.township.by).values_list(
            "subject", flat=True
        )
        assert sorted(told) == sorted(["2", hidden.number])
