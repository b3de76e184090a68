"""One door for all moves, and a trial: what is not possible is said."""

import pytest
from django.utils import timezone

from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.periods import today
from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_of
from geodata.policies.finding import find_policy, find_version
from geodata.policies.moving import move_version
from geodata.policies.trial import told, try_version
from tests import village as v
from tests.policies.conftest import policy, version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


@pytest.fixture
def office(places):
    version(policy(places, "coal"), {"size": ">=1"})
    version(policy(places, "written"), {"size": ">=1"}, state="draft")
    who = v.officer("county_officer", places.county)
    return {"by": who, "scope": scope_of(who, on=today()), "at": timezone.now()}


def moved(office, move: str) -> None:
    with as_web_role():
        move_version(move, code="coal", number=1, day=None, seen=None, today=today(), **office)


@pytest.mark.parametrize(("move", "words"), [("end", "The day is missing"), ("sing", "no such move")])
def test_a_move_that_is_none_is_refused(office, move, words):
    with pytest.raises(BadInput, match=words):
        moved(office, move)


def test_what_is_not_there_is_not_found(office):
    with pytest.raises(NotFound):
        find_policy("none", scope=office["scope"], on=today())
    with pytest.raises(NotFound):
        find_version("coal", 7, scope=office["scope"], on=today())


def test_only_what_is_written_is_tried_and_once_at_a_time(office):
    with as_web_role(), pytest.raises(Conflict, match="still written"):
        try_version(code="coal", number=1, on=today(), **office)
    with as_web_role():
        try_version(code="written", number=1, on=today(), **office)
        with pytest.raises(Conflict, match="being tried already"):
            try_version(code="written", number=1, on=today(), **office)


def test_numbers_of_a_trial_are_rounded_and_few_are_few():
    assert [told(number) for number in (0, 4, 5, 14, 15, 96, 1234)] == [None, None, 10, 10, 20, 100, 1230]
