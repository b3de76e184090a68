"""By when a need is settled: hours, days and working days over Spring Festival; which rule holds."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.base.periods import since
from geodata.calendar.workdays import Calendar
from geodata.needs.deadlines import rules_for
from geodata.needs.due import deadline
from geodata.needs.settings_models import NeedCategory, NeedRule
from geodata.people.models import Household
from tests.roles import owner

FREE = [dt.date(2026, 2, day) for day in range(15, 24)]
WORKED = [dt.date(2026, 2, 14), dt.date(2026, 2, 28)]
SPRING = Calendar(
    told=dict.fromkeys(FREE, False) | dict.fromkeys(WORKED, True), published=frozenset({2026}), version=3
)
"""Spring Festival of 2026: nine days off from 15 to 23 February, made up for on two Saturdays."""


def moment(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "remind", "due", "reminded"),
    [
        ("2026-02-13 16:00", 7, "workdays", 2, "2026-03-02 23:59:59", "2026-02-27 23:59:59"),
        ("2026-02-14 10:00", 7, "workdays", 0, "2026-03-03 23:59:59", None),
        ("2026-02-16 09:00", 1, "workdays", 0, "2026-02-24 23:59:59", None),
        ("2026-02-16 09:00", 3, "workdays", 1, "2026-02-26 23:59:59", "2026-02-25 23:59:59"),
        ("2026-02-10 08:00", 10, "workdays", 2, "2026-03-02 23:59:59", "2026-02-27 23:59:59"),
        ("2026-02-10 08:00", 15, "workdays", 3, "2026-03-09 23:59:59", "2026-03-04 23:59:59"),
        ("2026-02-14 23:30", 2, "hours", 1, "2026-02-15 01:30:00", "2026-02-15 00:30:00"),
        ("2026-02-14 23:30", 24, "hours", 4, "2026-02-15 23:30:00", "2026-02-15 19:30:00"),
        ("2026-02-14 23:30", 7, "days", 1, "2026-02-21 23:30:00", "2026-02-20 23:30:00"),
    ],
)
def test_deadlines_over_spring_festival_equal_the_table(start, amount, unit, remind, due, reminded):
    rule = NeedRule(amount=amount, unit=unit, remind=remind)
    found = deadline(rule, start=moment(start), calendar=SPRING)
    assert found == (moment(due), moment(reminded) if reminded else None)


@pytest.mark.django_db
def test_the_defaults_are_there(need):
    assert NeedCategory.objects.count() == 16
    told = {(rule.urgency, rule.level): f"{rule.amount} {rule.unit}" for rule in NeedRule.objects.all()}
    assert told == {
        (1, 1): "7 workdays", (1, 2): "10 workdays", (1, 3): "15 workdays",
        (2, 1): "24 hours", (2, 2): "24 hours", (2, 3): "3 workdays",
        (3, 1): "2 hours", (3, 2): "2 hours", (3, 3): "24 hours",
    }  # fmt: skip
    assert need.rule.amount == 7
    assert need.due_at > need.remind_at > need.at


@pytest.mark.django_db
def test_the_nearest_area_holds_and_there_the_category(need, places):
    with owner():
        wide = {"urgency": 1, "level": 1, "unit": "days", "period": since(None)}
        NeedRule.objects.create(amount=30, category=need.category, **wide)
        assert rules_for(need, on=need.raised_on)[0].amount == 30
        NeedRule.objects.create(amount=20, area=places.town, **wide)
        assert rules_for(need, on=need.raised_on)[0].amount == 20
        NeedRule.objects.create(amount=10, area=places.town, category=need.category, **wide)
        assert rules_for(need, on=need.raised_on)[0].amount == 10
        NeedRule.objects.create(amount=5, area=places.east, **wide)
    assert rules_for(need, on=need.raised_on)[0].amount == 10
    assert Household.objects.filter(pk=need.household_id).exists()
