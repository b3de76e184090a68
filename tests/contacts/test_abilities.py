"""What a member can do is kept by days: a past day is judged by its own values."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from geodata.base.errors import BadInput
from geodata.base.periods import since, today
from geodata.contacts.candidates import candidates
from geodata.contacts.members import able_members, change_member
from geodata.contacts.models import Member, MemberAbility
from geodata.contacts.suggestions import suggestions
from geodata.coverage import gap_reasons, states
from geodata.pairing.load import load
from tests import village as v
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
WEEK = dt.timedelta(days=7)


@pytest.fixture
def member(bare_county) -> Member:
    who = v.member(bare_county.west, capacity=5)
    v.link(who, bare_county.homes[0])
    return who


def change(member: Member, **said: object) -> Member:
    now = {"ability": member.ability, "capacity": member.capacity, "left_on": None, "on": today(), **said}
    with owner():
        return change_member(member=member, **now)


def told(member: Member) -> list[tuple[object, ...]]:
    rows = member.abilities.order_by("period")
    return [(row.ability, row.capacity, row.period.lower, row.period.upper) for row in rows]


def test_it_holds_from_the_first_day(member):
    assert told(member) == [("able", 5, v.LONG_AGO, None)]


def test_what_changes_holds_from_that_day_on(member):
    day = today() - WEEK
    change(member, ability="ill", since=day)
    assert told(member) == [("able", 5, v.LONG_AGO, day), ("ill", 5, day, None)]
    change(member, ability="away", since=day)
    assert told(member)[1:] == [("away", 5, day, None)]
    change(member, ability="able", capacity=3)
    assert told(member)[1:] == [("away", 5, day, today()), ("able", 3, today(), None)]


def test_the_same_again_is_no_other_period(member):
    change(member, kind="group")
    assert (told(member), Member.objects.get(pk=member.pk).kind) == ([("able", 5, v.LONG_AGO, None)], "group")


def test_history_is_not_rewritten_and_tomorrow_not_known(member):
    change(member, ability="ill", since=today() - WEEK)
    for day in (today() - 2 * WEEK, today() + WEEK):
        with pytest.raises(BadInput) as refused:
            change(member, ability="able", since=day)
        assert refused.value.field == "since"


def test_a_kind_that_is_none_is_refused(member):
    with pytest.raises(BadInput, match="cannot be recorded"):
        change(member, kind="king")


def test_a_first_day_that_is_corrected_is_the_first_rows_too(member):
    with owner():
        Member.objects.filter(pk=member.pk).update(period=since(dt.date(2019, 1, 1)))
    assert told(member) == [("able", 5, dt.date(2019, 1, 1), None)]


def test_one_ability_a_day(member):
    with owner(), pytest.raises(IntegrityError, match="one_ability_per_member_and_day"), transaction.atomic():
        MemberAbility.objects.create(member=member, ability="ill", capacity=1, period=since(today()))


def test_a_past_day_is_judged_by_its_own_values(member, bare_county):
    before, day, home = today() - 2 * WEEK, today() - WEEK, bare_county.homes[1]
    change(member, ability="ill", capacity=0, since=day)
    for on, can in ((before, True), (today(), False)):
        assert bool(candidates(home, on=on)) is can
        assert bool(suggestions([home.pk], on=on)) is can
        assert able_members(village=bare_county.west, on=on).exists() is can
        helpers = load(bare_county.west.code, on=on).members
        assert (helpers.able.tolist(), helpers.capacity.tolist()) == ([can], [5 if can else 0])
        question = states.Question(states.Selection(households=(bare_county.homes[0].pk,)), on=on)
        assert gap_reasons.of_households(question) == ({} if can else {bare_county.homes[0].pk: "unable"})


def test_a_capacity_of_a_past_day_bounds_that_day(member, bare_county):
    v.link(member, bare_county.homes[1])
    change(member, capacity=1)
    homes = tuple(home.pk for home in bare_county.homes[:2])
    causes = [
        sorted(gap_reasons.of_households(states.Question(states.Selection(households=homes), on=on)).values())
        for on in (today() - WEEK, today())
    ]
    assert [("over_capacity" in found) for found in causes] == [False, True]
