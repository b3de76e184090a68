"""What changes said of persons is forgotten in time; that they were made stays."""

import datetime as dt

import pgtrigger
import pytest
from django.utils import timezone

from geodata.register.models import RegisterChange, RegisterEffect
from geodata.register.retention import households_left, refused
from tests import village as v
from tests.lives import bring

pytestmark = [pytest.mark.django_db, pytest.mark.owner("forgetting is a command of the owner")]


def change(home, state, days):
    made = RegisterChange.objects.create(
        body_hash="0" * 64, kind="corrected", village=home.village, household=home, households=[home.pk],
        payload={"head_name": "例"}, effective_on=v.TODAY, proposed_by=v.user(), proposed_at=v.NOON,
    )  # fmt: skip
    bring(made, state, decided_at=timezone.now() - dt.timedelta(days=days), reason="例")
    return made


def test_what_was_refused_or_withdrawn_is_forgotten_after_its_time(desk, home):
    old, young, kept = (
        change(home, "refused", 91),
        change(home, "withdrawn", 89),
        change(home, "confirmed", 99),
    )
    before = timezone.localdate() - dt.timedelta(days=90)
    assert (refused(before, apply=False), refused(before, apply=True), refused(before, apply=True)) == (
        1,
        1,
        0,
    )
    found = {one.pk: one.payload for one in RegisterChange.objects.all()}
    assert found == {old.pk: {}, young.pk: {"head_name": "例"}, kept.pk: {"head_name": "例"}}


def test_of_households_that_left_long_ago_nothing_is_known_any_more(desk, home):
    made = desk.done("corrected", home, phones=["13800001111"])
    assert RegisterEffect.objects.filter(change=made).exists()
    with pgtrigger.ignore():
        households_left([home.pk])
    made.refresh_from_db()
    assert (made.payload, RegisterEffect.objects.filter(change=made).exists()) == ({}, False)
