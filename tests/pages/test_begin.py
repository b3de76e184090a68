"""/begin/: the first administrator of an empty installation, and everybody who tries to be it."""

import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from geodata.accounts.guesses import FREE
from geodata.accounts.models import User
from geodata.setup.first_code import new_code
from gridmap.logs import JsonLines
from tests import village as v
from tests.pages.conftest import reader
from tests.roles import owner

SECRET = "nine green bottles"


def told(code: str, **more: str) -> dict[str, object]:
    return {"code": code, "name": "张例明", "username": "", "password1": SECRET, "password2": SECRET} | more


@pytest.fixture
def code(db) -> str:
    with owner():
        return new_code(at=timezone.now())


def test_an_empty_installation_leads_there_from_everywhere(nobody, code):
    assert nobody.get("/").url.startswith("/login/")
    assert nobody.get("/login/").url == "/begin/"
    assert "One-time code" in nobody.text("/begin/")


def test_the_code_leads_over_the_second_step_to_the_first_steps(nobody, code):
    assert nobody.post("/begin/", told(code)).url == "/"
    assert nobody.get("/").url == "/me/second-step/"
    assert User.objects.get().posts.get().kind == "administrator"


@pytest.mark.parametrize("typed", ["", "aaaa-bbbb-cccc-dddd-eeee"], ids=["none", "a wrong one"])
def test_without_the_code_nothing_opens(nobody, code, typed):
    answer = nobody.post("/begin/", told(typed))
    assert (answer.status_code, User.objects.count()) == (422, 0)
    assert SECRET not in answer.content.decode()


def test_after_use_there_is_no_such_page_for_anybody(nobody, code):
    nobody.post("/begin/", told(code))
    second, again = reader(None), told(code, username="second")
    assert [second.get("/begin/").status_code, second.post("/begin/", again).status_code] == [404, 404]
    assert second.get("/login/").status_code == 200
    assert User.objects.count() == 1


def test_where_there_is_an_account_there_is_no_such_page(nobody, code):
    v.user("taken")
    assert nobody.get("/begin/").status_code == 404
    assert nobody.post("/begin/", told(code)).status_code == 404


def test_without_a_code_there_is_no_such_page(nobody):
    assert nobody.get("/begin/").status_code == 404


def test_guesses_have_to_wait_and_then_the_right_code_waits_too(nobody, code):
    wrong = [nobody.post("/begin/", told("wrong")).status_code for _time in range(FREE)]
    assert set(wrong) == {422}
    assert nobody.post("/begin/", told(code)).status_code == 429
    elsewhere = nobody.client.post("/begin/", told(code), REMOTE_ADDR="10.9.8.7")
    assert elsewhere.status_code == 302


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": ""}, "required"),
        ({"username": "ä"}, "not a valid login name"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "another one here"}, "do not match"),
    ],
)
def test_what_is_wrong_is_told_beside_the_form(nobody, code, more, words, in_english):
    answer = nobody.post("/begin/", told(code, **more))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.exists()


def test_no_log_names_the_code(nobody, code, caplog):
    caplog.handler.setFormatter(JsonLines())
    with caplog.at_level(logging.DEBUG):
        nobody.post("/begin/", told("x" + code))
        nobody.post("/begin/", told(code))
    assert caplog.text and code not in caplog.text and SECRET not in caplog.text


def test_the_address_is_named_begin():
    assert reverse("begin") == "/begin/"
