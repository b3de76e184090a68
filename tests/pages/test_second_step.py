"""Signing in with a code from the phone, and who must."""

import re

import pytest
from allauth.mfa.models import Authenticator

from geodata.audit.models import AccessEntry
from geodata.base.periods import since, today
from geodata.posts.models import Post
from tests import village as v
from tests.pages.conftest import reader
from tests.pages.signing import PASSWORD, code, real, recovery_code, with_second_step

SET_UP = "/me/second-step/"


@pytest.fixture
def office(places):
    return real("village_officer", places.west, name="office")


@pytest.fixture
def cadre(places):
    """Need not have a second step."""
    return real("small_leader", places.grids[0], name="cadre")


def after_password(who):
    opened = reader(None)
    opened.answer = opened.post("/login/", {"login": who.username, "password": PASSWORD})
    return opened


def secret_on(text: str) -> str:
    return re.search(r'class="secret">([^<]+)<', text)[1].replace(" ", "")


@pytest.mark.parametrize(
    "address", ["/", "/coverage/", "/gaps/", "/posts/", "/accounts/", "/me/", "/households/x/"]
)
def test_an_office_without_one_is_led_to_the_set_up_and_sees_nothing_else(office, address):
    answer = after_password(office).get(address)
    assert (answer.status_code, answer.url) == (302, SET_UP)


def test_the_menu_is_empty_until_then(office):
    assert 'class="menu"' not in after_password(office).text(SET_UP)


def test_the_api_refuses_the_session_until_then(office):
    answer = after_password(office).get("/api/v1/me/")
    assert answer.status_code == 403
    assert "second step" in answer.json()["detail"]


def test_an_office_may_sign_out_and_change_the_language_without_one(office):
    opened = after_password(office)
    assert opened.post("/language/", {"language": "en", "next": "/"}).url == "/"
    assert opened.post("/logout/", {}).url == "/login/"


def test_demo_accounts_alone_go_without_and_the_banner_says_so(insider):
    assert "Demo accounts sign in without a second step" in insider.text("/")


def test_who_is_appointed_meanwhile_is_asked_at_once(places, cadre):
    opened = after_password(cadre)
    assert opened.get("/today/").status_code == 200
    Post.objects.create(user=cadre, kind="village_officer", area=places.west, period=since(today()))
    assert opened.get("/").url == SET_UP


def test_setting_up_ends_with_recovery_codes_and_opens_everything(office):
    opened = after_password(office)
    secret = secret_on(opened.text(SET_UP))
    answer = opened.post(SET_UP, {"code": code(secret)})
    assert answer.url == "/me/recovery-codes/"
    assert opened.text(answer.url).count("<li><code>") == 10
    assert opened.get("/").status_code == 200
    assert AccessEntry.objects.filter(action="step_set_up", user=office).exists()


def test_a_wrong_first_code_sets_nothing_up(office):
    opened = after_password(office)
    opened.get(SET_UP)
    assert opened.post(SET_UP, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_picture_is_drawn_here_and_holds_no_style(office):
    text = after_password(office).text(SET_UP)
    picture = text[
        text.index("<svg", text.index('class="qr"')) : text.index("</svg>", text.index('class="qr"'))
    ]
    assert "path" in picture
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]* src=)", text)


def test_the_secret_is_not_kept_in_clear(office):
    secret = with_second_step(office)
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)


