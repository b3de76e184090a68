"""The command that opens the first administrator."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from geodata.accounts.links import holder_of
from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from tests.roles import owner

pytestmark = pytest.mark.django_db


def test_it_prints_a_link_for_an_administrator():
    out = StringIO()
    call_command("open_account", "张例明", "--address", "https://grid.example/", stdout=out)
    address = urlsplit(out.getvalue().split()[-1])
    account, token = address.path.strip("/").split("/")[1:]
    user = User.objects.get(username="zhangliming")
    assert (address.netloc, holder_of(account, token)) == ("grid.example", user)
    assert user.posts.get().kind == "administrator"
    with owner():
        assert AccessEntry.objects.get().action == "account_opened"


def test_a_taken_login_name_opens_nothing():
    User.objects.create(username="taken", name="例")
    with translation.override("en"), pytest.raises(CommandError, match="taken"):
        call_command("open_account", "例", "--username", "taken", stdout=StringIO())
    assert User.objects.count() == 1
