"""What was done on a phone does not die there: households given away, rights and accounts that end, answers that get lost."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from geodata.accounts.models import User
from geodata.base.periods import between, today
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.rights import scope_of
from geodata.people.models import Household
from geodata.people.placing import move
from geodata.visits.held import HeldVisit
from geodata.visits.inbox import accept, refuse
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE, sign_out
from tests.browser.test_outbox import (
    KEPT,
    VISITS,
    close,
    empty,
    kept_homes,
    ready,
    record,
    remind,
    seen_by,
    waiting,
)


def last_week() -> dt.date:
    return today() - dt.timedelta(days=7)


@pytest.fixture
def member(county: v.County) -> User:
    """Looks after homes[0] and homes[4]."""
    row = Member.objects.get(links__household=county.homes[0])
    v.link(row, Household.objects.filter(grid=county.grids[0]).exclude(pk=county.homes[0].pk).first())
    return row.user


@pytest.fixture
def phone(member: User, open_as: Any) -> Page:
    page = open_as(member, PHONE)
    page.goto("/today/")
    ready(page)
    return page


def give_away(who: User, *, since: dt.date) -> None:
    links = ContactLink.objects.filter(member__user=who)
    links.update(period=between(v.LONG_AGO, since), end_reason="handed_over")


def counted(page: Page, recorded: int, office: int = 0) -> None:
    """What the phone says is what the service has."""
    page.wait_for_selector(f'html[data-sent="{recorded}"][data-office="{office}"]')


def offline(page: Page, count: int) -> None:
    page.context.set_offline(True)
    for place in range(count):
        record(page, place)
        close(page)
    waiting(page, count)


def online(page: Page) -> None:
    page.context.set_offline(False)
    remind(page, lambda: empty(page))


def entered(who: User) -> int:
    return Visit.objects.filter(entered_by=who).valid().count()


def test_given_away_on_the_day_it_is_recorded_and_the_household_leaves_the_phone(phone, member):
    offline(phone, 2)
    give_away(member, since=today())
    online(phone)
    counted(phone, 2)
    assert entered(member) == 2
    expect(phone.locator("#homes li")).to_have_count(0)


def test_given_away_before_the_visit_it_waits_with_the_office(phone, member):
    offline(phone, 2)
    give_away(member, since=last_week())
    online(phone)
    counted(phone, 0, 2)
    assert (entered(member), HeldVisit.objects.filter(maker=member).waiting().count()) == (0, 2)
    expect(phone.locator(".stuck")).to_have_count(0)


def test_what_the_office_decides_is_told_on_the_phone(phone, member, county):
    office = v.officer("village_officer", county.west)
    offline(phone, 2)
    give_away(member, since=last_week())
    online(phone)
    first, second = HeldVisit.objects.filter(maker=member).order_by("pk")
    scope = scope_of(office, on=today())
    accept(held=first, by=office, scope=scope, at=timezone.now(), today=today())
    refuse(held=second, by=office, scope=scope, reason="没有去过", at=timezone.now())
    phone.reload()
    counted(phone, 1)
    expect(phone.locator("#sent")).to_contain_text("没有去过")


def test_moved_by_a_redraw_it_is_recorded(county, open_as):
    leader = v.officer("small_leader", county.grids[0])
    page = open_as(leader, PHONE)
    page.goto("/today/")
    ready(page)
    offline(page, 2)
    for home in Household.objects.filter(grid=county.grids[0]):
        move(household=home, grid=county.grids[1], on=today())
    online(page)
    counted(page, 2)
    assert entered(leader) == 2


def test_with_the_membership_the_page_ends_but_not_its_outbox(phone, member):
    offline(phone, 1)
    Member.objects.filter(user=member).update(period=between(v.LONG_AGO, today()))
    phone.route(VISITS, lambda route: route.abort())
    phone.context.set_offline(False)
    answer = phone.goto("/today/")
    ready(phone)
    assert answer is not None
    assert answer.status == 403
    expect(phone.locator("#outbox")).to_contain_text("1")
    phone.unroute(VISITS)
    remind(phone, lambda: empty(phone))
    counted(phone, 1)
    assert entered(member) == 1


def test_after_a_lost_answer_and_a_move_it_is_recorded_once_and_can_be_undone(phone, member):
    lost: list[Route] = []

    def lose(route: Route) -> None:
        """The service records it; the phone never hears so."""
        if lost:
            return route.continue_()
        lost.append(route)
        route.fetch()
        return route.abort()

    phone.route(VISITS, lose)
    record(phone, 0)
    close(phone)
    remind(phone, lambda: entered(member) == 1)
    give_away(member, since=last_week())
    remind(phone, lambda: empty(phone))
    counted(phone, 1)
    assert entered(member) == 1


def test_a_closed_account_leaves_no_household_and_hands_in_what_waits(phone, member):
    offline(phone, 2)
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert kept_homes(phone)
    online(phone)
    assert HeldVisit.objects.filter(maker=member, why="closed").count() == 2
    assert kept_homes(phone) is None
    expect(phone.locator("#homes li")).to_have_count(0)


def test_signed_out_first_and_closed_later_the_next_on_this_phone_hands_it_in(
    phone, member, county, live_server
):
    phone.route(VISITS, lambda route: route.abort())
    record(phone, 0)
    close(phone)
    waiting(phone, 1)
    phone.evaluate("window.confirm = () => true")
    sign_out(phone)
    phone.wait_for_url("**/login/**")
    assert phone.evaluate(KEPT) == [0, 1]
    User.objects.filter(pk=member.pk).update(is_active=False)
    other = v.officer("small_leader", county.grids[1])
    seen_by(phone, other, live_server.url)
    remind(phone, lambda: empty(phone))
    assert [(one.maker, one.why) for one in HeldVisit.objects.all()] == [(member, "closed")]
    assert (entered(member), entered(other)) == (0, 0)


def test_what_is_stuck_is_tried_again(phone, member):
    """An answer of ours that refuses for no good reason, as while a right is being set right."""
    refusing = lambda route: route.fulfill(status=404, json={"detail": "nothing here"})  # noqa: E731
    phone.route(VISITS, refusing)
    phone.route("**/api/v1/visits/inbox/", refusing)
    record(phone, 0)
    close(phone)
    expect(phone.locator(".stuck")).to_contain_text("nothing here")
    phone.unroute(VISITS)
    # The line may be drawn anew while it is pressed: what was handed in once is handed in again by itself.
    phone.evaluate("document.querySelector('.stuck button')?.click()")
    waiting(phone, 0)
    counted(phone, 1)
    assert entered(member) == 1


def test_what_is_stuck_is_asked_again_by_itself(phone, member):
    refusing = lambda route: route.fulfill(status=404, json={"detail": "nothing here"})  # noqa: E731
    phone.route(VISITS, refusing)
    phone.route("**/api/v1/visits/inbox/", refusing)
    record(phone, 0)
    close(phone)
    phone.wait_for_selector(".stuck")
    phone.unroute(VISITS)
    remind(phone, lambda: empty(phone))
    counted(phone, 1)


def test_taken_back_before_it_was_sent_nothing_of_it_is_anywhere(phone, member):
    phone.context.set_offline(True)
    record(phone, 0)
    waiting(phone, 1)
    give_away(member, since=last_week())
    phone.locator("[data-undo]").click()
    online(phone)
    assert entered(member) == 0
    assert not HeldVisit.objects.filter(maker=member).waiting().exists()
