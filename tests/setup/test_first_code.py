"""The one-time code of an empty installation: one at a time, used once, and kept nowhere in clear."""

import datetime as dt
import hashlib
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.base.errors import Conflict, NotAllowed
from geodata.setup.beginning import begin
from geodata.setup.first_code import LIFE, is_awaited, new_code
from geodata.setup.models import FirstCode
from gridmap.local.demo import greeting, told_code
from gridmap.management.commands import prepare
from tests import village as v
from tests.roles import owner


def told(code: str, **more: object) -> dict[str, object]:
    usual = {"name": "张例明", "username": "", "password": "nine green bottles", "at": timezone.now()}
    return {"code": code} | usual | more


@pytest.fixture
def code(db: None) -> str:
    return new_code(at=timezone.now())


def test_the_code_opens_one_administrator(code):
    user = begin(**told(code))
    assert (user.username, user.posts.get().kind, user.check_password("nine green bottles")) == (
        "zhangliming",
        "administrator",
        True,
    )
    with owner():
        assert AccessEntry.objects.get(action="account_opened").subject == "zhangliming"


def test_capitals_and_dashes_are_whoever_types_it(code):
    assert begin(**told(f" {code.upper().replace('-', ' ')} ")).pk


@pytest.mark.parametrize("typed", ["", "x", "aaaa-aaaa-aaaa-aaaa-aaaa", "\x00"])
def test_a_wrong_code_opens_nothing(code, typed):
    with pytest.raises(NotAllowed):
        begin(**told(typed))
    assert not User.objects.exists()


def test_a_used_code_opens_nothing_again_nor_does_another_take_its_place(code):
    begin(**told(code))
    with pytest.raises(Conflict):
        begin(**told(code, username="second"))
    with owner():
        User.objects.update(is_active=False)
        assert new_code(at=timezone.now()) == ""
    assert not is_awaited(at=timezone.now())


def test_a_code_ends_after_three_days_and_with_the_next(code):
    with pytest.raises(Conflict):
        begin(**told(code, at=timezone.now() + LIFE))
    with owner():
        later = new_code(at=timezone.now() + dt.timedelta(hours=1))
    with pytest.raises(NotAllowed):
        begin(**told(code))
    assert begin(**told(later)).pk


def test_an_installation_with_an_account_needs_none(code):
    v.user("taken")
    with pytest.raises(Conflict):
        begin(**told(code))
    with owner():
        assert new_code(at=timezone.now()) == ""


def test_only_a_hash_is_kept(code):
    kept = FirstCode.objects.get().digest
    assert code not in kept and kept == hashlib.sha256(code.replace("-", "").encode()).hexdigest()


def test_what_was_used_is_never_made_unused(code):
    begin(**told(code))
    for change in (
        lambda: FirstCode.objects.update(used_at=None),
        lambda: FirstCode.objects.update(digest="x"),
        lambda: FirstCode.objects.all().delete(),
    ):
        with owner(), pytest.raises(IntegrityError, match="first_code_is_used_once"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hurry_one_opens_it():
    code, ends = new_code(at=timezone.now()), []

    def one(name: str) -> None:
        try:
            ends.append(begin(**told(code, username=name)).username)
        except Conflict:
            ends.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(name,)) for name in ("first", "second", "third")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends)[-2:] == ["too late", "too late"]
    assert User.objects.count() == 1


def test_preparing_a_database_says_how_far_it_is():
    said: list[str] = []
    written = prepare.Migrating(said.append, 41)
    for _step in range(41):
        written.write("  Applying x.0001_y...")
        written.write(" OK\n")
    assert said == [f"preparing the database, {words} …" for words in ("41 steps", "20 of 41", "40 of 41")]
    prepare.Migrating(said.append, 0)
    assert len(said) == 3


@pytest.mark.django_db
@pytest.mark.owner("prepare is a command of the owner")
def test_make_run_prints_it_and_only_where_nobody_is_yet(settings, monkeypatch):
    settings.DEMO = False
    monkeypatch.setattr(prepare, "collect_static_files", lambda: None)
    printed = []
    for _time in range(2):
        out = StringIO()
        call_command("prepare", stdout=out)
        printed.append(told_code(out.getvalue()))
    assert printed[0] and printed[1] and printed[0] != printed[1]
    assert printed[1] in greeting("http://127.0.0.1:8000/", printed[1])
    begin(**told(printed[1]))
    out = StringIO()
    call_command("prepare", stdout=out)
    assert told_code(out.getvalue()) == ""
