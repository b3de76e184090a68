"""What a rule says yes to becomes possible, and what it says no to is closed with the reason."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.base.periods import between, today
from geodata.entitlements.following import last_day
from geodata.entitlements.models import Entitlement, EntitlementStep
from geodata.entitlements.service import do_what_is_due
from geodata.jobs.beat import do_a_step
from geodata.people.models import CareRecord, Household
from geodata.policies.matching import match_households
from geodata.policies.models import DoorAnswer, PolicyVersion
from tests import village as v
from tests.entitlements.conftest import bring, match, policy, question, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
DAY = dt.timedelta(days=1)


def states(home: Household) -> list[str]:
    return list(Entitlement.objects.filter(household=home).order_by("pk").values_list("state", flat=True))


@owner()
def poor_no_more(home: Household) -> None:
    CareRecord.objects.filter(household=home).delete()
    match_households([home.pk], on=today())


def test_a_match_is_possible_and_has_no_step(places, coal, home):
    match(places)
    match(places)
    found = Entitlement.objects.order_by("household")
    assert [(one.household_id, one.state, one.origin) for one in found] == [
        (home.pk, "possible", "rule"),
        (places.homes[2].pk, "possible", "rule"),
    ]
    assert {one.department_id for one in found} == {coal.policy.department_id}
    assert not EntitlementStep.objects.exists()


def test_what_the_rule_no_longer_says_is_closed_with_the_reason_and_found_again(places, entitlement, home):
    poor_no_more(home)
    entitlement.refresh_from_db()
    assert (entitlement.state, entitlement.lapsed) == ("not_applicable", True)
    assert [(step.move, step.reason, step.by) for step in entitlement.steps.all()] == [
        ("lapse", "rule", None)
    ]
    with owner():
        v.care(home)
    match(places)
    assert states(home) == ["not_applicable", "possible"]


def test_what_nobody_knows_any_more_stays(places, home):
    heated = question("heated")
    version(policy(places, "coal"), {"answer": "heated", "is": False})
    with owner():
        DoorAnswer.objects.create(
            question=heated, household=home, village=places.west, value=False, said_on=today(), expires_on=today() + DAY,
            by=v.user(), at=timezone.now(), source="door", body_hash="0",
        )  # fmt: skip
    match(places)
    with owner():
        DoorAnswer.objects.all().delete()
    match(places)
    assert states(home) == ["possible"]


def test_a_policy_that_is_over_closes_what_is_possible_alone(places, people, coal, home):
    match(places)
    bring(Entitlement.objects.get(household=home), people, "informed")
    with owner():
        PolicyVersion.objects.filter(pk=coal.pk).update(period=between(v.LONG_AGO, today()))
    match(places)
    assert states(home) == ["informed"]
    gone = Entitlement.objects.get(household=places.homes[2])
    assert [step.reason for step in gone.steps.all()] == ["policy"]


def test_what_somebody_has_decided_is_not_found_again(places, people, entitlement, home):
    people.contact.moves(entitlement, "not_wanted")
    match(places)
    assert states(home) == ["not_wanted"]
    with owner():
        Entitlement.objects.filter(household=home).update(ended_at=timezone.now() - 366 * DAY)
    match(places)
    assert states(home) == ["not_wanted", "possible"]


def test_a_household_that_is_there_no_more_closes_all_that_nobody_has_granted(
    places, people, entitlement, home
):
    bring(entitlement, people, "applying")
    with owner():
        Household.objects.filter(pk=home.pk).update(occupancy="dissolved")
        match_households([home.pk], on=today())
    assert states(home) == ["not_applicable"]
    assert entitlement.steps.latest("pk").reason == "left"


@pytest.mark.parametrize(
    ("closes", "on", "last"),
    [
        ("", (2026, 5, 1), None),
        ("06-30", (2026, 6, 30), (2026, 6, 30)),
        ("06-30", (2026, 7, 1), (2027, 6, 30)),
        ("02-29", (2026, 1, 1), (2026, 2, 28)),
    ],
)
def test_the_last_day_of_a_window(closes, on, last):
    assert last_day(closes, dt.date(*on)) == (dt.date(*last) if last else None)


def test_what_is_paid_expires_is_renewed_or_lapses(places, people, entitlement):
    day = today()
    paid = bring(entitlement, people, "granted")
    with owner():
        Entitlement.objects.filter(pk=paid.pk).update(period=between(day - DAY, day + 70 * DAY))
    people.county.moves(paid, "pay")
    assert do_what_is_due(on=day, at=timezone.now()).expiring == 0
    assert do_what_is_due(on=day + 10 * DAY, at=timezone.now()).expiring == 1
    assert do_what_is_due(on=day + 10 * DAY, at=timezone.now()).expiring == 0
    people.county.moves(paid, "renew", until=day + 400 * DAY)
    paid.refresh_from_db()
    assert (paid.state, paid.period) == ("renewed", between(day + 70 * DAY, day + 400 * DAY))
    late = do_what_is_due(on=day + 401 * DAY, at=timezone.now())
    assert (late.expiring, late.lapsed) == (1, 1)
    paid.refresh_from_db()
    assert [step.move for step in paid.steps.all()][-3:] == ["renew", "expire", "lapse"]


def test_a_rule_may_ask_what_is_received_and_never_what_is_possible(places, people, entitlement, home):
    more = version(policy(places, "more"), {"entitlement": "coal"}).policy
    match(places)
    assert not Entitlement.objects.filter(policy=more).exists()
    bring(entitlement, people, "granted")
    while do_a_step(today()):
        pass
    assert [one.household_id for one in Entitlement.objects.filter(policy=more)] == [home.pk]
