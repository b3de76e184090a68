"""Guesses at one account from many places are slow, and the right person gets in; what was typed is not kept."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from geodata.accounts import guesses
from geodata.accounts.guesses import FREE, Kind, delay
from geodata.accounts.links import new_link
from geodata.accounts.models import Guesses, KnownNetwork
from geodata.audit.models import AccessEntry
from geodata.retention import forget
from tests.pages.signing import PASSWORD, code, real, with_second_step
from tests.roles import owner

HEADERS = {"Accept-Language": "en"}
OFFICE = "10.9.9.9"
ELSEWHERE = [f"10.1.0.{number}" for number in range(12)]


@pytest.fixture
def cadre(places):
    return real("small_leader", places.grids[0], name="cadre")


def page(password: str, address: str, *, name: str = "cadre"):
    client = Client(REMOTE_ADDR=address)
    return client.post("/login/", {"login": name, "password": password}, headers=HEADERS)


def token(password: str, address: str, *, name: str = "cadre", **more):
    body = {"username": name, "password": password, **more}
    client = Client(REMOTE_ADDR=address)
    return client.post("/api/v1/token/", body, content_type="application/json", headers=HEADERS)


def page_code(given: str, address: str):
    client = Client(REMOTE_ADDR=address)
    client.post("/login/", {"login": "cadre", "password": PASSWORD})
    return client.post("/login/code/", {"code": given}, headers=HEADERS)


def token_code(given: str, address: str):
    return token(PASSWORD, address, code=given)


def later(**time: int) -> None:
    """As if so much time had passed since the last guess."""
    for row in Guesses.objects.all():
        Guesses.objects.filter(pk=row.pk).update(at=row.at - dt.timedelta(**time))


@pytest.mark.parametrize("ask", [page, token])
def test_48_wrong_passwords_from_12_addresses_are_not_all_looked_at(cadre, ask):
    statuses = [ask("wrong", address).status_code for _round in range(4) for address in ELSEWHERE]
    assert [status for status in statuses if status != 429] == statuses[:FREE]
    answer = ask(PASSWORD, "10.2.0.1")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 30
    assert "where you have signed in before" in answer.content.decode()


@pytest.mark.parametrize("ask", [page_code, token_code])
def test_48_wrong_codes_from_12_addresses_are_not_all_looked_at(cadre, ask):
    secret = with_second_step(cadre)
    statuses = [ask("000000", address).status_code for _round in range(4) for address in ELSEWHERE]
    assert sum(status != 429 for status in statuses) == FREE
    assert ask(code(secret), "10.2.0.1").status_code == 429


@pytest.mark.parametrize("ask", [page, token])
def test_the_right_person_gets_in_from_a_known_address(cadre, ask):
    assert ask(PASSWORD, OFFICE).status_code in (200, 302)
    for address in ELSEWHERE:
        ask("wrong", address)
    assert ask(PASSWORD, "10.2.0.1").status_code == 429
    assert ask(PASSWORD, OFFICE).status_code in (200, 302)


def test_the_right_person_gets_in_from_elsewhere_after_the_delay(cadre):
    for address in ELSEWHERE:
        page("wrong", address)
    later(seconds=31)
    assert page(PASSWORD, "10.2.0.1").status_code == 302
    assert page("wrong", "10.2.0.2").status_code == 422


def test_what_is_refused_does_not_lengthen_the_delay(cadre):
    for address in ELSEWHERE:
        page("wrong", address)
    before = Guesses.objects.get()
    page("wrong", "10.2.0.1")
    after = Guesses.objects.get()
    assert (before.failures, before.at) == (after.failures, after.at) == (FREE, before.at)


def test_one_line_of_ipv6_is_one_address(cadre):
    for number in range(5):
        page("wrong", f"2001:db8:1:2::{number + 1}")
    assert page(PASSWORD, "2001:db8:1:2:ffff::9").status_code == 429
    assert page(PASSWORD, "2001:db8:1:3::1").status_code == 302


def test_a_good_link_never_waits_and_bad_ones_do(cadre):
    account, made = new_link(cadre)
    statuses = []
    for address in [*ELSEWHERE, *ELSEWHERE]:
        answer = Client(REMOTE_ADDR=address).get(f"/link/{account}/{'x' * 39}/", follow=True)
        statuses.append(answer.status_code)
    assert (statuses[0], statuses[-1], statuses.count(410)) == (410, 429, FREE)
    assert Client(REMOTE_ADDR=ELSEWHERE[0]).get(f"/link/{account}/{made}/", follow=True).status_code == 200


def test_delays_double_up_to_a_bound():
    told = [delay(Kind.PASSWORD, failures).total_seconds() for failures in (9, 10, 11, 12, 15, 16, 500)]
    assert told == [0, 30, 60, 120, 900, 900, 900]
    assert delay(Kind.CODE, 500) == dt.timedelta(hours=1)


def test_after_a_day_without_guesses_it_begins_anew(cadre):
    for address in ELSEWHERE:
        page("wrong", address)
    later(hours=25)
    page("wrong", "10.2.0.1")
    assert Guesses.objects.get().failures == 1


def test_of_many_guesses_at_once_one_is_looked_at(cadre, monkeypatch):
    monkeypatch.setattr(guesses, "_alone", lambda key: False)
    assert page("wrong", "10.2.0.1").status_code == 422
    for address in ELSEWHERE[:2]:
        page("wrong", address)
    assert page(PASSWORD, "10.2.0.1").status_code == 429


def test_an_unknown_name_waits_as_an_account_does(cadre):
    statuses = [page("wrong", address, name="nobody").status_code for address in ELSEWHERE]
    assert statuses == [422] * FREE + [429, 429]


def test_counts_and_known_networks_are_forgotten(cadre):
    page(PASSWORD, OFFICE)
    page("wrong", ELSEWHERE[0])
    today = timezone.localdate()
    with owner():
        forget(on=today + dt.timedelta(days=3), apply=True)
    assert (Guesses.objects.count(), KnownNetwork.objects.count()) == (0, 2)
    with owner():
        forget(on=today + dt.timedelta(days=182), apply=True)
    assert KnownNetwork.objects.count() == 0


SECRET = "My-Secret-9417"


def texts() -> str:
    """All that stands in any table, in lower case."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).lower()


@pytest.mark.parametrize("typed", [SECRET, f" {SECRET.upper()}", f"{SECRET}\x00\n", f"cadre {SECRET}"])
def test_what_was_typed_as_a_name_stands_nowhere(cadre, caplog, typed):
    for _time in range(6):
        page("wrong", OFFICE, name=typed)
        token("wrong", OFFICE, name=typed)
        Client().post(f"/login/?{SECRET}={SECRET}", {"login": typed, "password": SECRET, SECRET: SECRET})
    assert SECRET.lower() not in texts()
    assert SECRET.lower() not in caplog.text.lower()


def test_an_accounts_own_name_is_on_record_and_another_a_mark(cadre):
    for name in ("CADRE", SECRET):
        page("wrong", OFFICE, name=name)
        token("wrong", OFFICE, name=name)
    subjects = AccessEntry.objects.order_by("at").values_list("subject", flat=True)
    assert list(subjects) == ["cadre", "cadre", "?", "?"]
