"""Tokens for accounts with a second step, and for accounts that must have one."""

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import between, today
from tests import village as v
from tests.pages.signing import PASSWORD, code, real, recovery_code, with_second_step


@pytest.fixture
def office(places):
    return real("village_officer", places.west, name="office")


def ask(nobody, **told: object):
    return nobody.post("token/", {"username": "office", "password": PASSWORD, **told})


def bearer(answer) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def test_who_must_have_a_second_step_and_has_none_gets_no_token(office, nobody):
    answer = ask(nobody)
    assert answer.status_code == 403
    assert "require a second step" in answer.json()["detail"]
    assert "set it up" in answer.json()["errors"][0]["remedy"]


def test_a_wrong_password_does_not_tell_of_the_second_step(office, nobody):
    assert ask(nobody, password="x").status_code == 401
    with_second_step(office)
    assert ask(nobody, password="x").json()["detail"] == "The login name or the password is wrong."


def test_the_code_comes_with_the_password(office, nobody):
    secret = with_second_step(office)
    answer = ask(nobody)
    assert (answer.status_code, "`code`" in answer.json()["detail"]) == (401, True)
    answer = ask(nobody, code=code(secret))
    assert answer.status_code == 200
    assert nobody.get("me/", **bearer(answer)).json()["username"] == "office"


def test_a_code_gives_one_token(office, nobody):
    now = code(with_second_step(office))
    assert [ask(nobody, code=now).status_code for _time in range(2)] == [200, 401]


def test_a_recovery_code_gives_a_token_too(office, nobody):
    with_second_step(office)
    assert ask(nobody, code=recovery_code(office)).status_code == 200


def test_a_code_is_never_echoed(office, nobody):
    with_second_step(office)
    answer = ask(nobody, code="7" * 21)
    assert answer.status_code == 400
    assert "777" not in answer.content.decode()


def test_a_token_opens_nothing_once_its_second_step_is_gone(office, nobody):
    from api.web.two_factor import remove

    secret = with_second_step(office)
    headers = bearer(ask(nobody, code=code(secret)))
    remove(office)
    assert nobody.get("me/", **headers).status_code == 403


def test_who_need_not_have_one_signs_in_without(places, nobody):
    real("small_leader", places.grids[0], name="leader")
    assert ask(nobody, username="leader").status_code == 200


def test_the_token_of_an_ended_post_gives_nothing(places, nobody):
    leader = real("small_leader", places.grids[0], name="leader")
    headers = bearer(ask(nobody, username="leader"))
    assert nobody.get(f"households/{places.homes[0].token}/", **headers).status_code == 200
    leader.posts.update(period=between(v.LONG_AGO, today()))
    assert nobody.get(f"households/{places.homes[0].token}/", **headers).status_code in (403, 404)
    assert nobody.get(f"coverage/?area={places.west.code}", **headers).status_code in (403, 404)
    assert nobody.get("me/", **headers).json()["rights"] == []


def test_tokens_refused_for_the_code_are_on_record(office, nobody):
    with_second_step(office)
    ask(nobody, code="000000")
    assert AccessEntry.objects.get().action == "sign_in_refused"
