"""Days in the field in Chromium, by chance but the same at every run: each saved visit ends once, recorded or in an inbox.

Four in the suite; `--hypothesis-profile=many` plays twenty.
"""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Page, Route

from geodata.accounts.models import User
from geodata.base.periods import between, today
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household
from geodata.people.placing import move
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.test_outbox import VISITS, close, empty, ready, record, remind

FEW, MANY = 4, 20
RUNS = MANY if hypothesis.settings.default.max_examples > 1_000 else FEW


def last_week() -> dt.date:
    return today() - dt.timedelta(days=7)


@pytest.fixture
def member(county: v.County) -> User:
    """Looks after four households of the first grid."""
    row = Member.objects.get(links__household=county.homes[0])
    for _number in range(2):
        v.household(county.grids[0], v.middle(0, 0))
    for home in Household.objects.filter(grid=county.grids[0]).exclude(pk=county.homes[0].pk):
        v.link(row, home)
    return row.user


def happenings(county: v.County, member: User) -> list[Callable[[], object]]:
    """What an office may do while the phone is on the way."""
    links = ContactLink.objects.filter(member__user=member)
    return [
        lambda: links.update(period=between(v.LONG_AGO, today()), end_reason="handed_over"),
        lambda: links.update(period=between(v.LONG_AGO, last_week()), end_reason="handed_over"),
        lambda: [move(household=link.household, grid=county.grids[1], on=today()) for link in links],
        lambda: Member.objects.filter(user=member).update(period=between(v.LONG_AGO, last_week())),
        lambda: User.objects.filter(pk=member.pk).update(is_active=False),
        lambda: None,
    ]


def unreliable(chance: random.Random) -> Callable[[Route], None]:
    """Each request may come twice, be lost, or be answered to nobody."""

    def route(sent: Route) -> None:
        fate = chance.random()
        if fate < 0.15:
            return sent.abort()
        answer = sent.fetch()
        if fate < 0.3:
            return sent.abort()
        if fate < 0.45:
            answer = sent.fetch()
        return sent.fulfill(response=answer)

    return route


def saved_ids(page: Page) -> set[str]:
    value: list[str] = page.evaluate(
        """() => new Promise(done => { indexedDB.open("gridmap-today").onsuccess = event => {
            event.target.result.transaction("outbox").objectStore("outbox").getAllKeys().onsuccess =
                found => done(found.target.result); }; })"""
    )
    return set(value)


@pytest.mark.parametrize("seed", range(RUNS))
def test_a_day_in_the_field(county, member, open_as: Any, seed: int):
    chance = random.Random(seed)
    page = open_as(member, PHONE)
    context = page.context
    page.goto("/today/")
    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    if chance.random() < 0.5:
        page.clock.set_fixed_time(dt.datetime.now(dt.UTC) + dt.timedelta(hours=chance.choice([-30, 50])))
    for _number in range(chance.randint(2, 5)):
        record(page, chance.randrange(4), chance.choice(["met", "absent", "refused"]))
        close(page)
    ids = saved_ids(page)
    chance.choice(happenings(county, member))()
    context.route(VISITS, unreliable(chance))
    context.route("**/api/v1/visits/inbox/", unreliable(chance))
    if chance.random() < 0.5:
        page.close(run_before_unload=False)
        page = context.new_page()
        page.goto("/today/")
        ready(page)
    context.set_offline(False)
    remind(page, lambda: empty(page))
    recorded = {
        str(one) for one in Visit.objects.filter(entered_by=member).values_list("client_id", flat=True)
    }
    held = {
        str(one)
        for one in HeldVisit.objects.filter(maker=member).waiting().values_list("client_id", flat=True)
    }
    assert (recorded | held, recorded & held) == (ids, set())
