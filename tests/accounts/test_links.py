"""One-time links."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.accounts import links
from geodata.accounts.models import ApiToken
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


def test_a_link_ends_after_three_days(user, monkeypatch):
    link = links.new_link(user)
    now = links._links._now()
    monkeypatch.setattr(links._links, "_now", lambda: now + dt.timedelta(days=3, minutes=-1))
    assert links.holder_of(*link) == user
    monkeypatch.setattr(links._links, "_now", lambda: now + dt.timedelta(days=3, minutes=1))
    assert links.holder_of(*link) is None


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


@pytest.mark.parametrize(
    "account", ["", "MQ", "x", "%", "é", "AAAA" * 30, "LTE", "\x00", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"]
)
def test_what_is_no_link_opens_nothing(user, account):
    assert links.holder_of(account, "c1-0") is None
    assert links.use_link(account, "c1-0", password="a long password") is None
