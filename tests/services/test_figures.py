"""What orders leave to be done about households, today and on a past day; and what is forgotten of them."""

import datetime as dt

import pytest

from geodata.base.periods import between, today
from geodata.coverage import households, states
from geodata.services import moving
from geodata.services.figures import FIGURES
from geodata.services.gaps import rounds_missed, villages_without_team
from geodata.services.models import ServiceOrder, Team, TeamVisit
from geodata.services.retention import households_left, words
from geodata.services.summary import by_village
from geodata.services.today import at_households
from tests import village as v
from tests.roles import owner
from tests.services.conftest import fresh

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)


def now() -> dt.datetime:
    return dt.datetime.combine(today(), dt.time(3), tzinfo=dt.UTC)


def counts(people, on: dt.date) -> set[str]:
    selection = states.select(scope=people.county.scope, area=None, on=on)
    question = states.Question(selection, on=on)
    return {figure.name for figure in FIGURES if households.matched(question, figure.name)}


def test_an_order_is_told_on_the_days_on_which_it_waited(people, home, team):
    order = people.contact.orders(home, at=now() - 30 * DAYS)
    assert counts(people, today() - 31 * DAYS) == set()
    assert counts(people, today() - 29 * DAYS) == set()
    assert counts(people, today()) == {"order_untaken", "order_late"}
    people.village.does(moving.dispatch, order, teams=[team.pk], at=now() - 9 * DAYS)
    people.driver.does(moving.take, order, at=now() - 9 * DAYS)
    people.driver.does(moving.finish, order, at=now() - 8 * DAYS)
    assert counts(people, today()) == {"order_unrated"}
    assert counts(people, today() - 10 * DAYS) == {"order_untaken", "order_late"}
    people.contact.does(moving.rate, order, answer="satisfied", at=now())
    assert counts(people, today()) == set()
    assert counts(people, today() - DAYS) == {"order_unrated"}


def test_words_go_when_they_were_kept_long_enough(people, offered):
    people.contact.does(moving.cancel, offered, reason="例不用了")
    with owner():
        assert words(v.NOON.date(), True) == 0
        assert words(v.NOON.date() + DAYS, False) == 1
        assert words(v.NOON.date() + DAYS, True) == 1
        assert words(v.NOON.date() + DAYS, True) == 0
    kept = fresh(offered)
    assert (kept.text, kept.place, kept.steps.last().reason) == ("", "–", "–")


def test_who_looks_after_the_household_asks_how_it_was(people, offered, home):
    people.driver.does(moving.take, offered)
    people.driver.does(moving.finish, offered)
    lines = at_households([home], today())
    assert list(lines) == [home.pk]
    assert offered.number in lines[home.pk][0]


def test_orders_of_a_household_that_left_say_nothing(people, order, home):
    with owner():
        households_left([home.pk])
    assert ServiceOrder.objects.get(pk=order.pk).text == ""


def test_a_village_without_a_team_of_its_own_is_a_gap(people, places, team):
    assert places.west not in villages_without_team(people.township.scope, on=today())
    assert list(villages_without_team(people.township.scope, on=today())) == [places.east]
    with owner():
        Team.objects.filter(pk=team.pk).update(period=between(v.LONG_AGO, today()))
    assert list(villages_without_team(people.village.scope, on=today())) == [places.west]


def test_a_round_that_nobody_has_made_is_missed_from_the_next_day_on(people, places, team):
    with owner():
        late, now = (
            TeamVisit.objects.create(team=team, village=places.west, planned_on=day, by=people.village.by)
            for day in (today() - DAYS, today())
        )
    assert list(rounds_missed(people.village.scope, on=today())) == [late]
    assert list(rounds_missed(people.village.scope, on=today() + DAYS)) == [late, now]
    assert not rounds_missed(people.contact.scope, on=today()).exists()


def test_satisfaction_is_told_by_village_with_those_who_did_not_answer(people, places, team, offered):
    people.driver.does(moving.take, offered)
    people.driver.does(moving.finish, fresh(offered), persons=1, trips=0)
    whole = {"first": v.NOON - DAYS, "after": v.NOON + DAYS}
    told = by_village(by=people.village.by, scope=people.village.scope, **whole)
    assert [(row.code, row.finished, row.answered, row.unanswered) for row in told] == [
        (places.west.code, 1, 0, 0)
    ]
    people.contact.does(moving.rate, fresh(offered), answer="mostly", how="visit")
    (row,) = by_village(by=people.village.by, scope=people.village.scope, **whole)
    assert (row.answered, row.content) == (1, 1)
