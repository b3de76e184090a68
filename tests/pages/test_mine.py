"""My account: sessions listed and ended, the password changed, and how long a session lasts."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from geodata.accounts.models import ApiToken
from geodata.audit.models import AccessEntry
from gridmap.sessions import BEGUN, NOTED, SEEN
from tests import village as v
from tests.pages.conftest import Reader, reader
from tests.pages.signing import PASSWORD, real

NEW = {"present": PASSWORD, "password1": "nine green bottles", "password2": "nine green bottles"}


@pytest.fixture
def cadre(places):
    return real("small_leader", places.grids[0], name="cadre")


def signed_in(who, *, browser: str = "Browser One") -> Reader:
    opened = Reader(who, Client(HTTP_USER_AGENT=browser))
    assert opened.post("/login/", {"login": who.username, "password": PASSWORD}).status_code == 302
    return opened


def test_every_session_is_listed_with_its_browser_and_address(cadre):
    one, _two = signed_in(cadre), signed_in(cadre, browser="Browser Two")
    text = one.text("/me/")
    assert ("Browser One" in text, "Browser Two" in text) == (True, True)
    assert text.count("This session") == 1


def test_a_session_is_ended_from_another(cadre):
    one, two = signed_in(cadre), signed_in(cadre, browser="Browser Two")
    number = UserSession.objects.get(user_agent="Browser Two").pk
    one.post("/me/sessions/end/", {"session": number})
    assert two.get("/today/").url.startswith("/login/")
    assert one.get("/today/").status_code == 200
    assert AccessEntry.objects.filter(action="session_ended", user=cadre).exists()


def test_all_other_sessions_are_ended_at_once(cadre):
    one, *others = (signed_in(cadre, browser=f"B{number}") for number in range(3))
    one.post("/me/sessions/end/", {"session": "others"})
    assert [other.get("/today/").status_code for other in others] == [302, 302]
    assert one.get("/today/").status_code == 200


@pytest.mark.parametrize("session", ["", "x", "0", "-1", "9" * 30, "%00"])
def test_what_is_no_session_of_mine_cannot_be_ended(cadre, session):
    assert signed_in(cadre).post("/me/sessions/end/", {"session": session}).status_code == 404


def test_a_neighbours_session_cannot_be_ended(places, cadre):
    other = real("small_leader", places.grids[1], name="other")
    theirs = signed_in(other)
    number = UserSession.objects.get(user=other).pk
    assert signed_in(cadre).post("/me/sessions/end/", {"session": number}).status_code == 404
    assert theirs.get("/today/").status_code == 200


def test_signing_out_ends_the_session_on_record(cadre):
    opened = signed_in(cadre)
    opened.post("/logout/", {})
    assert opened.get("/today/").status_code == 302
    assert AccessEntry.objects.filter(action="sign_out", user=cadre).exists()


def test_signing_out_needs_a_post(cadre):
    assert signed_in(cadre).get("/logout/").status_code == 405


def test_changing_the_password_ends_other_sessions_and_tokens(cadre):
    one, two = signed_in(cadre), signed_in(cadre)
    token = ApiToken.issue(user=cadre, at=timezone.now())
    assert one.post("/me/password/", NEW).url == "/me/"
    assert two.get("/today/").status_code == 302
    assert one.get("/today/").status_code == 200
    assert UserSession.objects.filter(user=cadre).count() == 1
    assert ApiToken.holder(token, at=timezone.now()) is None
    assert AccessEntry.objects.filter(action="password_set", user=cadre).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"present": "wrong"}, "Wrong password"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "another one here"}, "do not match"),
    ],
)
def test_a_wrong_change_changes_nothing(cadre, wrong, words):
    opened = signed_in(cadre)
    answer = opened.post("/me/password/", NEW | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    cadre.refresh_from_db()
    assert cadre.check_password(PASSWORD)


def test_tokens_are_listed_and_ended_singly(cadre):
    kept = ApiToken.issue(user=cadre, at=timezone.now(), device="例 desk <b>", network="203.0.113.0/24")
    ended = ApiToken.issue(user=cadre, at=timezone.now(), device="lost phone", network="198.51.100.0/24")
    me = signed_in(cadre)
    text = me.text("/me/")
    assert "例 desk &lt;b&gt;" in text and "203.0.113.0/24" in text and "lost phone" in text
    assert kept not in text
    me.post("/me/tokens/end/", {"token": ApiToken.objects.get(device="lost phone").pk})
    assert ApiToken.holder(ended, at=timezone.now()) is None
    assert ApiToken.holder(kept, at=timezone.now()) == cadre
    assert AccessEntry.objects.filter(action="token_ended", user=cadre).count() == 1


def test_anothers_token_is_not_there(cadre, places):
    theirs = ApiToken.issue(user=v.user(), at=timezone.now())
    number = ApiToken.objects.get().pk
    assert signed_in(cadre).post("/me/tokens/end/", {"token": number}).status_code == 404
    assert ApiToken.holder(theirs, at=timezone.now())


def test_signing_out_ends_tokens_on_request_alone(cadre):
    token = ApiToken.issue(user=cadre, at=timezone.now())
    signed_in(cadre).post("/logout/", {})
    assert ApiToken.holder(token, at=timezone.now())
    signed_in(cadre).post("/logout/", {"tokens": "end"})
    assert ApiToken.holder(token, at=timezone.now()) is None
    assert AccessEntry.objects.filter(action="token_ended", user=cadre).count() == 1


def test_tokens_are_ended_by_their_owner(cadre):
    token = ApiToken.issue(user=cadre, at=timezone.now())
    signed_in(cadre).post("/me/tokens/end/", {})
    assert ApiToken.holder(token, at=timezone.now()) is None
    assert AccessEntry.objects.filter(action="token_ended", user=cadre).count() == 1


def test_a_page_is_read_where_its_use_cannot_be_noted(cadre, monkeypatch):
    class Full(DatabaseError):
        sqlstate = "53100"

    def no_room(*_args, **_told):
        raise Full("could not extend file")

    opened = signed_in(cadre)
    opened.get("/today/")
    session = opened.client.session
    session[SEEN] -= NOTED + 1
    session.save()
    monkeypatch.setattr(SessionStore, "save", no_room)
    assert opened.get("/today/").status_code == 200


@pytest.mark.parametrize(
    ("key", "ago", "status"), [(SEEN, 119, 200), (SEEN, 120, 302), (BEGUN, 719, 200), (BEGUN, 720, 302)]
)
def test_a_session_ends_unused_after_two_hours_and_anyway_after_twelve(cadre, key, ago, status):
    opened = signed_in(cadre)
    opened.get("/today/")
    session = opened.client.session
    session[key] = int(time.time()) - 60 * ago + (1 if status == 200 else 0)
    session.save()
    assert opened.get("/today/").status_code == status
    assert UserSession.objects.filter(user=cadre).exists() is (status == 200)


def test_use_is_noted_once_a_minute_at_most(cadre):
    opened = signed_in(cadre)
    opened.get("/today/")
    first = opened.client.session[SEEN]
    opened.get("/today/")
    assert opened.client.session[SEEN] == first


def test_nobody_signs_up(nobody):
    assert nobody.get("/signup/").status_code in (302, 404)
    assert "signup" not in nobody.text("/login/")


def test_the_page_is_for_everybody_signed_in(contact, planner):
    assert [who.get("/me/").status_code for who in (contact, planner)] == [200, 200]
    assert reader(None).get("/me/").status_code == 302


def test_notices_by_e_mail_are_offered_where_a_server_is_named(places, settings):
    boss, user = v.officer("administrator", None), v.officer("county_officer", places.county)
    office, mine = reader(boss), reader(user)
    assert "Notices by e-mail" not in mine.text("/me/")
    settings.EMAIL_HOST = "mail.example.cn"
    assert "There is no e-mail address for your account." in mine.text("/me/")
    assert office.post(f"/accounts/{user.pk}/mail/", {"address": "li@example.cn"}).status_code == 302
    assert "li@example.cn" in office.text(f"/accounts/{user.pk}/")
    assert mine.post(f"/accounts/{user.pk}/mail/", {"address": "a@example.cn"}).status_code == 403
    mine.post("/me/mail/", {"wanted": "daily"})
    page = mine.text("/me/")
    assert "li@example.cn" in page and 'value="daily" selected' in page
