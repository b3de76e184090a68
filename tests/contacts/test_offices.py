"""Which accounts an office looks after, and what it may do with them."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.accounts.models import ApiToken, User
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.periods import between, since, today
from geodata.contacts.office_accounts import (
    accounts_of,
    close_account,
    find_accounts,
    issue_link,
    open_account,
    reopen_account,
)
from geodata.contacts.rights import scope_of
from geodata.posts.models import Post
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = v.TODAY


@pytest.fixture
def places(bare_county):
    return bare_county


def scope(kind, area):
    return scope_of(v.officer(kind, area), on=DAY)


@pytest.fixture
def town(places):
    return scope("township_officer", places.town)


@pytest.fixture
def west(places):
    return scope("village_officer", places.west)


def seen(who, by) -> bool:
    return accounts_of(by, on=DAY).filter(pk=who.pk).exists()


def test_an_office_looks_after_those_whose_posts_it_fills(places, town):
    assert seen(v.officer("village_officer", places.west), town)
    assert seen(v.officer("small_leader", places.grids[2]), town)


def test_an_office_does_not_reach_its_own_level_nor_its_neighbours(places, town, west):
    assert not seen(v.officer("township_officer", places.town), town)
    assert not seen(v.officer("village_officer", places.far), town)
    assert not seen(v.officer("small_leader", places.grids[2]), west)


def test_contact_members_belong_to_their_village(places, town, west):
    member = v.member(places.west)
    assert seen(member.user, west)
    assert seen(member.user, town)
    assert not seen(member.user, scope("village_officer", places.east))


@pytest.mark.parametrize("kind", ["county_officer", "auditor", "administrator", "planner"])
def test_who_holds_a_higher_post_too_is_out_of_reach(places, town, kind):
    who = v.officer("small_leader", places.grids[0])
    area = places.county if kind in ("county_officer", "planner") else None
    Post.objects.create(user=who, kind=kind, area=area, period=since(DAY + dt.timedelta(days=30)))
    assert not seen(who, town)


def test_who_moved_to_another_area_is_out_of_reach_of_the_former_one(places, west):
    who = v.officer("small_leader", places.grids[0])
    who.posts.update(period=between(v.LONG_AGO, DAY))
    assert seen(who, west)
    Post.objects.create(user=who, kind="small_leader", area=places.grids[3], period=since(DAY))
    assert not seen(who, west)


def test_a_member_elsewhere_is_out_of_reach_whatever_the_post_here(places, west):
    member = v.member(places.far)
    Post.objects.create(user=member.user, kind="small_leader", area=places.grids[0], period=since(DAY))
    assert not seen(member.user, west)


def test_staff_are_for_administrators(places, town):
    who = v.officer("small_leader", places.grids[0])
    User.objects.filter(pk=who.pk).update(is_superuser=True)
    assert not seen(who, town)
    assert seen(who, scope("administrator", None))


@pytest.mark.parametrize("kind", ["small_leader", "auditor", "planner"])
def test_who_appoints_nobody_looks_after_nobody(places, kind):
    v.officer("small_leader", places.grids[1])
    area = {"small_leader": places.grids[0], "planner": places.county}.get(kind)
    assert not accounts_of(scope(kind, area), on=DAY).exists()


def test_people_elsewhere_are_found_by_their_whole_login_name_only(places, town):
    far = v.officer("small_leader", places.grids[3], name="farleader")
    assert list(find_accounts(town, "FarLeader", on=DAY)) == [far]
    assert not find_accounts(town, "farlead", on=DAY).exists()


def test_own_people_are_found_by_a_part_of_name_or_phone(places, town):
    who = v.officer("small_leader", places.grids[0])
    User.objects.filter(pk=who.pk).update(name="张例明")
    v.phone(who, "00055512345")
    assert [list(find_accounts(town, part, on=DAY)) for part in ("例明", "5551")] == [[who], [who]]


def test_an_office_opens_an_account_with_a_link(west):
    user, link = open_account(name=" 张例明 ", phone="000 5551", scope=west)
    assert (user.name, user.username, user.phone) == ("张例明", "zhangliming", "000 5551")
    assert not user.has_usable_password()
    assert not user.synthetic
    assert all(link)


def test_a_leader_opens_no_account(places):
    with pytest.raises(NotAllowed):
        open_account(name="例", scope=scope("small_leader", places.grids[0]))


@pytest.mark.parametrize("username", ["ab", "a b", "张三张三", "-abc", "a" * 41, "a\x00b", "../x", "<b>abc"])
def test_a_login_name_of_another_form_is_refused_in_words(west, username):
    with pytest.raises(BadInput) as refusal:
        open_account(name="例", username=username, scope=west)
    assert refusal.value.remedy


def test_a_taken_login_name_is_refused_whatever_its_capitals(west):
    v.user("Taken")
    with pytest.raises(Conflict):
        open_account(name="例", username="taken", scope=west)


def test_an_account_needs_a_name(west):
    with pytest.raises(BadInput):
        open_account(name="  ", scope=west)


@pytest.mark.parametrize("verb", [issue_link, close_account, reopen_account])
def test_a_neighbour_does_nothing_with_an_account(places, verb):
    who, east = v.officer("small_leader", places.grids[0]), scope("village_officer", places.east)
    more = {"by": v.user()} if verb is close_account else {}
    with pytest.raises(NotAllowed):
        verb(user=who, scope=east, on=DAY, **more)


def test_a_closed_account_gives_nothing_and_opens_with_a_new_link(places, west):
    who = v.officer("small_leader", places.grids[0])
    token = ApiToken.issue(user=who, at=timezone.now())
    close_account(user=who, by=v.user(), scope=west, on=DAY)
    who.refresh_from_db()
    assert (who.is_active, who.has_usable_password(), who.posts.count()) == (False, False, 1)
    assert ApiToken.holder(token, at=timezone.now()) is None
    assert not scope_of(who, on=DAY).grants
    assert all(reopen_account(user=who, scope=west, on=DAY))
    assert ApiToken.holder(token, at=timezone.now()) is None


def test_what_a_higher_office_has_closed_a_lower_one_does_not_open(places, west, town):
    who, now = v.officer("small_leader", places.grids[0]), today()
    Post.objects.filter(user=who).update(period=between(v.LONG_AGO, v.LONG_AGO + dt.timedelta(days=9)))
    county = scope("county_officer", places.county)
    post = Post.objects.create(user=who, kind="township_officer", area=places.town, period=since(v.LONG_AGO))
    close_account(user=who, by=v.user(), scope=county, on=now)
    post.period = between(v.LONG_AGO, now)
    post.save()
    assert accounts_of(west, on=now).filter(pk=who.pk).exists()
    for lower in (west, town):
        with pytest.raises(NotAllowed):
            reopen_account(user=User.objects.get(pk=who.pk), scope=lower, on=now)
    assert all(reopen_account(user=who, scope=county, on=now))


def test_a_member_who_looks_after_a_household_elsewhere_is_out_of_reach(places, west, town):
    """Whoever may issue a link signs in as that account: an office would get details of another village."""
    member = v.member(places.west)
    assert seen(member.user, west)
    home = v.household(places.grids[2])
    link = v.link(member, home)
    assert home.village == places.east
    assert (seen(member.user, west), seen(member.user, town)) == (False, True)
    with pytest.raises(NotAllowed):
        issue_link(user=member.user, scope=west, on=DAY)
    link.period, link.end_reason = between(v.LONG_AGO, DAY), "handed_over"
    link.save()
    assert seen(member.user, west)


def test_closing_twice_and_opening_twice_are_refused(places, west):
    who = v.officer("small_leader", places.grids[0])
    with pytest.raises(Conflict):
        reopen_account(user=who, scope=west, on=DAY)
    close_account(user=who, by=v.user(), scope=west, on=DAY)
    for verb in (
        lambda: close_account(user=who, by=v.user(), scope=west, on=DAY),
        lambda: issue_link(user=who, scope=west, on=DAY),
    ):
        with pytest.raises(Conflict):
            verb()


def test_nobody_closes_the_own_account(places):
    admin = v.officer("administrator", None)
    with pytest.raises(Conflict):
        close_account(user=admin, by=admin, scope=scope_of(admin, on=DAY), on=DAY)
