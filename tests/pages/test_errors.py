"""Errors as pages: what happened, what to do, and the id of the request."""

import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import translation

from api.web.errors import TITLES
from geodata.base.unavailable import Unavailable
from gridmap.availability import answer_unavailable
from gridmap.error_pages import csrf_failure, server_error, too_often
from gridmap.error_texts import TEXTS, error_context
from gridmap.logs import request_id
from gridmap.pages.coverage import home as home_page
from tests.pages.conftest import reader
from tests.pages.test_kept import ended

LANGUAGES = [code for code, _name in settings.LANGUAGES]
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_what_is_not_there_is_a_page_with_the_requests_id(county):
    answer = county.get("/nothing/")
    assert answer.status_code == 404
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "There is no such page" in answer.content.decode()


def test_what_the_duties_do_not_allow_is_a_page_with_the_sentence(planner):
    answer = planner.get("/exports/")
    assert answer.status_code == 403
    assert "You do not have permission" in answer.content.decode()
    assert answer["X-Request-ID"] in answer.content.decode()


def test_a_fault_of_ours_shows_the_id_and_no_insides(county, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home_page, "own_households", fail)
    county.client.raise_request_exception = False
    answer = county.get("/")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


def test_a_wrong_host_is_a_page_too(nobody):
    answer = nobody.client.get("/login/", headers={"Host": "elsewhere.example", "Accept-Language": "en"})
    assert answer.status_code == 400
    assert "Something in the request is wrong" in answer.content.decode()


@pytest.mark.parametrize("page", ["/", "/coverage/", "/gaps/", "/login/"])
def test_a_page_that_is_only_read_takes_no_form(county, page):
    assert county.post(page, {}).status_code in (405, 302, 422)


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened(county, nobody):
    for caller in (county, nobody):
        answer = caller.get("/logout/")
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "only takes what a form sends" in answer.content.decode()
        assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.parametrize("status", TEXTS)
def test_every_error_says_what_to_do_in_both_languages(status):
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = [str(text) for text in (TEXTS[status].happened, TEXTS[status].remedy)]
    assert told["en"][1]
    assert not CHINESE.search("".join(told["en"]))
    assert all(CHINESE.search(text) for text in told["zh-hans"] if text)


def test_an_error_has_its_title_or_a_better_one():
    assert set(TEXTS) <= set(TITLES)
    assert error_context(404, title="例")["title"] == "例"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [500, 503])
def test_these_pages_need_no_database(status, language):
    """Without the database of the tests: a question to it would fail."""
    request = RequestFactory().get("/", headers={"Accept-Language": language})
    request_id.set("a-request")
    page = server_error(request) if status == 500 else answer_unavailable(request, Unavailable.AWAY)
    assert page.status_code == status
    shown = page.content.decode()
    with translation.override(language):
        assert str(TEXTS[status].remedy) in shown
    assert f'lang="{language}"' in shown
    assert "a-request" in shown
    assert 'href="/help/#missing"' in shown


def test_what_the_duties_do_not_allow_leads_to_what_they_do(planner):
    assert 'href="/help/#may"' in planner.get("/exports/").content.decode()


def test_an_old_form_says_so(insider):
    request = insider.client.get("/").wsgi_request
    with translation.override("en"):
        page = csrf_failure(request, "例")
    assert page.status_code == 403
    assert "<h1>This form has expired</h1>" in page.content.decode()


def test_who_asks_too_often_is_told_how_long_to_wait(insider):
    request = insider.client.get("/").wsgi_request
    with translation.override("en"):
        page = too_often(request, wait=61)
    assert "Try again in 2 minutes" in page.content.decode()
    assert page["Retry-After"] == "61"


def test_who_is_locked_out_is_led_to_the_sign_in_page(nobody):
    for _attempt in range(6):
        page = nobody.post("/login/", {"login": "nobody", "password": "wrong"})
    assert page.status_code == 429
    assert 'href="/login/"' in page.content.decode()
    assert 'href="/help/about/"' in page.content.decode()


def test_whose_session_is_over_is_told_at_the_sign_in(insider):
    shown = reader(None)
    shown.client = ended(insider.user)
    answer = shown.client.get("/gaps/", follow=True, headers={"Accept-Language": "en"})
    assert "Your session has ended. Sign in, and you are back" in answer.content.decode()


def test_a_session_that_is_gone_is_told_too(insider):
    insider.client.session.delete()
    answer = insider.client.get("/gaps/", follow=True, headers={"Accept-Language": "en"})
    assert "Your session has ended" in answer.content.decode()


def test_whose_form_is_kept_is_told_so(insider):
    answer = ended(insider.user).post(
        "/rules/", {"days": "3"}, follow=True, headers={"Accept-Language": "en"}
    )
    assert "What you sent is kept" in answer.content.decode()


def test_on_a_first_visit_nothing_has_ended(db):
    answer = Client().get("/gaps/", follow=True, headers={"Accept-Language": "en"})
    assert "has ended" not in answer.content.decode()
