"""What is under way beside a merger or a split: plans, proposals of contacts and imports follow the household that goes on."""

from dataclasses import replace

import pytest
from django.utils import timezone

from geodata.contacts.models import ContactLink
from geodata.imports.models import ImportRun
from geodata.pairing.models import PairingLine
from geodata.pairing.proposals import stage, take
from geodata.people.models import CareRecord, Household
from geodata.register.undoing import undo
from tests import village as v
from tests.imports.office import Office, office
from tests.imports.rows import bring
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def lonely(places) -> Household:
    """Nobody looks after it yet."""
    return v.household(places.grids[0], v.middle(0, 0))


def proposed(places, desk, lonely):
    v.member(places.west, point=lonely.point)
    pairing = stage(area=places.west, by=desk.by, on=desk.day, at=timezone.now())
    assert pairing.lines.get(household=lonely).state == PairingLine.State.OPEN
    return pairing


def taken(pairing, desk):
    return take(pairing=pairing, by=desk.by, on=desk.day, at=timezone.now())


def test_an_open_line_follows_a_merger_and_is_taken_for_who_goes_on(desk, lonely, places):
    other = v.household(places.grids[1])
    with owner():
        pairing = proposed(places, desk, lonely)
        pairing.lines.filter(household=other).delete()
    desk.done("merged", lonely, into=other.token)
    line = pairing.lines.get(household=other)
    assert (line.state, line.grid) == (PairingLine.State.OPEN, places.grids[1])
    taken(pairing, desk)
    assert ContactLink.objects.get(household=other, period__endswith=None).member == line.member
    assert not ContactLink.objects.filter(household=lonely).exists()


def test_undoing_the_merger_gives_the_line_back(desk, lonely, places):
    with owner():
        pairing = proposed(places, desk, lonely)
        pairing.lines.filter(household=places.homes[1]).delete()
    change = desk.done("merged", lonely, into=places.homes[1].token)
    undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    assert pairing.lines.get(household=lonely).state == PairingLine.State.OPEN


def test_where_both_have_a_line_the_one_that_is_gone_is_refused(desk, lonely, places):
    near = v.household(places.grids[0], v.middle(0, 0))
    pairing = proposed(places, desk, lonely)
    desk.done("merged", lonely, into=near.token)
    assert taken(pairing, desk).refused >= 1
    assert pairing.lines.get(household=lonely).state == PairingLine.State.REFUSED
    assert pairing.lines.get(household=near).state == PairingLine.State.TAKEN
    assert not ContactLink.objects.filter(household=lonely).exists()


def test_a_split_leaves_an_open_line_with_who_stays(desk, lonely, places):
    pairing = proposed(places, desk, lonely)
    made = desk.done("split", lonely, head_name="例分户").households[-1]
    assert taken(pairing, desk).refused == 0
    linked = ContactLink.objects.filter(period__endswith=None)
    assert linked.filter(household=lonely).exists() and not linked.filter(household=made).exists()


CARE = "村编码,户编号,人群类别,认定日期,终止日期"


def test_a_row_about_a_merged_household_is_about_the_one_that_goes_on(desk, home, neighbour, places):
    number = home.number
    desk.done("merged", home, into=neighbour.token)
    with owner():
        CareRecord.objects.filter(household=neighbour).delete()
        report = bring("care", CARE, f"{places.west.code},{number},低保,{desk.day},", on=desk.day)
    assert CareRecord.objects.filter(household=neighbour, period__endswith=None).exists()
    assert [(one.column, one.value) for one in report.remarks] == [("户编号", number)]


@pytest.fixture
def west(places, tmp_path, desk) -> Office:
    return replace(office("village_officer", places.west, tmp_path), day=desk.day)


@pytest.mark.owner("the office and the village each take the web role")
def test_an_open_import_is_looked_at_again_after_a_merger(desk, home, neighbour, west):
    head = "村编码,户编号,户主姓名,联系电话"
    run = west.upload(f"{head}\n{home.village.code},{home.number},例改名,13800002222\n")
    assert west.check(run).changed == 1
    desk.done("merged", home, into=neighbour.token)
    run.refresh_from_db()
    assert not west.write(run)
    run.refresh_from_db()
    assert run.state != ImportRun.State.APPLIED
    [problem] = west.check(run).problems
    assert (problem.column, neighbour.number in problem.message) == ("户编号", True)
    assert Household.objects.get(pk=home.pk).head_name == home.head_name
