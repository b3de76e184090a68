"""One-time links."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.accounts import links
from geodata.accounts.models import ApiToken
from geodata.accounts.one_time_links import OneTimeLink
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return v.user("zhangli")


def test_a_link_opens_its_account(user):
    assert links.holder_of(*links.new_link(user)) == user


def test_a_link_ends_when_it_is_used(user):
    link = links.new_link(user)
    assert links.use_link(*link, password="a long password").check_password("a long password")
    assert links.use_link(*link, password="another password") is None
    assert links.holder_of(*link) is None


def test_a_newer_link_ends_the_older(user):
    older, newer = links.new_link(user), links.new_link(user)
    assert links.holder_of(*older) is None
    assert links.holder_of(*newer) == user


def test_a_link_ends_after_three_days_unless_more_are_said(user):
    link, minute = links.new_link(user, at=v.NOON), dt.timedelta(minutes=1)
    assert links.holder_of(*link, at=v.NOON + links.LIFE - minute) == user
    assert links.holder_of(*link, at=v.NOON + links.LIFE) is None
    slip = links.new_link(user, at=v.NOON, life=dt.timedelta(days=14))
    assert links.holder_of(*slip, at=v.NOON + dt.timedelta(days=14) - minute) == user
    assert links.use_link(*slip, password="a long password", at=v.NOON + dt.timedelta(days=14)) is None


def test_a_link_is_typed_from_paper_as_one_likes(user):
    account, code = links.new_link(user)
    assert links.holder_of(account, code.replace("-", "").upper()) == user


def test_nothing_that_is_kept_says_what_a_link_says(user):
    _account, code = links.new_link(user)
    kept = OneTimeLink.objects.filter(user=user).values()[0]
    assert code not in str(kept)
    assert code.replace("-", "") not in str(kept)


def test_a_password_that_was_set_otherwise_ends_the_link(user):
    link = links.new_link(user)
    user.set_password("a long password")
    user.save()
    assert links.holder_of(*link) is None


def test_many_links_are_issued_at_once(user, django_assert_num_queries):
    users = [user, v.user(), v.user()]
    with django_assert_num_queries(5):
        made = links.new_links(users, at=v.NOON, life=links.LIFE)
    assert [links.holder_of(*link, at=v.NOON) for link in made] == users


def test_a_former_key_still_opens_its_links(user, settings):
    link = links.new_link(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of this service, made of chance"
    assert links.holder_of(*link) == user


def test_a_new_link_ends_the_password_and_the_tokens(user):
    user.set_password("a long password")
    user.save()
    token = ApiToken.issue(user=user, at=timezone.now())
    links.new_link(user)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert ApiToken.holder(token, at=timezone.now()) is None


def test_the_link_of_a_closed_account_opens_nothing(user):
    link = links.new_link(user)
    user.is_active = False
    user.save()
    assert links.holder_of(*link) is None
    assert links.use_link(*link, password="a long password") is None


def test_a_link_opens_no_other_account(user):
    other = links.new_link(v.user("other"))
    assert links.holder_of(links.new_link(user)[0], other[1]) is None


@pytest.mark.parametrize("account", ["", "MQ", "x", "%", "é", "AAAA" * 30, "-1", "\x00", "٣", "9" * 30])
def test_what_is_no_link_opens_nothing(user, account):
    assert links.holder_of(account, "c1-0") is None
    assert links.use_link(account, "c1-0", password="a long password") is None
