"""What needs keep of persons, and for how long."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.needs import moving
from geodata.needs.beside_models import Dispute
from geodata.needs.models import Need
from geodata.needs.retention import households_left
from geodata.retention import forget
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.owner("manage.py forget is a command of the owner")]
YEARS = {"needs": 5, "sensitive_needs": 2}


def rows(name: str, years: int, *, apply: bool = False) -> int:
    """What is forgotten when so many years and a month have passed since the needs ended."""
    on = v.NOON.date() + dt.timedelta(days=365 * years + 30)
    return next(step.rows for step in forget(on=on, apply=apply) if step.name == name)


@pytest.fixture
def ended(people, home) -> Need:
    need = people.village.records(
        home, kind="dispute", category="family", text="例家事", parties="例甲与例乙"
    )
    return people.village.does(moving.withdraw, need, reason="例和好")


def test_what_a_closed_need_said_goes_and_that_there_was_one_stays(people, ended):
    assert (rows("needs", 4), rows("needs", 5)) == (0, 1)
    rows("needs", 5, apply=True)
    ended.refresh_from_db()
    assert (ended.text, bytes(Dispute.objects.get(need=ended).parties), ended.state) == ("", b"", "withdrawn")
    assert ended.steps.count() == 2
    assert rows("needs", 6) == 0


def test_a_sensitive_one_goes_earlier(people, home):
    need = people.county.records(home, sensitive=True, text="例")
    people.county.does(moving.withdraw, need, reason="例")
    assert (rows("sensitive_needs", 1), rows("sensitive_needs", 2), rows("needs", 6)) == (0, 1, 0)
    rows("sensitive_needs", 2, apply=True)
    need.refresh_from_db()
    assert bytes(need.sealed) == b""


def test_households_that_left_leave_no_words(people, home):
    need = people.contact.records(home, text="例")
    households_left([home.pk])
    need.refresh_from_db()
    assert (need.text, need.raised_on) == ("", today())
