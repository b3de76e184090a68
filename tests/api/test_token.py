"""Signing in for a token, using it, and ending it."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from geodata.accounts.models import ApiToken
from geodata.audit.models import AccessEntry
from tests import village as v
from tests.api.conftest import caller

SECRET = "correct horse 例"


@pytest.fixture
def officer(places):
    who = v.officer("village_officer", places.west, name="qingxi")
    who.set_password(SECRET)
    who.save()
    return who


def ask(nobody, **told: object):
    return nobody.post("token/", {"username": "qingxi", "password": SECRET, **told})


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_name_and_password_give_a_token(officer, nobody):
    answer = ask(nobody)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert nobody.get("me/", **bearer(answer.json()["token"])).json()["username"] == "qingxi"


def test_a_plain_form_will_do(officer, nobody):
    form = {"username": "qingxi", "password": SECRET}
    answer = nobody.client.post(
        "/api/v1/token/", urlencode(form), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    broken = nobody.client.post(
        "/api/v1/token/", b"username=%ff", content_type="application/x-www-form-urlencoded"
    )
    assert broken.status_code == 400


def test_a_token_gives_the_scope_of_its_user(places, officer, nobody):
    headers = bearer(ask(nobody).json()["token"])
    assert nobody.get("coverage/?area=430382100201", **headers).status_code == 200
    assert nobody.get("coverage/?area=430382100202", **headers).status_code == 404


def test_a_token_writes_without_a_csrf_token(places, officer, nobody):
    headers = bearer(ask(nobody).json()["token"])
    body = {"client_id": "6f1c3a52-4f0e-4c80-9d5a-0a1b2c3d4e5f", "day": "2026-06-30"}
    assert nobody.post(f"households/{places.homes[0].token}/visits/", body, **headers).status_code == 201


def test_the_token_counts_and_not_the_session_beside_it(officer, nobody, neighbour):
    headers = bearer(ask(nobody).json()["token"])
    assert neighbour.get("me/", **headers).json()["username"] == "qingxi"
    assert neighbour.get("coverage/?area=430382100202", **headers).status_code == 404


def test_an_ended_token_lets_nobody_in(officer, nobody):
    headers = bearer(ask(nobody).json()["token"])
    assert nobody.send("delete", "token/", "", **headers).status_code == 204
    assert nobody.get("me/", **headers).status_code == 401


def test_an_expired_token_lets_nobody_in(officer, nobody):
    token = ApiToken.issue(user=officer, at=timezone.now() - ApiToken.LIFE - dt.timedelta(seconds=1))
    answer = nobody.get("me/", **bearer(token))
    assert answer.status_code == 401
    assert "Ask for a new one" in answer.json()["detail"]


def test_a_closed_account_lets_nobody_in(officer, nobody):
    headers = bearer(ask(nobody).json()["token"])
    officer.is_active = False
    officer.save()
    assert nobody.get("me/", **headers).status_code == 401
    assert ask(nobody).status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer x", "bearer \x80", "Bearer " + "x" * 5000]
)
def test_a_broken_header_is_401(officer, nobody, header):
    answer = nobody.get("me/", Authorization=header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="gridmap"')


def test_a_wrong_password_and_an_unknown_name_are_told_alike(officer, nobody):
    answers = [ask(nobody, password="x"), ask(nobody, username="nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert (
        answers[0].json()["detail"]
        == answers[1].json()["detail"]
        == "The login name or the password is wrong."
    )


def test_signing_in_and_being_refused_are_on_record(officer, nobody):
    ask(nobody)
    ask(nobody, password="x")
    entries = AccessEntry.objects.order_by("at").values_list("action", "user", "subject")
    assert list(entries) == [("sign_in", officer.pk, "qingxi"), ("sign_in_refused", None, "qingxi")]


@pytest.mark.parametrize(
    "told",
    [
        {"username": None}, {"username": ""}, {"username": "a\x00b"}, {"username": "x" * 151}, {"username": ["x"]},
        {"username": 5}, {"password": None}, {"password": ""}, {"password": {}}, {"password": "a\x00b"},
        {"password": "x" * 201}, {"otp": "123"},
    ],
)  # fmt: skip
def test_a_bad_sign_in_is_400_and_never_echoes_a_password(officer, nobody, told):
    answer = ask(nobody, **told)
    assert answer.status_code == 400
    assert all(fault["value"] is None for fault in answer.json()["errors"] if fault["field"] == "password")


def test_guessing_is_slowed_down(officer, nobody, settings):
    settings.TOKEN_RATE = "3/hour"
    statuses = [ask(nobody, password=str(number)).status_code for number in range(5)]
    answer = ask(nobody)
    assert statuses == [401, 401, 401, 429, 429]
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 3600


def test_a_forwarded_address_is_not_believed_without_a_proxy(officer, nobody, settings):
    settings.TOKEN_RATE = "1/hour"
    statuses = [
        nobody.post("token/", {}, **{"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(2)
    ]
    assert statuses == [400, 429]


def test_a_session_has_no_token_to_end(officer):
    assert caller(officer).send("delete", "token/", "").status_code == 400


def test_tokens_are_listed_with_device_and_place_and_ended_singly(officer, nobody):
    first, second = (
        nobody.post("token/", {"username": "qingxi", "password": SECRET}, **{"User-Agent": name}).json()[
            "token"
        ]
        for name in ("例 phone\n", "desk")
    )
    tokens = nobody.get("tokens/", **bearer(second), **{"User-Agent": "desk 2"}).json()["tokens"]
    assert [(row["device"], row["network"], row["current"]) for row in tokens] == [
        ("desk 2", "127.0.0.0/24", True),
        ("例 phone", "127.0.0.0/24", False),
    ]
    assert [bool(row["used_at"]) for row in tokens] == [True, False]
    assert first not in str(tokens) and second not in str(tokens)
    assert nobody.send("delete", f"tokens/{tokens[1]['number']}/", "", **bearer(second)).status_code == 204
    assert nobody.get("me/", **bearer(first)).status_code == 401
    assert nobody.get("me/", **bearer(second)).status_code == 200
    assert AccessEntry.objects.filter(action="token_ended", user=officer).count() == 1


def test_anothers_token_is_not_there(officer, nobody, neighbour):
    theirs = nobody.get("tokens/", **bearer(ask(nobody).json()["token"])).json()["tokens"][0]["number"]
    assert neighbour.send("delete", f"tokens/{theirs}/", "").status_code == 404
    assert neighbour.get("tokens/").json()["tokens"] == []


def test_all_tokens_end_with_one_on_request(officer, nobody):
    first, second = (ask(nobody).json()["token"] for _time in range(2))
    assert nobody.send("delete", "token/?all=true", "", **bearer(second)).status_code == 204
    assert [nobody.get("me/", **bearer(one)).status_code for one in (first, second)] == [401, 401]
    assert AccessEntry.objects.filter(action="token_ended", user=officer).count() == 1


def test_use_is_noted_once_a_minute(officer, nobody):
    headers = bearer(ask(nobody).json()["token"])
    nobody.get("me/", **headers)
    noted = ApiToken.objects.get().used_at
    nobody.get("me/", **headers)
    assert ApiToken.objects.get().used_at == noted
