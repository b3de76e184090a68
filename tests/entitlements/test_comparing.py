"""A department's list beside ours: what stands where, nobody by a name alone, and the parts add up."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import between, today
from geodata.entitlements.comparing import Line, Listed, compare_list, take_over
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import Entitlement
from geodata.people.models import Resident
from geodata.policies.models import PolicyVersion
from tests import village as v
from tests.entitlements.conftest import match
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


def line_of(home, **changes) -> Line:
    return replace(Line(home.number, home.head_name, home.village.name), **changes)


@pytest.fixture
def listed(places, coal):
    """homes[0] has one here and there, homes[1] there alone, homes[2] here alone; one line is nobody's."""
    match(places)
    lines = [line_of(places.homes[0]), line_of(places.homes[1], amount=Decimal(300)), Line("99-9999", "例无")]
    return Listed(policy="coal", area=places.county.code, as_of=today(), name="例名单", lines=lines)


def compared(desk, listed) -> ListRun:
    return desk.does(compare_list, listed=listed, today=today())


def findings(run: ListRun) -> list[tuple[int | None, str]]:
    return list(ListRow.objects.filter(run=run).order_by("pk").values_list("line", "finding"))


def test_both_only_there_only_here_and_nobody(people, listed):
    run = compared(people.civil_affairs, listed)
    assert findings(run) == [(1, "both"), (2, "only_there"), (3, "unknown"), (None, "only_here")]
    assert (run.rows, run.both, run.only_there, run.unknown, run.only_here) == (3, 1, 1, 1, 1)


@pytest.mark.parametrize(
    "changes",
    [{"name": "例别人"}, {"number": "99-0001"}, {"village": "例东村"}, {"village": "例无此村"}],
    ids=["another name", "another number", "another village", "no village"],
)
def test_nobody_is_found_by_a_part_of_it(people, places, listed, changes):
    run = compared(people.county, replace(listed, lines=[line_of(places.homes[0], **changes)]))
    assert (run.unknown, run.only_here) == (1, 2)


def test_a_resident_and_the_code_of_the_village_name_a_household_too(people, places, listed):
    with owner():
        Resident.objects.create(household=places.homes[0], village=places.west, name="例人", birth_year=1950)
    lines = [
        line_of(places.homes[0], name="例人", village=places.west.code),
        line_of(places.homes[0], village=""),
    ]
    assert compared(people.county, replace(listed, lines=lines)).both == 2


def test_500_rows_add_up(people, places, listed):
    homes = v.households(places.grids[0], [v.middle(0, 0)] * 240)
    lines = [line_of(places.homes[0])]
    lines += [line_of(home) for home in homes]
    lines += [Line(f"88-{n:04d}", "例无") for n in range(500 - len(lines))]
    run = compared(people.county, replace(listed, lines=lines))
    assert (run.rows, run.both, run.only_there, run.unknown, run.only_here) == (500, 1, 240, 259, 1)
    assert ListRow.objects.filter(run=run).count() == 501


def test_what_is_granted_there_is_granted_here(people, places, listed):
    run = compared(people.civil_affairs, listed)
    both, there, nobody, here = ListRow.objects.filter(run=run).order_by("pk")
    made = people.civil_affairs.does(take_over, key=there.pk, today=today())
    assert (made.household_id, made.state, made.origin, made.amount) == (
        places.homes[1].pk,
        "granted",
        "list",
        300,
    )
    assert [step.move for step in made.steps.all()] == ["list"]
    assert people.civil_affairs.does(take_over, key=both.pk, today=today()).state == "granted"
    for row in (nobody, here, there):
        with pytest.raises(Conflict):
            people.civil_affairs.does(take_over, key=row.pk, today=today())
    assert Entitlement.objects.filter(state="granted").count() == 2


@pytest.mark.parametrize(
    ("who", "changes", "error"),
    [
        ("county", {"lines": []}, BadInput),
        ("county", {"as_of": dt.date(2999, 1, 1)}, BadInput),
        ("county", {"policy": "gold"}, NotFound),
        ("county", {"area": "430381"}, NotFound),
        ("water", {}, NotAllowed),
        ("village", {"area": "430382100201"}, NotAllowed),
        ("planner", {}, NotAllowed),
    ],
    ids=[
        "nothing",
        "a day to come",
        "no policy",
        "elsewhere",
        "another department",
        "a village",
        "a planner",
    ],
)
def test_what_cannot_be_compared(people, listed, who, changes, error):
    with pytest.raises(error):
        compared(getattr(people, who), replace(listed, **changes))


def test_whose_lists_are_seen(people, listed):
    run = compared(people.civil_affairs, listed)
    row = ListRow.objects.get(run=run, finding="only_there")
    assert run in ListRun.objects.within(people.county.scope)
    for desk in (people.water, people.township):
        assert run not in ListRun.objects.within(desk.scope)
    assert row in ListRow.objects.within(people.township.scope)
    with pytest.raises(NotFound):
        people.water.does(take_over, key=row.pk, today=today())
    with pytest.raises((NotFound, NotAllowed)):
        people.village.does(take_over, key=row.pk, today=today())


def test_a_policy_that_is_over_gives_nothing_any_more(people, coal, listed):
    run = compared(people.county, listed)
    with owner():
        PolicyVersion.objects.filter(pk=coal.pk).update(period=between(v.LONG_AGO, today()))
    row = ListRow.objects.get(run=run, finding="only_there")
    with pytest.raises(NotFound):
        people.county.does(take_over, key=row.pk, today=today())
