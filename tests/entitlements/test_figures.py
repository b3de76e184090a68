"""What entitlements leave to be done, as of any day, and to whom it is told."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.coverage import households, states
from geodata.coverage.disclosure import tells_in
from geodata.coverage.tallying import count_all
from geodata.display.metrics import METRICS
from geodata.entitlements.figures import FIGURES
from geodata.entitlements.models import Entitlement, EntitlementStep
from tests.entitlements.conftest import bring, match, policy, question, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
DAY = dt.timedelta(days=1)


def counts(desk, on: dt.date) -> dict[str, int]:
    selection = states.select(scope=desk.scope, area=None, on=on)
    found = {
        figure.name: households.matched(states.Question(selection, on=on), figure.name)
        for figure in FIGURES
        if not figure.name.startswith("policy_card")  # tests/entitlements/test_sheet.py
        and figure.gap
    }
    return {name: number for name, number in found.items() if number}


@owner()
def ago(thing: Entitlement, days: int) -> None:
    """It was found and moved that many days before it was."""
    Entitlement.objects.filter(pk=thing.pk).update(
        at=timezone.now() - days * DAY, state_since=timezone.now() - days * DAY
    )


def test_what_nobody_follows_up_for_14_days(people, entitlement):
    assert counts(people.village, today()) == {}
    ago(entitlement, 20)
    assert counts(people.village, today()) == {"entitlement_unfollowed": 1}
    assert counts(people.village, today() - 7 * DAY) == {}
    assert counts(people.village, today() - 6 * DAY) == {"entitlement_unfollowed": 1}
    bring(entitlement, people, "confirmed")
    assert counts(people.village, today()) == {}
    assert counts(people.village, today() - DAY) == {"entitlement_unfollowed": 1}


def test_what_is_granted_and_not_paid_for_60_days(people, entitlement):
    bring(entitlement, people, "granted")
    with owner():
        Entitlement.objects.filter(pk=entitlement.pk).update(at=timezone.now() - 70 * DAY)
    ago(entitlement, 61)
    assert counts(people.village, today()) == {"granted_unpaid": 1}
    people.township.moves(entitlement, "pay")
    assert counts(people.village, today()) == {}
    assert EntitlementStep.objects.count() == 6


def test_a_window_that_closes_within_14_days(people, places, entitlement):
    with owner():
        Entitlement.objects.filter(pk=entitlement.pk).update(apply_by=today() + 14 * DAY)
    assert counts(people.village, today()) == {"entitlement_closing": 1}
    assert counts(people.village, today() + DAY)["entitlement_closing"] == 1
    people.contact.moves(entitlement, "not_wanted")
    assert counts(people.village, today()) == {}


def test_an_answer_that_nobody_has_asked_for(people, places):
    question("heated")
    version(policy(places, "coal"), {"answer": "heated", "is": False})
    match(places)
    assert counts(people.village, today()) == {"door_answers_missing": 3}
    assert counts(people.contact, today()) == {"door_answers_missing": 1}


def entitled(desk, on: dt.date) -> int:
    selection = states.select(scope=desk.scope, area=None, on=on)
    return households.matched(states.Question(selection, on=on), "entitled")


def test_who_was_granted_something_is_on_the_map_as_of_any_day(people, entitlement):
    assert METRICS["entitled"].of == "households"
    count_all(today())
    submitted = bring(entitlement, people, "submitted")
    assert entitled(people.village, today()) == 0
    people.county.moves(submitted, "grant")
    assert (entitled(people.village, today()), entitled(people.contact, today())) == (1, 1)
    ago(entitlement, 2)
    assert entitled(people.village, today() - 3 * DAY) == 0


def test_without_details_nobody_is_told_how_many_were_granted_something():
    levels = ("county", "township", "village", "grid")
    assert not any(tells_in("entitled", level=level, free=False) for level in levels)
