"""The invented policies hold to their own examples, and are marked as invented."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.policies.examples import check_examples
from geodata.policies.models import DoorQuestion, Matching, Policy, PolicyVersion
from geodata.policies.seeds import invented, load_invented_policies
from geodata.policies.writing import Content, read_rule
from geodata.posts.department_defaults import DEFAULTS
from tests import village as v
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.owner("they are loaded by the owner")]
POLICIES = {row["code"]: row for row in invented()["policies"]}


@pytest.fixture
def loaded(places):
    for code in DEFAULTS:
        v.department(places.county, code)
    load_invented_policies(places.county, by=v.user(), first=v.LONG_AGO, at=timezone.now())
    return places


def test_there_are_48_of_12_departments_and_all_are_marked(loaded):
    assert Policy.objects.filter(synthetic=True).count() == len(POLICIES) == 48
    assert {row["department"] for row in POLICIES.values()} == set(DEFAULTS)
    assert PolicyVersion.objects.in_force(today()).count() == 48
    assert not DoorQuestion.objects.filter(synthetic=False).exists()


def test_loaded_again_nothing_is_made(loaded):
    assert load_invented_policies(loaded.county, by=v.user(), first=v.LONG_AGO, at=timezone.now()) == 0


def test_each_holds_to_its_own_examples(loaded):
    for code, row in POLICIES.items():
        tree = read_rule(row["rule"], row["subject"])
        check_examples(tree, row["examples"], subject=row["subject"], on=dt.date(2026, 12, 1))
        said = {name: row[name] for name in Content.__slots__ if name in row}
        assert Content(**said).checked(row["subject"])["plain"], code


def test_parts_add_up_and_each_household_has_one_row(loaded):
    Household.objects.filter(pk=loaded.homes[3].pk).update(occupancy="dissolved")
    told = StringIO()
    call_command("match_policies", "--area", "430382", "--json", stdout=told)
    found = json.loads(told.getvalue())
    homes = Household.objects.exclude(occupancy="dissolved").count()
    assert found["pairs"] == homes * 48 == found["yes"] + found["no"] + found["unknown"]
    rows = list(Matching.objects.all())
    assert len(rows) == homes and found["unknown"] == sum(len(row.unknown) for row in rows)
    assert found["yes"] == sum(len(set(row.yes)) for row in rows) > 0
    call_command("match_policies", "--area", "430382", stdout=told)
    assert [row.pk for row in Matching.objects.all()] == [row.pk for row in rows]


def test_an_area_without_villages_is_refused(places):
    with owner(), pytest.raises(CommandError):
        call_command("match_policies", "--area", "99")
