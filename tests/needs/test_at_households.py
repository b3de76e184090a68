"""What needs tell of a household: what is to be done there today, and where they stood in its past."""

import datetime as dt

import pytest

from geodata.audit.timeline import Source
from geodata.base.periods import today
from geodata.display.today import tasks_of
from geodata.needs import beside, moving
from geodata.needs.timeline import of_household
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


def test_what_is_done_is_to_be_followed_up(people, home):
    done = people.leader.records(home, settled="例已修好")
    people.contact.records(home)
    assert tasks_of([home], on=today())[home.pk] == [f"Follow up need {done.number}."]
    people.contact.does(moving.follow_up, done, answer="satisfied")
    assert tasks_of([home], on=today()) == {}


def test_an_agreement_is_looked_at_again(people, home):
    need = people.village.records(home, kind="dispute", category="neighbours")
    people.village.does(moving.accept, need)
    people.village.does(
        beside.mediate, need, outcome="agreed", revisit_on=v.NOON.date() + dt.timedelta(days=3)
    )
    assert tasks_of([home], on=v.NOON.date()) == {}
    told = tasks_of([home], on=v.NOON.date() + dt.timedelta(days=3))
    assert told[home.pk] == [f"Look at the agreement of need {need.number} again."]


def test_sensitive_needs_are_no_task_and_no_past_of_the_household(people, home):
    people.contact.records(home, sensitive=True)
    plain = people.contact.records(home)
    sources: list[Source] = list(of_household(home, True))
    assert [source.ids for source in sources] == [[plain.pk]]
    assert list(of_household(home, False)) == []