def test_a_former_key_still_reads_the_secret_and_a_lost_one_opens_nothing(office, settings):
    secret = with_second_step(office)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    settings.SECRET_KEY_FALLBACKS = [former]
    assert after_password(office).post("/login/code/", {"code": code(secret)}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    assert after_password(office).post("/login/code/", {"code": code(secret, later=1)}).status_code == 422


def test_after_the_password_comes_the_code(office):
    secret = with_second_step(office)
    opened = after_password(office)
    assert opened.answer.url == "/login/code/"
    assert opened.get("/").url.startswith("/login/")
    answer = opened.post("/login/code/", {"code": code(secret)})
    assert (answer.status_code, answer.url) == (302, "/")
    assert opened.get("/").status_code == 200
    assert AccessEntry.objects.get(action="sign_in").details == {"by": "password+mfa"}


def test_a_code_counts_once(office):
    secret = with_second_step(office)
    now, next_one = code(secret), code(secret, later=1)
    assert after_password(office).post("/login/code/", {"code": now}).status_code == 302
    answer = after_password(office).post("/login/code/", {"code": now})
    assert answer.status_code == 422
    assert "has already been used" in answer.content.decode()
    assert after_password(office).post("/login/code/", {"code": next_one}).status_code == 302


def test_a_recovery_code_opens_once(office):
    with_second_step(office)
    spare = recovery_code(office)
    statuses = [
        after_password(office).post("/login/code/", {"code": spare}).status_code for _time in range(2)
    ]
    assert statuses == [302, 422]


@pytest.mark.parametrize("given", ["", "0", "abcdef", "０００１２３", "\x00", "9" * 30, "-", "<b>", "1e5"])
def test_a_wrong_code_is_refused_in_words(office, given):
    with_second_step(office)
    opened = after_password(office)
    assert opened.post("/login/code/", {"code": given}).status_code == 422
    assert AccessEntry.objects.filter(action="sign_in_refused", subject="office").exists()


def test_cancelling_forgets_the_password_that_was_given(office):
    with_second_step(office)
    opened = after_password(office)
    opened.post("/logout/", {})
    assert opened.get("/login/code/").url == "/login/"


def test_who_must_have_one_cannot_remove_it(office):
    secret = with_second_step(office)
    opened = after_password(office)
    opened.post("/login/code/", {"code": code(secret)})
    assert "cannot be removed" in opened.text("/me/second-step/remove/")
    assert opened.post("/me/second-step/remove/", {}).status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_need_not_have_one_may_set_it_up_and_remove_it(cadre):
    opened = after_password(cadre)
    secret = secret_on(opened.text(SET_UP))
    opened.post(SET_UP, {"code": code(secret)})
    opened.post("/me/second-step/remove/", {})
    assert not Authenticator.objects.exists()
    assert AccessEntry.objects.filter(action="step_removed").exists()


def test_some_time_after_signing_in_the_password_is_asked_once_more(cadre, monkeypatch):
    opened = after_password(cadre)
    monkeypatch.setattr("gridmap.adapters.RECENT", -1)
    assert opened.get(SET_UP).url.startswith("/login/again/")
    assert opened.post("/login/again/", {"password": "wrong"}).status_code == 422
    assert opened.post("/login/again/", {"password": PASSWORD}).status_code == 302
    assert opened.get(SET_UP).status_code == 200


def test_new_recovery_codes_end_the_old_ones(office):
    secret = with_second_step(office)
    opened = after_password(office)
    opened.post("/login/code/", {"code": code(secret)})
    old = recovery_code(office)
    assert opened.post("/me/recovery-codes/new/", {}).url == "/me/recovery-codes/"
    assert old not in opened.text("/me/recovery-codes/")
    assert after_password(office).post("/login/code/", {"code": old}).status_code == 422
    assert AccessEntry.objects.filter(action="codes_made").exists()


def test_a_session_that_began_with_a_code_asks_nothing_more(office, django_assert_num_queries):
    from gridmap.sessions import lacks_second_step

    secret = with_second_step(office)
    opened = after_password(office)
    opened.post("/login/code/", {"code": code(secret)})
    request = opened.get("/me/").wsgi_request
    del request.lacks_second_step
    with django_assert_num_queries(0):
        assert not lacks_second_step(request)


def test_an_invented_account_costs_no_query(places, django_assert_num_queries):
    from api.web.two_factor import must_set_up

    who = v.officer("county_officer", places.county)
    with django_assert_num_queries(0):
        assert not must_set_up(who)
