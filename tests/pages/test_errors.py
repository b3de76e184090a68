"""Errors as pages, with the id of the request."""

import pytest

from gridmap.pages import home as home_page


def test_what_is_not_there_is_a_page_with_the_requests_id(county):
    answer = county.get("/nothing/")
    assert answer.status_code == 404
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "There is no such page" in answer.content.decode()


def test_what_the_duties_do_not_allow_is_a_page_with_the_sentence(planner):
    answer = planner.get("/exports/")
    assert answer.status_code == 403
    assert "Your duties do not" in answer.content.decode()
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
    assert "Something in the request is not right" in answer.content.decode()


@pytest.mark.parametrize("page", ["/", "/coverage/", "/gaps/", "/login/"])
def test_a_page_that_is_only_read_takes_no_form(county, page):
    assert county.post(page, {}).status_code in (405, 302, 422)
