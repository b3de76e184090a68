"""Sensitive needs: sealed, begun at the township, invisible to those named and below; and what a department sees of any need."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from geodata.audit.models import AccessEntry, Notice
from geodata.audit.notices import tell
from geodata.base import rls
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_in_force
from geodata.needs import assigning, beside, moving
from geodata.needs.analysis import summary, total
from geodata.needs.finding import DueFirst, Filter, find_need, open_need, steps_of
from geodata.needs.links import link_of
from geodata.needs.models import Need
from geodata.needs.units import units_below
from geodata.outgoing.models import Outgoing
from geodata.outgoing.queueing import queue
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "contact",
    "neighbour",
    "leader",
    "village",
    "large",
    "township",
    "county",
    "planner",
    "auditor",
    "water",
)
TABLES = (
    "need", "needstep", "needevent", "needhousehold", "dispute", "consultation", "supervision", "assignment", "assignmentevent",
)  # fmt: skip


@pytest.fixture
def sensitive(people, home) -> Need:
    return people.contact.records(
        home, sensitive=True, named=[people.village.by.pk], title="例题", text="例村干部不公"
    )


def by_sql(desk, table: str) -> int:
    """What the web role sees with that scope in force and no other filter."""
    with owner(), rls.as_web_role():
        scope_in_force(desk.by, on=today())
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM geodata_{table}")
            return int(cursor.fetchone()[0])


def found(desk, need: Need) -> bool:
    try:
        find_need(need.number, by=desk.by, scope=desk.scope)
    except (NotFound, NotAllowed):
        return False
    return True


def test_it_is_sealed_and_begins_at_the_township(people, sensitive):
    assert (sensitive.level, sensitive.least_level, sensitive.title, sensitive.text) == (2, 2, "", "")
    assert "例村干部".encode() not in bytes(sensitive.sealed)
    opened = open_need(sensitive, by=people.township.by, scope=people.township.scope, at=v.NOON)
    assert opened.said == ("例题", "例村干部不公")


def test_it_is_seen_by_township_and_county_and_by_who_recorded_it(people, sensitive):
    seen = {name for name in EVERYBODY if found(getattr(people, name), sensitive)}
    assert seen == {"contact", "township", "county"}
    by_role = {name for name in EVERYBODY if by_sql(getattr(people, name), "need")}
    assert by_role == seen
    assert {name for name in EVERYBODY if by_sql(getattr(people, name), "needstep")} == seen


def test_who_recorded_it_sees_its_number_and_state_alone(people, sensitive):
    people.township.does(moving.accept, sensitive)
    people.township.does(moving.settle, sensitive, result="例已谈话")
    opened = open_need(
        Need.objects.get(pk=sensitive.pk), by=people.contact.by, scope=people.contact.scope, at=v.NOON
    )
    assert (opened.whole, opened.said, opened.result) == (False, ("", ""), "")
    assert list(steps_of(sensitive, by=people.contact.by, scope=people.contact.scope)) == []
    row = Need.objects.get(pk=sensitive.pk)
    assert row.result == "" and "例已谈话".encode() not in bytes(row.sealed_result)
    assert open_need(row, by=people.county.by, scope=people.county.scope, at=v.NOON).result == "例已谈话"


def test_what_is_said_on_its_way_is_sealed(people, sensitive):
    people.township.does(moving.accept, sensitive)
    up = people.township.does(moving.escalate, sensitive, reason="例太难")
    step = up.steps.order_by("-pk").first()
    assert step.reason == "" and "例太难" not in str(step.payload)
    told = list(steps_of(up, by=people.county.by, scope=people.county.scope))
    assert told[-1][1]["reason"] == "例太难"


def test_every_opening_is_on_record(people, sensitive):
    for _ in range(2):
        open_need(sensitive, by=people.county.by, scope=people.county.scope, at=v.NOON)
    with owner():
        assert AccessEntry.objects.filter(action="need_opened", subject=sensitive.number).count() == 2


def test_where_somebody_of_the_township_is_named_only_the_county_sees_it(people, home):
    need = people.contact.records(home, sensitive=True, named=[people.township.by.pk])
    other = v.officer("township_officer", home.village.parent)
    assert (need.level, need.least_level) == (3, 3)
    assert not found(people.township, need)
    assert by_sql(people.township, "need") == 0
    from tests.needs.conftest import Desk

    assert not found(Desk(other), need) and by_sql(Desk(other), "need") == 0
    assert found(people.county, need)
    people.county.does(moving.accept, need)
    with pytest.raises(Conflict):
        people.county.does(moving.return_down, need, reason="例")


def test_a_sensitive_need_never_comes_below_the_township(people, sensitive):
    people.township.does(moving.accept, sensitive)
    with pytest.raises(Conflict):
        people.township.does(moving.return_down, sensitive, reason="例")
    with pytest.raises(IntegrityError), owner(), transaction.atomic():
        Need.objects.filter(pk=sensitive.pk).update(level=1)


def test_nobody_in_the_village_is_told(people, sensitive):
    with owner():
        told = set(Notice.objects.filter(subject=sensitive.number).values_list("user_id", flat=True))
    assert told == {people.township.by.pk}


def test_no_chat_of_the_county_is_told_of_it(people, places, sensitive, need, settings):
    settings.EMAIL_HOST, settings.WEBHOOKS = (
        "",
        {places.county.code: "https://chat.example.cn/send?key=secret"},
    )
    with owner():
        for one in (sensitive, need):
            tell([people.county.by.pk], kind="need_late", subject=one.number, link=link_of(one), at=v.NOON)
        assert queue(at=v.NOON) == 1
        assert [line["subject"] for line in Outgoing.objects.get().lines] == [need.number]


def test_it_stands_in_no_count(people, sensitive, need):
    told = summary(scope=people.county.scope, first=v.LONG_AGO, last=today())
    assert total(told)["found"] == 1


def test_nobody_names_himself_or_somebody_unknown(people, home):
    with pytest.raises(BadInput):
        people.contact.records(home, sensitive=True, named=[people.contact.by.pk])
    with pytest.raises(BadInput):
        people.contact.records(home, sensitive=True, named=[999_999])
    with pytest.raises(BadInput):
        people.contact.records(home, named=[people.village.by.pk])
    with pytest.raises(BadInput):
        people.contact.records(home, sensitive=True, settled="例")


def test_a_named_officer_of_the_township_supervises_nothing(people, home):
    need = people.contact.records(home, sensitive=True, named=[people.township.by.pk])
    with owner(), pytest.raises(NotAllowed):
        people.township.does(beside.supervise, need)


def test_a_department_sees_its_assignments_and_nothing_of_needs(people, places, home, water):
    need = people.village.records(home, kind="dispute", category="water", parties="例甲与例乙", text="例水")
    people.village.does(moving.accept, need)
    people.village.does(moving.escalate, need, reason="例")
    top = people.township.does(moving.escalate, need, reason="例")
    given = people.county.does(assigning.assign, top, task="例查井", department=water)
    seen = {table: by_sql(people.water, table) for table in TABLES}
    assert seen == dict.fromkeys(TABLES, 0) | {"assignment": 1}
    taken = assigning.accept_assignment(
        assignment=given, by=people.water.by, scope=people.water.scope, at=v.NOON
    )
    seen = {table: by_sql(people.water, table) for table in TABLES}
    assert seen == dict.fromkeys(TABLES, 0) | {"assignment": 1, "assignmentevent": 1}
    told = " ".join(str(value) for value in vars(taken).values())
    for secret in (home.head_name, home.token, home.number, "例水", "例甲"):
        assert secret not in told
    with pytest.raises(NotAllowed):
        find_need(need.number, by=people.water.by, scope=people.water.scope)


def test_it_is_assigned_to_nobody_below_its_level(people, sensitive, places):
    accepted = people.township.does(moving.accept, sensitive)
    with pytest.raises(BadInput):
        people.township.does(assigning.assign, accepted, task="例去谈话", area=places.west)
    assert units_below(accepted, on=today()).offices == []
    plain = people.village.does(moving.accept, people.village.records(sensitive.household))
    up = people.village.does(moving.escalate, plain, reason="例")
    assert units_below(up, on=today()).offices == [places.west]
    assert people.township.does(assigning.assign, up, task="例去修", area=places.west).area == places.west


def test_what_is_assigned_of_it_is_not_told_to_who_recorded_it(people, sensitive, water):
    up = people.township.does(moving.escalate, people.township.does(moving.accept, sensitive), reason="例")
    given = people.county.does(assigning.assign, up, task="例去谈话", department=water)
    for desk, known in ((people.contact, False), (people.township, True), (people.water, True)):
        try:
            found = assigning.find_assignment(given.pk, by=desk.by, scope=desk.scope)
        except NotFound:
            found = None
        assert (found is not None) is known


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_filter_shows_what_the_second_line_shows(people, places, need, sensitive, name):
    desk = getattr(people, name)
    found = Filter().of(by=desk.by, scope=desk.scope, at=v.NOON).count()
    assert found == by_sql(desk, "need")


def test_no_filter_tells_its_recorder_where_it_is_or_when_it_is_due(people, sensitive):
    asked = (Filter(level=2), Filter(late=True), Filter(order=DueFirst))
    for desk, known in ((people.contact, False), (people.township, True)):
        for one in asked:
            found = one.of(by=desk.by, scope=desk.scope, at=v.NOON + dt.timedelta(days=400))
            assert found.filter(pk=sensitive.pk).exists() is known
    assert Filter(mine=True).of(by=people.contact.by, scope=people.contact.scope, at=v.NOON).count() == 1
