"""Guessing passwords and codes ends in a lock, on the pages and in the API."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from geodata.accounts.guesses import FREE
from geodata.accounts.models import KnownNetwork
from geodata.audit.models import AccessEntry
from tests.pages.conftest import reader
from tests.pages.signing import PASSWORD, code, real, with_second_step
from tests.roles import owner

HEADERS = {"Accept-Language": "en"}


@pytest.fixture
def cadre(places):
    return real("small_leader", places.grids[0], name="cadre")


def page(password: str, *, name: str = "cadre", address: str = "127.0.0.1"):
    client = Client(REMOTE_ADDR=address)
    return client.post("/login/", {"login": name, "password": password}, headers=HEADERS)


def token(password: str, *, name: str = "cadre", address: str = "127.0.0.1", **more):
    body = {"username": name, "password": password, **more}
    client = Client(REMOTE_ADDR=address)
    return client.post("/api/v1/token/", body, content_type="application/json", headers=HEADERS)


def test_the_fifth_wrong_password_locks_with_words(cadre):
    statuses = [page("wrong").status_code for _time in range(5)]
    answer = page(PASSWORD)
    assert statuses == [422, 422, 422, 422, 429]
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "locked for 15 minutes" in answer.content.decode()


def test_the_api_counts_together_with_the_pages(cadre):
    for _time in range(3):
        page("wrong")
    assert [token("wrong").status_code for _time in range(2)] == [401, 429]
    answer = token(PASSWORD)
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert "locked for 15 minutes" in answer.json()["detail"]
    assert answer["Retry-After"] == "900"
    assert page(PASSWORD).status_code == 429


def test_other_capitals_are_no_way_round(cadre):
    for name in ("cadre", "Cadre", "CADRE", "cAdre", " cadre"):
        page("wrong", name=name)
    assert page(PASSWORD).status_code == 429


def test_another_browser_is_no_way_round(cadre):
    for number in range(5):
        Client(HTTP_USER_AGENT=f"x{number}").post("/login/", {"login": "cadre", "password": "wrong"})
    assert page(PASSWORD).status_code == 429


def test_the_same_name_elsewhere_and_other_names_here_stay_open(cadre, places):
    real("small_leader", places.grids[1], name="other")
    for _time in range(5):
        page("wrong")
    assert page(PASSWORD, address="10.0.0.9").status_code == 302
    assert page(PASSWORD, name="other").status_code == 302


def test_after_a_quarter_of_an_hour_it_is_over(cadre):
    for _time in range(6):
        page("wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    assert page(PASSWORD).status_code == 302


def test_attempts_during_the_lock_do_not_lengthen_it(cadre):
    for _time in range(5):
        page("wrong")
    before = AccessAttempt.objects.get()
    page("wrong")
    after = AccessAttempt.objects.get()
    assert (before.attempt_time, before.failures_since_start) == (
        after.attempt_time,
        after.failures_since_start,
    )


@pytest.mark.parametrize("signs_in", [page, token])
def test_signing_in_clears_the_count(cadre, signs_in):
    for _time in range(4):
        page("wrong")
    assert signs_in(PASSWORD).status_code in (200, 302)
    assert not AccessAttempt.objects.exists()


def test_wrong_codes_count_as_wrong_passwords_do(cadre):
    secret = with_second_step(cadre)
    opened = reader(None)
    opened.post("/login/", {"login": "cadre", "password": PASSWORD})
    statuses = [opened.post("/login/code/", {"code": "000000"}).status_code for _time in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert opened.post("/login/code/", {"code": code(secret)}).status_code == 429
    assert token(PASSWORD, code=code(secret)).status_code == 429


def test_wrong_codes_of_the_api_count_too(cadre):
    secret = with_second_step(cadre)
    assert [token(PASSWORD, code="000000").status_code for _time in range(5)] == [401, 401, 401, 401, 429]
    assert token(PASSWORD, code=code(secret)).status_code == 429


def test_wrong_passwords_of_somebody_signed_in_count_too(cadre):
    opened = reader(None)
    opened.post("/login/", {"login": "cadre", "password": PASSWORD})
    told = {"present": "wrong", "password1": "nine green bottles", "password2": "nine green bottles"}
    statuses = [opened.post("/me/password/", told).status_code for _time in range(5)]
    assert statuses == [422, 422, 422, 422, 429]


def test_the_lock_is_on_record(cadre):
    for _time in range(6):
        page("wrong")
    actions = AccessEntry.objects.order_by("at").values_list("action", flat=True)
    assert list(actions) == ["sign_in_refused"] * 4 + ["locked_out"] * 2


def test_nothing_that_was_typed_is_kept_with_the_count(cadre):
    page("a wrong secret")
    row = AccessAttempt.objects.get()
    assert "a wrong secret" not in row.post_data
    assert "cadre" not in row.post_data


def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(cadre, settings):
    for number in range(5):
        Client().post(
            "/login/", {"login": "cadre", "password": "x"}, headers={"X-Forwarded-For": f"10.0.0.{number}"}
        )
    assert page(PASSWORD).status_code == 429
    settings.PROXIES = 1
    forwarded = {"X-Forwarded-For": "1.2.3.4, 10.0.0.77"}
    answer = Client().post("/login/", {"login": "cadre", "password": PASSWORD}, headers=forwarded)
    assert answer.status_code == 302


def browser(*, address: str = "127.0.0.1", name: str = "cadre") -> Client:
    """One in which that account has signed in, and out again."""
    client = Client(REMOTE_ADDR=address, headers=HEADERS)
    assert client.post("/login/", {"login": name, "password": PASSWORD}).status_code == 302
    client.post("/logout/")
    return client


def sign_in(client: Client, password: str = PASSWORD, name: str = "cadre") -> int:
    return client.post("/login/", {"login": name, "password": password}).status_code


def test_whoever_shares_an_address_locks_nobody_out_of_the_own_browser(cadre):
    """A gateway of a carrier, or a village office: many behind one address, and one of them types wrong passwords."""
    own = browser()
    for _time in range(30):
        page("wrong")
    assert page(PASSWORD).status_code == 429
    assert sign_in(own) == 302


def test_in_the_own_browser_guesses_are_counted_too_wherever_it_goes(cadre):
    own = browser()
    statuses = [sign_in(own, "wrong") for _time in range(6)]
    assert statuses == [422] * 4 + [429] * 2
    assert sign_in(own) == 429
    assert page(PASSWORD).status_code == 302
    for number in range(4):
        own.defaults["REMOTE_ADDR"] = f"10.3.0.{number}"
        statuses += [sign_in(own, "wrong") for _time in range(4)]
    assert statuses.count(422) <= FREE


def test_a_browser_of_somebody_else_is_none_of_ones_own(cadre, places):
    real("small_leader", places.grids[1], name="other")
    theirs = browser(name="other")
    for _time in range(5):
        page("wrong")
    assert sign_in(theirs) == 429


@pytest.mark.parametrize("made_up", ["", "x", "x" * 24, "x" * 5000, "a b"])
def test_a_made_up_name_of_a_browser_is_no_way_round(cadre, made_up, settings):
    for _time in range(5):
        page("wrong")
    client = Client(headers=HEADERS)
    client.cookies[settings.BROWSER_COOKIE_NAME] = made_up
    assert sign_in(client) == 429


def test_what_a_browser_is_named_by_tells_of_nobody(cadre, settings):
    own = browser()
    kept = own.cookies[settings.BROWSER_COOKIE_NAME]
    assert (len(kept.value), kept["httponly"], kept["samesite"]) == (24, True, "Lax")
    assert sign_in(own) == 302
    assert own.cookies[settings.BROWSER_COOKIE_NAME].value == kept.value
    with owner():
        assert not KnownNetwork.objects.filter(key__contains=kept.value).exists()
