"""The demo's month of the register: as many changes of each kind as it says, done by those who do them, the same for one seed."""

from collections import Counter

import pytest
from django.db import transaction

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.facts import differences
from geodata.coverage.households import matched
from geodata.coverage.states import Question, select
from geodata.demo.changes import CONFIRMED, PAIRS, WAITING
from geodata.demo.logins import DEPARTMENTS, OFFICES
from geodata.demo.removing import real_rows
from geodata.people.models import Household
from geodata.register.comparing import number_of
from geodata.register.kinds.registry import KINDS
from geodata.register.models import RegisterChange
from geodata.register.month import BEFORE, Month, report
from geodata.territory.models import Area
from tests.demo.small import load_small_demo

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the demo is loaded by the owner")]
KEYS = ("record", "resident")


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this file, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_small_demo()
        yield told()
        transaction.set_rollback(True)


def told() -> list[object]:
    """What happened, without keys, and by what names new households are called."""
    changes = [
        (one.kind, one.state, one.effective_on, {k: v for k, v in one.payload.items() if k not in KEYS})
        for one in RegisterChange.objects.order_by("client_id")
    ]
    return [*changes, sorted(Household.objects.values_list("token", "head_name"))]


@pytest.fixture
def county() -> User:
    return User.objects.get(username="county")


def test_it_is_a_month_of_120_changes_of_all_kinds_and_12_that_wait():
    found = Counter(RegisterChange.objects.values_list("state", "kind"))
    confirmed = {("confirmed", kind): number for kind, number in CONFIRMED.items()}
    assert found == confirmed | {("proposed", kind): number for kind, number in WAITING.items()}
    assert (sum(CONFIRMED.values()), sum(WAITING.values())) == (120, 12)
    assert set(WAITING) <= set(CONFIRMED) <= set(KINDS)


def test_some_wait_for_more_than_a_week_and_are_a_gap(county):
    scope = scope_of(county, on=today())
    selection = select(scope=scope, area=Area.objects.get(code="430382"), on=today())
    assert 0 < matched(Question(selection, on=today()), "change_waiting") < sum(WAITING.values())


def test_eight_pairs_may_be_one(county):
    assert number_of(scope=scope_of(county, on=today()), area=None, on=today()) == PAIRS == 8


def test_every_change_was_proposed_and_decided_on_its_days_and_is_on_record():
    changes = RegisterChange.objects.all()
    assert all(one.proposed_at.date() >= one.effective_on for one in changes)
    assert all(one.proposed_at <= one.decided_at for one in changes if one.decided_at)
    assert all(one.decided_at.date() <= today() for one in changes if one.decided_at)
    assert AccessEntry.objects.filter(action="register_changed").count() >= len(changes)


def test_what_came_to_be_is_invented_too_and_facts_say_what_history_says():
    assert real_rows() == []
    assert differences(on=today()) == []


def test_the_balance_of_this_month_is_told(county):
    area, scope = Area.objects.get(code="430382"), scope_of(county, on=today())
    found = report(area=area, by="village", month=Month.of(f"{today():%Y-%m}", today=today()), scope=scope)
    assert len(found.lines) == 38 and found.total.numbers[BEFORE] >= 580


def test_half_of_the_accounts_have_signed_in():
    people = User.objects.exclude(username__in=[*OFFICES, *DEPARTMENTS])
    signed = people.filter(last_login__isnull=False)
    assert abs(signed.count() - people.count() / 2) <= 1
    assert not signed.filter(last_login__date__gte=today()).exists()


def test_the_same_seed_lives_the_same_month(loaded):
    load_small_demo(replace=True)
    assert told() == loaded
