"""Light or dark, usual or large: what the browser remembers, and nothing else."""

import pytest
from django.test import Client


@pytest.fixture
def reader() -> Client:
    return Client()


def test_at_first_a_page_is_as_the_system_is_set(reader: Client, db: None) -> None:
    assert 'data-theme="auto" data-size="normal"' in reader.get("/login/").text


def test_what_is_chosen_is_remembered_beside_what_was_chosen_before(reader: Client, db: None) -> None:
    reader.post("/look/", {"theme": "dark", "next": "/login/"})
    answer = reader.post("/look/", {"size": "large", "next": "/login/"})
    assert answer.url == "/login/"  # type: ignore[attr-defined]
    assert 'data-theme="dark" data-size="large"' in reader.get("/login/").text


def test_the_cookie_says_the_look_alone_and_no_script_reads_it(reader: Client, db: None) -> None:
    cookie = reader.post("/look/", {"theme": "light"}).cookies["look"]
    assert cookie.value == "light.normal"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("told", ["", "x", "dark", "x.large", "a.b.c.d", '"><script>.large'])
def test_a_cookie_of_somebody_elses_making_is_read_for_known_words_only(
    reader: Client, told: str, db: None
) -> None:
    reader.cookies["look"] = told
    page = reader.get("/login/").text
    assert page.count("data-theme=") == 1
    assert f'data-theme="{"dark" if told == "dark" else "auto"}"' in page


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_it_leads_back_to_pages_of_ours_only(reader: Client, away: str, db: None) -> None:
    assert reader.post("/look/", {"theme": "dark", "next": away}).url == "/"  # type: ignore[attr-defined]


def test_it_is_not_changed_by_looking(reader: Client, db: None) -> None:
    assert reader.get("/look/").status_code == 405


def test_an_error_has_the_same_look(reader: Client, db: None) -> None:
    reader.cookies["look"] = "dark.large"
    assert 'data-theme="dark" data-size="large"' in reader.get("/login/nothing/").text
